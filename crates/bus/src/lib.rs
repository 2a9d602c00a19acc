//! The event bus of Homeroom inside one process.

#![warn(missing_docs)]

mod in_process;

#[cfg(any(test, feature = "contract"))]
pub mod contract;

pub use in_process::InProcessBus;
