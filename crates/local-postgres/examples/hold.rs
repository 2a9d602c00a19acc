//! Starts a private cluster, tells how to connect to it, and stops it when its input ends:
//! `cargo run -p homeroom-local-postgres --example hold -- data/try`.

use std::env;
use std::error::Error;
use std::io;

use homeroom_local_postgres::{Cluster, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let mut options = Options::new(arguments.next().ok_or("name the directory of the cluster")?);
    // A second argument stands for /var/lib/homeroom when root tries this.
    if let Some(directory) = arguments.next() {
        options = options.privileged_directory(directory);
    }
    let cluster = Cluster::start(&options)?;
    println!("{}", cluster.connection_url("postgres", cluster.superuser()));
    io::copy(&mut io::stdin(), &mut io::sink())?;
    cluster.stop()?;
    Ok(())
}
