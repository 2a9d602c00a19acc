//! Students find their places, and teachers their sections.
//!
//! Run it with `cargo run -p homeroom-domain --example placement`.
//!
//! A section holds so many and no more, a student has one section a year, and only a teacher teaches.

use std::error::Error;

use chrono::{DateTime, NaiveDate};
use homeroom_domain::{
    Id, Version,
    access::{Actor, ManageAssignment, ManagePlacement, ManageSection, Standing},
    identity::{Account, Activity, Email, Role, Roles},
    structure::{Capacity, NewPlacement, Placement, Section, SectionFacts, SectionRefused},
};
use uuid::Uuid;

fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

fn main() -> Result<(), Box<dyn Error>> {
    let coordinator = Actor::person(id(1), vec![Role::AcademicCoordinator], Standing::default());

    println!("The coordinator opens two small sections of Grade 7:");
    let mut sampaguita = open(&coordinator, 11, "Sampaguita", 2)?;
    let mut narra = open(&coordinator, 12, "Narra", 1)?;

    println!("\nStudents are placed:");
    let people =
        [(2, "Ana"), (3, "Ben"), (4, "Carla")].map(|(number, name)| account(number, name, Role::Student));
    let [ana, ben, carla] = people;
    let (ana, ben, carla) = (ana?, ben?, carla?);
    let anas_place = place(&coordinator, &mut sampaguita, &ana, None, false)?;
    place(&coordinator, &mut sampaguita, &ben, None, false)?;

    println!("\nA full section takes nobody, whoever asks:");
    tell("Carla, to Sampaguita", place(&coordinator, &mut sampaguita, &carla, None, false));
    place(&coordinator, &mut narra, &carla, None, false)?;

    println!("\nA student has one section a year, and moves only when a move is asked for:");
    let narra_grown = SectionFacts { capacity: Capacity::try_new(5)?, ..narra.facts.clone() };
    narra =
        coordinator.may::<ManageSection>(narra)?.change(narra_grown, None, Version::FIRST)?.into_section();
    println!("  Narra moves to a larger room; places left: {}", narra.free_places());
    tell("Ana, to Narra", place(&coordinator, &mut narra, &ana, Some(&anas_place), false));
    place(&coordinator, &mut narra, &ana, Some(&anas_place), true)?;

    println!("\nA section cannot become smaller than it is filled:");
    let shrunk = SectionFacts { capacity: Capacity::try_new(1)?, ..narra.facts.clone() };
    let current = narra.version;
    let refused = coordinator.may::<ManageSection>(narra.clone())?.change(shrunk, None, current);
    if let Err(refused @ SectionRefused::BelowEnrolled { .. }) = refused {
        println!("  Narra, to 1 place: {refused}");
    }

    println!("\nOnly a teacher teaches:");
    for (number, name, role) in [(30, "Mr. Reyes", Role::Teacher), (31, "Mrs. Cruz", Role::Parent)] {
        let person = account(number, name, role)?;
        let permitted = coordinator.may::<ManageAssignment<Section>>(narra.clone())?;
        match permitted.assign(id(70), id(50), &person) {
            Ok(_) => println!("  {name} teaches Mathematics in Narra"),
            Err(refused) => println!("  {name}: {refused}"),
        }
    }
    Ok(())
}

fn open(by: &Actor, number: u128, name: &str, seats: u32) -> Result<Section, Box<dyn Error>> {
    let facts =
        SectionFacts { name: name.parse()?, adviser: None, room: None, capacity: Capacity::try_new(seats)? };
    let wanted = Section {
        id: id(number),
        school_year: id(60),
        grade_level: id(61),
        facts,
        enrolled: 0,
        version: Version::FIRST,
    };
    println!("  {name}, places: {seats}");
    Ok(by.may::<ManageSection>(wanted)?.open(None)?.into_section())
}

/// Places a student and keeps the count, as the store of a real school does.
fn place(
    by: &Actor,
    section: &mut Section,
    student: &Account,
    existing: Option<&Placement>,
    move_existing: bool,
) -> Result<Placement, Box<dyn Error>> {
    let first_day = NaiveDate::from_ymd_opt(2026, 6, 8).unwrap_or_default();
    let new = NewPlacement { id: id(100 + student.id.uuid().as_u128()), placed_on: first_day };
    let permitted = by.may::<ManagePlacement<Section>>(section.clone())?;
    let placed = permitted.place(student, new, existing, move_existing)?;
    section.enrolled += 1;
    let (name, place, left) = (&student.first_name, &section.facts.name, section.free_places());
    println!("  {name} is placed in {place}; places left: {left}");
    Ok(placed.into_placement())
}

fn tell(student: &str, answer: Result<Placement, Box<dyn Error>>) {
    if let Err(refused) = answer {
        println!("  {student}: {refused}");
    }
}

fn account(number: u128, name: &str, role: Role) -> Result<Account, Box<dyn Error>> {
    Ok(Account {
        id: id(number),
        email: Email::try_new(&format!("person{number}@school.example"))?,
        first_name: name.parse()?,
        last_name: "Santos".parse()?,
        roles: Roles::only(role),
        activity: Activity::Active,
        created_at: DateTime::UNIX_EPOCH,
        version: Version::FIRST,
    })
}
