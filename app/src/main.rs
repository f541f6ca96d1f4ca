//! The Bayplan workbench.
fn main() {}
