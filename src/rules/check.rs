//! placeholder
/// How a rule looks at a file.
#[derive(Debug)]
pub enum Check { /// placeholder
 Engine(()) }
