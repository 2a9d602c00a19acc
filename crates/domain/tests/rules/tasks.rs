//! What may become of a task and of what is handed in for it, and who may.

use chrono::{DateTime, TimeDelta, Utc};
use homeroom_domain::{
    Version,
    access::{
        Actor, Denied, GradeSubmission, HandIn, ManageTask, ReadRoster, ReadScore, ReadSectionTasks,
        ReadSubmission, ReadTask, ReturnScores, Standing, Teaching,
    },
    identity::{GuardianRights, Role},
    tasks::{
        self, Closing, Draft, DraftRefused, GradeRefused, HandInRefused, NewTask, Points, Score,
        ScoreRefused, SectionTasks, Submission, SubmissionState, Task, TaskFacts, TaskRefused, TaskState,
    },
};
use proptest::{collection::vec, prelude::*};

use crate::support::{guardian_of, id, legal, moment, person, placed_in, standing, text, version};

const TEACHER: u128 = 1;
const STUDENT: u128 = 2;
const SECTION: u128 = 11;
const SUBJECT: u128 = 901;

fn at(hours: i64) -> DateTime<Utc> {
    moment(hours * 3600)
}

fn points(number: u32) -> Points {
    legal(Points::try_new(number))
}

/// Due after a hundred hours, and accepted for ten more.
fn facts() -> TaskFacts {
    let closing = legal(Closing::try_new(at(100), at(110)));
    TaskFacts { title: text("Fractions"), instructions: None, points: points(20), closing }
}

fn task(state: TaskState) -> Task {
    let (section, subject, author) = (id(SECTION), id(SUBJECT), id(TEACHER));
    Task { id: id(9600), section, subject, author, facts: facts(), state, version: version(1) }
}

fn published() -> Task {
    task(TaskState::Published { published_at: at(1) })
}

fn submission(student: u128, number: u32) -> Submission {
    Submission {
        id: id(9700),
        task: id(9600),
        section: id(SECTION),
        subject: id(SUBJECT),
        student: id(student),
        number,
        text: None,
        submitted_at: at(50),
        late: false,
        points: points(20),
        state: SubmissionState::HandedIn,
        version: version(1),
    }
}

fn teaching(subject: Option<u128>) -> Standing {
    let subject = subject.map(id);
    Standing { teaches: vec![Teaching { section: id(SECTION), subject }], ..Standing::default() }
}

fn teacher() -> Actor {
    standing(TEACHER, &[Role::Teacher], teaching(Some(SUBJECT)))
}

/// Teaches something else in the section, or is its adviser.
fn colleagues() -> [Actor; 2] {
    [Some(900), None].map(|subject| standing(5, &[Role::Teacher], teaching(subject)))
}

fn student() -> Actor {
    standing(STUDENT, &[Role::Student], placed_in(id(SECTION)))
}

fn parent(rights: GuardianRights) -> Actor {
    standing(6, &[Role::Parent], guardian_of(id(STUDENT), rights, &[id(SECTION)]))
}

fn change(
    task: Task,
    publish: bool,
    expected: Version,
    judged: (bool, Option<Score>),
    points: Points,
) -> Result<Task, TaskRefused> {
    let facts = TaskFacts { points, ..facts() };
    let permitted = legal(teacher().may::<ManageTask>(task));
    permitted.change(facts, publish, expected, judged, at(7)).map(tasks::TaskSaved::into_task)
}

#[test]
fn a_task_is_published_and_hidden_again_until_somebody_hands_in() {
    let shown = legal(change(task(TaskState::Draft), true, version(1), (false, None), points(20)));
    assert_eq!((shown.state, shown.version), (TaskState::Published { published_at: at(7) }, version(2)));
    let still = legal(change(published(), true, version(1), (true, None), points(20)));
    assert_eq!(still.state, TaskState::Published { published_at: at(1) }, "since when it is stays");
    let hidden = legal(change(published(), false, version(1), (false, None), points(20)));
    assert_eq!(hidden.state, TaskState::Draft);
    let refused = change(published(), false, version(1), (true, None), points(20));
    assert_eq!(refused.err(), Some(TaskRefused::HasSubmissions));
    let stale = change(published(), true, version(2), (false, None), points(20));
    assert!(matches!(stale, Err(TaskRefused::Stale(_))));
}

#[test]
fn points_stay_above_every_score() {
    let highest = Score::from_hundredths(1701);
    let with = |number| change(published(), true, version(1), (true, Some(highest)), points(number));
    assert_eq!(with(17).err(), Some(TaskRefused::ScoresExceedPoints { highest }));
    assert_eq!(legal(with(18)).facts.points, points(18));
}

#[test]
fn a_task_goes_while_nobody_has_handed_in() {
    let delete = |expected, has_submissions| {
        legal(teacher().may::<ManageTask>(published())).delete(expected, has_submissions).map(drop)
    };
    assert_eq!(delete(version(1), false), Ok(()));
    assert_eq!(delete(version(1), true), Err(TaskRefused::HasSubmissions));
    assert!(matches!(delete(version(2), false), Err(TaskRefused::Stale(_))));
}

fn hand_in(task: Task, words: Option<&str>, now: DateTime<Utc>) -> Result<Submission, HandInRefused> {
    let permitted = legal(student().may::<HandIn>(tasks::HandIn { task, student: id(STUDENT) }));
    let words = words.map(|words| legal(words.parse()));
    permitted.hand_in(id(1), 3, words, Vec::new(), now).map(|new| new.submission().clone())
}

#[test]
fn what_is_handed_in_is_in_time_late_or_refused_to_the_second() {
    let of = |now| hand_in(published(), Some("Done"), now).map(|handed_in| handed_in.late);
    let second = TimeDelta::seconds(1);
    assert_eq!(of(at(100)), Ok(false));
    assert_eq!(of(at(100) + second), Ok(true));
    assert_eq!(of(at(110)), Ok(true));
    assert_eq!(of(at(110) + second), Err(HandInRefused::Closed { closed_at: at(110) }));
    assert_eq!(hand_in(published(), None, at(1)).err(), Some(HandInRefused::Nothing));
    assert_eq!(legal(hand_in(published(), Some("Done"), at(1))).number, 3);
}

#[test]
fn a_draft_is_written_from_the_version_that_was_read_and_is_text() {
    let write = |before: &Draft, typed: &str, expected| {
        let work = tasks::HandIn { task: published(), student: id(STUDENT) };
        let permitted = legal(student().may::<HandIn>(work));
        permitted.write(before, typed.to_owned(), expected, at(500)).map(|saved| saved.draft().clone())
    };
    let kept = legal(write(&Draft::empty(), "  So far", version(1)));
    assert_eq!(kept, Draft { text: "  So far".into(), version: version(2), updated_at: Some(at(500)) });
    assert!(matches!(write(&kept, "x", version(1)), Err(DraftRefused::Stale(_))));
    assert!(write(&kept, &"é".repeat(Draft::LONGEST), version(2)).is_ok());
    for wrong in ["é".repeat(Draft::LONGEST + 1), "a\0b".into()] {
        assert_eq!(write(&kept, &wrong, version(2)).err(), Some(DraftRefused::Text));
    }
}

fn grade(before: Submission, score: f64, expected: Version, newest: u32) -> Result<Submission, GradeRefused> {
    let permitted = legal(teacher().may::<GradeSubmission>(before));
    let graded = permitted.grade((score, None), expected, newest, (id(TEACHER), at(60)));
    graded.map(tasks::SubmissionSaved::into_submission)
}

fn give_back(before: Submission, expected: Version, now: DateTime<Utc>) -> Result<Submission, GradeRefused> {
    let permitted = legal(teacher().may::<GradeSubmission>(before));
    permitted.give_back(expected, now).map(tasks::SubmissionSaved::into_submission)
}

#[test]
fn a_score_is_given_from_the_version_that_was_read_to_the_latest_hand_in() {
    let graded = legal(grade(submission(STUDENT, 1), 17.25, version(1), 1));
    assert_eq!(graded.state.grade().map(|grade| grade.score), Some(Score::from_hundredths(1725)));
    assert!(matches!(grade(graded, 3.0, version(1), 1), Err(GradeRefused::Stale(_))));
    let refused = |score, newest| grade(submission(STUDENT, 1), score, version(1), newest).err();
    assert_eq!(refused(1.0, 2), Some(GradeRefused::NotLatest { newest: 2 }));
    let above = ScoreRefused::AbovePoints { points: points(20) };
    assert_eq!(refused(20.01, 1), Some(GradeRefused::Score(above)));
    assert_eq!(refused(-1.0, 1), Some(GradeRefused::Score(ScoreRefused::NotAScore)));
}

#[test]
fn what_is_returned_stays_returned() {
    assert_eq!(give_back(submission(STUDENT, 1), version(1), at(70)).err(), Some(GradeRefused::NotGraded));
    let graded = legal(grade(submission(STUDENT, 1), 10.0, version(1), 1));
    let returned = legal(give_back(graded, version(2), at(70)));
    assert_eq!((returned.state.returned_at(), returned.version), (Some(at(70)), version(3)));
    assert_eq!(give_back(returned.clone(), version(3), at(80)), Ok(returned.clone()));
    let corrected = legal(grade(returned, 12.0, version(3), 1));
    assert_eq!(corrected.state.returned_at(), Some(at(70)));
}

/// What somebody may do: see a published task and a draft, change one, score a hand-in, see its score before
/// it is returned, see the roster, return all.
fn rights(actor: &Actor) -> [Result<(), Denied>; 7] {
    [
        actor.may::<ReadTask>(published()).map(drop),
        actor.may::<ReadTask>(task(TaskState::Draft)).map(drop),
        actor.may::<ManageTask>(published()).map(drop),
        actor.may::<GradeSubmission>(submission(STUDENT, 1)).map(drop),
        actor.may::<ReadScore>(legal(grade(submission(STUDENT, 1), 1.0, version(1), 1))).map(drop),
        actor.may::<ReadRoster>(published()).map(drop),
        actor.may::<ReturnScores>(published()).map(drop),
    ]
}

#[test]
fn the_subject_decides_who_changes_and_the_section_who_reads() {
    const YES: Result<(), Denied> = Ok(());
    const NO: Result<(), Denied> = Err(Denied::Forbidden);
    const HIDDEN: Result<(), Denied> = Err(Denied::Hidden);
    assert_eq!(rights(&teacher()), [YES; 7]);
    for colleague in colleagues() {
        assert_eq!(rights(&colleague), [YES, YES, NO, NO, YES, YES, NO]);
    }
    for role in [Role::Admin, Role::Principal, Role::AcademicCoordinator] {
        assert_eq!(rights(&person(7, &[role])), [YES, YES, NO, NO, YES, YES, NO]);
    }
    assert_eq!(rights(&student()), [YES, HIDDEN, NO, NO, NO, NO, NO]);
    assert_eq!(rights(&parent(GuardianRights::ALL)), [YES, HIDDEN, NO, NO, NO, NO, NO]);
    let elsewhere = [
        parent(GuardianRights { academics: false, ..GuardianRights::ALL }),
        standing(3, &[Role::Student], placed_in(id(12))),
        person(1, &[Role::Teacher]),
        person(7, &[Role::Registrar]),
    ];
    for stranger in elsewhere {
        assert_eq!(rights(&stranger), [HIDDEN; 7]);
    }
}

#[test]
fn a_teacher_sets_tasks_in_the_own_subject_alone() {
    let set = |actor: &Actor, section, subject| {
        let new = NewTask { section: id(section), subject: id(subject), facts: facts(), publish: true };
        actor.may::<ManageTask<NewTask>>(new).map(drop)
    };
    assert_eq!(set(&teacher(), SECTION, SUBJECT), Ok(()));
    assert_eq!(set(&teacher(), SECTION, 900), Err(Denied::Forbidden));
    assert_eq!(set(&teacher(), 12, SUBJECT), Err(Denied::Forbidden), "teachers know of every section");
    assert_eq!(set(&student(), 12, SUBJECT), Err(Denied::Hidden));
}

#[test]
fn a_student_works_for_as_long_as_the_section_is_the_own_and_keeps_what_was_handed_in() {
    let work = || tasks::HandIn { task: published(), student: id(STUDENT) };
    let moved = standing(STUDENT, &[Role::Student], placed_in(id(12)));
    assert!(student().may::<HandIn>(work()).is_ok());
    assert_eq!(moved.may::<HandIn>(work()).map(drop), Err(Denied::Hidden));
    assert!(moved.may::<ReadSubmission>(submission(STUDENT, 1)).is_ok());
    assert_eq!(student().may::<ReadSubmission>(submission(3, 1)).map(drop), Err(Denied::Hidden));
    assert_eq!(moved.may::<ReadSectionTasks>(SectionTasks(id(SECTION))).map(drop), Err(Denied::Hidden));
    let of_another = tasks::HandIn { task: published(), student: id(3) };
    assert_eq!(student().may::<HandIn>(of_another).map(drop), Err(Denied::Forbidden));
    for other in [teacher(), parent(GuardianRights::ALL)] {
        assert_eq!(other.may::<HandIn>(work()).map(drop), Err(Denied::Forbidden));
    }
}

/// What a teacher may try with a hand-in.
#[derive(Clone, Debug)]
enum Step {
    Grade { hundredths: u32, behind: bool },
    GiveBack { behind: bool },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_u32..=2_100, any::<bool>()).prop_map(|(hundredths, behind)| Step::Grade { hundredths, behind }),
        any::<bool>().prop_map(|behind| Step::GiveBack { behind }),
    ]
}

proptest! {
    /// However a hand-in is judged: no score exceeds the points, what was seen stays seen, what was handed in
    /// stays as it was, and each change is one more version.
    #[test]
    fn judging_never_takes_anything_back(steps in vec(step(), 0..12)) {
        let mut now = submission(STUDENT, 1);
        for (number, step) in (0_i64..).zip(steps) {
            let expected = |behind: bool| if behind { now.version.next() } else { now.version };
            let outcome = match step {
                Step::Grade { hundredths, behind } => {
                    grade(now.clone(), f64::from(hundredths) / 100.0, expected(behind), 1)
                }
                Step::GiveBack { behind } => give_back(now.clone(), expected(behind), at(70 + number)),
            };
            let Ok(after) = outcome else { continue };
            prop_assert!(after.state.grade().is_some_and(|grade| grade.score.is_within(after.points)));
            if now.state.returned_at().is_some() {
                prop_assert_eq!(after.state.returned_at(), now.state.returned_at());
            }
            let unjudged = |one: &Submission| {
                Submission { state: SubmissionState::HandedIn, version: version(1), ..one.clone() }
            };
            prop_assert_eq!(unjudged(&after), unjudged(&now));
            prop_assert!(after == now || after.version == now.version.next());
            now = after;
        }
    }
}
