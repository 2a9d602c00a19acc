use domain::{
    access::ManageModule,
    modules::{Module, NewModule},
};
use serde_json::json;

use super::{
    DemoError, Legal,
    carry_out::{School, entry},
    files::LandedFile,
    plan::Module as Planned,
};

impl School<'_> {
    /// Adds a learning module in the name of its teacher, with the file that has landed.
    pub fn give_out(&mut self, planned: &Planned, file: &LandedFile) -> Result<(), DemoError> {
        let LandedFile { new, received } = file;
        self.store.add_file(new)?;
        let accepted = new.file.clone().accept(received.stored).legal()?;
        self.store.accept_file(&accepted, received.preview_size)?;
        let (section, teacher) = (planned.lesson.section, planned.lesson.teacher);
        let actor = self.teacher_of(planned.lesson)?;
        let permitted = actor.may::<ManageModule<NewModule>>(NewModule { section, teacher }).legal()?;
        let facts = planned.facts.clone();
        let added = permitted.add(planned.id, facts, planned.file, planned.position, planned.at);
        self.store.add_module(&added)?;
        for (reader, at) in &planned.opened {
            self.store.note_opened(planned.id, *reader, *at)?;
        }
        let Module { ref facts, file, .. } = *added.module();
        let mut entry = entry("module.added", "module", None);
        entry.record_id = Some(planned.id.uuid());
        entry.after = Some(json!({ "section": section, "facts": facts, "file": file }));
        let caller = self.caller_of(teacher)?;
        self.note(&caller, planned.at, &entry)
    }
}
