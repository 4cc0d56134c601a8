//! Random notes, random unstaged changes: no line of the user's is ever lost.

use crate::git::Vault;
use std::{collections::BTreeMap, fs};

const NOTES: usize = 200;

/// A small generator of its own (Knuth's MMIX constants), so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn line(&mut self) -> String {
        let words = ["figs", "plums", "are", "eaten", "by", "the", "sea", "at", "noon", "with", "tea"];
        let count = 1 + self.below(5);
        let mut line: Vec<_> = (0..count).map(|_| words[self.below(words.len())].to_owned()).collect();
        line.push(self.below(100_000).to_string());
        line.join(" ")
    }

    /// A note of paragraphs; some lines end in a blank, which is what gets fixed.
    fn note(&mut self) -> String {
        let mut text = String::from("# Title\n");
        for _ in 0..1 + self.below(10) {
            let end = if self.below(4) == 0 { " " } else { "" };
            text += &format!("\n{}{end}\n", self.line());
        }
        match self.below(6) {
            0 => text.trim_end().to_owned(),
            1 => text.replace('\n', "\r\n"),
            _ => text,
        }
    }

    /// The note after some editing: lines added, removed, changed, also next to the blanks.
    fn edited(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        for _ in 0..1 + self.below(3) {
            let at = self.below(lines.len());
            match self.below(5) {
                0 => lines.insert(at, self.line()),
                1 if lines.len() > 2 => drop(lines.remove(at)),
                2 => lines[at] = self.line(),
                3 => lines[at].push_str(" more"),
                _ => lines.push(self.line()),
            }
        }
        lines.join("\n")
    }
}

#[test]
fn no_line_of_the_users_is_lost() {
    let vaults = std::env::var("VAULT_LINT_MERGE_VAULTS").ok().and_then(|count| count.parse().ok());
    let (mut merged, mut left, mut more_careful, mut bolder) = (0, 0, 0, 0);
    for seed in 0..vaults.unwrap_or(1) {
        let mut dice = Dice(seed * 7 + 1);
        let vault = Vault::with(&[("Bo.md", "# Bo\n")]);
        let mut texts = BTreeMap::new();
        for note in 0..NOTES {
            let name = format!("{note}.md");
            let base = dice.note();
            let mine = dice.edited(&base);
            vault.write(&name, &base);
            texts.insert(name, (base, mine));
        }
        vault.git(&["add", "-A"]);
        for (name, (_, mine)) in &texts {
            vault.write(name, mine);
        }
        let said = vault.lint(&["--staged", "--fix"]);
        assert_ne!(said.code, Some(2), "{said:?}");
        for (name, (base, mine)) in &texts {
            let (file, staged) = (vault.read(name), vault.staged(name));
            let oracle = merge_file(&vault, mine, base, &staged);
            if file == *mine {
                left += usize::from(staged != *base);
                more_careful += usize::from(oracle.is_some_and(|text| text != *mine));
                continue;
            }
            merged += 1;
            assert_ne!(staged, *base, "{name} was changed without need");
            for line in mine.lines().filter(|line| !base.lines().any(|other| other == *line)) {
                let kept = file.lines().any(|other| other.trim_end() == line.trim_end());
                assert!(kept, "seed {seed}, {name}: {line:?} is lost from {file:?}");
            }
            match oracle {
                Some(text) => assert_eq!(file, text, "seed {seed}, {name}"),
                None => bolder += 1,
            }
        }
    }
    println!("{merged} merged ({bolder} where git has a conflict), {left} left ({more_careful} where git merges)");
    assert!(merged > 20 && left > 20, "the dice are loaded");
    assert!(bolder * 50 <= merged, "too bold: {bolder} of {merged}");
}

/// What `git merge-file` makes of it, or `None` if it sees a conflict.
fn merge_file(vault: &Vault, ours: &str, base: &str, theirs: &str) -> Option<String> {
    let names = ["ours", "base", "theirs"].map(|name| vault.outside(name));
    for (name, text) in names.iter().zip([ours, base, theirs]) {
        fs::write(name, text).unwrap();
    }
    let names = names.map(|name| name.to_str().unwrap().to_owned());
    let said = vault.try_git(&["merge-file", "-p", &names[0], &names[1], &names[2]]);
    (said.code == Some(0)).then_some(said.out)
}
