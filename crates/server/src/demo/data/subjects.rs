//! What is taught, level by level, and by whom.

/// A group of teachers who stand in for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Department {
    Mathematics,
    Science,
    English,
    Filipino,
    SocialStudies,
    Values,
    Technology,
    Arts,
}

impl Department {
    /// Every department, in the order in which their teachers become advisers.
    pub const ALL: [Self; 8] = [
        Self::Mathematics,
        Self::Science,
        Self::English,
        Self::Filipino,
        Self::SocialStudies,
        Self::Values,
        Self::Technology,
        Self::Arts,
    ];
}

/// A subject: beginning of its code, title, department. The level's number follows both.
pub type Taught = (&'static str, &'static str, Department);

use Department::{Arts, English, Filipino, Mathematics, Science, SocialStudies, Technology, Values};

const JUNIOR_HIGH: [Taught; 9] = [
    ("MATH", "Mathematics", Mathematics),
    ("SCI", "Science", Science),
    ("ENG", "English", English),
    ("FIL", "Filipino", Filipino),
    ("AP", "Araling Panlipunan", SocialStudies),
    ("ESP", "Edukasyon sa Pagpapakatao", Values),
    ("TLE", "Technology and Livelihood Education", Technology),
    ("COMP", "Computer Education", Technology),
    ("MAPEH", "Music, Arts, Physical Education and Health", Arts),
];

const GRADE_11: [Taught; 8] = [
    ("GENMATH", "General Mathematics", Mathematics),
    ("EARTHSCI", "Earth and Life Science", Science),
    ("ORALCOM", "Oral Communication in Context", English),
    ("KOMPAN", "Komunikasyon at Pananaliksik sa Wika at Kulturang Pilipino", Filipino),
    ("UCSP", "Understanding Culture, Society and Politics", SocialStudies),
    ("PERDEV", "Personal Development", Values),
    ("EMPTECH", "Empowerment Technologies", Technology),
    ("PEH", "Physical Education and Health", Arts),
];

const GRADE_12: [Taught; 8] = [
    ("STAT", "Statistics and Probability", Mathematics),
    ("PHYSCI", "Physical Science", Science),
    ("EAPP", "English for Academic and Professional Purposes", English),
    ("FILPIL", "Filipino sa Piling Larangan", Filipino),
    ("MIL", "Media and Information Literacy", SocialStudies),
    ("PHILO", "Introduction to the Philosophy of the Human Person", Values),
    ("ENTREP", "Entrepreneurship", Technology),
    ("CPAR", "Contemporary Philippine Arts from the Regions", Arts),
];

/// What is taught at a level, counted from 0.
pub const fn taught_at(level: usize) -> &'static [Taught] {
    match level {
        0..=3 => &JUNIOR_HIGH,
        4 => &GRADE_11,
        _ => &GRADE_12,
    }
}
