mod files;
mod grading;
mod problems;
mod set;
mod shapes;
mod submission_shapes;
mod tables;
mod task_bodies;
mod work;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(set::list_tasks)
        .service(set::create_task)
        .service(set::preview_task)
        .service(set::read_task)
        .service(set::change_task)
        .service(set::delete_task)
        .service(work::read_draft)
        .service(work::change_draft)
        .service(work::list_task_submissions)
        .service(work::create_submission)
        .service(work::list_submissions)
        .service(work::read_submission);
    routes
        .service(grading::list_task_roster)
        .service(grading::grade_submission)
        .service(grading::return_submission)
        .service(grading::return_scores)
        .service(files::create_task_attachment)
        .service(files::delete_task_attachment)
        .service(files::link_attachment)
        .service(files::create_draft_file)
        .service(files::delete_draft_file)
        .service(files::link_draft_file)
        .service(files::link_submitted_file);
}

/// What is shown below a section.
pub fn section_routes(routes: &mut Routes<'_>) {
    routes.service(set::list_section_tasks);
}
