use std::{fmt, str::FromStr};

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum EnrollmentStatus {
    /// Handed in; nobody has looked yet.
    Submitted,
    /// The family owes papers.
    DocumentsPending,
    /// The registrar is reading it.
    UnderReview,
    /// The student is being tested or interviewed.
    Assessment,
    /// The school says yes.
    Approved,
    /// The school would say yes if a place were free.
    Waitlisted,
    /// The school says no.
    Rejected,
    /// The family owes the first payment.
    PaymentPending,
    /// The student has a place.
    Enrolled,
    /// The family no longer wants the place.
    Withdrawn,
}

use EnrollmentStatus::{
    Approved, Assessment, DocumentsPending, Enrolled, PaymentPending, Rejected, Submitted, UnderReview,
    Waitlisted, Withdrawn,
};

impl EnrollmentStatus {
    /// Every status, in the order in which an application meets them.
    pub const ALL: [Self; 10] = [
        Submitted,
        DocumentsPending,
        UnderReview,
        Assessment,
        Approved,
        Waitlisted,
        PaymentPending,
        Enrolled,
        Rejected,
        Withdrawn,
    ];

    /// Where an application may go from here; nowhere from a final status.
    pub const fn allowed_next(self) -> &'static [Self] {
        match self {
            Submitted => &[DocumentsPending, UnderReview, Withdrawn],
            DocumentsPending => &[UnderReview, Withdrawn],
            UnderReview => &[DocumentsPending, Assessment, Approved, Waitlisted, Rejected, Withdrawn],
            Assessment => &[Approved, Waitlisted, Rejected, Withdrawn],
            Waitlisted => &[Approved, Rejected, Withdrawn],
            Approved => &[PaymentPending, Enrolled, Withdrawn],
            PaymentPending => &[Enrolled, Withdrawn],
            Enrolled | Rejected | Withdrawn => &[],
        }
    }

    /// Whether nothing can follow.
    pub const fn is_final(self) -> bool {
        self.allowed_next().is_empty()
    }

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Submitted => "submitted",
            DocumentsPending => "documents_pending",
            UnderReview => "under_review",
            Assessment => "assessment",
            Approved => "approved",
            Waitlisted => "waitlisted",
            Rejected => "rejected",
            PaymentPending => "payment_pending",
            Enrolled => "enrolled",
            Withdrawn => "withdrawn",
        }
    }
}

impl fmt::Display for EnrollmentStatus {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.code())
    }
}

/// There is no status of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such status")]
pub struct UnknownStatus;

impl FromStr for EnrollmentStatus {
    type Err = UnknownStatus;
    fn from_str(code: &str) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.code() == code).ok_or(UnknownStatus)
    }
}
