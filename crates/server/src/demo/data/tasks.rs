//! What teachers set, what students hand in for it, what teachers say about that, and what they give out.
//!
//! Days are days of classes from today, hours those of the school's clocks.

use super::{
    sheets::Sheet,
    subjects::Department::{self, English, Filipino, Mathematics, Science},
};

/// The sections, by the numbers of their rooms, in which most students hand in: those of the students and children
/// whom people try. In the others fewer do.
pub const LIVELY: [usize; 3] = [0, 2, 8];

/// A task that teachers of a department set in each of their sections.
#[derive(Clone, Copy, Debug)]
pub struct Homework {
    pub department: Department,
    pub title: &'static str,
    pub instructions: &'static str,
    pub points: u32,
    /// On which day it was written, at eight.
    pub written: i64,
    /// Whether the section sees it.
    pub is_published: bool,
    /// On which day, and at which hour.
    pub due: (i64, i64),
    /// For how many days it is accepted late; 0 when it closes as it is due.
    pub late_days: i64,
    /// How many of a hundred students hand in.
    pub share: u32,
    /// On which day it was graded, at four in the afternoon.
    pub graded: Option<i64>,
    /// On which day the scores were returned, at nine.
    pub returned: Option<i64>,
    /// What the students whom people try do.
    pub tried: Tried,
}

/// What a student whom people try does with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// Hands in, and hands in once more.
    Twice,
    /// Hands in after it was due.
    Late,
    /// Has begun to write.
    Draft,
    /// Nothing yet.
    Nothing,
}

/// What is set this year, of late and for the days to come.
pub const HOMEWORK: [Homework; 10] = [
    Homework {
        department: Mathematics,
        title: "Ratio and proportion",
        instructions: "Solve the five problems of the worksheet among the learning modules.\n\n\
            1. Write down **what is given** and what is asked.\n\
            2. Show each step.\n\
            3. Check your answer with an estimate.",
        points: 20,
        written: -10,
        is_published: true,
        due: (-4, 17),
        late_days: 0,
        share: 92,
        graded: Some(-3),
        returned: Some(-2),
        tried: Tried::Twice,
    },
    Homework {
        department: Mathematics,
        title: "Percentages at the market",
        instructions: "Find three prices that were lowered, at a market or in a shop. For each, work out by \
            **how many percent**.\n\n> You may hand in late, but it will be marked as late.",
        points: 15,
        written: -6,
        is_published: true,
        due: (-1, 17),
        late_days: 7,
        share: 70,
        graded: None,
        returned: None,
        tried: Tried::Nothing,
    },
    Homework {
        department: Mathematics,
        title: "Problem of the week",
        instructions: "A tank is filled by one pipe in 6 hours and by another in 4. How long do both take \
            together? *Explain* how you found it.",
        points: 10,
        written: -2,
        is_published: true,
        due: (3, 17),
        late_days: 2,
        share: 15,
        graded: None,
        returned: None,
        tried: Tried::Nothing,
    },
    Homework {
        department: Mathematics,
        title: "Review for the quarterly test",
        instructions: "The numbers to solve come when the class has finished the chapter.",
        points: 30,
        written: -1,
        is_published: false,
        due: (8, 17),
        late_days: 0,
        share: 0,
        graded: None,
        returned: None,
        tried: Tried::Nothing,
    },
    Homework {
        department: Science,
        title: "Seedlings in the light and in the dark",
        instructions: "Look at the chart and the table among the learning modules.\n\n\
            - Which seedlings grew faster?\n- Which look healthier, and why?\n- What would you measure next?",
        points: 25,
        written: -9,
        is_published: true,
        due: (-3, 17),
        late_days: 1,
        share: 80,
        graded: Some(-1),
        returned: None,
        tried: Tried::Twice,
    },
    Homework {
        department: Science,
        title: "Plan of an experiment",
        instructions: "Plan an experiment that shows **one** thing seedlings need. Name what you change, what \
            you keep the same, and what you measure.",
        points: 20,
        written: -3,
        is_published: true,
        due: (2, 17),
        late_days: 3,
        share: 20,
        graded: None,
        returned: None,
        tried: Tried::Draft,
    },
    Homework {
        department: Science,
        title: "Report on the experiment",
        instructions: "For those who have done the experiment. What a report needs:\n\n\
            1. a question\n2. a guess\n3. what was done\n4. what came out",
        points: 40,
        written: -1,
        is_published: false,
        due: (10, 17),
        late_days: 5,
        share: 0,
        graded: None,
        returned: None,
        tried: Tried::Nothing,
    },
    Homework {
        department: English,
        title: "A letter to the editor",
        instructions: "Write a letter of about 150 words to a newspaper about something in your barangay that \
            should change. Give **two** reasons.",
        points: 50,
        written: -8,
        is_published: true,
        due: (-3, 17),
        late_days: 5,
        share: 75,
        graded: Some(-1),
        returned: None,
        tried: Tried::Late,
    },
    Homework {
        department: English,
        title: "Reading log",
        instructions: "Fill in the reading guide for a story of your choice. Two sentences for each question \
            are enough.",
        points: 10,
        written: -2,
        is_published: true,
        due: (4, 17),
        late_days: 0,
        share: 12,
        graded: None,
        returned: None,
        tried: Tried::Nothing,
    },
    Homework {
        department: Filipino,
        title: "Talambuhay",
        instructions: "Sumulat ng maikling talambuhay ng isang taong hinahangaan mo sa inyong pamilya. Mga \
            **isang pahina** ang haba.",
        points: 30,
        written: -4,
        is_published: true,
        due: (5, 17),
        late_days: 2,
        share: 8,
        graded: None,
        returned: None,
        tried: Tried::Nothing,
    },
];

/// What a student writes who has begun and not finished.
pub const BEGUN: &str = "What I change: the water. One pot gets a spoon a day, one gets three, one gets \
    none.\n\nWhat stays the same: the window, the soil, and";

const IN_MATHEMATICS: [&str; 3] = [
    "1. 750 g\n2. 1.5 km\n3. 27 km\n4. 133 pesos\n5. Five mangoes cost 90 pesos. Eight cost 144 pesos.",
    "I wrote a proportion for each number and multiplied across. For the fourth I first worked out the price \
        of one: 19 pesos.",
    "First I say what is given, then what is asked. My estimate was close each time, but for the last number.",
];
const IN_SCIENCE: [&str; 3] = [
    "The seedlings in the dark grew faster, but they are pale and thin. They use up what is in the seed to \
        look for light.",
    "After ten days: 112 mm in the dark, 88 mm in the light. The ones in the light are healthier, because \
        their leaves are green. Next I would weigh them.",
    "I change how much light there is. I keep water and soil the same. I measure the height each day.",
];
const IN_ENGLISH: [&str; 3] = [
    "Dear Editor,\n\nthe street in front of our school has no pedestrian lane. Children cross between jeepneys \
        every morning. A lane would cost little, and it would save lives.",
    "Dear Editor,\n\nour barangay should collect plastic apart from other waste. It blocks the drains when it \
        rains, and it can be sold.",
    "The story is about a boy who finds a lost dog and does not want to give it back. I expected a sad end, \
        and I was wrong.",
];
const IN_FILIPINO: [&str; 2] = [
    "Ang hinahangaan ko ay ang aking lola. Maaga siyang gumigising upang maghanda ng paninda sa palengke, at \
        hindi siya nagrereklamo.",
    "Ang aking tiyo ay isang mangingisda. Itinuro niya sa akin na maging matiyaga.",
];

/// What students hand in for tasks of a department.
pub const fn answers_of(department: Department) -> &'static [&'static str] {
    match department {
        Mathematics => &IN_MATHEMATICS,
        Science => &IN_SCIENCE,
        Filipino => &IN_FILIPINO,
        _ => &IN_ENGLISH,
    }
}

/// What teachers say about work that got so many percent of the points.
pub const fn comments_on(percent: u32) -> &'static [&'static str] {
    match percent {
        90.. => &["Very well done.", "Clear and complete. Keep it up!", "I like how you explain each step."],
        75..90 => {
            &["Good work. Mind the units.", "Good. Say a little more about why.", "Check the last one again."]
        }
        _ => &["Please see me after class, and we go through it together.", "The idea is right; finish it."],
    }
}

/// Material that teachers of a department give to each of their sections.
#[derive(Clone, Copy, Debug)]
pub struct Handout {
    pub department: Department,
    pub title: &'static str,
    pub description: Option<&'static str>,
    pub sheet: Sheet,
    /// On which day it was given, at ten.
    pub given: i64,
}

/// What is given out, in the order in which it stands.
pub const HANDOUTS: [Handout; 4] = [
    Handout {
        department: Mathematics,
        title: "Worksheet: ratio and proportion",
        description: Some("Five problems on one page. Bring it to class on paper or on a phone."),
        sheet: Sheet::Worksheet,
        given: -12,
    },
    Handout {
        department: Science,
        title: "Seedlings: the chart",
        description: Some("Height after 2, 4, 6, 8 and 10 days. Green: in the light. Yellow: in the dark."),
        sheet: Sheet::Chart,
        given: -9,
    },
    Handout {
        department: Science,
        title: "Seedlings: what was measured",
        description: None,
        sheet: Sheet::Table,
        given: -9,
    },
    Handout {
        department: English,
        title: "Reading guide",
        description: Some("Questions for before, while and after you read."),
        sheet: Sheet::Guide,
        given: -5,
    },
];
