//! The Bayplan server and command line.
fn main() {}
