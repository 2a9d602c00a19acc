//! The ways that applications go, and what the registrar writes on the way. Families read it.

use domain::enrollment::EnrollmentStatus::{
    self, Approved, Assessment, DocumentsPending, Enrolled, PaymentPending, Rejected, Submitted, UnderReview,
    Waitlisted, Withdrawn,
};

/// A way from the first status to the last.
pub type Path = &'static [EnrollmentStatus];

/// The way that every application went when the school was new to Homeroom.
pub const PATHS_LAST_YEAR: &[Path] = &[&[Submitted, UnderReview, Approved, Enrolled]];

/// The ways that led returning students to where they stand.
pub const fn paths_of_returning(to: EnrollmentStatus) -> &'static [Path] {
    match to {
        Enrolled => &[
            &[Submitted, UnderReview, Approved, Enrolled],
            &[Submitted, UnderReview, Approved, Enrolled],
            &[Submitted, UnderReview, Approved, PaymentPending, Enrolled],
            &[Submitted, DocumentsPending, UnderReview, Approved, Enrolled],
        ],
        UnderReview => &[&[Submitted, DocumentsPending, UnderReview]],
        Withdrawn => &[&[Submitted, UnderReview, Approved, Withdrawn]],
        other => paths_of_new(other),
    }
}

/// The ways that led new students to where they stand.
pub const fn paths_of_new(to: EnrollmentStatus) -> &'static [Path] {
    match to {
        Submitted => &[&[Submitted]],
        DocumentsPending => &[
            &[Submitted, DocumentsPending],
            &[Submitted, UnderReview, DocumentsPending],
            &[Submitted, DocumentsPending, UnderReview, DocumentsPending],
        ],
        UnderReview => &[&[Submitted, UnderReview], &[Submitted, DocumentsPending, UnderReview]],
        Assessment => {
            &[&[Submitted, UnderReview, Assessment], &[Submitted, DocumentsPending, UnderReview, Assessment]]
        }
        Approved => &[
            &[Submitted, UnderReview, Assessment, Approved],
            &[Submitted, DocumentsPending, UnderReview, Assessment, Approved],
        ],
        Waitlisted => {
            &[&[Submitted, UnderReview, Assessment, Waitlisted], &[Submitted, UnderReview, Waitlisted]]
        }
        PaymentPending => &[&[Submitted, UnderReview, Assessment, Approved, PaymentPending]],
        Enrolled => &[
            &[Submitted, UnderReview, Assessment, Approved, PaymentPending, Enrolled],
            &[Submitted, UnderReview, Assessment, Approved, PaymentPending, Enrolled],
            &[Submitted, DocumentsPending, UnderReview, Assessment, Approved, PaymentPending, Enrolled],
            &[Submitted, UnderReview, DocumentsPending, UnderReview, Approved, Enrolled],
            &[Submitted, UnderReview, Waitlisted, Approved, PaymentPending, Enrolled],
        ],
        Rejected => &[
            &[Submitted, UnderReview, Rejected],
            &[Submitted, UnderReview, Assessment, Rejected],
            &[Submitted, UnderReview, Waitlisted, Rejected],
        ],
        Withdrawn => {
            &[&[Submitted, DocumentsPending, Withdrawn], &[Submitted, UnderReview, Waitlisted, Withdrawn]]
        }
    }
}

/// What may be said at a move from one status to another; an empty line is nothing.
pub const fn remarks_on(from: Option<EnrollmentStatus>, to: EnrollmentStatus) -> &'static [&'static str] {
    match to {
        Submitted | DocumentsPending | UnderReview | Assessment => remarks_before_decision(from, to),
        _ => remarks_since_decision(from, to),
    }
}

const fn remarks_before_decision(
    from: Option<EnrollmentStatus>,
    to: EnrollmentStatus,
) -> &'static [&'static str] {
    match (from, to) {
        (_, DocumentsPending) => &[
            "The PSA birth certificate and the Form 138 (report card) are still missing.",
            "Please bring the certificate of good moral character from the former school.",
            "We have asked the former school for the Form 137; please help us to get it soon.",
            "Two 2×2 photographs and the signed health record are missing.",
            "The scan of the birth certificate cannot be read. Please bring the original.",
        ],
        (Some(DocumentsPending), UnderReview) => &[
            "All documents are here, thank you.",
            "Form 138 received.",
            "The birth certificate was seen and copied.",
        ],
        (_, UnderReview) => {
            &["", "All documents were handed in with the form.", "The registrar is reading the application."]
        }
        (_, Assessment) => &[
            "Entrance test on Saturday at 8:00 in Room 101. Please bring two pencils.",
            "Placement test in English and Mathematics, then a talk with the guidance office.",
            "The guidance office will call to arrange an interview.",
        ],
        _ => &[
            "",
            "Form handed in at the window.",
            "Form received by e-mail; the original is to follow.",
            "Form filled in at the window, with the help of the registrar.",
        ],
    }
}

const fn remarks_since_decision(
    from: Option<EnrollmentStatus>,
    to: EnrollmentStatus,
) -> &'static [&'static str] {
    match (from, to) {
        (Some(Assessment), Approved) => &[
            "Passed the entrance test. Welcome to Narra Grove!",
            "Good results in Science and Mathematics. Welcome to Narra Grove!",
            "Approved after the interview.",
        ],
        (Some(Waitlisted), Approved) => &["A place has become free. Welcome to Narra Grove!"],
        (_, Approved) => &["In good standing, with all documents.", "All clearances are signed.", ""],
        (_, Waitlisted) => &[
            "The grade level is full. You are on the waiting list, and we call as soon as a place is free.",
            "On the waiting list; we decide again when the term begins.",
        ],
        (_, PaymentPending) => &[
            "The place is kept for you until the reservation fee is paid at the cashier.",
            "The first instalment is due before the section is given out.",
            "The voucher was accepted; the rest of the reservation fee is due.",
        ],
        (Some(Waitlisted), Rejected) => {
            &["No place has become free. You are welcome to apply again next year."]
        }
        (Some(Assessment), Rejected) => {
            &["The entrance test was not passed. You are welcome to apply again next year."]
        }
        (_, Rejected) => &["The average in Form 138 lies below what the school asks for."],
        (_, Withdrawn) => &[
            "The family is moving to Cebu.",
            "The family has chosen a school nearer home.",
            "Withdrawn at the request of the family, by telephone.",
        ],
        _ => &["", "All is paid; the section is given out.", "Enrolled. See you on the first day!"],
    }
}

/// How many days ago, at least and at most, applications came to where they stand.
pub const fn days_waiting(at: EnrollmentStatus) -> (u32, u32) {
    match at {
        Submitted => (0, 4),
        DocumentsPending => (2, 16),
        UnderReview | Assessment => (0, 8),
        Approved => (0, 5),
        Waitlisted => (5, 24),
        PaymentPending => (1, 12),
        Enrolled | Rejected | Withdrawn => (3, 35),
    }
}

/// The applications that have led to no place this year: status, and the levels applied for, from 0. The
/// student whom everyone may log in as, and the student who left, come on top.
pub const WITHOUT_PLACE: [(EnrollmentStatus, &[usize]); 9] = [
    (Submitted, &[0, 0, 1, 2, 3, 4, 4, 5]),
    (DocumentsPending, &[0, 1, 1, 2, 3, 4, 5]),
    (UnderReview, &[0, 1, 2, 2, 3, 4, 4]),
    (Assessment, &[0, 1, 2, 3, 4]),
    (Approved, &[1, 2, 3, 4, 5]),
    (Waitlisted, &[0, 0, 0, 1]),
    (PaymentPending, &[1, 2, 3, 4, 5]),
    (Rejected, &[0, 2, 3, 4]),
    (Withdrawn, &[1, 2, 4]),
];
