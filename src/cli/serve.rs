//! `onrecord serve`

use std::io::{IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};

use anyhow::{Context, bail};

use super::FOUND;
use super::global::Global;
use crate::server;

/// Open a page to search with, and an HTTP interface for programs
///
/// Only this machine can reach the page, unless --listen names another address; then everybody who
/// asks has to show the token, or --public says that there is none. The page asks for nothing from
/// anywhere else. An index that is written meanwhile is taken up without a restart. The interface
/// describes itself at /api.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  onrecord serve --open
  onrecord serve --listen 0.0.0.0:7440 --token \"$(openssl rand -hex 16)\"
  curl -s 'http://127.0.0.1:7440/api/search?q=ceasefire&speaker=rubio' | jq .total")]
pub struct Serve {
    /// The address and port to listen at; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7440")]
    listen: SocketAddr,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// What every request has to show: 16 or more letters, digits, - and _
    #[arg(long, value_name = "TOKEN", env = "ONRECORD_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Let everybody who reaches the address read the index
    #[arg(long)]
    public: bool,
    /// A name that this machine goes by, as behind a proxy: search.example.org
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
}

/// The shortest token.
const SHORTEST: usize = 16;

impl Serve {
    pub fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        if let Some(token) = &self.token {
            let plain = token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if !plain || token.len() < SHORTEST {
                bail!("--token: a token has {SHORTEST} or more letters, digits, - and _");
            }
        }
        if !self.listen.ip().is_loopback() && self.token.is_none() && !self.public {
            bail!(
                "--listen {}: others could read the index; give a --token that they have to show, or say --public",
                self.listen
            );
        }
        let listener = TcpListener::bind(self.listen)
            .with_context(|| format!("{}: cannot listen there; --listen 127.0.0.1:0 takes a free port", self.listen))?;
        let options = server::Options {
            folders: global.folders(),
            aliases: global.stated_aliases()?,
            listener,
            token: self.token.clone(),
            names: self.host.clone(),
        };
        server::serve(options, |address| {
            let token = self.token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default();
            let page = format!("http://{address}/");
            // A script that took a free port reads here which one.
            let _ = writeln!(out, "{page}").and_then(|()| out.flush());
            if std::io::stderr().is_terminal() {
                let _ = writeln!(talk, "onrecord answers there; Ctrl-C ends it");
            }
            if self.open && !open_page(&format!("{page}{token}")) {
                let _ = writeln!(talk, "no browser could be opened");
            }
        })?;
        Ok(FOUND)
    }
}

/// Opens a page in the browser of whoever is there.
fn open_page(page: &str) -> bool {
    let command = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet = std::process::Stdio::null;
    std::process::Command::new(command).arg(page).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn().is_ok()
}
