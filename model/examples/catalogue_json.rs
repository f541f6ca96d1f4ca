//! Prints what the catalogue says at length, for the browser: `public/catalogue.json`.

use std::io::{self, Write as _};

use bayplan_model::catalogue::render_json;

fn main() -> io::Result<()> {
    io::stdout().write_all(render_json().as_bytes())
}
