//! The school itself: its name, its levels, and its sections year by year.

/// What the school is called.
pub const SCHOOL: &str = "Narra Grove Academy";
/// Where it stands.
pub const ADDRESS: &str = "18 Acacia Street\nBarangay San Isidro\nAntipolo City, Rizal 1870\nPhilippines";
/// The zone of its clocks.
pub const TIME_ZONE: &str = "Asia/Manila";
/// The money it counts in.
pub const CURRENCY: &str = "PHP";
/// How it writes dates and numbers.
pub const LOCALE: &str = "en-PH";

/// How many grade levels there are, and the first of them.
pub const LEVELS: usize = 6;
/// The first grade level.
pub const FIRST_LEVEL: usize = 7;

/// How many students a room holds.
pub const CAPACITY: u16 = 30;

/// A section as it is planned for the current year.
pub struct Room {
    /// Which level, from 0.
    pub level: usize,
    /// Name of the section.
    pub name: &'static str,
    /// Where it is taught; one section has no room of its own yet.
    pub door: Option<&'static str>,
    /// How many students are placed in it.
    pub students: usize,
}

/// Two sections for each level: one full to the last place, most nearly full, one with plenty of room.
pub const ROOMS: [Room; 12] = [
    Room { level: 0, name: "Sampaguita", door: Some("Room 101"), students: 30 },
    Room { level: 0, name: "Ilang-Ilang", door: Some("Room 102"), students: 29 },
    Room { level: 1, name: "Narra", door: Some("Room 103"), students: 28 },
    Room { level: 1, name: "Molave", door: Some("Room 104"), students: 27 },
    Room { level: 2, name: "Mabini", door: Some("Room 201"), students: 27 },
    Room { level: 2, name: "Bonifacio", door: Some("Room 202"), students: 24 },
    Room { level: 3, name: "Rizal", door: Some("Room 203"), students: 26 },
    Room { level: 3, name: "Del Pilar", door: Some("Room 204"), students: 25 },
    Room { level: 4, name: "STEM – Agham", door: Some("Science Wing 1"), students: 28 },
    Room { level: 4, name: "HUMSS – Diwa", door: Some("Room 301"), students: 12 },
    Room { level: 5, name: "STEM – Agham", door: Some("Science Wing 2"), students: 23 },
    Room { level: 5, name: "ABM – Sikap", door: None, students: 21 },
];

/// In which room the student sits whom everyone may log in as: the teacher whom they may log in as teaches there.
pub const GUEST_ROOM: usize = 2;

/// The school grew by a level each year: last year there was no Grade 12.
pub const ROOMS_LAST_YEAR: usize = 10;
/// Which section of the current year has no adviser.
pub const WITHOUT_ADVISER: usize = 11;
/// In which section of the current year nobody teaches one subject.
pub const WITHOUT_TEACHER: usize = 5;
/// The code of that subject.
pub const UNTAUGHT: &str = "TLE9";
