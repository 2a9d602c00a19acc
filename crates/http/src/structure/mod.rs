mod catalog_shapes;
mod grade_levels;
mod problems;
mod school_years;
mod section_shapes;
mod sections;
mod students;
mod subjects;
mod teachers;
mod terms;

use crate::routes::Routes;

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(school_years::list_school_years)
        .service(school_years::create_school_year)
        .service(school_years::read_school_year)
        .service(school_years::change_school_year)
        .service(school_years::delete_school_year)
        .service(terms::list_terms)
        .service(terms::create_term)
        .service(terms::read_term)
        .service(terms::change_term)
        .service(terms::delete_term)
        .service(grade_levels::list_grade_levels)
        .service(grade_levels::create_grade_level)
        .service(grade_levels::read_grade_level)
        .service(grade_levels::change_grade_level)
        .service(grade_levels::delete_grade_level)
        .service(subjects::list_subjects)
        .service(subjects::create_subject)
        .service(subjects::read_subject)
        .service(subjects::change_subject)
        .service(subjects::delete_subject);
    routes
        .service(sections::list_sections)
        .service(sections::create_section)
        .service(sections::read_section)
        .service(sections::change_section)
        .service(sections::delete_section)
        .service(students::list_section_students)
        .service(students::place_student)
        .service(students::remove_student)
        .service(teachers::list_teaching_assignments)
        .service(teachers::list_section_teachers)
        .service(teachers::assign_teacher)
        .service(teachers::end_assignment);
}
