//! How queries are read, case by case, as `tests/grammar.txt` has it.
//!
//! `ONRECORD_REFRESH=1 cargo test --test grammar` writes that file anew from the queries in it.

use std::path::Path;

use jiff::civil::date;
use onrecord::query::parse;

/// What a query becomes, as lines of the file.
fn read(query: &str) -> String {
    match parse(query, date(2026, 1, 15)) {
        Ok(expr) => format!("  = {expr}").trim_end().to_owned() + "\n",
        Err(error) => {
            let place = error.input.get(error.span.clone()).expect("a place in the query");
            let hint = error.hint.map(|hint| format!("  ? {hint}\n")).unwrap_or_default();
            format!("  ! {}\n{}\n{hint}", error.message, format!("  @ {place}").trim_end())
        }
    }
}

#[test]
fn queries_are_read_as_the_cases_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grammar.txt");
    let written = std::fs::read_to_string(&path).expect("tests/grammar.txt");
    let mut renewed = String::new();
    let mut cases = 0;
    for line in written.lines().filter(|line| !line.starts_with("  ")) {
        renewed.push_str(line);
        renewed.push('\n');
        if let Some(query) = line.strip_prefix('>') {
            renewed.push_str(&read(query.strip_prefix(' ').unwrap_or(query)));
            cases += 1;
        }
    }
    assert!(cases > 90, "{cases}");
    if std::env::var_os("ONRECORD_REFRESH").is_some() {
        std::fs::write(&path, renewed).expect("written");
        return;
    }
    assert_eq!(written, renewed, "run with ONRECORD_REFRESH=1 to renew it, and look at what changed");
}
