use application::{Caller, identity::ChangeAccount};
use domain::{
    access::ActionKind,
    enrollment::Progress,
    files::{Feature, FileId},
    identity::{AccountChange, Guardian, GuardianRights, Role, Roles, SessionId},
    meetings::Meeting,
    modules::ModuleId,
    notices::{Announcement, Audience, SchoolEvent},
    structure::{Assignment, Section},
    tasks::{Submission, Task},
};
use homeroom_testkit::{
    Client, Person, School, Sure,
    access_matrix::{AccessMatrix, GuardianRight, Route, Situation},
};

use super::chat::Talk;

/// Somebody who stands so to a record that was made for them to try a route on.
pub struct Scene<'a> {
    pub school: &'a School,
    /// Who asks.
    pub caller: Person,
    pub client: Client,
    /// Whose record it is.
    pub owner: Person,
    /// The section, if the record is one or belongs to one.
    pub section: Option<Section>,
    pub assignment: Option<Assignment>,
    pub progress: Option<Progress>,
    pub link: Option<Guardian>,
    pub session: Option<SessionId>,
    pub meeting: Option<Meeting>,
    pub announcement: Option<Announcement>,
    pub event: Option<SchoolEvent>,
    /// The task, if the record is one or belongs to one.
    pub task: Option<Task>,
    /// What the task is for.
    pub teaching: Option<Assignment>,
    pub submission: Option<Submission>,
    pub module: Option<ModuleId>,
    /// A file that belongs to the record.
    pub file: Option<FileId>,
    /// What was said, if the route is about that.
    pub talk: Option<Talk>,
}

impl<'a> Scene<'a> {
    /// Sets the scene: a person with these roles, in this situation to what the route names.
    pub fn set(
        school: &'a School,
        matrix: &AccessMatrix,
        route: &Route,
        roles: &[Role],
        situation: Situation,
    ) -> Self {
        let right = matrix.right_of(route).sure();
        let has_section = [
            "section",
            "class_list",
            "placement",
            "assignment",
            "meeting",
            "announcement",
            "scheduled_announcement",
            "event",
            "section_tasks",
            "section_modules",
            "module",
            "task",
            "draft_task",
            "work",
            "submission",
        ]
        .contains(&&*route.target);
        let section = has_section.then(|| school.section(20));
        let caller = school.person_with(&past_roles(roles, situation));
        let owner = match situation {
            Situation::Own => caller.clone(),
            _ => school.person(role_of_owner(&route.target)),
        };
        let (mut assignment, mut progress, mut link, mut session) = (None, None, None, None);
        match (&*route.target, &section) {
            ("placement", Some(section)) => drop(school.place(&owner, section)),
            ("assignment", Some(section)) => assignment = Some(school.assign(&owner, section)),
            ("progress", _) => progress = Some(school.apply(&owner)),
            ("own_progress", _) if situation == Situation::Own => progress = Some(school.apply(&owner)),
            ("guardian_link", _) => {
                let guardian = school.person(Role::Parent);
                link = Some(school.link(&guardian, &owner, GuardianRights::ALL));
            }
            ("session", _) => session = Some(school.session(&owner)),
            _ => {}
        }
        relate(school, &caller, &owner, section.as_ref(), situation, right);
        let meeting = section.as_ref().filter(|_| route.target == "meeting").map(|section| {
            if situation == Situation::Own && caller.account.roles.contains(Role::Teacher) {
                school.assign(&caller, section);
            }
            school.meeting(&owner, section)
        });
        let audience = section.as_ref().map(|section| Audience::try_new(false, [], [section.id]).sure());
        let (mut announcement, mut event) = (None, None);
        match (&*route.target, audience) {
            ("announcement", Some(audience)) => announcement = Some(school.announce(audience)),
            ("scheduled_announcement", Some(audience)) => {
                announcement = Some(school.announce_later(audience));
            }
            ("event", Some(audience)) => event = Some(school.add_event(audience)),
            _ => {}
        }
        let (task, teaching, submission) = match &section {
            Some(section) => set_tasks(school, &route.target, section, (&caller, &owner), situation),
            None => (None, None, None),
        };
        let module = section.as_ref().filter(|_| route.target == "module").map(|section| {
            school.assign(&owner, section);
            school.upload_module(&owner, section)
        });
        let file = section.as_ref().and_then(|section| {
            set_file(school, route, section, (task.as_ref()?, &caller), submission.as_ref())
        });
        let conversation = Talk::set(school, route, &owner);
        let caller = with_roles_alone(school, caller, roles);
        let client = school.client(&caller);
        Self {
            school,
            caller,
            client,
            owner,
            section,
            assignment,
            progress,
            link,
            session,
            meeting,
            announcement,
            event,
            task,
            teaching,
            submission,
            module,
            file,
            talk: conversation,
        }
    }
}

/// Puts a file where the path of the route names one; what is prepared is always one's own.
fn set_file(
    school: &School,
    route: &Route,
    section: &Section,
    (task, worker): (&Task, &Person),
    submission: Option<&Submission>,
) -> Option<FileId> {
    if !route.path.contains("{file_id}") {
        return None;
    }
    let is_attachment = route.path.contains("/attachments/");
    let feature = if is_attachment { Feature::TaskAttachment } else { Feature::Submission };
    let file = school.file(worker, section, feature);
    match submission {
        Some(submission) => school.put_into(submission, file),
        None if is_attachment => school.write(|store| store.attach_file(task.id, file)),
        None => school.write(|store| store.add_draft_file(task.id, worker.id, file)),
    }
    Some(file)
}

/// Sets the task that the route is about, and hands it in when the route is about that.
fn set_tasks(
    school: &School,
    target: &str,
    section: &Section,
    (caller, owner): (&Person, &Person),
    situation: Situation,
) -> (Option<Task>, Option<Assignment>, Option<Submission>) {
    if !["task", "draft_task", "work", "submission"].contains(&target) {
        return (None, None, None);
    }
    let of_caller = situation == Situation::OwnSubject;
    let teacher = if of_caller { caller.clone() } else { school.person(Role::Teacher) };
    let teaching = school.assign(&teacher, section);
    let task = if target == "draft_task" { school.draft_task(&teaching) } else { school.task(&teaching) };
    let submission = (target == "submission").then(|| school.hand_in(&task, owner));
    (Some(task), Some(teaching), submission)
}

/// What a person must have been for the rows of the database to say that they are in the situation.
fn past_roles(roles: &[Role], situation: Situation) -> Vec<Role> {
    let needed: &[Role] = match situation {
        Situation::Stranger | Situation::Own => &[],
        Situation::Child | Situation::LinkWithoutRight => &[Role::Parent],
        Situation::OwnSection | Situation::Addressed => &[Role::Teacher, Role::Student, Role::Parent],
        Situation::OwnSubject => &[Role::Teacher],
    };
    let others = needed.iter().filter(|role| !roles.contains(role));
    roles.iter().chain(others).copied().collect()
}

fn role_of_owner(target: &str) -> Role {
    match target {
        "staff_account" | "session" => Role::Accounting,
        "assignment" | "meeting" | "module" => Role::Teacher,
        "guardian" => Role::Parent,
        _ => Role::Student,
    }
}

/// Brings the caller into the situation, in every way that the database can say it.
fn relate(
    school: &School,
    caller: &Person,
    owner: &Person,
    section: Option<&Section>,
    situation: Situation,
    right: GuardianRight,
) {
    match (situation, section) {
        (Situation::Child, _) => drop(school.link(caller, owner, GuardianRights::ALL)),
        (Situation::LinkWithoutRight, None) => drop(school.link(caller, owner, all_but(right))),
        (Situation::LinkWithoutRight, Some(section)) => {
            let child = school.student();
            school.place(&child, section);
            school.link(caller, &child, all_but(right));
            if owner.account.roles.contains(Role::Student) {
                school.link(caller, owner, all_but(right));
            }
        }
        (Situation::OwnSection | Situation::Addressed, Some(section)) => {
            let child = school.student();
            school.place(&child, section);
            school.link(caller, &child, GuardianRights::ALL);
            school.place(caller, section);
            school.assign(caller, section);
        }
        _ => {}
    }
}

/// Takes away the roles that the person only needed to come into the situation. What the database says
/// about them stays.
fn with_roles_alone(school: &School, person: Person, roles: &[Role]) -> Person {
    let wanted = Roles::try_new(roles[0], roles.to_vec()).sure();
    if person.account.roles == wanted {
        return person;
    }
    let change = AccountChange { roles: Some(wanted), ..AccountChange::default() };
    let command = ChangeAccount { user: person.id, expected: person.account.version, change };
    let account = school.app.identity().change_account(&Caller::system("test"), &command).sure().account;
    Person { account, ..person }
}

const fn all_but(right: GuardianRight) -> GuardianRights {
    match right {
        GuardianRight::Academics => GuardianRights { academics: false, ..GuardianRights::ALL },
        GuardianRight::Money => GuardianRights { money: false, ..GuardianRights::ALL },
        GuardianRight::Contact => GuardianRights { contact: false, ..GuardianRights::ALL },
    }
}

/// Whether some route asks this entry of the table.
pub fn is_asked(matrix: &AccessMatrix, action: ActionKind) -> bool {
    let by_target =
        |route: &Route| matrix.target_of(route).is_some_and(|target| target.known_by == Some(action));
    matrix.routes.iter().any(|route| route.any_of.contains(&action) || by_target(route))
}
