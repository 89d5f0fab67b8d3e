#![doc = "placeholder"]
pub mod finding;
pub mod rules;
pub mod syntax;
