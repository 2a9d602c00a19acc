mod conversations;
mod homework;
mod notices;

use std::{
    collections::{HashMap, HashSet},
    time::Instant,
};

use application::{
    Caller, Database, PageRequest, Sort, StoreError,
    enrollment::EnrollmentFilter,
    identity::{AccountFilter, PasswordHash, PasswordHasher},
    structure::SectionFilter,
};
use chrono::{DateTime, TimeDelta, Utc};
use credentials::BcryptHasher;
use domain::{
    access::{ActionKind, ManageAccount},
    enrollment::EnrollmentStatus,
    identity::{GuardianRights, NewAccount, Role, UserId},
    structure::{SchoolYearId, Section, SectionId},
};
use storage::Storage;
use tempfile::TempDir;
use testkit::TestDatabase;

use super::{
    DemoError, Legal, Loaded,
    calendar::{Calendar, day_of},
    data::staff::{ADMINISTRATOR_HASH, EVERYONE_HASH, PARENT, STUDENT, TEACHER_AND_PARENT},
    ids::Ids,
    load,
    plan::{Fate, Link, Login, Person, Plan},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Moments at which calendars are odd: leap days, ends of years and of school years, midnights in Manila.
const MOMENTS: [&str; 12] = [
    "2026-11-23T09:16:30Z",
    "2028-02-29T12:00:00Z",
    "2028-02-28T16:00:00Z",
    "2027-06-01T00:00:00Z",
    "2027-05-31T15:59:59Z",
    "2027-05-31T16:00:00Z",
    "2027-03-31T15:59:59Z",
    "2027-04-30T23:00:00Z",
    "2026-12-31T23:59:59Z",
    "2027-01-01T00:00:00Z",
    "2029-06-03T03:00:00Z",
    "2026-06-01T08:00:00Z",
];

fn moments() -> impl Iterator<Item = DateTime<Utc>> {
    MOMENTS.iter().filter_map(|moment| moment.parse().ok())
}

/// An empty store of files, for as long as its directory is kept.
fn store_of_files() -> Result<(TempDir, Storage), Box<dyn std::error::Error>> {
    let directory = TempDir::new()?;
    let storage = Storage::on_disk(directory.path())?;
    Ok((directory, storage))
}

fn holders(plan: &Plan, role: Role) -> Vec<&Person> {
    plan.people.iter().filter(|person| person.account.roles.contains(role)).collect()
}

fn person<'a>(plan: &'a Plan, address: &str) -> Option<&'a Person> {
    plan.people.iter().find(|person| person.account.email.as_str() == address)
}

#[test]
fn the_same_moment_gives_the_same_school() -> Outcome {
    assert_eq!(moments().count(), MOMENTS.len());
    for now in moments() {
        let (once, again) = (Plan::for_a_school_at(now)?, Plan::for_a_school_at(now)?);
        assert_eq!(format!("{once:?}"), format!("{again:?}"));
        assert_eq!(once.people[0].account.id, Ids::administrator());
    }
    Ok(())
}

#[test]
fn counts_are_as_designed_whatever_the_moment() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let many = |role| holders(&plan, role).len();
        assert_eq!(many(Role::Admin), 1);
        // One of them has left.
        assert_eq!(many(Role::Teacher), 25 + 1);
        assert_eq!(many(Role::Student), 350);
        assert_eq!((plan.levels.len(), plan.subjects.len()), (6, 52));
        assert_eq!((plan.years.len(), plan.terms.len()), (3, 12));
        assert_eq!(plan.sections.len(), 10 + 12);
        assert_eq!(
            holders(&plan, Role::Student).len(),
            plan.histories.iter().filter(|it| it.school_year == plan.years[1].id).count()
        );
        assert_eq!(plan.people.iter().filter(|person| person.left.is_some()).count(), 2);
        let invited = plan.people.iter().filter(|person| person.login == Login::Invited).count();
        assert!((5..=25).contains(&invited), "{invited}");
    }
    Ok(())
}

#[test]
fn no_section_holds_more_than_its_room_and_one_is_full() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let mut placed: HashMap<SectionId, usize> = HashMap::new();
        for (_, section) in plan.histories.iter().filter_map(|history| history.place) {
            *placed.entry(section).or_default() += 1;
        }
        for section in &plan.sections {
            let students = placed.get(&section.id).copied().unwrap_or_default();
            assert!(students <= usize::from(section.facts.capacity.seats()), "{section:?}");
            assert!(students >= 12, "{section:?}");
        }
        let of_current = |section: &&Section| section.school_year == plan.years[1].id;
        let current: Vec<_> =
            plan.sections.iter().filter(of_current).map(|section| placed[&section.id]).collect();
        assert_eq!(current.iter().sum::<usize>(), 300);
        assert_eq!(current.iter().filter(|students| **students == 30).count(), 1);
        assert_eq!(
            plan.sections.iter().filter(of_current).filter(|it| it.facts.adviser.is_none()).count(),
            1
        );
    }
    Ok(())
}

#[test]
fn applications_stand_everywhere_and_came_there_in_the_past() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let since: HashMap<UserId, DateTime<Utc>> =
            plan.people.iter().map(|person| (person.account.id, person.since)).collect();
        let mut statuses = HashSet::new();
        for history in &plan.histories {
            let ordered = history.steps.windows(2).all(|pair| pair[0].at < pair[1].at);
            assert!(ordered, "{history:?}");
            let (first, last) = (&history.steps[0], &history.steps[history.steps.len() - 1]);
            assert!(since[&history.student] < first.at && last.at < now, "{history:?}");
            assert!(history.steps.iter().all(|step| since[&step.by] < step.at), "{history:?}");
            assert_eq!(history.place.is_some(), last.to == EnrollmentStatus::Enrolled);
            statuses.insert(last.to);
        }
        assert_eq!(statuses.len(), EnrollmentStatus::ALL.len());
        for person in &plan.people {
            assert!(person.since < now, "{person:?}");
            assert!(person.left.is_none_or(|left| person.since < left && left < now), "{person:?}");
            let Login::Used { last, .. } = person.login else { continue };
            assert!(person.since < last && last <= person.left.unwrap_or(now), "{person:?}");
        }
    }
    Ok(())
}

#[test]
fn the_year_is_the_one_that_the_database_will_call_current() -> Outcome {
    for (now, name) in [
        ("2027-03-31T15:59:59Z", "2026–2027"),
        ("2027-04-15T00:00:00Z", "2026–2027"),
        ("2027-05-31T15:59:59Z", "2026–2027"),
        ("2027-05-31T16:00:00Z", "2027–2028"),
        ("2026-12-31T23:59:59Z", "2026–2027"),
    ] {
        assert_eq!(Calendar::around(now.parse()?)?.current.name, name, "{now}");
    }
    Ok(())
}

#[test]
fn guardians_of_every_kind_occur() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let today = day_of(now);
        let mut children: HashMap<UserId, HashSet<UserId>> = HashMap::new();
        for link in &plan.links {
            children.entry(link.guardian).or_default().insert(link.student);
        }
        let sizes: HashSet<usize> = children.values().map(HashSet::len).collect();
        assert_eq!(sizes, HashSet::from([1, 2, 3, 4]));
        let some = |is: &dyn Fn(&Link) -> bool| plan.links.iter().filter(|link| is(link)).count();
        assert!(some(&|link| !link.terms.rights.money && link.terms.rights.academics) > 5);
        assert!(some(&|link| !link.terms.rights.academics && link.terms.rights.money) > 2);
        let contact_only = GuardianRights { academics: false, money: false, contact: true };
        assert!(some(&|link| link.terms.rights == contact_only) > 2);
        assert!(some(&|link| link.terms.ends_on.is_some_and(|end| end < today)) > 2);
        assert!(some(&|link| link.terms.starts_on > today) > 2);
        let linked: HashSet<UserId> = plan.links.iter().map(|link| link.student).collect();
        assert_eq!(holders(&plan, Role::Student).len() - linked.len(), 14);
        assert!(
            plan.links.iter().all(|link| link.terms.ends_on.is_none_or(|end| link.terms.starts_on <= end))
        );
    }
    Ok(())
}

#[test]
fn the_accounts_that_the_documentation_names_are_as_it_says() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        for role in [
            "principal",
            "coordinator",
            "registrar",
            "accounting",
            "guidance",
            "teacher",
            "student",
            "parent",
        ] {
            let known = person(&plan, &format!("{role}@school.local")).ok_or(role)?;
            assert!(matches!(known.login, Login::Used { hash: EVERYONE_HASH, .. }), "{role}");
        }
        let student = person(&plan, STUDENT).ok_or("no student")?.account.id;
        let histories: Vec<_> = plan.histories.iter().filter(|history| history.student == student).collect();
        assert!(matches!(histories[..], [past, open]
            if past.place.is_some() && open.steps.last().is_some_and(|step| step.to == EnrollmentStatus::UnderReview)));
        let parent = person(&plan, PARENT).ok_or("no parent")?.account.id;
        let links: Vec<_> = plan.links.iter().filter(|link| link.guardian == parent).collect();
        assert_eq!(links.len(), 2);
        assert!(links.iter().any(|link| link.student == student));
        let both = person(&plan, TEACHER_AND_PARENT).ok_or("no teacher who is a parent")?;
        assert_eq!(both.account.roles.all(), [Role::Teacher, Role::Parent]);
        assert_eq!(plan.links.iter().filter(|link| link.guardian == both.account.id).count(), 2);
    }
    Ok(())
}

#[test]
fn the_hashes_are_of_the_passwords_that_the_documentation_tells() -> Outcome {
    let hasher = BcryptHasher::new(4)?;
    for (password, hash) in [("Admin#12345", ADMINISTRATOR_HASH), ("Homeroom#2026", EVERYONE_HASH)] {
        assert!(hash.starts_with(&format!("$2b${}$", BcryptHasher::COST)));
        assert!(hasher.verify(password, &PasswordHash(hash.to_owned())));
    }
    Ok(())
}

#[test]
fn loading_twice_makes_one_school() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let db = database.database();
    let now = MOMENTS[0].parse()?;
    let began = Instant::now();
    assert_eq!(load(db, &files, now)?, Loaded::Made);
    println!("the demo school was made in {:?}", began.elapsed());
    let year = Plan::for_a_school_at(now)?.years[1].id;
    let before = census(db, year)?;
    println!("{before:?}");
    let began = Instant::now();
    assert_eq!(load(db, &files, now + TimeDelta::days(400))?, Loaded::AlreadyThere);
    println!("it was found again in {:?}", began.elapsed());
    assert_eq!(census(db, year)?, before);
    let count = |name: &str| before.iter().find(|(counted, _)| counted == name).map(|(_, count)| *count);
    assert_eq!((count("active student"), count("inactive student")), (Some(349), Some(1)));
    assert_eq!((count("sections"), count("placed"), count("enrolled")), (Some(12), Some(301), Some(300)));
    assert_eq!((count("applications"), count("without guardian")), (Some(350), Some(14)));
    assert!(EnrollmentStatus::ALL.iter().all(|status| count(status.code()) >= Some(4)));
    Ok(())
}

#[test]
fn a_school_that_holds_people_is_left_alone() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let db = database.database();
    let now = "2026-11-23T09:16:30Z".parse()?;
    let plan = Plan::for_a_school_at(now)?;
    db.atomically(&Caller::system("test"), |store| {
        let somebody = plan.people[1].account.clone();
        let permitted = Caller::system("test").may::<ManageAccount<NewAccount>>(somebody).legal()?;
        Ok::<_, DemoError>(store.add_account(&permitted.create(now))?)
    })?;
    assert!(matches!(load(db, &files, now), Err(DemoError::NotEmpty)));
    Ok(())
}

/// What the database counts, of people and in one year.
fn census(db: &dyn Database, year: SchoolYearId) -> Result<Vec<(String, u32)>, Box<dyn std::error::Error>> {
    let caller = Caller::system("test");
    let (accounts, sections, applications) = (
        caller.scope(ActionKind::ReadAccounts)?,
        caller.scope(ActionKind::ReadSections)?,
        caller.scope(ActionKind::ReadEnrollment)?,
    );
    let page = PageRequest::default();
    Ok(db.snapshot(|store| {
        let mut counts = Vec::new();
        let people = store.account_counts(&accounts)?;
        for (role, active, inactive) in people.by_role {
            counts.push((format!("active {role}"), active));
            counts.push((format!("inactive {role}"), inactive));
        }
        counts.push(("never logged in".to_owned(), people.never_logged_in));
        let without_guardian = AccountFilter { without_guardian: true, ..AccountFilter::default() };
        let lonely = store.accounts(&accounts, &without_guardian, &Sort::default(), page)?.total;
        counts.push(("without guardian".to_owned(), lonely));
        let of_year = SectionFilter { school_year: Some(year), ..SectionFilter::default() };
        let all = store.sections(&sections, &of_year, &Sort::default(), page)?;
        counts.push(("sections".to_owned(), all.total));
        counts.push(("placed".to_owned(), all.items.iter().map(|view| view.section.enrolled).sum()));
        for count in store.status_counts(&applications, Some(year))? {
            counts.push((count.status.to_string(), count.count));
        }
        let of_year = EnrollmentFilter { school_year: Some(year), ..EnrollmentFilter::default() };
        let all = store.progresses(&applications, &of_year, &Sort::default(), page)?;
        counts.push(("applications".to_owned(), all.total));
        Ok::<_, StoreError>(counts)
    })?)
}

#[test]
fn meetings_are_held_by_teachers_of_their_sections_and_one_is_live() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let of = |is: fn(&Fate) -> bool| plan.meetings.iter().filter(|one| is(&one.fate)).count();
        assert_eq!(of(|fate| matches!(fate, Fate::Live { .. })), 1, "{now}");
        for fate in [
            of(|fate| matches!(fate, Fate::Scheduled)),
            of(|fate| matches!(fate, Fate::Ended { .. })),
            of(|fate| matches!(fate, Fate::Cancelled { .. })),
        ] {
            assert!(fate > 0, "{now}: {fate}");
        }
        for meeting in &plan.meetings {
            let (host, section) = (meeting.new.host, meeting.new.section);
            assert!(plan.lessons.iter().any(|one| one.teacher == host && one.section == section), "{now}");
            let is_past = meeting.new.facts.time.starts_at() <= now;
            assert_eq!(is_past, matches!(meeting.fate, Fate::Live { .. } | Fate::Ended { .. }), "{now}");
        }
    }
    Ok(())
}
