//! Tasks, what students prepare for them, and what they hand in.

mod drafts;
mod eyes;
mod rows;
mod submissions;
mod task;
