//! The command line: one file per command.
//!
//! Data goes to stdout and talk to stderr. The exit code is 0 when something was found, 1 when
//! nothing was, and 2 on an error. A closed pipe ends quietly.

mod check;
mod completions;
mod config;
mod explain;
mod export;
mod extract;
mod filters;
mod global;
mod index;
mod look;
mod man;
mod names;
mod outlets;
mod own_topics;
mod read;
mod saved;
mod schema;
mod search;
mod serve;
mod show;
mod similar;
mod speakers;
mod stats;
mod stories;
mod suggestion;
mod tally;
mod timeline;
mod topics;
mod verify;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use global::{Color, Global};

/// What a command found: something.
const FOUND: u8 = 0;
/// What a command found: nothing.
const NOTHING: u8 = 1;
/// It could not look.
const FAILED: u8 = 2;

/// Search what was said in the news: who said what, when, about what, and where it stands
#[derive(Parser)]
#[command(name = "onrecord", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Examples:
  onrecord index ~/news                            read a folder of articles
  onrecord search 'ceasefire' --speaker rubio      what Rubio said about the ceasefire
  onrecord search 'said:2w.. act:deny'             all denials of the last two weeks
  onrecord speakers --topic politics               who speaks most about politics
  onrecord search tariffs --format jsonl | jq .text

Exit codes: 0 found, 1 nothing found, 2 error")]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Index(index::Index),
    Search(search::Search),
    Read(read::Read),
    Extract(extract::Extract),
    Show(show::Show),
    Speakers(speakers::Speakers),
    Topics(topics::Topics),
    Outlets(outlets::Outlets),
    Timeline(timeline::Timeline),
    Stories(stories::Stories),
    Verify(verify::Verify),
    Similar(similar::Similar),
    Export(export::Export),
    Explain(explain::Explain),
    Saved(saved::Saved),
    Serve(serve::Serve),
    Stats(stats::Stats),
    Check(check::Check),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the command line; returns 0 when something was found, 1 when nothing was, 2 on an error.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(tell_own_error));
    names::remember_shell();
    clap_complete::CompleteEnv::with_factory(command_line).complete();
    let arguments = match parse(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { FAILED } else { FOUND });
        }
    };
    let mut arguments = arguments;
    let config = config::Config::read();
    if let Ok(config) = &config {
        arguments.global.config = config.clone();
    }
    let color = arguments.global.color();
    let mut out = global::data(color, matches!(arguments.command, Command::Extract(_)));
    let mut talk = global::talk(color);
    let result = config.and_then(|_| arguments.command.run(&arguments.global, &mut out, &mut talk));
    let result = result.and_then(|code| Ok(out.flush().map(|()| code)?));
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_closed_pipe(&error) => ExitCode::from(FOUND),
        Err(error) => {
            let _ = out.flush();
            let _ = writeln!(talk, "onrecord: {error:#}");
            ExitCode::from(FAILED)
        }
    }
}

impl Command {
    fn run(&self, global: &Global, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<u8> {
        match self {
            Command::Index(command) => command.run(global, out, talk),
            Command::Search(command) => command.run(global, out, talk),
            Command::Read(command) => command.run(out, talk),
            Command::Extract(command) => command.run(out, talk),
            Command::Show(command) => command.run(global, out, talk),
            Command::Speakers(command) => command.run(global, out, talk),
            Command::Topics(command) => command.run(global, out, talk),
            Command::Outlets(command) => command.run(global, out, talk),
            Command::Timeline(command) => command.run(global, out, talk),
            Command::Stories(command) => command.run(global, out, talk),
            Command::Verify(command) => command.run(global, out),
            Command::Similar(command) => command.run(global, out, talk),
            Command::Export(command) => command.run(global, out, talk),
            Command::Explain(command) => command.run(global, out, talk),
            Command::Saved(command) => command.run(global, out, talk),
            Command::Serve(command) => command.run(global, out, talk),
            Command::Stats(command) => command.run(global, out),
            Command::Check(command) => command.run(global, out, talk),
            Command::Schema(command) => command.run(out),
            Command::Completions(command) => command.run(out),
            Command::Man(command) => command.run(out),
        }
    }
}

/// Returns the whole command line, for help, completions and man pages.
fn command_line() -> clap::Command {
    Arguments::command()
}

fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    let matches = Arguments::command().try_get_matches_from(exclusions(arguments))?;
    Arguments::from_arg_matches(&matches)
}

/// Lets `onrecord search tariffs -trump` mean what it says: a single dash before a word excludes
/// it, and no option here is written like that.
fn exclusions(arguments: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    arguments.map(|argument| match argument.to_str() {
        Some(text)
            if text.starts_with('-') && text.chars().nth(1).is_some_and(|c| c != '-') && text.chars().count() > 2 =>
        {
            // The query language reads a true minus sign like a hyphen.
            OsString::from(text.replacen('-', "−", 1))
        }
        _ => argument,
    })
}

/// Says in one line what failed in onrecord itself. A run of many articles goes on without the one
/// that it failed on.
fn tell_own_error(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
    let payload = panic.payload();
    let what = payload.downcast_ref::<&str>().copied();
    let what = what.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown");
    let what = what.lines().next().unwrap_or_default();
    eprintln!("onrecord: error in onrecord itself{place}: {what}");
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
