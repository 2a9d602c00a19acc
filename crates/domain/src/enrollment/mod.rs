//! The application of a student for a school year, and the way it goes.
//!
//! ```text
//! submitted ─┬─► documents_pending ─► under_review ─┬─► assessment ─┬─► approved ─┬─► payment_pending ─► enrolled
//!            └────────────► under_review            ├─► approved    ├─► waitlisted└─► enrolled
//!                           └─► documents_pending   ├─► waitlisted ─┼─► rejected
//!                                                   └─► rejected    └─► …
//! ```
//! Every stage that is not final may also become `withdrawn`. `enrolled`, `rejected` and `withdrawn` are
//! final.

mod progress;
mod status;

pub use progress::{Application, IllegalMove, Move, MoveRefused, Moved, Progress, Remarks, Stage};
pub use status::{EnrollmentStatus, UnknownStatus};
