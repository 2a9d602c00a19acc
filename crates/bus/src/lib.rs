//! The event bus of Homeroom inside one process.
