//! A small school, made of what the domain makes.

use std::{
    error::Error,
    sync::atomic::{AtomicU64, Ordering},
};

use application::{Caller, Database, PageRequest, Store};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Id, Text, Version,
    access::{
        Action, ActionKind, Actor, Catalog, Child, Denied, ManageAccount, ManageAssignment, ManageCatalog,
        ManageGuardian, ManagePlacement, ManageSection, Permitted, ReadScope, Standing, Teaching,
    },
    identity::{
        Account, Email, Guardian, GuardianRights, GuardianTerms, NewAccount, Relationship, Role, Roles,
        UserId,
    },
    structure::{
        Assignment, Capacity, GradeLevel, NewPlacement, Period, Placement, SchoolYear, Section, SectionFacts,
        Subject, Term,
    },
};
use testkit::TestDatabase;
use uuid::Uuid;

pub type Outcome = Result<(), Box<dyn Error>>;
pub type Made<T> = Result<T, Box<dyn Error>>;

pub const PAGE: PageRequest = PageRequest::export();

/// A database with a school in it.
pub struct School {
    database: TestDatabase,
    /// The year that the school is in: the last to have begun.
    pub year: SchoolYear,
    pub level: GradeLevel,
}

impl School {
    pub fn open() -> Made<Self> {
        let database = TestDatabase::new()?;
        let (year, level) = write(database.database(), |store| {
            Ok((add_year(store, "2002–2003", 2002)?, add_level(store, "G7", 7)?))
        })?;
        Ok(Self { database, year, level })
    }

    /// A change by nobody in particular.
    pub fn write<T>(&self, work: impl FnMut(&mut dyn Store) -> Made<T>) -> Made<T> {
        write(self.database.database(), work)
    }

    pub fn section(&self, name: &str, seats: u32) -> Made<Section> {
        let section = self.new_section(name, seats)?;
        self.write(|store| {
            let saved = may::<ManageSection>(section.clone())?.open(None)?;
            store.add_section(&saved)?;
            Ok(saved.into_section())
        })
    }

    pub fn new_section(&self, name: &str, seats: u32) -> Made<Section> {
        let capacity = Capacity::try_new(seats)?;
        Ok(Section {
            id: id(),
            school_year: self.year.id,
            grade_level: self.level.id,
            facts: SectionFacts { name: text(name)?, adviser: None, room: None, capacity },
            enrolled: 0,
            version: Version::FIRST,
        })
    }

    pub fn account(&self, role: Role, first_name: &str, last_name: &str) -> Made<Account> {
        self.write(|store| add_account(store, Roles::only(role), first_name, last_name))
    }

    pub fn student(&self, first_name: &str) -> Made<Account> {
        self.account(Role::Student, first_name, "Santos")
    }

    pub fn place(&self, student: &Account, section: &Section) -> Made<Placement> {
        self.write(|store| place(store, student, section))
    }

    pub fn assign(&self, teacher: &Account, subject: &Subject, section: &Section) -> Made<Assignment> {
        self.write(|store| {
            let permitted = may::<ManageAssignment<Section>>(section.clone())?;
            let assigned = permitted.assign(id(), subject.id, teacher)?;
            store.add_assignment(&assigned)?;
            Ok(assigned.assignment().clone())
        })
    }

    pub fn link(&self, guardian: &Account, student: &Account, terms: GuardianTerms) -> Made<Guardian> {
        self.write(|store| {
            let linked = may::<ManageGuardian<Account>>(student.clone())?.link(id(), guardian, terms)?;
            store.add_guardian(&linked)?;
            Ok(linked.into_link())
        })
    }

    /// The epoch of a person's rights.
    pub fn epoch(&self, user: UserId) -> Made<i64> {
        self.write(|store| {
            let changes = store.recent_rights_changes()?;
            let epoch = changes.into_iter().find(|(changed, _)| *changed == user).map(|(_, epoch)| epoch);
            Ok(epoch.ok_or("an account without an epoch")?)
        })
    }
}

fn write<T>(database: &dyn Database, work: impl FnMut(&mut dyn Store) -> Made<T>) -> Made<T> {
    database.atomically(&Caller::system("test"), work)
}

/// A proof for whoever may do everything.
pub fn may<A: Action>(target: A::Target) -> Result<Permitted<A>, Denied> {
    Actor::system("test").may(target)
}

pub fn everything(kind: ActionKind) -> Result<ReadScope, Denied> {
    Actor::system("test").scope(kind)
}

/// What a student who is placed in these sections sees.
pub fn as_student(student: &Account, sections: &[&Section], kind: ActionKind) -> Result<ReadScope, Denied> {
    let standing =
        Standing { placed_in: sections.iter().map(|section| section.id).collect(), ..Standing::default() };
    Actor::person(student.id, vec![Role::Student], standing).scope(kind)
}

/// What a teacher who looks after this section sees.
pub fn as_adviser(teacher: &Account, section: &Section, kind: ActionKind) -> Result<ReadScope, Denied> {
    let advises = Teaching { section: section.id, subject: None };
    let standing = Standing { teaches: vec![advises], ..Standing::default() };
    Actor::person(teacher.id, vec![Role::Teacher], standing).scope(kind)
}

/// What a parent of this child, placed in this section, sees.
pub fn as_parent(
    parent: &Account,
    child: &Account,
    section: &Section,
    kind: ActionKind,
) -> Result<ReadScope, Denied> {
    let child = Child { student: child.id, rights: GuardianRights::ALL, sections: vec![section.id] };
    let standing = Standing { children: vec![child], ..Standing::default() };
    Actor::person(parent.id, vec![Role::Parent], standing).scope(kind)
}

pub fn id<T>() -> Id<T> {
    static LAST: AtomicU64 = AtomicU64::new(0);
    Id::new(Uuid::from_u128(LAST.fetch_add(1, Ordering::Relaxed).into()))
}

pub fn text<const MAX: usize>(typed: &str) -> Made<Text<MAX>> {
    Ok(Text::try_new(typed)?)
}

pub fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

pub fn day(year: i32, month: u32, day: u32) -> Made<NaiveDate> {
    Ok(NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day")?)
}

pub fn terms_from(year: i32) -> Made<GuardianTerms> {
    Ok(GuardianTerms {
        relationship: Relationship::Mother,
        rights: GuardianRights::ALL,
        starts_on: day(year, 1, 1)?,
        ends_on: None,
    })
}

pub fn add_account(store: &mut dyn Store, roles: Roles, first_name: &str, last_name: &str) -> Made<Account> {
    let id: UserId = id();
    let email = Email::try_new(&format!("person-{id}@school.example"))?;
    let new = NewAccount { id, email, first_name: text(first_name)?, last_name: text(last_name)?, roles };
    let created = may::<ManageAccount<NewAccount>>(new)?.create(noon());
    store.add_account(&created)?;
    Ok(created.into_account())
}

/// A year from June to March.
pub fn add_year(store: &mut dyn Store, name: &str, begins_in: i32) -> Made<SchoolYear> {
    let period = Period::try_new(day(begins_in, 6, 1)?, day(begins_in + 1, 3, 31)?)?;
    let year = SchoolYear { id: id(), name: text(name)?, period, version: Version::FIRST };
    let saved = may::<ManageCatalog<SchoolYear>>(Catalog(year))?.create();
    store.add_school_year(&saved)?;
    Ok(saved.into_record())
}

pub fn add_term(store: &mut dyn Store, year: &SchoolYear, name: &str, period: Period) -> Made<Term> {
    let term = Term { id: id(), school_year: year.id, name: text(name)?, period, version: Version::FIRST };
    let saved = may::<ManageCatalog<Term>>(Catalog(term))?.create();
    store.add_term(&saved)?;
    Ok(saved.into_record())
}

pub fn add_level(store: &mut dyn Store, code: &str, position: u16) -> Made<GradeLevel> {
    let name = text(&format!("Grade {position}"))?;
    let level = GradeLevel { id: id(), code: text(code)?, name, position, version: Version::FIRST };
    let saved = may::<ManageCatalog<GradeLevel>>(Catalog(level))?.create();
    store.add_grade_level(&saved)?;
    Ok(saved.into_record())
}

pub fn add_subject(store: &mut dyn Store, code: &str, title: &str) -> Made<Subject> {
    let subject = Subject { id: id(), code: text(code)?, title: text(title)?, version: Version::FIRST };
    let saved = may::<ManageCatalog<Subject>>(Catalog(subject))?.create();
    store.add_subject(&saved)?;
    Ok(saved.into_record())
}

/// Places the student, moving them if need be. Believes that the section is as it is given.
pub fn place(store: &mut dyn Store, student: &Account, section: &Section) -> Made<Placement> {
    let existing = store.placement_for_update(student.id, section.school_year)?;
    let new = NewPlacement { id: id(), placed_on: day(2002, 6, 3)? };
    let permitted = may::<ManagePlacement<Section>>(section.clone())?;
    let placed = permitted.place(student, new, existing.as_ref(), true)?;
    store.save_placement(&placed)?;
    Ok(placed.into_placement())
}
