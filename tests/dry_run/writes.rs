//! What is written, in which order and with which bodies.
