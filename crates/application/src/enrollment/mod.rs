//! Applications: made and moved by the registrar, watched by the family.

mod advance;
mod bulk;
mod ports;
mod read;
mod submit;

pub use advance::{Advance, AdvanceError};
pub use bulk::{AdvanceMany, AdvanceManyError, BulkMove, MoveProblem};
pub use ports::{EnrollmentFilter, EnrollmentSort, Enrollments, ProgressView, StatusCount, StepView};
pub use read::ReadProgressError;
pub use submit::{Submit, SubmitError};

use crate::App;

/// The use cases of enrollment.
#[derive(Clone, Copy)]
pub struct Enrollment<'a>(pub(crate) &'a App);
