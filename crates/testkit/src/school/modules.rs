use domain::{
    files::Feature,
    modules::{ModuleId, STEP},
    structure::Section,
};

use super::{Person, School};

impl School {
    /// A learning module that this teacher has added to a section, after all others, past the use cases.
    #[track_caller]
    pub fn module(&self, teacher: &Person, section: &Section) -> ModuleId {
        let id = ModuleId::from(self.app.new_id());
        let (file, number) = (self.file(teacher, section, Feature::Module), self.number());
        let position = STEP * i64::from(number);
        self.database().execute(&format!(
            "INSERT INTO modules (id, section_id, teacher_id, title, file_id, uploaded_at, position)
             VALUES ('{id}', '{}', '{}', 'Module {number}', '{file}', now(), {position})",
            section.id, teacher.id
        ));
        id
    }
}
