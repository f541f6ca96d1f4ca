//! The Bayplan server and command line.
//!
//! [`command`] is what the program is asked to do, [`http`] the web server, [`designs`] the backend of
//! the server functions, [`store`] where designs are kept, and [`archive`] what a design is downloaded as.

pub mod archive;
pub mod command;
pub mod designs;
pub mod document;
pub mod http;
mod logging;
pub mod store;
