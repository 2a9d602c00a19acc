mod auth;
mod guardian_shapes;
mod guardians;
mod me;
mod problems;
mod profile;
mod sessions;
mod user_shapes;
mod users;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(auth::login)
        .service(auth::refresh_session)
        .service(auth::logout)
        .service(auth::request_password_reset)
        .service(auth::reset_password)
        .service(sessions::end_all_sessions)
        .service(sessions::list_sessions)
        .service(sessions::end_session)
        .service(me::read_me)
        .service(profile::change_me)
        .service(profile::change_password)
        .service(users::count_users)
        .service(users::list_users)
        .service(users::create_user)
        .service(users::read_user)
        .service(users::change_user)
        .service(users::deactivate_user)
        .service(users::reactivate_user)
        .service(users::invite_user)
        .service(guardians::list_student_guardians)
        .service(guardians::list_guardian_students)
        .service(guardians::create_guardian_link)
        .service(guardians::change_guardian_link)
        .service(guardians::delete_guardian_link);
}
