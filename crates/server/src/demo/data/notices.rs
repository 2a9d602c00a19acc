//! What the school announces, and what stands in its calendar.
//!
//! Days are told relative to the day on which the school is made. In texts, `{week}`, `{holiday}`,
//! `{conference}`, `{tests}` and `{trip}` stand for days that the calendar knows.

use domain::identity::Role::{self, AcademicCoordinator, Parent, Principal, Student, Teacher};

/// The principal's address.
pub const PRINCIPAL: &str = "principal@school.local";
/// The address of the coordinator who writes most of what is announced.
pub const COORDINATOR: &str = "coordinator@school.local";

/// Whom something addresses.
#[derive(Clone, Copy, Debug)]
pub enum To {
    Everyone,
    Roles(&'static [Role]),
    /// Sections of the current year, by the numbers of their rooms.
    Rooms(&'static [usize]),
    /// The section of the child of the parent whom everyone may log in as.
    Child,
}

/// An announcement; the hours are those of the school's clocks.
#[derive(Clone, Copy, Debug)]
pub struct News {
    pub title: &'static str,
    pub body: &'static str,
    pub by: &'static str,
    pub to: To,
    pub pinned: bool,
    /// So many days of classes from today, and at which hour.
    pub published: (i64, i64),
    /// For how many days it is live.
    pub lasts: Option<u64>,
}

/// When something happens; days are days of classes from today, hours those of the school's clocks.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// From one day to another.
    Days(i64, i64),
    /// On a day, from one hour to another.
    Hours(i64, i64, i64),
    /// On the workdays of the first week to come without a holiday.
    Week,
    /// On one of the holidays around today: 0 is the next one.
    Holiday(usize),
    /// On the last days of the quarter.
    EndOfQuarter,
}

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Happening {
    /// `{name}` stands for the holiday or the quarter.
    pub title: &'static str,
    pub body: Option<&'static str>,
    pub when: When,
    pub place: Option<&'static str>,
    pub by: &'static str,
    pub to: To,
}

/// Holidays that fall on the same day every year, as (month, day, name).
pub const HOLIDAYS: [(u32, u32, &str); 10] = [
    (1, 1, "New Year’s Day"),
    (4, 9, "Araw ng Kagitingan"),
    (5, 1, "Labor Day"),
    (6, 12, "Independence Day"),
    (8, 21, "Ninoy Aquino Day"),
    (11, 1, "All Saints’ Day"),
    (11, 30, "Bonifacio Day"),
    (12, 8, "Feast of the Immaculate Conception"),
    (12, 25, "Christmas Day"),
    (12, 30, "Rizal Day"),
];

/// In which days of classes the conference, the tests and the trip are held.
pub const CONFERENCE: i64 = 6;
pub const TESTS: i64 = 9;
pub const TRIP: i64 = 4;

const EVERYDAY: News = News {
    title: "",
    body: "",
    by: COORDINATOR,
    to: To::Everyone,
    pinned: false,
    published: (-1, 9),
    lasts: None,
};

pub const NEWS: [News; 12] = [
    News {
        title: "Foundation Week begins on {week}",
        body: "Narra Grove Academy celebrates its **Foundation Week**. Classes end at noon from Monday to \
            Friday, and every afternoon belongs to you.\n\n\
            - **Monday:** Mass, parade and opening of the booths\n\
            - **Tuesday:** Palarong Narra, the sports fest\n\
            - **Wednesday:** Quiz bee and science fair\n\
            - **Thursday:** Sabayang pagbigkas and folk dance\n\
            - **Friday:** Family day\n\n\
            Wear the shirt of your house. Families are welcome on Friday.",
        by: PRINCIPAL,
        pinned: true,
        published: (-2, 8),
        ..EVERYDAY
    },
    News {
        title: "No classes on {holiday}",
        body: "The day is a holiday, and the offices are closed as well. Proclamations are published in the \
            [Official Gazette](https://www.officialgazette.gov.ph/).",
        by: PRINCIPAL,
        published: (-1, 10),
        ..EVERYDAY
    },
    News {
        title: "When the weather is bad",
        body: "Please check before you leave home:\n\n\
            1. Classes are suspended automatically by the wind signals of \
            [PAGASA](https://www.pagasa.dost.gov.ph/).\n\
            2. The city may suspend them for heavy rain as well.\n\
            3. Whatever is decided is announced here before *5:00 a.m.*\n\n\
            On such days lessons go on as modules that are done at home.",
        published: (-12, 9),
        ..EVERYDAY
    },
    News {
        title: "Parent–teacher conferences on {conference}",
        body: "Dear parents,\n\nadvisers hand out the report cards and have time for you from **1:00 to \
            4:00 p.m.** in the covered court.\n\n- Bring a valid ID.\n- Sign in at the table of your child’s \
            grade.\n- If you cannot come, write to the adviser for another day.",
        by: PRINCIPAL,
        to: To::Roles(&[Parent]),
        published: (-3, 9),
        ..EVERYDAY
    },
    News {
        title: "Third installment of the tuition fee",
        body: "The third installment is due at the end of the month. The accounting office receives payments \
            from 8:00 a.m. to 4:00 p.m.\n\nIf you need a promissory note, **please come before the tests**, \
            so that nobody has to worry about a permit.",
        by: PRINCIPAL,
        to: To::Roles(&[Parent]),
        published: (-6, 13),
        ..EVERYDAY
    },
    News {
        title: "Coverage of the long tests on {tests}",
        body: "The long tests cover what was taught since the last report card.\n\n\
            - Bring your own ballpens and a calculator, *no phones*.\n\
            - The review sheets are with your subject teachers.\n\
            - Whoever is sick brings a medical certificate and takes the test the week after.\n\n\
            Kaya ninyo ’yan!",
        to: To::Roles(&[Student]),
        published: (-1, 14),
        ..EVERYDAY
    },
    News {
        title: "Sign up for a club",
        body: "Clubs meet every Friday at 3:00 p.m. These still have room:\n\n- Journalism (*Ang Narra*)\n\
            - Robotics\n- Red Cross Youth, with the [Philippine Red Cross](https://redcross.org.ph/)\n\
            - Rondalla\n- Chess",
        to: To::Roles(&[Student]),
        published: (-8, 11),
        ..EVERYDAY
    },
    News {
        title: "Class records are due",
        body: "Please hand in your class records **five days of classes after the long tests**. The forms are \
            those of the [Department of Education](https://www.deped.gov.ph/).\n\nWhoever needs help meets \
            us in the faculty room at 4:00 p.m., any day.",
        to: To::Roles(&[Teacher]),
        published: (-2, 15),
        ..EVERYDAY
    },
    News {
        title: "Consent slips for the trip on {trip}",
        body: "The class visits the [National Museum](https://www.nationalmuseum.gov.ph/) in Manila. Entrance \
            is free.\n\n- Return the signed slip to the adviser.\n- Packed lunch, water, umbrella.\n\
            - The bus leaves the gate at **6:30 a.m.** and is back by 4:00 p.m.",
        to: To::Child,
        published: (-1, 11),
        ..EVERYDAY
    },
    News {
        title: "Laboratory gowns and safety goggles",
        body: "From next week nobody enters the laboratories without a gown and goggles. The laboratory lends \
            goggles; **gowns are your own**.",
        to: To::Rooms(&[8, 10]),
        published: (-4, 10),
        ..EVERYDAY
    },
    News {
        title: "Call for performers: the year-end programme",
        body: "Auditions for singers, dancers and hosts begin the week after Foundation Week.\n\n\
            - Sign up with your adviser.\n- Groups have at most ten members.",
        published: (2, 7),
        ..EVERYDAY
    },
    News {
        title: "Classes are suspended today",
        body: "The city has suspended classes at all levels because of heavy rain. Keep safe, and stay at home.",
        by: PRINCIPAL,
        published: (-10, 5),
        lasts: Some(1),
        ..EVERYDAY
    },
];

const ORDINARY: Happening = Happening {
    title: "",
    body: None,
    when: When::Days(0, 0),
    place: None,
    by: COORDINATOR,
    to: To::Everyone,
};

pub const HAPPENINGS: [Happening; 13] = [
    Happening { title: "{name}", body: Some("No classes."), when: When::Holiday(0), ..ORDINARY },
    Happening { title: "{name}", body: Some("No classes."), when: When::Holiday(1), ..ORDINARY },
    Happening {
        title: "Foundation Week",
        body: Some("Classes end at noon. The programme of each day is in the announcement."),
        when: When::Week,
        place: Some("Campus"),
        by: PRINCIPAL,
        ..ORDINARY
    },
    Happening { title: "{name} examinations", when: When::EndOfQuarter, ..ORDINARY },
    Happening {
        title: "Long tests",
        when: When::Days(TESTS, TESTS + 1),
        to: To::Roles(&[Student, Teacher, Parent]),
        ..ORDINARY
    },
    Happening {
        title: "Parent–teacher conferences",
        body: Some("Report cards are handed out. Please bring a valid ID."),
        when: When::Hours(CONFERENCE, 13, 16),
        place: Some("Covered court"),
        by: PRINCIPAL,
        to: To::Roles(&[Parent, Teacher]),
    },
    Happening {
        title: "Flag ceremony and recognition of honor students",
        when: When::Hours(1, 7, 8),
        place: Some("Quadrangle"),
        by: PRINCIPAL,
        ..ORDINARY
    },
    Happening {
        title: "Faculty meeting",
        when: When::Hours(0, 16, 17),
        place: Some("Faculty room"),
        by: PRINCIPAL,
        to: To::Roles(&[Teacher, AcademicCoordinator, Principal]),
        ..ORDINARY
    },
    Happening {
        title: "In-service training of teachers",
        body: Some("Learning with modules, and how to mark them."),
        when: When::Hours(7, 8, 17),
        place: Some("Audio-visual room"),
        to: To::Roles(&[Teacher]),
        ..ORDINARY
    },
    Happening {
        title: "Career talk for senior high school",
        when: When::Hours(3, 10, 12),
        place: Some("Audio-visual room"),
        to: To::Rooms(&[8, 9, 10, 11]),
        ..ORDINARY
    },
    Happening {
        title: "Visit to the National Museum",
        body: Some("The bus leaves at 6:30 a.m. from the gate."),
        when: When::Days(TRIP, TRIP),
        place: Some("Padre Burgos Avenue, Manila"),
        to: To::Child,
        ..ORDINARY
    },
    Happening {
        title: "Earthquake drill",
        when: When::Hours(-3, 9, 10),
        place: Some("Quadrangle"),
        ..ORDINARY
    },
    Happening {
        title: "Buwanang Pagbasa: reading fair",
        when: When::Days(-6, -5),
        place: Some("Library"),
        to: To::Roles(&[Student]),
        ..ORDINARY
    },
];
