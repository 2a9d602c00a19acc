//! How requests are read and answers are written: extractors and responders that every area uses.

mod body;
mod caller;
mod csv;
mod listing;
mod precondition;
mod responses;

pub use body::{Body, parsed, parses};
pub use caller::{Signed, Visitor, origin_of};
pub use csv::{CsvRow, csv_of};
pub use listing::{List, Paging, sort_of};
pub use precondition::{IfMatch, Versioned};
pub use responses::{
    BodyRefusals, ChangeRefusals, ConflictRefusals, ListRefusals, Refusals, VisitorRefusals,
};
