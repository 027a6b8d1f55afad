//! A template of the user's own, in the language of Jinja: `{{ speaker.name }}: {{ text }}`.

use std::io::{self, Write};

use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};

use super::fields::{to_json, unknown_part};
use super::{Ending, Hits};
use crate::index::Hit;

/// The name under which the one template is known; errors show it.
const NAME: &str = "template";

pub(super) struct Template {
    environment: Environment<'static>,
    ending: Ending,
}

impl Template {
    /// Reads a template; `\n` and `\t` in it stand for a line break and a tab. The error says what
    /// is wrong with it.
    pub(super) fn new(source: &str, ending: Ending) -> Result<Template, String> {
        let mut environment = Environment::new();
        // A statement without a speaker has no speaker's name either.
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        let source = source.replace("\\n", "\n").replace("\\t", "\t");
        environment.add_template_owned(NAME, source).map_err(|error| one_line(&error))?;
        // "{{ speaker.nme }}" would print nothing, and tell nobody.
        let template = environment.get_template(NAME).map_err(|error| one_line(&error))?;
        let mut names: Vec<String> = template.undeclared_variables(true).into_iter().collect();
        names.sort();
        let paths = names.iter().map(|name| name.split('.').map(str::to_owned).collect::<Vec<_>>());
        let known = |name: &str| environment.globals().any(|(global, _)| global == name);
        let mut unknown = paths.filter(|path| !known(&path[0])).filter_map(|path| unknown_part(&path));
        match unknown.next() {
            Some(unknown) => Err(unknown),
            None => Ok(Template { environment, ending }),
        }
    }
}

fn one_line(error: &minijinja::Error) -> String {
    let line = error.line().map(|line| format!(" in line {line}")).unwrap_or_default();
    format!("{}{line}", error.detail().map_or_else(|| error.to_string(), str::to_owned))
}

impl Hits for Template {
    fn hit(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let rendered = self
            .environment
            .get_template(NAME)
            .and_then(|template| template.render(Value::from(Serde(to_json(hit)))))
            .map_err(|error| io::Error::other(format!("--template: {}", one_line(&error))))?;
        self.ending.write(out, &rendered)
    }
}
