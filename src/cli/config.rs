//! Defaults from a file: `onrecord.toml` in the current folder, then the one of the user.
//!
//! ```toml
//! index = "press/index"      # or a list; relative to this file
//! aliases = "press/aliases.toml"
//! topics = "press/topics.toml"
//! format = "text"
//! limit = 20
//! sort = "newest"
//! color = "auto"
//! ```

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use serde::{Deserialize, Deserializer};

use super::global::Color;
use super::search::Order;
use crate::output::Format;

/// What a configuration file may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    #[serde(deserialize_with = "one_or_many")]
    pub index: Vec<PathBuf>,
    pub aliases: Option<PathBuf>,
    /// Own topics.
    pub topics: Option<PathBuf>,
    #[serde(deserialize_with = "named")]
    pub format: Option<Format>,
    pub limit: Option<usize>,
    #[serde(deserialize_with = "named")]
    pub sort: Option<Order>,
    #[serde(deserialize_with = "named")]
    pub color: Option<Color>,
}

impl Config {
    /// Reads the files that there are. What the nearer one does not say, the other one does.
    pub fn read() -> anyhow::Result<Config> {
        let near = read_file(Path::new("onrecord.toml"))?;
        let far = match user_file() {
            Some(path) => read_file(&path)?,
            None => Config::default(),
        };
        Ok(Config {
            index: if near.index.is_empty() { far.index } else { near.index },
            topics: near.topics.or(far.topics),
            aliases: near.aliases.or(far.aliases),
            format: near.format.or(far.format),
            limit: near.limit.or(far.limit),
            sort: near.sort.or(far.sort),
            color: near.color.or(far.color),
        })
    }
}

/// `$XDG_CONFIG_HOME/onrecord/onrecord.toml`
fn user_file() -> Option<PathBuf> {
    Some(folder("XDG_CONFIG_HOME", ".config", "APPDATA")?.join("onrecord.toml"))
}

/// Returns onrecord's own folder below a folder of the user: the one that a variable names, else
/// one below the home folder, else the one that Windows names.
pub(super) fn folder(variable: &str, below_home: &str, windows: &str) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = set(variable).or_else(|| Some(set("HOME")?.join(below_home))).or_else(|| set(windows))?;
    Some(base.join("onrecord"))
}

fn read_file(path: &Path) -> anyhow::Result<Config> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound || out_of_reach(path) => {
            return Ok(Config::default());
        }
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let mut config: Config = toml::from_str(&text).with_context(|| path.display().to_string())?;
    if let Some(folder) = path.parent() {
        config.index.iter_mut().for_each(|index| *index = folder.join(&index));
        config.aliases = config.aliases.map(|aliases| folder.join(aliases));
        config.topics = config.topics.map(|topics| folder.join(topics));
    }
    Ok(config)
}

/// Tells whether the folder of a file may not even be looked into. After `su nobody` the home folder
/// may still be the one of somebody else, whose settings are none of this user's.
fn out_of_reach(path: &Path) -> bool {
    path.metadata().is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(PathBuf),
        Many(Vec<PathBuf>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(path) => vec![path],
        OneOrMany::Many(paths) => paths,
    })
}

/// A value by the name that it has on the command line.
fn named<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: ValueEnum,
{
    let name = String::deserialize(deserializer)?;
    T::from_str(&name, true).map(Some).map_err(|_| {
        let known: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned()))
            .collect();
        serde::de::Error::custom(format!("'{name}' is none of {}", known.join(", ")))
    })
}
