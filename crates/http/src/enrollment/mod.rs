mod change;
mod problems;
mod read;
mod shapes;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(read::read_own_enrollment)
        .service(read::count_enrollments)
        .service(read::list_enrollments)
        .service(change::create_enrollment)
        .service(change::move_enrollments)
        .service(read::read_enrollment)
        .service(change::move_enrollment);
}
