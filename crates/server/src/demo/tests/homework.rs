use actix_web::rt::Runtime;
use application::{
    Caller, Constraint, PageRequest, Sort, StoreError,
    files::{FileStorage, KeptFile, StoredObject},
    modules::ModuleFilter,
    tasks::{SubmissionFilter, TaskEyes, TaskFilter, TaskScopes},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{ActionKind, ManageSettings},
    identity::UserId,
    settings::SettingsValues,
};
use futures_util::StreamExt as _;
use testkit::TestDatabase;

use super::{MOMENTS, Outcome, moments, person, store_of_files};
use crate::demo::{
    DemoError, Legal, Loaded,
    calendar::day_of,
    data::{
        sheets::Sheet,
        staff::{PARENT, STUDENT, TEACHER_AND_PARENT},
    },
    files::Landed,
    load,
    plan::{Plan, Task},
};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

#[test]
fn tasks_of_every_kind_are_set_by_whoever_teaches_the_subject() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let some = |is: &dyn Fn(&Task) -> bool| plan.tasks.iter().filter(|task| is(task)).count();
        let due = |task: &Task| task.facts.closing.due_at();
        let closes = |task: &Task| task.facts.closing.closes_at();
        for kind in [
            some(&|task| task.is_published && due(task) <= now),
            some(&|task| task.is_published && due(task) > now),
            some(&|task| task.is_published && due(task) <= now && closes(task) > now),
            some(&|task| task.is_published && due(task) == closes(task)),
            some(&|task| !task.is_published),
            some(&|task| task.returned.is_some()),
        ] {
            assert!(kind >= 12, "{now}: {kind}");
        }
        for task in &plan.tasks {
            assert!(plan.lessons.iter().any(|lesson| lesson.id == task.lesson.id), "{now}: {task:?}");
            assert!(task.since < now && task.returned.is_none_or(|at| at < now), "{now}: {task:?}");
            assert!(task.is_published || task.hand_ins.is_empty() && task.begun.is_empty(), "{task:?}");
        }
    }
    Ok(())
}

#[test]
fn hand_ins_came_while_they_were_accepted_and_before_they_were_graded() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let (mut late, mut second, mut ungraded) = (0, 0, 0);
        for task in &plan.tasks {
            for one in &task.hand_ins {
                assert!(task.since < one.at && one.at <= now, "{now}: {one:?}");
                assert!(one.at <= task.facts.closing.closes_at(), "{now}: {one:?}");
                late += usize::from(task.facts.closing.is_late(one.at));
                second += usize::from(one.number == 2);
                ungraded += usize::from(one.grade.is_none());
                let Some(grade) = &one.grade else { continue };
                assert!(one.at <= grade.at && grade.at < now, "{now}: {one:?}");
                assert!(task.returned.is_none_or(|at| grade.at < at), "{now}: {task:?}");
            }
        }
        assert!(late > 10 && second > 10 && ungraded > 50, "{now}: {late} {second} {ungraded}");
    }
    Ok(())
}

/// When a student handed in last, and whether that has a score. Versions are numbered as they came.
fn latest(task: &Task, student: UserId) -> Option<(DateTime<Utc>, bool)> {
    let theirs: Vec<_> = task.hand_ins.iter().filter(|one| one.student == student).collect();
    assert!(theirs.iter().map(|one| one.number).eq(1..=u32::try_from(theirs.len()).unwrap_or(0)));
    theirs.last().map(|one| (one.at, one.grade.is_some()))
}

/// What the section of a student sees.
fn tasks_for(plan: &Plan, student: UserId) -> impl Iterator<Item = &Task> {
    let year = plan.years[1].id;
    let mut histories =
        plan.histories.iter().filter(move |one| one.student == student && one.school_year == year);
    let placed = histories.find_map(|one| one.place).map(|(_, section)| section);
    let welcomed = plan.guests.iter().find(|guest| guest.student == student).map(|guest| guest.section);
    let section = placed.or(welcomed);
    plan.tasks.iter().filter(move |task| task.is_published && Some(task.lesson.section) == section)
}

#[test]
fn whoever_people_log_in_as_finds_work() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        // In the first weeks of a year nobody has done much.
        let is_early = day_of(now) - plan.years[1].period.starts_on() < TimeDelta::days(30);
        for (address, role) in [("teacher@school.local", "teacher"), (TEACHER_AND_PARENT, "both")] {
            let teacher = person(&plan, address).ok_or(role)?.account.id;
            let own: Vec<_> = plan.tasks.iter().filter(|task| task.lesson.teacher == teacher).collect();
            let waits = own.iter().any(|task| task.hand_ins.iter().any(|one| one.grade.is_none()));
            assert!(waits && own.iter().any(|task| !task.is_published), "{now}: {address}");
        }
        let parents = [PARENT, TEACHER_AND_PARENT].map(|address| person(&plan, address));
        let is_theirs = |guardian| parents.iter().flatten().any(|parent| parent.account.id == guardian);
        let children: Vec<_> = plan.links.iter().filter(|link| is_theirs(link.guardian)).collect();
        assert_eq!(children.len(), 4);
        for child in children.iter().map(|link| link.student).filter(|_| !is_early) {
            let (mut due, mut late, mut scores) = (0, 0, 0);
            for task in tasks_for(&plan, child) {
                let closing = task.facts.closing;
                match latest(task, child) {
                    None if closing.due_at() > now => due += 1,
                    None if !closing.is_closed(now) => late += 1,
                    Some((_, true)) if task.returned.is_some() => scores += 1,
                    _ => {}
                }
            }
            assert!(due >= 2 && late >= 1 && scores >= 1, "{now}: {child} {due} {late} {scores}");
        }
        let student = person(&plan, STUDENT).ok_or("no student")?.account.id;
        let mut begun = plan.tasks.iter().flat_map(|task| &task.begun);
        assert!(begun.any(|begun| begun.student == student), "{now}");
    }
    Ok(())
}

#[test]
fn the_bytes_of_what_is_given_out_are_in_the_store() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let (db, now) = (database.database(), MOMENTS[0].parse()?);
    load(db, &files, now)?;
    let plan = Plan::for_a_school_at(now)?;
    let kept = db.snapshot(|store| {
        let kept: Result<Vec<_>, StoreError> =
            plan.modules.iter().map(|module| store.kept_file(module.file)).collect();
        kept
    })?;
    let kept: Vec<KeptFile> = kept.into_iter().flatten().collect();
    assert_eq!(kept.len(), plan.modules.len());
    for (module, kept) in plan.modules.iter().zip(&kept) {
        let stored = kept.file.stored().ok_or("it is not clean")?;
        let bytes = bytes_of(&files, kept, stored.size)?;
        // A picture is drawn anew.
        assert!(module.sheet == Sheet::Chart || bytes == module.sheet.bytes(), "{:?}", module.sheet);
    }
    let pictures = kept.iter().filter(|kept| kept.preview_size.is_some()).count();
    let objects = objects_in(&files)?;
    assert_eq!(objects.len(), kept.len() + pictures);
    load(db, &files, now)?;
    assert_eq!(objects_in(&files)?, objects, "loading it again stores nothing");
    Ok(())
}

#[test]
fn what_is_planned_is_what_the_database_holds() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let (db, now) = (database.database(), MOMENTS[0].parse()?);
    load(db, &files, now)?;
    let plan = Plan::for_a_school_at(now)?;
    let caller = Caller::system("test");
    let scopes = TaskScopes {
        read: caller.scope(ActionKind::ReadTasks)?,
        drafts: Some(caller.scope(ActionKind::ReadDraftTasks)?),
        grade: None,
    };
    let (submissions, modules) =
        (caller.scope(ActionKind::ReadSubmissions)?, caller.scope(ActionKind::ReadModules)?);
    let (page, eyes) = (PageRequest::default(), TaskEyes::default());
    let (tasks, all, returned, modules) = db.snapshot(|store| {
        let tasks = store.tasks(&scopes, &eyes, &TaskFilter::default(), &Sort::default(), page, now)?;
        let mut many = |filter: SubmissionFilter| {
            Ok::<_, StoreError>(store.submissions(&submissions, &filter, &Sort::default(), page)?.total)
        };
        let all = many(SubmissionFilter { earlier: true, ..SubmissionFilter::default() })?;
        let returned = many(SubmissionFilter { returned: Some(true), ..SubmissionFilter::default() })?;
        let modules = store.modules(&modules, None, &ModuleFilter::default(), &Sort::default(), page)?;
        Ok::<_, StoreError>((tasks.total, all, returned, modules.total))
    })?;
    assert_eq!(usize::try_from(tasks)?, plan.tasks.len());
    assert_eq!(usize::try_from(all)?, plan.tasks.iter().flat_map(|task| &task.hand_ins).count());
    let seen = plan.tasks.iter().filter(|task| task.returned.is_some()).flat_map(|task| &task.hand_ins);
    assert_eq!(usize::try_from(returned)?, seen.filter(|one| one.grade.is_some()).count());
    assert_eq!(usize::try_from(modules)?, plan.modules.len());
    println!("{tasks} tasks, {all} hand-ins, {returned} returned, {modules} modules");
    Ok(())
}

#[test]
fn a_school_that_is_not_made_leaves_no_file() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let (db, now) = (database.database(), MOMENTS[0].parse()?);
    db.atomically(&Caller::system("test"), |store| {
        let settings = store.settings_for_update()?;
        let (version, values) = (settings.version, settings.values.clone());
        let values = SettingsValues { section_quota_bytes: 1, ..values };
        let permitted = Caller::system("test").may::<ManageSettings>(settings).legal()?;
        Ok::<_, DemoError>(store.save_settings(&permitted.change(values, version).legal()?)?)
    })?;
    let refused = load(db, &files, now);
    let is_full = |refused: &Result<Loaded, DemoError>| {
        matches!(refused, Err(DemoError::Store(StoreError::Violated(Constraint::SectionQuota))))
    };
    assert!(is_full(&refused), "{refused:?}");
    assert_eq!(objects_in(&files)?, []);

    let landed = Landed::of(&Plan::for_a_school_at(now)?, &files)?;
    assert!(objects_in(&files)?.len() > 40, "the files do land before the records are made");
    landed.take_away(&files);
    assert_eq!(objects_in(&files)?, []);
    Ok(())
}

fn objects_in(files: &dyn FileStorage) -> Fallible<Vec<StoredObject>> {
    Ok(Runtime::new()?.block_on(files.list(None, 1000))?)
}

fn bytes_of(files: &dyn FileStorage, kept: &KeptFile, size: u64) -> Fallible<Vec<u8>> {
    Runtime::new()?.block_on(async {
        let mut bytes = Vec::new();
        let mut stream = files.read(kept.key, 0..size).await?;
        while let Some(part) = stream.next().await {
            bytes.extend_from_slice(&part?);
        }
        Ok(bytes)
    })
}
