//! Generated files are current. `BLESS=1 cargo test --test generated` writes them.

use vault_lint::rule::{Catalog, explain};

#[test]
fn the_page_of_rules_is_what_the_files_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/README.md");
    let page = explain::page(&Catalog::built_in().expect("the built-in rules can be read"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == page, "rules/README.md is not current: BLESS=1 cargo test --test generated");
}
