use domain::{
    files::Feature,
    modules::{ModuleId, STEP},
    structure::Section,
};

use super::{Person, School};
use crate::{Sure, UploadedFile};

impl School {
    /// A learning module that this teacher of the section uploads like anybody: a page of text.
    #[track_caller]
    pub fn upload_module(&self, teacher: &Person, section: &Section) -> ModuleId {
        let (section, title) = (section.id.to_string(), format!("Module {}", self.number()));
        let fields = [("section_id", section.as_str()), ("title", &title)];
        let file = UploadedFile::text("cells.txt", "A cell is the smallest part of what lives.");
        let answer = self.client(teacher).upload("/modules", &fields, &file).expect_status(201);
        let id: uuid::Uuid = serde_json::from_value(answer.json()["id"].clone()).sure();
        id.into()
    }

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
