//! The rows of the file against the domain: what the file says of a route is what the domain answers for
//! a record like the one that the route names.

use chrono::{DateTime, NaiveDate, TimeDelta};
use domain::{
    Id, Text, Version,
    access::{
        Action, ActionKind, Actor, Catalog, Child, ClassList, Converse, Denied, GradeSubmission, HandIn,
        ManageAccount, ManageAnnouncement, ManageAssignment, ManageCatalog, ManageEnrollment, ManageEvent,
        ManageGroup, ManageGuardian, ManageMeeting, ManageModule, ManageOwnAccount, ManagePlacement,
        ManageSection, ManageSettings, ManageTask, ReadAccount, ReadAnnouncement, ReadChildren,
        ReadClassList, ReadDeletedMessage, ReadEnrollment, ReadEvent, ReadGuardians, ReadMeeting, ReadModule,
        ReadRoster, ReadSection, ReadSectionTasks, ReadShelf, ReadSubmission, ReadTask, Resource,
        ReturnScores, Standing, Teaching,
    },
    chat::{Conversation, ConversationForm, DeletedMessage, NewSectionConversation, Seat},
    enrollment::{Progress, Stage},
    identity::{
        Account, Activity, Email, Guardian, GuardianRights, GuardianTerms, Relationship, Role, Roles, UserId,
    },
    meetings::{Meeting, MeetingFacts, MeetingState, MeetingTime},
    modules::{Module, ModuleFacts, Shelf},
    notices::{
        Announcement, AnnouncementAt, AnnouncementContent, Audience, EventContent, EventTime, Life,
        SchoolEvent,
    },
    settings::{Currency, Locale, Settings, SettingsValues},
    structure::{Assignment, Capacity, Placement, Section, SectionFacts, SectionId, Subject},
    tasks::{self, Closing, Points, SectionTasks, Submission, SubmissionState, Task, TaskFacts, TaskState},
};
use uuid::Uuid;

use super::{AccessMatrix, Answer, GuardianRight, Route, Situation, TargetKind};

/// The person who asks; the person whose record it is, if another; somebody's section.
const ASKER: u128 = 1;
const SOMEBODY: u128 = 2;
const SECTION: u128 = 11;
/// The subject of tasks, and another that is taught in the same section.
const SUBJECT: u128 = 901;
const OTHER_SUBJECT: u128 = 900;

fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

fn legal<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(refused) => panic!("{refused:?}"),
    }
}

fn text<const MAX: usize>(typed: &str) -> Text<MAX> {
    legal(typed.parse())
}

fn account(number: u128, role: Role) -> Account {
    Account {
        id: id(number),
        email: legal(Email::try_new("ana@school.example")),
        first_name: text("Ana"),
        last_name: text("Reyes"),
        roles: Roles::only(role),
        activity: Activity::Active,
        created_at: DateTime::UNIX_EPOCH,
        version: Version::FIRST,
    }
}

fn section() -> Section {
    let capacity = legal(Capacity::try_new(30));
    let facts = SectionFacts { name: text("Sampaguita"), adviser: None, room: None, capacity };
    let (school_year, grade_level) = (id(800), id(801));
    Section { id: id(SECTION), school_year, grade_level, facts, enrolled: 1, version: Version::FIRST }
}

fn placement(student: UserId) -> Placement {
    let placed_on = NaiveDate::default();
    Placement { id: id(70), student, section: id(SECTION), school_year: id(800), placed_on }
}

fn progress(student: UserId) -> Progress {
    Progress {
        student,
        school_year: id(800),
        grade_level: id(801),
        stage: Stage::Submitted,
        remarks: None,
        submitted_at: DateTime::UNIX_EPOCH,
        changed_at: DateTime::UNIX_EPOCH,
        changed_by: None,
        version: Version::FIRST,
    }
}

fn guardian(student: UserId) -> Guardian {
    let terms = GuardianTerms {
        relationship: Relationship::Mother,
        rights: GuardianRights::ALL,
        starts_on: NaiveDate::default(),
        ends_on: None,
    };
    Guardian { id: id(90), guardian: id(ASKER), student, terms, version: Version::FIRST }
}

fn audience() -> Audience {
    legal(Audience::try_new(false, [], [id(SECTION)]))
}

fn announcement(life: Life) -> AnnouncementAt {
    let now = DateTime::UNIX_EPOCH;
    let publish_at = if life == Life::Live { now } else { now + TimeDelta::hours(1) };
    let (body, audience) = (legal("Bring a pen.".parse()), audience());
    let content = AnnouncementContent {
        title: text("Test on Monday"),
        body,
        audience,
        pinned: false,
        publish_at,
        expires_at: None,
    };
    Announcement { id: id(60), author: None, content, version: Version::FIRST }.at(now)
}

fn event() -> SchoolEvent {
    let day = NaiveDate::default();
    let time = legal(EventTime::days(day, day));
    let content =
        EventContent { title: text("Sports day"), body: None, time, place: None, audience: audience() };
    SchoolEvent { id: id(61), author: None, content, version: Version::FIRST }
}

fn meeting(host: UserId) -> Meeting {
    let now = DateTime::UNIX_EPOCH;
    let facts = MeetingFacts {
        title: text("Review"),
        time: legal(MeetingTime::try_new(now, now + TimeDelta::hours(1))),
        url: legal("https://meet.example/abc".parse()),
    };
    let state = MeetingState::Scheduled;
    Meeting { id: id(62), host, section: id(SECTION), facts, state, version: Version::FIRST }
}

fn task(state: TaskState) -> Task {
    let now = DateTime::UNIX_EPOCH;
    let facts = TaskFacts {
        title: text("Fractions"),
        instructions: None,
        points: legal(Points::try_new(20)),
        closing: legal(Closing::try_new(now, now)),
    };
    let (section, subject, author) = (id(SECTION), id(SUBJECT), id(98));
    Task { id: id(63), section, subject, author, facts, state, version: Version::FIRST }
}

fn published() -> Task {
    task(TaskState::Published { published_at: DateTime::UNIX_EPOCH })
}

fn submission(student: UserId) -> Submission {
    Submission {
        id: id(64),
        task: id(63),
        section: id(SECTION),
        subject: id(SUBJECT),
        student,
        number: 1,
        text: None,
        submitted_at: DateTime::UNIX_EPOCH,
        late: false,
        points: legal(Points::try_new(20)),
        state: SubmissionState::HandedIn,
        version: Version::FIRST,
    }
}

/// The task as the actor would work on it.
fn work() -> tasks::HandIn {
    tasks::HandIn { task: published(), student: id(ASKER) }
}

fn module(teacher: UserId) -> Module {
    Module {
        id: id(65),
        section: id(SECTION),
        teacher,
        facts: ModuleFacts { title: text("Cells"), description: None },
        file: id(66),
        uploaded_at: DateTime::UNIX_EPOCH,
        position: 1,
        version: Version::FIRST,
    }
}

/// The place of somebody in a group.
fn seat(member: UserId) -> Seat {
    let form = ConversationForm::Group { title: text("Excursion") };
    let conversation = Conversation { id: id(67), form, last_number: 0, version: Version::FIRST };
    Seat { conversation, member, since: 0, read: 0 }
}

fn settings() -> Settings {
    let values = SettingsValues {
        school_name: text("Maple School"),
        address: None,
        time_zone: text("Asia/Manila"),
        currency: legal(Currency::try_new("PHP")),
        locale: legal(Locale::try_new("en-PH")),
        classmates_may_chat: true,
        max_upload_bytes: 1,
        section_quota_bytes: 6_000_000_000,
        person_quota_bytes: 7_000_000_000,
    };
    Settings { values, version: Version::FIRST }
}

fn all_but(right: GuardianRight) -> GuardianRights {
    match right {
        GuardianRight::Academics => GuardianRights { academics: false, ..GuardianRights::ALL },
        GuardianRight::Money => GuardianRights { money: false, ..GuardianRights::ALL },
        GuardianRight::Contact => GuardianRights { contact: false, ..GuardianRights::ALL },
    }
}

/// Somebody with this role who stands so to the records of `SOMEBODY` and to `SECTION`, in every way that
/// a database could say it, whatever the role.
fn asker(role: Role, situation: Situation, right: GuardianRight) -> Actor {
    let here: SectionId = id(SECTION);
    let child = |rights| vec![Child { student: id(SOMEBODY), rights, sections: vec![here] }];
    let in_section = |children| Standing {
        teaches: vec![Teaching { section: here, subject: Some(id(OTHER_SUBJECT)) }],
        placed_in: vec![here],
        children,
    };
    let another_child = Child { student: id(99), rights: GuardianRights::ALL, sections: vec![here] };
    let standing = match situation {
        Situation::Stranger => Standing::default(),
        Situation::Own => in_section(Vec::new()),
        Situation::Child => Standing { children: child(GuardianRights::ALL), ..Standing::default() },
        Situation::OwnSection | Situation::Addressed => in_section(vec![another_child]),
        Situation::OwnSubject => Standing {
            teaches: vec![Teaching { section: here, subject: Some(id(SUBJECT)) }],
            ..Standing::default()
        },
        Situation::LinkWithoutRight => Standing { children: child(all_but(right)), ..Standing::default() },
    };
    Actor::person(id(ASKER), vec![role], standing)
}

/// Somebody with this role who holds a meeting of `SECTION`, and teaches there.
fn host(role: Role) -> Actor {
    let teaches = vec![Teaching { section: id(SECTION), subject: Some(id(900)) }];
    Actor::person(id(ASKER), vec![role], Standing { teaches, ..Standing::default() })
}

fn asked<A: Action>(actor: &Actor, target: A::Target) -> Answer {
    match actor.may::<A>(target) {
        Ok(_) => Answer::Allowed,
        Err(Denied::Forbidden) => Answer::Forbidden,
        Err(Denied::Hidden) => Answer::Hidden,
    }
}

/// Reading settings and the catalog, for which the domain has scopes alone.
struct Open<T>(std::marker::PhantomData<T>);
impl<T: Resource + Kinded> Action for Open<T> {
    type Target = T;
    fn kind(target: &T) -> ActionKind {
        target.kind()
    }
}
trait Kinded {
    fn kind(&self) -> ActionKind;
}
struct Read<T>(T, ActionKind);
impl<T> Kinded for Read<T> {
    fn kind(&self) -> ActionKind {
        self.1
    }
}
impl<T: Resource> Resource for Read<T> {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> domain::access::Relations {
        self.0.relations(actor, role, action)
    }
    fn known_through(&self) -> Option<ActionKind> {
        self.0.known_through()
    }
}

/// What the domain answers for a record like the one that the row names.
fn domain_answer(
    target: &str,
    action: ActionKind,
    actor: &Actor,
    role: Role,
    situation: Situation,
) -> Answer {
    let whose: UserId = if situation == Situation::Own { id(ASKER) } else { id(SOMEBODY) };
    let number = whose.uuid().as_u128();
    let own_role = |other: Role| if situation == Situation::Own { role } else { other };
    let staff = || account(number, own_role(Role::Accounting));
    let family = |other| account(number, own_role(other));
    let subject =
        || Subject { id: id(900), code: text("M7"), title: text("Mathematics"), version: Version::FIRST };
    let assignment = || Assignment { id: id(80), teacher: whose, subject: id(900), section: id(SECTION) };
    let reads = !action.code().starts_with("manage");
    let about_chat = || answer_about_chat(target, action, actor, whose);
    if let Some(answer) = answer_about_tasks(target, action, actor, whose).or_else(about_chat) {
        return answer;
    }
    match (target, reads) {
        ("staff_account", true) => asked::<ReadAccount>(actor, staff()),
        ("staff_account", false) => asked::<ManageAccount>(actor, staff()),
        ("family_account", true) => asked::<ReadAccount>(actor, family(Role::Student)),
        ("family_account", false) => asked::<ManageAccount>(actor, family(Role::Student)),
        ("student", true) => asked::<ReadGuardians>(actor, family(Role::Student)),
        ("student", false) => asked::<ManageGuardian<Account>>(actor, family(Role::Student)),
        ("guardian", _) => asked::<ReadChildren>(actor, family(Role::Parent)),
        ("guardian_link", _) => asked::<ManageGuardian>(actor, guardian(whose)),
        ("announcement", true) => asked::<ReadAnnouncement>(actor, announcement(Life::Live)),
        ("announcement", false) => asked::<ManageAnnouncement>(actor, announcement(Life::Live)),
        ("scheduled_announcement", false) => {
            asked::<ManageAnnouncement>(actor, announcement(Life::Scheduled))
        }
        ("event", true) => asked::<ReadEvent>(actor, event()),
        ("event", false) => asked::<ManageEvent>(actor, event()),
        ("meeting", true) => asked::<ReadMeeting>(actor, meeting(whose)),
        ("meeting", false) => asked::<ManageMeeting>(actor, meeting(whose)),
        ("settings", true) => asked::<Open<_>>(actor, Read(settings(), action)),
        ("settings", false) => asked::<ManageSettings>(actor, settings()),
        ("catalog", true) => asked::<Open<_>>(actor, Read(Catalog(subject()), action)),
        ("catalog", false) => asked::<ManageCatalog<Subject>>(actor, Catalog(subject())),
        ("class_list", _) => asked::<ReadClassList>(actor, ClassList(section())),
        ("placement", _) => asked::<ManagePlacement>(actor, placement(whose)),
        ("assignment", _) => asked::<ManageAssignment>(actor, assignment()),
        ("progress", true) => asked::<ReadEnrollment>(actor, progress(whose)),
        ("progress", false) => asked::<ManageEnrollment>(actor, progress(whose)),
        ("own", _) => asked::<ManageOwnAccount>(actor, account(ASKER, role)),
        ("section", _) => match action {
            ActionKind::ReadSections => asked::<ReadSection>(actor, section()),
            ActionKind::ManagePlacements => asked::<ManagePlacement<Section>>(actor, section()),
            ActionKind::ManageAssignments => asked::<ManageAssignment<Section>>(actor, section()),
            _ => asked::<ManageSection>(actor, section()),
        },
        (other, _) => panic!("the test knows no record like {other}"),
    }
}

fn answer_about_tasks(target: &str, action: ActionKind, actor: &Actor, whose: UserId) -> Option<Answer> {
    Some(match (target, action) {
        ("section_tasks", _) => asked::<ReadSectionTasks>(actor, SectionTasks(id(SECTION))),
        ("task", ActionKind::ManageTasks) => asked::<ManageTask>(actor, published()),
        ("task", ActionKind::ReadUnreturnedScores) => asked::<ReadRoster>(actor, published()),
        ("task", ActionKind::GradeSubmissions) => asked::<ReturnScores>(actor, published()),
        ("task", _) => asked::<ReadTask>(actor, published()),
        ("draft_task", ActionKind::ManageTasks) => asked::<ManageTask>(actor, task(TaskState::Draft)),
        ("draft_task", _) => asked::<ReadTask>(actor, task(TaskState::Draft)),
        ("section_modules", _) => asked::<ReadShelf>(actor, Shelf(id(SECTION))),
        ("module", ActionKind::ManageModules) => asked::<ManageModule>(actor, module(whose)),
        ("module", _) => asked::<ReadModule>(actor, module(whose)),
        ("work", _) => asked::<HandIn>(actor, work()),
        ("submission", ActionKind::GradeSubmissions) => asked::<GradeSubmission>(actor, submission(whose)),
        ("submission", _) => asked::<ReadSubmission>(actor, submission(whose)),
        _ => return None,
    })
}

fn answer_about_chat(target: &str, action: ActionKind, actor: &Actor, whose: UserId) -> Option<Answer> {
    let new = NewSectionConversation { section: id(SECTION) };
    Some(match (target, action) {
        ("section", ActionKind::ManageGroups) => asked::<ManageGroup<NewSectionConversation>>(actor, new),
        ("conversation", ActionKind::ManageGroups) => asked::<ManageGroup>(actor, seat(whose)),
        ("conversation", _) => asked::<Converse>(actor, seat(whose)),
        ("deleted_message", _) => asked::<ReadDeletedMessage>(actor, DeletedMessage(id(68))),
        _ => return None,
    })
}

/// Sessions and the caller's own application have no action in the domain: they are found by their owner.
fn is_found_by_owner(route: &Route) -> bool {
    ["session", "own_progress"].contains(&route.target.as_str())
}

#[test]
fn the_domain_answers_for_each_route_what_the_file_says() {
    let matrix = legal(AccessMatrix::read());
    let mut tried = 0;
    for route in matrix.routes.iter().filter(|route| !is_found_by_owner(route)) {
        let Some(target) = matrix.target_of(route) else { panic!("checked on reading") };
        for role in Role::ALL {
            for situation in matrix.cases(route, role) {
                let expected = matrix.answer(route, &[role], situation);
                let right = legal(matrix.right_of(route).ok_or("checked on reading"));
                let actor = match (target.id.as_str(), situation) {
                    ("meeting", Situation::Own) => host(role),
                    _ => asker(role, situation, right),
                };
                let answered = if target.kind == TargetKind::Collection {
                    let scopes = route.any_of.iter().map(|one| actor.scope(*one));
                    if scopes.into_iter().any(|scope| scope.is_ok()) {
                        Answer::Allowed
                    } else {
                        Answer::Forbidden
                    }
                } else {
                    domain_answer(&target.id, route.any_of[0], &actor, role, situation)
                };
                assert_eq!(answered, expected, "{} {}: {role}, {situation:?}", route.method, route.path);
                tried += 1;
            }
        }
    }
    assert!(tried > 600, "only {tried} cases");
}

#[test]
fn several_roles_expect_the_union() {
    let matrix = legal(AccessMatrix::read());
    let both = [Role::Teacher, Role::Parent];
    for route in matrix.rows("GET", "/sections/{section_id}/students") {
        assert_eq!(matrix.answer(route, &both, Situation::Stranger), Answer::Forbidden);
        assert_eq!(matrix.answer(route, &both, Situation::OwnSection), Answer::Allowed);
    }
    for route in matrix.rows("DELETE", "/sections/{a}/students/{b}") {
        assert_eq!(matrix.answer(route, &[Role::Parent], Situation::OwnSection), Answer::Hidden);
        assert_eq!(matrix.answer(route, &both, Situation::OwnSection), Answer::Forbidden);
    }
}

#[test]
fn routes_are_found_by_their_shape() {
    let matrix = legal(AccessMatrix::read());
    assert_eq!(matrix.rows("PATCH", "/users/{user_id}").count(), 2);
    assert_eq!(matrix.rows("PATCH", "/users/me").count(), 1);
    assert_eq!(matrix.rows("PUT", "/users/{id}").count(), 0);
    assert!(matrix.is_public("POST", "/api/v1/auth/login"));
    assert!(!matrix.is_public("GET", "/api/v1/users"));
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let text = include_str!("../../../../docs/access-matrix.toml");
    let replaced = |from: &str, to: &str| text.replacen(from, to, 1);
    for (broken, complaint) in [
        (replaced("target = \"section\"", "target = \"sectoin\""), "there is no target sectoin"),
        (replaced("any_of = [\"read_audit\"]", "any_of = []"), "nothing guards it"),
        (replaced("path = \"/school-years/{id}\"", "path = \"/subjects/{id}\""), "stands twice"),
        (replaced("read = \"read_audit\"", ""), "read_audit is not in exactly one capability"),
        (
            replaced("known_by = \"read_sections\"", "known_by = \"read_families\""),
            "two rights of a guardian",
        ),
        (replaced("student = [\"own\", \"own_section\"]", "student = [\"own\"]"), "does not count as itself"),
    ] {
        match AccessMatrix::parse(&broken) {
            Ok(_) => panic!("nobody noticed: {complaint}"),
            Err(error) => assert!(error.to_string().contains(complaint), "{error}"),
        }
    }
}
