//! What looks how.

use anstyle::{AnsiColor, Style};

/// The speaker.
pub const SPEAKER: Style = Style::new().bold();
/// Words that match the query.
pub const MATCH: Style = AnsiColor::Yellow.on_default().bold();
/// What helps to place a statement and is not the statement.
pub const ASIDE: Style = Style::new().dimmed();
/// A date.
pub const DATE: Style = AnsiColor::Cyan.on_default();
/// A word of warning: "negated".
pub const FLAG: Style = AnsiColor::Red.on_default();
/// The words that report a statement, in its article.
pub const CUE: Style = AnsiColor::Green.on_default();
/// The source, in its article.
pub const SOURCE: Style = AnsiColor::Cyan.on_default().bold();
/// The bars of a timeline.
pub const BAR: Style = AnsiColor::Blue.on_default();
