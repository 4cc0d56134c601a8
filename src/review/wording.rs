//! The text that the editor gets, and the wording in what it gives back.

use super::cluster::{Cluster, item_at, wording_lines};
use crate::note::Note;

/// How a line begins that is not part of the wording.
const COMMENT: &str = "%%";

/// All wordings of a cluster as comments, and below them the first one to be made the one that says it all.
#[must_use]
pub fn template(note: &Note, cluster: &Cluster) -> String {
    let mut out = String::from("%% Write the one wording that shall stay; the other bullets go.\n");
    out.push_str("%% Lines that begin with %% are not part of it. Leave nothing, or nothing changed, to cancel.\n%%\n");
    let mut first = String::new();
    for (index, member) in cluster.members.iter().enumerate() {
        let Some((_, item)) = item_at(note, member.marker) else { continue };
        let lines = wording_lines(note, item);
        out.push_str(&format!("%% {}  line {}\n", index + 1, item.lines.first + 1));
        lines.iter().for_each(|line| out.push_str(&format!("%%    {line}\n")));
        if index == 0 {
            first = lines.join("\n");
        }
    }
    format!("{out}\n{first}\n")
}

/// The wording in an edited template; `None` where there is none or where it is what it was.
#[must_use]
pub fn read(edited: &str, template: &str) -> Option<String> {
    let (wording, before) = (bare(edited), bare(template));
    (!wording.is_empty() && wording != before).then_some(wording)
}

fn bare(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(COMMENT)).map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim();
    // Whoever writes bullets all day begins with a marker.
    ["- ", "* ", "+ "].iter().find_map(|marker| text.strip_prefix(marker)).unwrap_or(text).trim().to_owned()
}
