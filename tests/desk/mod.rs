//! A desk to try commands at: a folder with an index in it, and nothing of the user's own around.
#![allow(dead_code)]

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use onrecord::record::{Kind, Precision, Statement};

use crate::search_support::{said, speaker, statement, write};

pub struct Desk {
    folder: tempfile::TempDir,
}

/// The statements of its index.
pub fn statements() -> Vec<Statement> {
    let mut port = statement("a1f0000000000001", "We will never close the port of Kestrel");
    port.act = "promise".to_owned();
    port.mentions = vec!["Kestrel".to_owned()];
    let mut treaty = statement("a1f0000000000002", "the treaty on fishing is “dead”");
    treaty.kind = Kind::Mixed;
    treaty.speaker = speaker("Tomás Ferré", Some("Senator"));
    treaty.said_on = Some(said("2025-11", Precision::Month));
    treaty.topics = vec!["economy/fishing".to_owned()];
    let mut silent = statement("b200000000000003", "whether the port would close");
    silent.kind = Kind::Indirect;
    silent.negated = true;
    silent.act = "refuse".to_owned();
    let mut other = statement("c300000000000004", "The port of Kestrel will close, whatever they promise");
    other.article.id = "gazette".to_owned();
    other.article.outlet = Some("Gazette".to_owned());
    other.article.title = Some("Harbour unions fear for jobs".to_owned());
    other.article.path = "gazette.txt".to_owned();
    other.article.url = None;
    other.article.published = Some("2025-12-02".to_owned());
    other.speaker = speaker("Mara van Ost", None);
    other.said_on = Some(said("2025-12-01", Precision::Day));
    let mut nobody = statement("d400000000000005", "Prices went up, and up again; nobody asked us");
    nobody.article = other.article.clone();
    nobody.speaker = None;
    nobody.said_on = None;
    nobody.topics = Vec::new();
    nobody.headline = true;
    vec![port, treaty, silent, other, nobody]
}

impl Desk {
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("index"), &statements());
        Desk { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.current_dir(self.path()).env_clear().env("HOME", self.path()).env("COLUMNS", "80").args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    /// Everything that a command prints, and its exit code.
    pub fn transcript(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let home = self.path().to_string_lossy().into_owned();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&home, "~");
        let mut transcript = format!("$ onrecord {}\n", arguments.join(" "));
        transcript.push_str(&text(&output.stdout));
        if !output.stderr.is_empty() {
            transcript.push_str("--- stderr\n");
            transcript.push_str(&text(&output.stderr));
        }
        transcript.push_str(&format!("--- exit {}\n", output.status.code().unwrap_or(-1)));
        transcript
    }
}
