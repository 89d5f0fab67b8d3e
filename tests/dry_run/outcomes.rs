//! How accounts with something wrong end a publish.
