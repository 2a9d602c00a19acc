use homeroom_testkit::{UploadedFile, access_matrix::Route};
use serde_json::json;

use super::{
    calls::{Call, call},
    scene::Scene,
};

const FILE: UploadedFile<'static> = UploadedFile::text("notes.txt", "What we did today");

/// How to call a route of learning modules.
pub fn modules(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let one = |below: &str| Some(format!("/modules/{}{below}", scene.module?));
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", "/modules") => call("/modules"),
        ("GET", "/modules/section/{section_id}") => {
            call(format!("/modules/section/{}", scene.section.as_ref()?.id))
        }
        ("POST", "/modules") => {
            let section = scene.school.section(9);
            if scene.caller.account.roles.contains(domain::identity::Role::Teacher) {
                scene.school.assign(&scene.caller, &section);
            }
            call("/modules")
                .uploading(vec![("section_id", section.id.to_string()), ("title", "Cells".to_owned())], FILE)
        }
        ("GET", "/modules/{id}") => call(one("")?),
        ("PATCH", "/modules/{id}") => call(one("")?).at(1).with(json!({ "title": "Other" })),
        ("DELETE", "/modules/{id}") => call(one("")?).at(1),
        ("GET", "/modules/{id}/file") => call(one("/file")?),
        ("POST", "/modules/{id}/file") => call(one("/file")?).at(1).uploading(Vec::new(), FILE),
        ("POST", "/modules/{id}/link") => call(one("/link")?).with(json!({ "disposition": "attachment" })),
        ("GET", "/modules/{id}/openings") => call(one("/openings")?),
        _ => return None,
    })
}

/// How to call a route of the files of a task, of a draft and of a hand-in.
pub fn task_files(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    let path = route.path.as_str();
    let record = if path.starts_with("/submissions") {
        scene.submission.as_ref()?.id.to_string()
    } else {
        scene.task.as_ref()?.id.to_string()
    };
    let file = scene.file.map(|file| file.to_string()).unwrap_or_default();
    let concrete = path.replace("{id}", &record).replace("{file_id}", &file);
    Some(match (route.method.as_str(), path) {
        ("POST", _) if path.ends_with("/link") => call(concrete).with(json!({ "disposition": "attachment" })),
        ("POST", "/tasks/{id}/attachments" | "/tasks/{id}/draft/files") => {
            call(concrete).uploading(Vec::new(), FILE)
        }
        ("DELETE", _) => call(concrete),
        _ => return None,
    })
}
