//! Templates of designs, whole and in part.
