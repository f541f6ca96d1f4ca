//! Prints the page about every rule: `docs/rules.md`.

use std::io::{self, Write as _};

use bayplan_model::rules::docs::render_markdown;

fn main() -> io::Result<()> {
    io::stdout().write_all(render_markdown().as_bytes())
}
