//! The page and the interface for programs: a thin face over [`crate::query::Query`] and
//! [`crate::index::Library`], as the command line is.
//!
//! Everything is compiled in, nothing is asked for anywhere else, and nothing is written. A request
//! is an [`address::Address`], becomes the same query that the command line makes, and is answered
//! from the state of the index that it found when it came ([`shelf`]).

mod address;
mod api;
mod article_view;
mod chart;
mod connection;
mod export;
mod guard;
mod offer;
mod page;
mod problem;
mod profile_page;
mod remembered;
mod search_page;
mod shelf;
mod site;
mod statement_page;
mod verify_page;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

pub use api::OPENAPI;
pub use guard::Guard;
pub use shelf::Shelf;

use crate::speaker::identity::Aliases;

/// What to serve, and to whom.
pub struct Options {
    /// The folders of the indexes.
    pub folders: Vec<PathBuf>,
    /// Identities stated by hand, beside those of the indexes.
    pub aliases: Aliases,
    pub listener: TcpListener,
    /// What every request has to show.
    pub token: Option<String>,
    /// Names that this machine goes by.
    pub names: Vec<String>,
}

/// Serves until the process is told to end (interrupted, terminated), then lets the requests that
/// have begun come to their end. `ready` is called once it answers.
pub fn serve(options: Options, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let address = options.listener.local_addr()?;
    let shelf = Arc::new(Shelf::open(options.folders, options.aliases)?);
    let guard = Guard { address, token: options.token, names: options.names };
    let site = site::Site::new(Arc::clone(&shelf), guard);
    options.listener.set_nonblocking(true)?;
    std::thread::Builder::new().name("shelf".to_owned()).spawn(move || shelf.watch())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result: io::Result<()> = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(options.listener)?;
        let stop = connection::told_to_end()?;
        ready(address);
        connection::accept(listener, site::router(site), stop).await;
        Ok(())
    });
    // A search that runs too long ends with the process.
    runtime.shutdown_background();
    Ok(result?)
}
