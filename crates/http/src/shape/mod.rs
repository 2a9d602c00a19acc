//! How requests are read and answers are written: extractors and responders that every area uses.

mod body;
mod caller;
mod csv;
mod export;
mod listing;
mod markdown;
mod patch;
mod precondition;
mod responses;

pub use body::{
    Body, MaybeBody, between, day, entries, parsed, parsed_if, parsed_lines, parses, parses_lines,
};
pub use caller::{Signed, Visitor, origin_of};
pub use csv::{CsvRow, csv_of};
pub use listing::{List, Paging, filters, is_csv, part_of, sort_of, words};
pub use markdown::markdown;
pub use patch::Patch;
pub use precondition::{IdempotencyKey, IfMatch, Versioned};
pub use responses::{
    BodyRefusals, ChangeRefusals, ConflictRefusals, FeedRefusals, ListRefusals, Refusals, UploadRefusals,
    VisitorRefusals,
};
