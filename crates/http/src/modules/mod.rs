mod handlers;
mod problems;
mod shapes;
mod uploads;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(handlers::list_modules)
        .service(handlers::list_section_modules)
        .service(uploads::create_module)
        .service(handlers::read_module)
        .service(handlers::change_module)
        .service(handlers::delete_module)
        .service(handlers::link_module)
        .service(handlers::read_module_file)
        .service(uploads::change_module_file)
        .service(handlers::list_module_openings);
}
