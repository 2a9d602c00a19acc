//! Who works at the school.

use domain::identity::Role;

use super::subjects::Department::{
    self, Arts, English, Filipino, Mathematics, Science, SocialStudies, Technology, Values,
};

/// The hash of the password with which the administrator logs in, `Admin#12345`.
pub const ADMINISTRATOR_HASH: &str = "$2b$12$HaEGuwneOjqho3hUQZ3T0.DvOKH2u8c.E5YABuklohdyR7A59SAja";
/// The hash of the password with which everyone else logs in, `Homeroom#2026`.
pub const EVERYONE_HASH: &str = "$2b$12$1uACnFMh05GQaA/2lF00wevDraN3q8cQiu3GvZ5zcHgrhy431deOu";

/// With which address the administrator logs in.
pub const ADMINISTRATOR: &str = "admin@school.local";
/// With which address a student logs in whose application can be moved on.
pub const STUDENT: &str = "student@school.local";
/// With which address that student's mother logs in.
pub const PARENT: &str = "parent@school.local";
/// With which address a teacher logs in who is a parent too.
pub const TEACHER_AND_PARENT: &str = "teacher.parent@school.local";

/// Somebody who works in one of the offices: given name, family name, address, role.
pub type OfficeWorker = (&'static str, &'static str, &'static str, Role);

/// The offices. The administrator comes first, and is the first account of the school.
pub const OFFICES: [OfficeWorker; 13] = [
    ("Amihan", "Salvador", ADMINISTRATOR, Role::Admin),
    ("Corazón", "Villareal", "principal@school.local", Role::Principal),
    ("Benigno", "Tiongson", "coordinator@school.local", Role::AcademicCoordinator),
    ("Maria Luisa", "Sandoval", "marialuisa.sandoval@school.local", Role::AcademicCoordinator),
    ("Rowena", "Bautista", "registrar@school.local", Role::Registrar),
    ("Crispin", "Ocampo", "crispin.ocampo@school.local", Role::Registrar),
    ("Angelita", "Nuñez", "angelita.nunez@school.local", Role::Registrar),
    ("Teodoro", "Lim", "accounting@school.local", Role::Accounting),
    ("Josefina", "Quiambao", "josefina.quiambao@school.local", Role::Accounting),
    ("Marites", "Del Rosario", "marites.delrosario@school.local", Role::Accounting),
    ("Grace", "Evangelista", "guidance@school.local", Role::Guidance),
    ("Emmanuel", "Salonga", "emmanuel.salonga@school.local", Role::Guidance),
    (INVITED_COUNSELOR.0, INVITED_COUNSELOR.1, "kris.uy@school.local", Role::Guidance),
];

/// Begins next week, and has not answered the invitation.
pub const INVITED_COUNSELOR: (&str, &str) = ("Kris", "Uy");

/// A teacher: given name, family name, department.
pub type Teacher = (&'static str, &'static str, Department);

/// The teachers of the current year, by department.
pub const TEACHERS: [Teacher; 25] = [
    ("Liza", "Marquez", Mathematics),
    ("Arturo", "Pangilinan", Mathematics),
    ("Jocelyn", "De Guzman", Mathematics),
    ("Ferdinand", "Go", Mathematics),
    ("Lucía", "Ibáñez", Science),
    ("Renato", "Macaraeg", Science),
    ("Hazel", "Tan", Science),
    ("Victor", "Abrenica", Science),
    ("Cecilia", "Roxas", English),
    ("Mark Anthony", "Villanueva", English),
    ("Patricia", "Ong", English),
    ("Dolores", "Santos-Reyes", English),
    ("Ligaya", "Dimaculangan", Filipino),
    ("Bayani", "Katindig", Filipino),
    ("Rosalinda", "Peña", Filipino),
    ("Gregorio", "Magsino", SocialStudies),
    ("Imelda", "Cariño", SocialStudies),
    ("Alfonso", "Medina", Values),
    ("Clara", "Yap", Values),
    (SUCCESSOR.0, SUCCESSOR.1, Technology),
    ("Noel", "Balagtas", Technology),
    ("Hernando", "Sy", Technology),
    ("Carmelita", "Gatmaitan", Arts),
    ("Jun", "Alcaraz", Arts),
    ("Bea", "Fontanilla", Arts),
];

/// The teacher whom everyone may log in as.
pub const TEACHER: (&str, &str) = ("Liza", "Marquez");
/// A teacher with children at the school.
pub const MOTHER: (&str, &str) = ("Lucía", "Ibáñez");
/// Came for the teacher who left, and has not answered the invitation.
pub const SUCCESSOR: (&str, &str) = ("Jayson", "Cabahug");
/// Taught last year what the successor teaches now.
pub const PREDECESSOR: (&str, &str) = ("Leopoldo", "Arellano");
