//! Server functions and the types that cross the wire.
