//! The page as a whole.

use jiff::civil::date;

use super::*;
use crate::sink::sample::{HOSTILE, Sample};

fn page(sample: &Sample, name: &str) -> String {
    let path = sample.source.path.clone();
    sample.written(|report, out| {
        let health = Health {
            report,
            name,
            today: date(2026, 7, 1),
            scope: &[name.to_owned()],
            notes: &[&path],
            entries: &[date(2026, 6, 3)],
            waiting: &[Waiting { path: &path, tag: name, since: None }],
        };
        write(&health, out)
    })
}

/// The page without the blocks that the program brings.
fn outside_of_blocks(page: &str) -> String {
    page.replace(&policy::style(), "").replace(&policy::script(), "")
}

#[test]
fn a_hostile_note_changes_nothing_but_its_own_text() {
    let hostile = format!("{HOSTILE}</script><!--\u{2028}<img src=x onerror=alert(1)>\0{{{{data}}}}");
    let (tame, wild) = (page(&Sample::hostile(), "tame"), page(&Sample::hostile(), &hostile));
    let tags = |page: &str| -> Vec<String> {
        let outside = outside_of_blocks(page);
        outside.split('<').skip(1).map(|tag| tag.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
    };
    assert_eq!(tags(&tame), tags(&wild));
    for page in [tame, wild] {
        let outside = outside_of_blocks(&page);
        assert!(!outside.contains("<img") && !outside.contains("alert(1)<") && !outside.contains("<!--"), "{outside}");
        assert_eq!(outside.matches("<script").count(), 2);
        assert_eq!(outside.matches("</script>").count(), 2);
        for c in outside.chars() {
            assert!(c == '\n' || !crate::sink::visible::is_hidden(c), "{c:?}");
        }
        assert!(!outside.contains("##["));
        assert!(outside.lines().all(|line| !line.trim_start().starts_with("::")));
    }
}

#[test]
fn the_data_is_json_that_says_what_the_note_says() {
    let sample = Sample::hostile();
    let page = page(&sample, "vault");
    let data = page.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let value: serde_json::Value = serde_json::from_str(data).unwrap();
    let message = value["texts"][0].as_str().unwrap();
    assert!(message.contains("<script>alert(1)</script>") && message.contains("␛[31m"), "{message}");
}

#[test]
fn the_policy_stands_before_all_that_it_rules() {
    let page = page(&Sample::hostile(), "vault");
    let policy = page.find("http-equiv=\"Content-Security-Policy\"").unwrap();
    assert!(policy < page.find("<title").unwrap() && policy < page.find("<script").unwrap());
    for word in ["http:", "https:", "url(", "@import", " src=", "srcset", "style=\""] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    assert_eq!(page(&Sample::hostile(), "vault"), page(&Sample::hostile(), "vault"));
}

#[test]
fn a_clean_vault_says_so() {
    let page = page(&Sample::new("a.md", "x\n"), "vault");
    assert!(page.contains("The note is clean.") && page.contains("Nothing to report.") && page.contains(">100%<"));
    assert!(!page.contains("id=\"filter\""));
}
