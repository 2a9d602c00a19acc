//! Learning modules of sections: added with their file, changed, ordered, replaced, opened, removed.

mod add;
mod change;
mod look;
mod ports;

pub use add::{AddModule, BeginModuleError, UploadModuleError};
pub use change::{ChangeModuleError, ModuleChange};
pub use look::ReadModuleError;
pub use ports::{ModuleFilter, ModuleSort, ModuleView, Modules, Neighbours, Opening};

use domain::modules::Module;

use crate::{App, Event};

/// The use cases of learning modules.
#[derive(Clone, Copy)]
pub struct ModuleCases<'a>(pub(crate) &'a App);

impl ModuleCases<'_> {
    /// Tells whoever watches.
    fn announce(self, module: &Module) {
        self.0.events.publish(Event::ModuleChanged { module: module.id, section: module.section });
    }
}
