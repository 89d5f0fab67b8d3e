//! What was read once.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// Values by path. `None` is remembered as well.
#[derive(Debug)]
pub(super) struct Remembered<T>(Mutex<FxHashMap<String, Option<Arc<T>>>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Remembered<T> {
    /// What was made for the path before, or is made now. Two threads may make the
    /// same; it is the same.
    pub fn get(&self, path: &str, make: impl FnOnce() -> Option<T>) -> Option<Arc<T>> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(path) {
            return found.clone();
        }
        let value = make().map(Arc::new);
        known().insert(path.to_owned(), value.clone());
        value
    }
}
