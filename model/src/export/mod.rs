//! Text that other tools read, from a design: pure, deterministic, never failing half-way.

pub mod hcl;
