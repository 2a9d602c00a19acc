use application::{Caller, Clock};
use chrono::TimeDelta;
use domain::identity::Role;
use homeroom_testkit::{Answer, Person, Sure, UploadedFile, access_matrix::Route};
use serde_json::{Value, json};

use super::{
    chat::chat,
    files::{modules, task_files},
    scene::Scene,
};

/// A request that is in order in every way, so that only the rights of who asks decide.
pub struct Call {
    path: String,
    version: Option<u32>,
    body: Option<Value>,
    form: Option<(Vec<(&'static str, String)>, UploadedFile<'static>)>,
}

pub fn call(path: impl Into<String>) -> Call {
    Call { path: path.into(), version: None, body: None, form: None }
}

impl Call {
    pub fn at(self, version: u32) -> Self {
        Self { version: Some(version), ..self }
    }

    pub fn with(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    pub fn uploading(self, fields: Vec<(&'static str, String)>, file: UploadedFile<'static>) -> Self {
        Self { form: Some((fields, file)), ..self }
    }
}

/// Calls the route as the caller of the scene.
pub fn ask(scene: &Scene<'_>, route: &Route) -> Answer {
    let Call { path, version, body, form } = prepare(scene, route);
    let mut request = scene.client.request(&route.method, &path);
    if let Some(version) = version {
        request = request.if_match(version);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    if let Some((fields, file)) = form {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        request = request.form(&fields, &file);
    }
    request.send()
}

fn prepare(scene: &Scene<'_>, route: &Route) -> Call {
    let path = route.path.as_str();
    let area = path.split('/').nth(1).unwrap_or_default();
    let prepared = match area {
        "auth" | "users" => account(scene, route),
        "students" | "guardians" => guardians(scene, route),
        "settings" | "audit" => settings_and_audit(scene, route),
        "school-years" | "terms" | "grade-levels" | "subjects" => catalog(scene, route),
        "sections" if path.ends_with("/tasks") => tasks(scene, route),
        "sections" | "teaching-assignments" => sections(scene, route),
        "enrollment" => enrollment(scene, route),
        "tasks" | "submissions" => tasks(scene, route),
        "meetings" | "calendar" => meetings(scene, route),
        "announcements" | "events" | "notices" => notices(scene, route),
        "modules" => modules(scene, route),
        "conversations" | "messages" | "contacts" | "presence" | "deleted-messages" => chat(scene, route),
        "notifications" => notifications(route),
        _ => None,
    };
    prepared.unwrap_or_else(|| panic!("the walk does not know how to call {} {path}", route.method))
}

fn account(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let (owner, version) = (scene.owner.id, scene.owner_version());
    let number = scene.school.number();
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("POST", "/auth/logout-all") => call("/auth/logout-all"),
        ("GET", "/auth/sessions") => call("/auth/sessions"),
        ("DELETE", "/auth/sessions/{id}") => call(format!("/auth/sessions/{}", scene.session?)),
        ("GET", "/users/me") => call("/users/me"),
        ("PATCH", "/users/me") => call("/users/me").at(version).with(json!({ "first_name": "Nova" })),
        ("PUT", "/users/me/password") => call("/users/me/password").with(
            json!({ "current_password": homeroom_testkit::PASSWORD, "new_password": "Walnut-and-birch-29" }),
        ),
        ("GET", "/users") => call("/users"),
        ("GET", "/users/summary") => call("/users/summary"),
        ("POST", "/users") => {
            let role = if route.case.as_deref() == Some("staff") { "teacher" } else { "student" };
            call("/users").with(json!({
                "email": format!("new-{number}@school.example"), "first_name": "New", "last_name": "Person",
                "roles": [role], "primary_role": role, "invite": false,
            }))
        }
        ("GET", "/users/{id}") => call(format!("/users/{owner}")),
        ("PATCH", "/users/{id}") => {
            call(format!("/users/{owner}")).at(version).with(json!({ "first_name": "Nova" }))
        }
        ("POST", "/users/{id}/deactivate") => call(format!("/users/{owner}/deactivate")).at(version),
        ("POST", "/users/{id}/reactivate") => {
            call(format!("/users/{owner}/reactivate")).at(scene.closed_version())
        }
        ("POST", "/users/{id}/invite") => call(format!("/users/{owner}/invite")),
        _ => return None,
    })
}

fn guardians(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let list = format!("/students/{}/guardians", scene.owner.id);
    let link = || Some(format!("{list}/{}", scene.link.as_ref()?.id));
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/students/{id}/guardians") => call(list),
        ("GET", "/guardians/{id}/students") => call(format!("/guardians/{}/students", scene.owner.id)),
        ("POST", "/students/{id}/guardians") => call(&list).with(json!({
            "guardian_id": scene.school.person(Role::Parent).id, "relationship": "father",
            "rights": { "academics": true, "money": false, "contact": true }, "starts_on": "2026-06-01",
        })),
        ("PATCH", "/students/{id}/guardians/{link_id}") => {
            call(link()?).at(1).with(json!({ "ends_on": "2027-06-01" }))
        }
        ("DELETE", "/students/{id}/guardians/{link_id}") => call(link()?).at(1),
        _ => return None,
    })
}

fn settings_and_audit(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/settings") => call("/settings"),
        ("GET", "/settings/public") => call("/settings/public"),
        ("PATCH", "/settings") => {
            let settings = scene.school.app.settings().all(&Caller::system("test")).sure();
            call("/settings").at(settings.version.number()).with(json!({ "classmates_may_chat": true }))
        }
        ("GET", "/audit") => call("/audit"),
        _ => return None,
    })
}

fn catalog(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let (school, number) = (scene.school, scene.school.number());
    let (list, one) = match route.path.as_str() {
        path if !path.contains('{') => (path, None),
        "/school-years/{id}" => ("/school-years", Some(school.past_year().id.to_string())),
        "/terms/{id}" => ("/terms", Some(school.term(&school.past_year()).id.to_string())),
        "/grade-levels/{id}" => ("/grade-levels", Some(school.another_grade().id.to_string())),
        "/subjects/{id}" => ("/subjects", Some(school.subject().id.to_string())),
        _ => return None,
    };
    let body = || {
        Some(match list {
            "/school-years" => {
                let year = 2100 + number;
                let (starts_on, ends_on) = (format!("{year}-06-01"), format!("{year}-12-31"));
                json!({ "name": format!("Year {year}"), "starts_on": starts_on, "ends_on": ends_on })
            }
            "/terms" => {
                let year = school.past_year();
                let (starts_on, ends_on) = (year.period.starts_on(), year.period.ends_on());
                json!({ "school_year_id": year.id, "name": "Term", "starts_on": starts_on, "ends_on": ends_on })
            }
            "/grade-levels" => {
                json!({ "code": format!("L{number}"), "name": "Level", "position": 10_000 + number })
            }
            "/subjects" => json!({ "code": format!("N{number}"), "title": "New" }),
            _ => return None,
        })
    };
    let change = if list == "/subjects" {
        json!({ "title": "Other" })
    } else {
        json!({ "name": format!("Other {number}") })
    };
    let path = one.map_or_else(|| list.to_owned(), |id| format!("{list}/{id}"));
    Some(match route.method.as_str() {
        "GET" => call(path),
        "POST" => call(path).with(body()?),
        "PATCH" => call(path).at(1).with(change),
        "DELETE" => call(path).at(1),
        _ => return None,
    })
}

fn sections(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let school = scene.school;
    let section = || Some(format!("/sections/{}", scene.section.as_ref()?.id));
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/sections") => call("/sections"),
        ("GET", "/teaching-assignments") => call("/teaching-assignments"),
        ("POST", "/sections") => call("/sections").with(json!({
            "name": format!("New {}", school.number()), "school_year_id": school.year.id,
            "grade_level_id": school.grade.id, "capacity": 10,
        })),
        ("GET", "/sections/{id}") => call(section()?),
        ("PATCH", "/sections/{id}") => call(section()?).at(1).with(json!({ "room": "12" })),
        ("DELETE", "/sections/{id}") => call(section()?).at(1),
        ("GET", "/sections/{id}/students") => call(section()? + "/students"),
        ("POST", "/sections/{id}/students") => {
            call(section()? + "/students").with(json!({ "student_id": school.student().id }))
        }
        ("DELETE", "/sections/{id}/students/{student_id}") => {
            call(format!("{}/students/{}", section()?, scene.owner.id))
        }
        ("GET", "/sections/{id}/teachers") => call(section()? + "/teachers"),
        ("POST", "/sections/{id}/teachers") => call(section()? + "/teachers").with(
            json!({ "teacher_id": school.person(Role::Teacher).id, "subject_id": school.subject().id }),
        ),
        ("DELETE", "/sections/{id}/teachers/{assignment_id}") => {
            call(format!("{}/teachers/{}", section()?, scene.assignment.as_ref()?.id))
        }
        _ => return None,
    })
}

fn enrollment(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let school = scene.school;
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/enrollment/progress/me") => call("/enrollment/progress/me"),
        ("GET", "/enrollment/progress") => call("/enrollment/progress"),
        ("GET", "/enrollment/progress/summary") => call("/enrollment/progress/summary"),
        ("POST", "/enrollment/progress") => call("/enrollment/progress").with(json!({
            "student_id": school.student().id, "school_year_id": school.year.id, "grade_level_id": school.grade.id,
        })),
        ("POST", "/enrollment/progress/bulk") => {
            let progress = school.apply(&school.student());
            let one = json!({ "student_id": progress.student, "version": 1 });
            call("/enrollment/progress/bulk").with(json!({ "moves": [one], "status": "under_review" }))
        }
        ("GET", "/enrollment/progress/{student_id}") => {
            call(format!("/enrollment/progress/{}", scene.progress.as_ref()?.student))
        }
        ("PATCH", "/enrollment/progress/{student_id}") => {
            call(format!("/enrollment/progress/{}", scene.progress.as_ref()?.student))
                .at(1)
                .with(json!({ "status": "under_review" }))
        }
        _ => return None,
    })
}

fn meetings(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let meeting = || scene.meeting.as_ref();
    let one = |verb: &str| Some(format!("/meetings/{}{verb}", meeting()?.id));
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/meetings") => call("/meetings"),
        ("GET", "/meetings/section/{section_id}") => {
            call(format!("/meetings/section/{}", scene.school.section(9).id))
        }
        ("POST", "/meetings") => {
            let section = scene.school.section(9);
            if scene.caller.account.roles.contains(Role::Teacher) {
                scene.school.assign(&scene.caller, &section);
            }
            let starts_at = scene.school.clock().now() + TimeDelta::hours(1);
            let ends_at = starts_at + TimeDelta::hours(1);
            call("/meetings").with(json!({
                "section_id": section.id, "title": "Review", "starts_at": starts_at, "ends_at": ends_at,
                "url": "https://meet.example/review",
            }))
        }
        ("GET", "/meetings/{id}") => call(one("")?),
        ("PATCH", "/meetings/{id}") => call(one("")?).at(1).with(json!({ "title": "Other" })),
        ("POST", "/meetings/{id}/start") => call(one("/start")?).at(1),
        ("POST", "/meetings/{id}/end") => {
            call(one("/end")?).at(scene.school.start_meeting(meeting()?).version.number())
        }
        ("POST", "/meetings/{id}/cancel") => call(one("/cancel")?).at(1),
        ("GET", "/calendar") => call("/calendar?from=2026-07-01&to=2026-07-31"),
        ("GET" | "POST" | "DELETE", "/calendar/feed") => call("/calendar/feed"),
        _ => return None,
    })
}

fn tasks(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let task = |below: &str| Some(format!("/tasks/{}{below}", scene.task.as_ref()?.id));
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/tasks") => call("/tasks"),
        ("GET", "/sections/{id}/tasks") => call(format!("/sections/{}/tasks", scene.section.as_ref()?.id)),
        ("POST", "/tasks") => {
            let section = scene.school.section(9);
            let teaches = scene.caller.account.roles.contains(Role::Teacher);
            let subject = if teaches {
                scene.school.assign(&scene.caller, &section).subject
            } else {
                scene.school.subject().id
            };
            call("/tasks").with(json!({
                "section_id": section.id, "subject_id": subject, "title": "Fractions", "points": 20,
                "due_at": scene.school.clock().now() + TimeDelta::days(1),
            }))
        }
        ("POST", "/tasks/preview") => call("/tasks/preview").with(json!({ "instructions": "*Read*" })),
        ("GET", "/tasks/{id}") => call(task("")?),
        ("PATCH", "/tasks/{id}") => call(task("")?).at(1).with(json!({ "title": "Other" })),
        ("DELETE", "/tasks/{id}") => call(task("")?).at(1),
        ("GET", "/tasks/{id}/draft") => call(task("/draft")?),
        ("PUT", "/tasks/{id}/draft") => call(task("/draft")?).at(1).with(json!({ "text": "So far" })),
        ("POST", "/tasks/{id}/submissions") => call(task("/submissions")?).with(json!({ "text": "Done" })),
        ("GET", "/tasks/{id}/submissions") => call(task("/submissions")?),
        ("GET", "/tasks/{id}/roster") => call(task("/roster")?),
        ("POST", "/tasks/{id}/return") => call(task("/return")?),
        _ => return task_files(scene, route).or_else(|| submissions(scene, route)),
    })
}

fn submissions(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let submission = || scene.submission.as_ref();
    let one = |verb: &str| Some(format!("/submissions/{}{verb}", submission()?.id));
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/submissions") => call("/submissions"),
        ("GET", "/submissions/{id}") => call(one("")?),
        ("POST", "/submissions/{id}/grade") => call(one("/grade")?).at(1).with(json!({ "score": 12.5 })),
        ("POST", "/submissions/{id}/return") => {
            let graded = scene.school.grade(scene.teaching.as_ref()?, submission()?, 10.0);
            call(one("/return")?).at(graded.version.number())
        }
        _ => return None,
    })
}

fn notices(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let announcement = |verb: &str| Some(format!("/announcements/{}{verb}", scene.announcement.as_ref()?.id));
    let event = || Some(format!("/events/{}", scene.event.as_ref()?.id));
    let everyone = json!({ "everyone": true });
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/announcements") => call("/announcements"),
        ("POST", "/announcements") => call("/announcements")
            .with(json!({ "title": "Hello", "body": "All of you", "audience": everyone })),
        ("POST", "/notices/preview") => {
            call("/notices/preview").with(json!({ "body": "*Hello*", "audience": everyone }))
        }
        ("GET", "/announcements/{id}") => call(announcement("")?),
        ("PATCH", "/announcements/{id}") => call(announcement("")?).at(1).with(json!({ "title": "Other" })),
        ("DELETE", "/announcements/{id}") => call(announcement("")?).at(1),
        ("POST", "/announcements/{id}/read") => call(announcement("/read")?),
        ("GET", "/announcements/{id}/readers") => call(announcement("/readers")?),
        ("GET", "/events") => call("/events"),
        ("POST", "/events") => call("/events").with(json!({
            "title": "Fair", "all_day": true, "starts_on": "2026-07-01", "ends_on": "2026-07-02",
            "audience": everyone,
        })),
        ("GET", "/events/{id}") => call(event()?),
        ("PATCH", "/events/{id}") => call(event()?).at(1).with(json!({ "place": "Hall" })),
        ("DELETE", "/events/{id}") => call(event()?).at(1),
        _ => return None,
    })
}

fn notifications(route: &Route) -> Option<Call> {
    let path = route.path.as_str();
    Some(match (route.method.as_str(), path) {
        ("GET", _) => call(path),
        ("POST", "/notifications/read") => call(path).with(json!({ "all": true })),
        ("PUT", "/notifications/preferences") => call(path).with(json!({ "mail": ["events"] })),
        _ => return None,
    })
}

impl Scene<'_> {
    fn owner_version(&self) -> u32 {
        let owner: &Person = if self.owner.id == self.caller.id { &self.caller } else { &self.owner };
        owner.account.version.number()
    }

    /// Closes the account that is to be opened again, unless it is the caller's own.
    fn closed_version(&self) -> u32 {
        if self.owner.id == self.caller.id {
            return self.owner_version();
        }
        let (identity, system) = (self.school.app.identity(), Caller::system("test"));
        let closed = identity.deactivate(&system, self.owner.id, self.owner.account.version).sure();
        closed.account.version.number()
    }
}
