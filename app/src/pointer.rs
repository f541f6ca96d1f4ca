//! Values compared by identity: two signals' values are the same when they are the same pointer.

use std::ops::Deref;
use std::sync::Arc;

/// A shared value that equals only itself, so that a memo over it costs one comparison of pointers.
#[derive(Debug, Default)]
pub struct Pointer<T>(Arc<T>);

impl<T> Pointer<T> {
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Clone for Pointer<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> From<Arc<T>> for Pointer<T> {
    fn from(value: Arc<T>) -> Self {
        Self(value)
    }
}

impl<T> PartialEq for Pointer<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Pointer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
