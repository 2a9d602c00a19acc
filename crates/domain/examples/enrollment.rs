//! An application on its way from the counter to a section.
//!
//! Run it with `cargo run -p homeroom-domain --example enrollment`.
//!
//! An application moves by a state machine. Each move needs a proof that the mover may, gives the step for
//! the history, and is refused with the moves that the school does allow.

use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use homeroom_domain::{
    Id,
    access::{Actor, ManageEnrollment, Standing},
    enrollment::{Application, EnrollmentStatus, IllegalMove, MoveRefused, Moved, Progress, Stage},
    identity::Role,
};
use uuid::Uuid;

fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

fn main() -> Result<(), Box<dyn Error>> {
    let registrar = Actor::person(id(1), vec![Role::Registrar], Standing::default());
    let (ana, sampaguita) = (id(2), id(11));
    let mut office = Office { now: DateTime::UNIX_EPOCH + TimeDelta::days(20_600), history: Vec::new() };

    println!("The registrar takes in Ana's application for Grade 7:");
    let application = Application { student: ana, school_year: id(60), grade_level: id(61) };
    let permitted = registrar.may::<ManageEnrollment<Application>>(application)?;
    let mut progress = office.file(permitted.submit(None, office.now));

    println!("\nIt goes its way, a step a day:");
    let way = [
        (Stage::DocumentsPending, Some("Please bring the birth certificate.")),
        (Stage::UnderReview, None),
        (Stage::Assessment, Some("Entrance test on Friday, 8:00.")),
        (Stage::Approved, None),
    ];
    for (stage, remarks) in way {
        progress = office.advance(&registrar, progress, stage, remarks)?;
    }

    println!("\nA step that the school does not allow is refused, and nothing changes:");
    let back =
        registrar.may::<ManageEnrollment>(progress.clone())?.advance(Stage::Submitted, None, office.now);
    if let Err(illegal) = back {
        println!("  {illegal}; it can become {}", list(illegal.allowed_next()));
    }

    println!("\nOnly “enrolled” names a section, and it cannot do without:");
    for (status, section) in
        [(EnrollmentStatus::Enrolled, None), (EnrollmentStatus::PaymentPending, Some(sampaguita))]
    {
        match Stage::try_new(status, section) {
            Err(refused @ (MoveRefused::SectionMissing | MoveRefused::SectionNotWanted)) => {
                println!("  {}: {refused}", in_words(status));
            }
            Ok(stage) => println!("  {stage:?}"),
        }
    }

    println!("\nNobody but the registrar's office moves it, and a stranger does not learn of it:");
    for (who, role, number) in [("Ana", Role::Student, 2), ("another student", Role::Student, 3)] {
        let asked = Actor::person(id(number), vec![role], Standing::default())
            .may::<ManageEnrollment>(progress.clone());
        if let Err(denied) = asked {
            println!("  {who}: {denied}");
        }
    }

    println!("\nAna gets her place:");
    progress = office.advance(&registrar, progress, Stage::Enrolled { section: sampaguita }, None)?;
    println!("  final: {}; written {} times", progress.stage.status().is_final(), progress.version.number());

    println!("\nWhat the family reads as her history:");
    for moved in &office.history {
        let step = moved.step();
        let remarks = step.remarks.as_ref().map_or(String::new(), |words| format!(" “{words}”"));
        println!("  {} {}{remarks}", step.at.date_naive(), in_words(step.to));
    }
    Ok(())
}

/// Keeps the calendar and the files. The crate does neither: time is an argument, and what must be stored
/// is handed back.
struct Office {
    now: DateTime<Utc>,
    history: Vec<Moved>,
}

impl Office {
    fn advance(
        &mut self,
        by: &Actor,
        progress: Progress,
        to: Stage,
        remarks: Option<&str>,
    ) -> Result<Progress, Box<dyn Error>> {
        self.now += TimeDelta::days(1);
        let remarks = remarks.map(str::parse).transpose()?;
        let moved: Result<Moved, IllegalMove> =
            by.may::<ManageEnrollment>(progress)?.advance(to, remarks, self.now);
        Ok(self.file(moved?))
    }

    fn file(&mut self, moved: Moved) -> Progress {
        let next = moved.progress().stage.status().allowed_next();
        println!("  {}; next: {}", in_words(moved.progress().stage.status()), list(next));
        self.history.push(moved.clone());
        moved.into_progress()
    }
}

fn list(statuses: &[EnrollmentStatus]) -> String {
    let words: Vec<_> = statuses.iter().map(|status| in_words(*status)).collect();
    if words.is_empty() { "nothing more".to_owned() } else { words.join(", ") }
}

fn in_words(status: EnrollmentStatus) -> String {
    status.code().replace('_', " ")
}
