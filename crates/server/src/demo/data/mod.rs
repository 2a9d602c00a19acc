//! What the demo school is made of: names, subjects, staff, what the offices write, what teachers set and give
//! out, and what people write to one another.

pub mod conversations;
pub mod names;
pub mod notices;
pub mod paths;
pub mod rooms;
pub mod sheets;
pub mod staff;
pub mod subjects;
pub mod tasks;
