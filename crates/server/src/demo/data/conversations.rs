//! What people write to one another. Days are days of classes before today, times those of the school's clocks.

use super::{
    notices::{COORDINATOR, PRINCIPAL},
    staff::{ADMINISTRATOR, PARENT, STUDENT},
};

/// The address of the teacher whom everyone may log in as.
pub const TEACHER: &str = "teacher@school.local";
const REGISTRAR: &str = "registrar@school.local";
const ACCOUNTING: &str = "accounting@school.local";
const GUIDANCE: &str = "guidance@school.local";

/// Somebody who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Whoever has this address.
    Of(&'static str),
    /// A teacher of the student whom everyone may log in as.
    StudentsTeacher,
}

/// Between whom a conversation is; the first of them begins it.
#[derive(Clone, Copy, Debug)]
pub enum Circle {
    Two(Writer, Writer),
    Group {
        title: &'static str,
        maker: Writer,
        others: &'static [Writer],
    },
    /// The section of the student whom everyone may log in as.
    StudentsSection(Writer),
}

/// A message: who wrote it, so many days ago, at which hour and minute, and what it says.
pub type Line = (Writer, i64, (i64, i64), &'static str);

/// A conversation.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    pub circle: Circle,
    /// In the order in which they were written.
    pub lines: &'static [Line],
    /// Who has not read the last ones, and how many; the others who are named have read everything.
    pub unread: &'static [(Writer, u64)],
}

use Writer::{Of, StudentsTeacher};

/// The conversations, the oldest first.
pub const TALKS: [Talk; 8] = [
    Talk {
        circle: Circle::Group {
            title: "Science fair committee",
            maker: Of(COORDINATOR),
            others: &[Of(PRINCIPAL), Of(TEACHER), Of(GUIDANCE), StudentsTeacher],
        },
        lines: &[
            (
                Of(COORDINATOR),
                6,
                (9, 5),
                "Good morning! This is where we plan the science fair. First question: gym or covered court?",
            ),
            (Of(PRINCIPAL), 6, (9, 20), "The gym is taken until four that week. The covered court it is."),
            (
                Of(TEACHER),
                6,
                (12, 10),
                "My advisory can put up the tables the day before, if somebody lends us the trolley.",
            ),
            (Of(GUIDANCE), 5, (8, 45), "I have asked three parents to be judges. Two said yes."),
            (
                Of(COORDINATOR),
                3,
                (15, 30),
                "Thank you, everyone. The list of projects is due on Friday; please remind your sections.",
            ),
            (Of(TEACHER), 1, (10, 15), "Done. Twelve projects so far, two of them about typhoons."),
        ],
        unread: &[(Of(PRINCIPAL), 1)],
    },
    Talk {
        circle: Circle::Two(Of(REGISTRAR), Of(PARENT)),
        lines: &[
            (
                Of(REGISTRAR),
                5,
                (13, 10),
                "Good afternoon, Mrs. Dela Cruz. We still lack Miguel's report card of last year. A clear photo is enough for now.",
            ),
            (Of(PARENT), 5, (18, 42), "Good evening po. I will bring the original when I fetch Althea."),
            (Of(REGISTRAR), 4, (8, 15), "That is fine. The office is open until five."),
        ],
        unread: &[],
    },
    Talk {
        circle: Circle::StudentsSection(StudentsTeacher),
        lines: &[
            (StudentsTeacher, 4, (7, 10), "Good morning, class. Bring a ruler and graph paper tomorrow."),
            (Of(STUDENT), 4, (7, 25), "Good morning! Is the small notebook with squares all right too?"),
            (StudentsTeacher, 4, (7, 31), "Yes, as long as the squares are all the same size."),
            (
                StudentsTeacher,
                1,
                (16, 5),
                "The answers of today's quiz are with the module. Look at number 7 once more, most of us missed the sign.",
            ),
        ],
        unread: &[(Of(STUDENT), 1)],
    },
    Talk {
        circle: Circle::Two(Of(ACCOUNTING), Of(PRINCIPAL)),
        lines: &[
            (
                Of(ACCOUNTING),
                3,
                (10, 0),
                "The collection report of the quarter is ready. Shall I print it, or do you read it here?",
            ),
            (
                Of(PRINCIPAL),
                3,
                (10, 40),
                "Here is fine. Please bring the three largest balances to our meeting.",
            ),
        ],
        unread: &[(Of(ACCOUNTING), 1)],
    },
    Talk {
        circle: Circle::Two(Of(ADMINISTRATOR), Of(REGISTRAR)),
        lines: &[
            (Of(REGISTRAR), 2, (9, 12), "Two new families could not log in: the invitation had ended."),
            (Of(ADMINISTRATOR), 2, (9, 30), "I sent both again. They are good for a week this time."),
            (Of(REGISTRAR), 2, (9, 33), "Thank you!"),
        ],
        unread: &[(Of(ADMINISTRATOR), 1)],
    },
    Talk {
        circle: Circle::Two(Of(GUIDANCE), Of(STUDENT)),
        lines: &[
            (
                Of(GUIDANCE),
                2,
                (11, 30),
                "Hi Miguel, I have an hour on Thursday after class for your questions about senior high school. Does that suit you?",
            ),
            (Of(STUDENT), 2, (12, 5), "Yes po, thank you. May my mother come along?"),
            (Of(GUIDANCE), 2, (12, 8), "Of course. See you both."),
        ],
        unread: &[],
    },
    Talk {
        circle: Circle::Two(Of(PARENT), StudentsTeacher),
        lines: &[
            (
                Of(PARENT),
                2,
                (19, 20),
                "Good evening, Ma'am. Miguel had a fever today and stayed home. What did he miss?",
            ),
            (
                StudentsTeacher,
                1,
                (6, 50),
                "Good morning. I hope he feels better! Page 112, numbers 1 to 10, and we began with slopes.",
            ),
            (Of(PARENT), 1, (7, 15), "Thank you. He will hand it in when he is back."),
            (StudentsTeacher, 1, (15, 45), "No hurry. He may hand it in until Monday without any deduction."),
        ],
        unread: &[(Of(PARENT), 1)],
    },
    Talk {
        circle: Circle::Two(Of(COORDINATOR), Of(TEACHER)),
        lines: &[
            (
                Of(COORDINATOR),
                1,
                (13, 25),
                "Could you take the second hour on the day of the quarterly test? Mark Anthony is at the division office.",
            ),
            (Of(COORDINATOR), 1, (13, 26), "It is in the room next to yours."),
        ],
        unread: &[(Of(TEACHER), 2)],
    },
];
