//! Who may see what, told by the people of a small school.
//!
//! Run it with `cargo run -p homeroom-domain --example access`.
//!
//! The question is always the same: may *this person* do *this action* with *this record*? The answer is
//! the record wrapped in a proof, or a refusal that says whether the person may even know that the record
//! exists.

use std::error::Error;

use chrono::{DateTime, NaiveDate};
use homeroom_domain::{
    Id, Version,
    access::{
        Action, ActionKind, Actor, Child, ClassList, Denied, ManageEnrollment, ManagePlacement, Reach,
        ReadClassList, ReadEnrollment, ReadSection, Standing, Teaching, allows,
    },
    enrollment::{Progress, Stage},
    identity::{GuardianRights, GuardianTerms, Relationship, Role},
    structure::{Capacity, Section, SectionFacts},
};
use uuid::Uuid;

const ANA: u128 = 1;
const BEN: u128 = 2;
const SAMPAGUITA: u128 = 11;

fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

fn main() -> Result<(), Box<dyn Error>> {
    let section = sampaguita()?;
    let application = application_of_ana();

    heading(
        "Ana is a student of Sampaguita. The registrar, her mother and her teacher look at her application",
    );
    let registrar = Actor::person(id(20), vec![Role::Registrar], Standing::default());
    let mother = guardian_of_ana(GuardianRights::ALL);
    let teacher = Actor::person(id(30), vec![Role::Teacher], teaching());
    let ana = Actor::person(id(ANA), vec![Role::Student], placed());
    let ben = Actor::person(id(BEN), vec![Role::Student], placed());
    for (who, actor) in [
        ("the registrar", &registrar),
        ("her mother", &mother),
        ("Ana", &ana),
        ("her classmate Ben", &ben),
        ("her teacher", &teacher),
    ] {
        say(who, "see the application", ask::<ReadEnrollment>(actor, application.clone()));
        say(who, "move it", ask::<ManageEnrollment>(actor, application.clone()));
    }

    heading("A guardian link gives what it says, and no more");
    let pays_the_fees = guardian_of_ana(GuardianRights { money: true, ..GuardianRights::default() });
    say(
        "her uncle, who pays the fees,",
        "see the application",
        ask::<ReadEnrollment>(&pays_the_fees, application.clone()),
    );
    a_link_that_ends();

    heading("Roles add up, relations do not leak: Ana's mother also teaches, but in another section");
    let teaching_mother = Actor::person(
        id(40),
        vec![Role::Teacher, Role::Parent],
        teaching_in_narra(children(GuardianRights::ALL)),
    );
    let also_teaches = ask::<ReadClassList>(&teaching_mother, ClassList(section.clone()));
    say("her mother", "open the class list", also_teaches);
    lines_of_the_class_list(&teaching_mother)?;
    say(
        "her mother",
        "place students there",
        ask::<ManagePlacement<Section>>(&teaching_mother, section.clone()),
    );

    heading("A visitor who has not logged in");
    say("a visitor", "see the section", ask::<ReadSection>(&Actor::anonymous(), section));

    heading("The table behind all this can be read by itself");
    for role in Role::ALL {
        let reads = allows(role, ActionKind::ReadEnrollment, homeroom_domain::access::Relation::Unrelated);
        let role = role.code().replace('_', " ");
        println!("  {role:<21} sees every application: {}", if reads { "yes" } else { "no" });
    }
    Ok(())
}

/// The date decides whether a link is in force; the crate never asks a clock, so any date can be tried.
fn a_link_that_ends() {
    let day = |month, day| NaiveDate::from_ymd_opt(2027, month, day).unwrap_or_default();
    let terms = GuardianTerms {
        relationship: Relationship::Other,
        rights: GuardianRights::ALL,
        starts_on: day(1, 1),
        ends_on: Some(day(3, 31)),
    };
    for asked in [day(3, 31), day(4, 1)] {
        let answer = if terms.in_force_on(asked) { "in force" } else { "over" };
        println!("  A link until 31 March is {answer} on {asked}");
    }
}

/// For lists there is no single record to ask about: the scope says which records are in reach.
fn lines_of_the_class_list(actor: &Actor) -> Result<(), Denied> {
    match actor.scope(ActionKind::ReadPlacements)?.reach(ActionKind::ReadPlacements) {
        Reach::Everything => println!("  … and finds every line in it"),
        Reach::Limited { people, sections, .. } => {
            let (hers, children) = (sections.contains(&id(SAMPAGUITA)), people.len());
            let lines = if hers { "every line".to_owned() } else { format!("the lines of {children} child") };
            println!("  … and finds {lines} in it");
        }
    }
    Ok(())
}

fn ask<A: Action>(actor: &Actor, record: A::Target) -> Result<(), Denied> {
    actor.may::<A>(record).map(drop)
}

fn say(who: &str, what: &str, answer: Result<(), Denied>) {
    let words = match answer {
        Ok(()) => "yes",
        Err(Denied::Forbidden) => "no",
        Err(Denied::Hidden) => "no, and to them it does not exist",
    };
    println!("  May {who} {what}? {words}");
}

fn heading(words: &str) {
    println!("\n{words}:");
}

fn guardian_of_ana(rights: GuardianRights) -> Actor {
    Actor::person(id(40), vec![Role::Parent], children(rights))
}

fn children(rights: GuardianRights) -> Standing {
    let ana = Child { student: id(ANA), rights, sections: vec![id(SAMPAGUITA)] };
    Standing { children: vec![ana], ..Standing::default() }
}

fn teaching() -> Standing {
    let mathematics = Teaching { section: id(SAMPAGUITA), subject: Some(id(50)) };
    Standing { teaches: vec![mathematics], ..Standing::default() }
}

fn teaching_in_narra(standing: Standing) -> Standing {
    let science = Teaching { section: id(12), subject: Some(id(51)) };
    Standing { teaches: vec![science], ..standing }
}

fn placed() -> Standing {
    Standing { placed_in: vec![id(SAMPAGUITA)], ..Standing::default() }
}

fn sampaguita() -> Result<Section, Box<dyn Error>> {
    Ok(Section {
        id: id(SAMPAGUITA),
        school_year: id(60),
        grade_level: id(61),
        facts: SectionFacts {
            name: "Sampaguita".parse()?,
            adviser: None,
            room: None,
            capacity: Capacity::try_new(30)?,
        },
        enrolled: 2,
        version: Version::FIRST,
    })
}

const fn application_of_ana() -> Progress {
    Progress {
        student: Id::new(Uuid::from_u128(ANA)),
        school_year: Id::new(Uuid::from_u128(60)),
        grade_level: Id::new(Uuid::from_u128(61)),
        stage: Stage::UnderReview,
        remarks: None,
        submitted_at: DateTime::UNIX_EPOCH,
        changed_at: DateTime::UNIX_EPOCH,
        changed_by: None,
        version: Version::FIRST,
    }
}
