//! `docs/rules.md` says what the code says.
#![cfg(feature = "docs")]

use bayplan_model::rules::docs::render_markdown;

#[test]
fn the_page_is_up_to_date() {
    let page = include_str!("../../docs/rules.md");
    assert!(
        page == render_markdown(),
        "docs/rules.md is out of date: write anew what \
         `cargo run -p bayplan-model --features docs --example rules_md` prints"
    );
}
