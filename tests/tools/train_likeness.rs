//! Learns `src/likeness/weights.txt` from labelled notes, or measures by cross-validation over notes.
//!
//!     train-likeness LABELLED_NOTES OUT [--real FOLDER] [--plain FOLDER]
//!
//! LABELLED_NOTES is a folder of labelled notes, or several, parted by commas; the module `labelled` says in what form. `--real` names
//! labelled real notes, which count six times as much, `--plain` a folder of ordinary Markdown whose bullet lists are taken to hold no
//! repetition: without it parallel instructions are taken for rewordings. Labelled lists count once as they are and once more in small
//! parts: short lists do not show which wordings crowd together. The same input gives the same output: the file in the repository
//! comes from the shared labelled notes and those of `tests/labelled`, one real note, and of the `obsidian-help` documentation the
//! folders ar cs da de en es fi fr it ja ko pl pt ru tr uk zh and `Release notes`. OUT may be `-`: then nine models are learnt, each
//! without every ninth note, and each note is judged by the model that has not seen it.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use vault_lint::likeness::{
    Context, Model, Settings, Statement, analyse_notes, feature_names, figures, side_feature_names,
};

mod boosting;
mod labelled;

use boosting::{Rows, Shape, learn};
use labelled::{Bullet, LabelledNote};

const SAME_FACT: Shape = Shape { trees: 200, depth: 5, rate: 0.06, leaf: 3.0, ridge: 2.0 };
const ADDS_DETAIL: Shape = Shape { trees: 60, depth: 3, rate: 0.1, leaf: 4.0, ridge: 2.0 };

/// How much a pair of a real note counts.
const REAL_WEIGHT: f64 = 6.0;

/// Bullets of a part of a list, in turns, in how many ways lists are parted, and how much a pair of a part counts.
const PARTS: [usize; 3] = [8, 14, 24];
const WAYS: usize = 12;
const PART_WEIGHT: f64 = 0.7;

/// Notes left out together in cross-validation: every ninth.
const FOLDS: usize = 9;

/// The number of rows that every model may see.
const OF_NO_NOTE: usize = usize::MAX;

/// One bullet list of a labelled note.
#[derive(Default)]
struct Labelled {
    statements: Vec<Statement>,
    clusters: Vec<String>,
    details: Vec<String>,
    context: Context,
    dated: bool,
}

impl Labelled {
    /// The list in parts of so many bullets as [`PARTS`] says, in several ways; the bullets of a part keep their order.
    fn parts(&self) -> Vec<Self> {
        let mut parts = Vec::new();
        for (way, size) in PARTS.iter().cycle().enumerate().take(WAYS) {
            let mut order: Vec<usize> = (0..self.statements.len()).collect();
            order.sort_by_key(|place| mixed(way * 1_000_003 + place));
            for chosen in order.chunks_mut(*size).filter(|chosen| chosen.len() > 1) {
                chosen.sort_unstable();
                parts.push(Self {
                    statements: chosen.iter().map(|place| self.statements[*place].clone()).collect(),
                    clusters: chosen.iter().map(|place| self.clusters[*place].clone()).collect(),
                    details: chosen.iter().map(|place| self.details[*place].clone()).collect(),
                    context: self.context.clone(),
                    dated: self.dated,
                });
            }
        }
        parts
    }
}

/// A number that looks random (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
fn mixed(number: usize) -> u64 {
    let mut mixed = (number as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let [folders, out, ..] = arguments.as_slice() else {
        return Err("usage: train-likeness LABELLED_NOTES OUT".into());
    };
    let mut notes = Vec::new();
    let mut ends = Vec::new();
    for folder in folders.split(',') {
        notes.extend(labelled_notes(Path::new(folder))?);
        ends.push((folder, notes.len()));
    }
    let mut rows = Both::default();
    rows.pairs.names = feature_names().iter().map(|&name| name.to_owned()).collect();
    rows.sides.names = side_feature_names().iter().map(|&name| name.to_owned()).collect();
    for (number, lists) in notes.iter().enumerate() {
        lists.iter().for_each(|list| rows.add(list, number, 1.0));
        for part in lists.iter().flat_map(Labelled::parts) {
            rows.add_pairs(&part, number, PART_WEIGHT);
        }
    }
    if let Some(folder) = option("--real") {
        labelled_notes(Path::new(folder))?.iter().flatten().for_each(|list| rows.add(list, OF_NO_NOTE, REAL_WEIGHT));
    }
    if let Some(folder) = option("--plain") {
        rows.add_plain(Path::new(folder))?;
    }
    if out == "-" { cross_validate(&notes, &ends, &rows) } else { Ok(fs::write(out, rows.model(|_| true))?) }
}

/// Rows for both models.
#[derive(Default)]
struct Both {
    pairs: Rows,
    sides: Rows,
}

impl Both {
    fn add(&mut self, list: &Labelled, note: usize, weight: f64) {
        for pair in figures(&list.statements, &list.context) {
            let together = list.clusters[pair.a] == list.clusters[pair.b];
            push(&mut self.pairs, pair.figures, together, weight, note);
            if together {
                let adds = |one: usize, other: usize| {
                    list.details[one].chars().any(|detail| !list.details[other].contains(detail))
                };
                push(&mut self.sides, pair.left, adds(pair.a, pair.b), 1.0, note);
                push(&mut self.sides, pair.right, adds(pair.b, pair.a), 1.0, note);
            }
        }
    }

    /// Pairs alone, not what each side adds.
    fn add_pairs(&mut self, list: &Labelled, note: usize, weight: f64) {
        for pair in figures(&list.statements, &list.context) {
            push(&mut self.pairs, pair.figures, list.clusters[pair.a] == list.clusters[pair.b], weight, note);
        }
    }

    /// Pairs of ordinary lists, none of them one fact; pairs that agree in every word are left out, they may well be one.
    fn add_plain(&mut self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let mut files = Vec::new();
        markdown_files(folder, &mut files)?;
        for file in files {
            let subject = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let context = Context { subject, ..Context::default() };
            for list in plain_lists(&fs::read_to_string(&file).unwrap_or_default()) {
                for pair in figures(&list, &context) {
                    if pair.figures[0] <= 0.999 || pair.figures[1] <= 0.9 {
                        push(&mut self.pairs, pair.figures, false, 1.0, OF_NO_NOTE);
                    }
                }
            }
        }
        Ok(())
    }

    fn model(&self, keep: impl Fn(usize) -> bool) -> String {
        let choose = |rows: &Rows| -> Vec<usize> {
            (0..rows.notes.len()).filter(|row| rows.notes[*row] == OF_NO_NOTE || keep(rows.notes[*row])).collect()
        };
        let (pairs, sides) = (choose(&self.pairs), choose(&self.sides));
        format!(
            "[same-fact]\n{}[adds-detail]\n{}",
            learn(&self.pairs, &pairs, SAME_FACT),
            learn(&self.sides, &sides, ADDS_DETAIL)
        )
    }
}

fn push(rows: &mut Rows, figures: Vec<f64>, answer: bool, weight: f64, note: usize) {
    rows.figures.push(figures);
    rows.answers.push(answer);
    rows.weights.push(weight);
    rows.notes.push(note);
}

/// Prints how many pairs of bullets of one list are rightly and wrongly joined, and how many are missed.
fn cross_validate(notes: &[Vec<Labelled>], ends: &[(&str, usize)], rows: &Both) -> Result<(), Box<dyn Error>> {
    let models: Vec<Model> = (0..FOLDS).map(|fold| Model::parse(&rows.model(|note| note % FOLDS != fold))).collect();
    let mut out = std::io::stdout().lock();
    let mut from = 0;
    for (folder, end) in ends {
        let mut totals = [[0usize; 3]; 4];
        for (number, lists) in notes.iter().enumerate().take(*end).skip(from) {
            for list in lists {
                let model = &models[number % FOLDS];
                judge(list, model, &mut totals[usize::from(list.dated)]);
                for part in list.parts() {
                    judge(&part, model, &mut totals[2 + usize::from(list.dated)]);
                }
            }
        }
        from = *end;
        writeln!(out, "{folder}")?;
        for (kind, [right, wrong, missed]) in ["facts", "dated", "facts in parts", "dated in parts"].iter().zip(totals)
        {
            writeln!(out, "{kind}: {right} pairs rightly joined, {wrong} wrongly, {missed} missed")?;
        }
    }
    Ok(())
}

/// Counts the pairs of a list that a model joins rightly, joins wrongly, and misses.
fn judge(list: &Labelled, model: &Model, total: &mut [usize; 3]) {
    let analysis = analyse_notes(&[(list.statements.as_slice(), &list.context)], &Settings::default(), model);
    let mut group: Vec<usize> = (0..list.statements.len()).collect();
    for member in analysis.groups.iter().flat_map(|group| &group.members) {
        group[member.index] = member.against;
    }
    for a in 0..group.len() {
        for b in a + 1..group.len() {
            let (together, found) = (list.clusters[a] == list.clusters[b], group[a] == group[b]);
            total[0] += usize::from(together && found);
            total[1] += usize::from(!together && found);
            total[2] += usize::from(together && !found);
        }
    }
}

fn labelled_notes(folder: &Path) -> Result<Vec<Vec<Labelled>>, Box<dyn Error>> {
    Ok(labelled::read(folder)?.into_iter().map(labelled_lists).collect())
}

fn labelled_lists(note: LabelledNote) -> Vec<Labelled> {
    let subject = note.text.lines().find_map(|line| line.strip_prefix("# ").map(str::to_owned));
    let mut dated = [false, true].into_iter();
    let mut lists = note.lists.map(|bullets| labelled_list(bullets, dated.next() == Some(true)));
    let texts =
        |list: &Labelled| -> Vec<String> { list.statements.iter().map(|statement| statement.text.clone()).collect() };
    let [facts, dated] = &mut lists;
    (facts.context.background, dated.context.background) = (texts(dated), texts(facts));
    for list in &mut lists {
        list.context.subject.clone_from(&subject);
    }
    lists.into()
}

fn labelled_list(bullets: Vec<Bullet>, dated: bool) -> Labelled {
    let mut list = Labelled { dated, ..Labelled::default() };
    for Bullet { text, fact, details, .. } in bullets {
        let date = text.get(..10).filter(|_| dated).and_then(|date| date.parse().ok());
        let text = if date.is_some() { text[10..].trim_start_matches(':').trim().to_owned() } else { text };
        list.statements.push(Statement { text, group_key: date });
        list.clusters.push(fact);
        list.details.push(details);
    }
    list
}

fn markdown_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            markdown_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}

/// The outer bullet lists of a note, read by lines; lists of one item are left out.
fn plain_lists(text: &str) -> Vec<Vec<Statement>> {
    let (mut lists, mut fenced) = (vec![Vec::new()], false);
    for line in text.lines() {
        let content = line.trim_start();
        fenced ^= content.starts_with("```");
        let item = ["- ", "* ", "+ "].iter().find_map(|marker| content.strip_prefix(marker));
        let task = item.is_some_and(|item| item.starts_with("[ ]") || item.starts_with("[x]"));
        let step = content
            .split_once(". ")
            .is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()));
        match item {
            _ if fenced || content.is_empty() || task || step => {}
            Some(item) if line.len() - content.len() < 2 => {
                if let Some(list) = lists.last_mut() {
                    list.push(Statement { text: item.to_owned(), group_key: None });
                }
            }
            _ if line.len() > content.len() || item.is_some() => {}
            _ => lists.push(Vec::new()),
        }
    }
    lists.retain(|list| list.len() > 1);
    lists
}
