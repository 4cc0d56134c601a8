//! Which files apply, how they lie over one another, and what the user sees when they do not fit.

use std::sync::Mutex;

use super::*;
use crate::config::caret::shown_path;
use crate::config::file::LevelSetting;
use crate::diagnostic::Level;

/// Files and folders without a disk; counts what is asked.
#[derive(Default)]
struct World {
    files: BTreeMap<PathBuf, String>,
    folders: Vec<PathBuf>,
    asked: Mutex<BTreeMap<PathBuf, usize>>,
}

impl World {
    fn new(files: &[(&str, &str)], folders: &[&str]) -> Self {
        let files = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect();
        Self { files, folders: folders.iter().map(PathBuf::from).collect(), asked: Mutex::default() }
    }

    fn with<T>(&self, work: impl FnOnce(Disk<'_>) -> T) -> T {
        let read = |path: &Path| {
            *self.asked.lock().unwrap().entry(path.to_owned()).or_default() += 1;
            self.files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        };
        work(Disk {
            base: Path::new("/cwd"),
            read: &read,
            exists: &|path| self.folders.iter().any(|folder| folder == path),
        })
    }

    fn folder(&self, folder: &str) -> Result<Arc<Merged>, ConfigError> {
        self.with(|disk| Discovery::new(disk).for_folder(Path::new(folder)))
    }
}

/// The error for notes in `/v`.
fn error(files: &[(&str, &str)]) -> String {
    World::new(files, &["/v/.git"]).folder("/v").expect_err("these settings are wrong").to_string()
}

fn globs(merged: &Merged) -> Vec<&str> {
    merged.file.exclude.iter().map(|glob| glob.value.as_str()).collect()
}

fn level(merged: &Merged, rule: &str) -> LevelSetting {
    merged.file.rules[rule].level.unwrap().value
}

#[test]
fn the_nearest_file_wins() {
    let world = World::new(
        &[("/v/vault-lint.toml", "exclude = ['top']"), ("/v/a/vault-lint.toml", "exclude = ['a']")],
        &["/v/.obsidian"],
    );
    let near = world.folder("/v/a/b/c").unwrap();
    assert_eq!((globs(&near), near.root.as_path()), (vec!["a"], Path::new("/v/a")));
    assert_eq!(near.layers, [Layer::File("/v/a/vault-lint.toml".into())]);
    let far = world.folder("/v/x/../z/.").unwrap();
    assert_eq!((globs(&far), far.root.as_path()), (vec!["top"], Path::new("/v")));
}

#[test]
fn the_search_ends_at_the_top_of_the_repository_or_vault() {
    for top in ["/home/v/.git", "/home/v/.obsidian"] {
        let world = World::new(&[("/home/vault-lint.toml", "exclude = ['x']")], &[top]);
        let merged = world.folder("/home/v/a").unwrap();
        assert_eq!((globs(&merged), merged.root.as_path(), merged.layers.len()), (vec![], Path::new("/home/v"), 0));
        assert_eq!(globs(&world.folder("/home/w").unwrap()), ["x"]);
    }
    // The top itself may hold the file.
    let world = World::new(&[("/v/vault-lint.toml", "exclude = ['x']")], &["/v/.git"]);
    assert_eq!(globs(&world.folder("/v/a").unwrap()), ["x"]);
}

#[test]
fn each_folder_is_looked_into_once() {
    for settings in [&[("/v/vault-lint.toml", "")][..], &[]] {
        let world = World::new(settings, &["/v/.git"]);
        world.with(|disk| {
            let mut discovery = Discovery::new(disk);
            for note in 0..6000 {
                discovery.for_folder(Path::new(&format!("/v/{}/{}", note % 25, note % 500))).unwrap();
            }
        });
        let asked = world.asked.lock().unwrap();
        // 500 folders with notes, the 25 above them and the top.
        assert_eq!((asked.len(), asked.values().max()), (526, Some(&1)));
    }
}

#[test]
fn tables_merge_key_by_key_and_lists_are_replaced() {
    let world = World::new(
        &[
            (
                "/v/vault-lint.toml",
                "extends = '../base/base.toml'\nexclude = ['mine']\n[rules]\ntag-style = 'error'\n\
                 [rules.broken-link]\nscope = { headings = ['B'] }\n[[override]]\npaths = ['near']\n",
            ),
            (
                "/base/base.toml",
                "exclude = ['a', 'b']\nrule-dirs = ['own']\n[rules.tag-style]\nlevel = 'off'\ncase = 'kebab'\n\
                 [rules.broken-link]\nlevel = 'info'\nscope = { headings = ['A', 'C'], deep = true }\n\
                 [[override]]\npaths = ['far']\n[format]\nx = 1\n",
            ),
        ],
        &["/v/.git"],
    );
    let merged = world.folder("/v").unwrap();
    assert_eq!(globs(&merged), ["mine"]);
    // A bare level keeps the parameters from below.
    assert_eq!(level(&merged, "tag-style"), LevelSetting::On(Level::Error));
    assert_eq!(merged.file.rules["tag-style"].params["case"].to_toml().as_str(), Some("kebab"));
    let link = &merged.file.rules["broken-link"];
    assert_eq!(link.params["scope"].to_toml().to_string(), "{ deep = true, headings = [\"B\"] }");
    assert_eq!(level(&merged, "broken-link"), LevelSetting::On(Level::Info));
    // The nearer override comes last and so wins.
    assert_eq!(merged.file.overrides.iter().map(|o| o.paths[0].value.as_str()).collect::<Vec<_>>(), ["far", "near"]);
    assert_eq!(merged.file.format.as_ref().unwrap().get("x").unwrap().to_toml().as_integer(), Some(1));
    // A folder of rules belongs to the file that names it, globs to the nearest file.
    assert_eq!(merged.rule_dirs()[0].value, Path::new("/base/own"));
    assert_eq!(merged.root, Path::new("/v"));

    let origins: Vec<String> = merged
        .origins
        .iter()
        .map(|(key, origin)| format!("{key} = {} {}:{}", origin.value, shown_path(&origin.path), origin.line))
        .collect();
    assert_eq!(
        origins,
        [
            "exclude = [\"mine\"] /v/vault-lint.toml:2",
            "extends = \"../base/base.toml\" /v/vault-lint.toml:1",
            "format.x = 1 /base/base.toml:12",
            "override[0].paths = [\"far\"] /base/base.toml:10",
            "override[1].paths = [\"near\"] /v/vault-lint.toml:8",
            "rule-dirs = [\"own\"] /base/base.toml:2",
            "rules.broken-link.level = \"info\" /base/base.toml:7",
            "rules.broken-link.scope.deep = true /base/base.toml:8",
            "rules.broken-link.scope.headings = [\"B\"] /v/vault-lint.toml:6",
            "rules.tag-style.case = \"kebab\" /base/base.toml:5",
            "rules.tag-style.level = \"error\" /v/vault-lint.toml:4",
        ]
    );
}

#[test]
fn many_settings_cost_their_number_and_not_its_square() {
    let text: String = (0..10_000).map(|i| format!("rules.r{i}.level = 'off'\n")).collect();
    let merged = World::new(&[("/v/vault-lint.toml", &text)], &[]).folder("/v").unwrap();
    assert_eq!(merged.origins["rules.r9999.level"].line, 10_000);
}

#[test]
fn every_place_of_a_merged_value_leads_to_its_own_file() {
    let world = World::new(
        &[("/v/vault-lint.toml", "extends = './b.toml'\n"), ("/v/b.toml", "[rules.tag-style]\ncasing = 'kebab'\n")],
        &[],
    );
    let merged = world.folder("/v").unwrap();
    let (key, _) = merged.file.rules["tag-style"].params.first_key_value().unwrap();
    let error = merged.texts.error(key.at, "unknown parameter", None);
    assert_eq!(error.to_string(), "/v/b.toml:2:1: unknown parameter\n  |\n2 | casing = 'kebab'\n  | ^^^^^^");
}

#[test]
fn presets_decode_and_lie_below() {
    for (name, _) in PRESETS {
        let world = World::new(&[("/v/vault-lint.toml", &format!("extends = '{name}'"))], &[]);
        let merged = world.folder("/v").unwrap();
        assert_eq!(merged.layers[1], Layer::Preset(name));
    }
    let world = World::new(&[("/v/vault-lint.toml", "extends = 'strict'\nrules.tag-style = 'off'")], &[]);
    let merged = world.folder("/v").unwrap();
    assert_eq!(level(&merged, "tag-style"), LevelSetting::Off);
    assert_eq!(merged.origins["rules.empty-section.level"].path, Path::new("preset:strict"));
}

#[test]
fn the_strict_preset_lets_nothing_pass() {
    let world = World::new(&[("/v/vault-lint.toml", "extends = 'strict'")], &[]);
    let merged = world.folder("/v").unwrap();
    assert_eq!(merged.file.rules.len(), 18);
    for (id, entry) in &merged.file.rules {
        let level = entry.level.unwrap().value;
        assert!(matches!(level, LevelSetting::On(Level::Warning | Level::Error)), "{}", id.value);
        assert!(crate::diagnostic::RuleId::new(&id.value).is_some());
    }
}

#[test]
fn the_preset_for_people_gives_every_dated_list_to_one_rule() {
    let world = World::new(&[("/v/vault-lint.toml", "extends = 'people-notes'")], &[]);
    let merged = world.folder("/v").unwrap();
    let globs = |rule: &str, key: &str| merged.file.rules[rule].params["scope"].get(key).unwrap().to_toml();
    assert_eq!(globs("unsorted-context-dates", "headings"), globs("mixed-date-order", "except"));
}

#[test]
fn a_file_to_extend_that_is_not_there() {
    assert_eq!(
        error(&[("/v/vault-lint.toml", "exclude = []\nextends = \"../base.toml\"\n")]),
        "/v/vault-lint.toml:2:11: there is no file `/base.toml`
  |
2 | extends = \"../base.toml\"
  |           ^^^^^^^^^^^^^^
help: the path is relative to the folder of this file"
    );
}

#[test]
fn a_preset_that_is_not_there() {
    assert_eq!(
        error(&[("/v/vault-lint.toml", "extends = \"people-note\"\n")]),
        "/v/vault-lint.toml:1:11: there is no preset `people-note`
  |
1 | extends = \"people-note\"
  |           ^^^^^^^^^^^^^
help: did you mean `people-notes`? A file is named with its folder: `./people-note`"
    );
    assert!(error(&[("/v/vault-lint.toml", "extends = \"x\"\n")]).ends_with(
        "help: presets are `recommended`, `strict`, `people-notes`; a file is named with its folder: `./x`"
    ));
}

#[test]
fn files_that_extend_one_another_in_a_circle() {
    assert_eq!(
        error(&[
            ("/v/vault-lint.toml", "extends = \"a.toml\"\n"),
            ("/v/a.toml", "extends = \"sub/b.toml\"\n"),
            ("/v/sub/b.toml", "# back\nextends = \"../a.toml\"\n"),
        ]),
        "/v/sub/b.toml:2:11: `extends` goes round in a circle: /v/a.toml -> /v/sub/b.toml -> /v/a.toml
  |
2 | extends = \"../a.toml\"
  |           ^^^^^^^^^^^
help: take one of these `extends` out"
    );
    assert!(error(&[("/v/vault-lint.toml", "extends = './vault-lint.toml'")]).starts_with(
        "/v/vault-lint.toml:1:11: `extends` goes round in a circle: /v/vault-lint.toml -> /v/vault-lint.toml\n"
    ));
}

#[test]
fn ten_files_may_lie_below_and_no_more() {
    let chain = |below: usize| {
        let mut files = vec![("/v/vault-lint.toml".to_owned(), "extends = '1.toml'".to_owned())];
        for i in 1..=below {
            let text = if i == below { String::new() } else { format!("extends = '{}.toml'", i + 1) };
            files.push((format!("/v/{i}.toml"), text));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        World::new(&files, &["/v/.git"]).folder("/v").map(|merged| merged.layers.len()).map_err(|e| e.to_string())
    };
    assert_eq!(chain(10), Ok(11));
    assert!(chain(11).unwrap_err().starts_with("/v/10.toml:1:11: more than 10 files extend one another\n"));
}

#[test]
fn settings_for_a_newer_program() {
    assert_eq!(
        // What else is wrong may just be newer.
        error(&[("/v/vault-lint.toml", "key-of-the-future = 1\nmin-version = \"999.0.0\"\n")]),
        format!(
            "/v/vault-lint.toml:2:15: these settings need vault-lint 999.0.0 or newer, this is {}
  |
2 | min-version = \"999.0.0\"
  |               ^^^^^^^^^
help: install a newer vault-lint, or lower `min-version`",
            env!("CARGO_PKG_VERSION")
        )
    );
    assert!(error(&[("/v/vault-lint.toml", "min-version = 1")]).contains("expected a text, found the number 1"));
    assert_eq!(
        error(&[("/v/vault-lint.toml", "min-version = \"new\"\n")]),
        "/v/vault-lint.toml:1:15: `new` is not a version
  |
1 | min-version = \"new\"
  |               ^^^^^
help: write it as `min-version = \"0.1.0\"`"
    );
    let own = format!("min-version = \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(World::new(&[("/v/vault-lint.toml", &own)], &[]).folder("/v").is_ok());
}

#[test]
fn paths_below_the_working_folder_are_shown_relative_to_it() {
    let world =
        World::new(&[("/cwd/v/vault-lint.toml", "extends = 'x.toml'"), ("/cwd/v/x.toml", "rule-dirs = ['r']")], &[]);
    let merged = world.folder("/cwd/v").unwrap();
    assert_eq!(merged.origins["rule-dirs"].path, Path::new("v/x.toml"));
    assert_eq!(
        (merged.rule_dirs()[0].value.as_path(), merged.root.as_path()),
        (Path::new("/cwd/v/r"), Path::new("/cwd/v"))
    );
    let at = merged.file.rule_dirs[0].at;
    assert!(merged.texts.error(at, "no such folder", None).to_string().starts_with("v/x.toml:1:14: no such folder\n"));
}

#[test]
fn an_error_in_an_extended_file_is_shown_there() {
    assert_eq!(
        error(&[("/v/vault-lint.toml", "extends = 'a.toml'"), ("/v/a.toml", "exclde = []")]),
        "/v/a.toml:1:1: unknown key `exclde`\n  |\n1 | exclde = []\n  | ^^^^^^\nhelp: did you mean `exclude`?"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_not_passed_over() {
    let denied = |_: &Path| Err::<String, _>(io::Error::from(io::ErrorKind::PermissionDenied));
    let disk = Disk { base: Path::new("/v"), read: &denied, exists: &|_| false };
    let error = Discovery::new(disk).for_folder(Path::new("/v")).unwrap_err();
    assert_eq!(error.to_string(), "cannot read vault-lint.toml: permission denied");
    let error = World::default().with(|disk| Discovery::new(disk).load(Path::new("/v/x.toml")).unwrap_err());
    assert_eq!(error.to_string(), "cannot read /v/x.toml: entity not found");
}

#[test]
fn one_named_file_is_rooted_in_its_folder() {
    let world = World::new(&[("/etc/lint.toml", "exclude = ['x']\nextends = 'strict'")], &[]);
    let merged = world.with(|disk| Discovery::new(disk).load(Path::new("/etc/./lint.toml"))).unwrap();
    assert_eq!((globs(&merged), merged.root.as_path(), merged.layers.len()), (vec!["x"], Path::new("/etc"), 2));
}
