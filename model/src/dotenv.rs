//! `.env` files: lines of `NAME=value`, as dotenv and Docker Compose read them, as environment variables of a
//! container.
//!
//! Read are blank lines, comments, `export NAME=value`, single quotes (everything as it stands), double quotes (with
//! `\n`, `\r`, `\t`, `\"`, `\\` and `\$`), both over several lines, and `${NAME}` of a variable of an earlier line. What
//! is not read is said with its line, and nothing is guessed at.

use serde_json::{Map, Value};

use crate::text::count;

#[cfg(test)]
mod tests;

/// What a `.env` text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DotEnv {
    /// The variables, each name once, in the order in which they first stand.
    pub variables: Vec<Variable>,
    /// The lines that are not in `variables`, and why.
    pub unread: Vec<Unread>,
}

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The line that it starts on, counted from 1.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Its value, as a design has it: a plain `${` is written `$${`.
    pub value: String,
}

/// A line that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its number, counted from 1.
    pub line: usize,
    /// Why.
    pub why: Why,
}

/// Why a line is no variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Something else stands there.
    #[error("there is no = in it")]
    NoEqualsSign,
    /// What stands before the `=` cannot name a variable.
    #[error("`{0}` is no name: letters, digits and _, and no digit first")]
    BadName(String),
    /// A quote without its other one.
    #[error("the quote of {0} is never closed")]
    OpenQuote(String),
    /// Text after the closing quote.
    #[error("something follows the closing quote of {0}")]
    AfterQuote(String),
    /// `${NAME}` of a variable that the text does not have before.
    #[error("{name} uses ${{{of}}}, which no line before gives a value")]
    Undefined {
        /// The variable of the line.
        name: String,
        /// The variable that it uses, or what stands in its place.
        of: String,
    },
    /// A later line has the same name.
    #[error("line {by} gives {name} another value, which counts")]
    Replaced {
        /// The variable of both lines.
        name: String,
        /// The later line.
        by: usize,
    },
}

/// Reads a `.env` text. A byte order mark and the line ends of Windows are of no matter.
#[must_use]
pub fn parse(text: &str) -> DotEnv {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut found = DotEnv::default();
    let mut next = 0;
    while let Some(first) = lines.get(next) {
        let number = next + 1;
        next += 1;
        let line = first.trim_start();
        if line.trim_end().is_empty() || line.starts_with('#') {
            continue;
        }
        match variable(line, lines.get(next..).unwrap_or_default(), &found) {
            Ok((name, value, more)) => {
                next += more;
                found.add(Variable { line: number, name, value });
            }
            Err(why) => found.unread.push(Unread { line: number, why }),
        }
    }
    found.unread.sort_by_key(|unread| unread.line);
    found
}

impl DotEnv {
    /// Whether the text can be meant as a `.env` file: more than one line, or one that is a variable.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        text.trim().contains('\n') || !parse(text).variables.is_empty()
    }

    fn add(&mut self, new: Variable) {
        if let Some(old) = self.variables.iter_mut().find(|old| old.name == new.name) {
            let why = Why::Replaced { name: new.name.clone(), by: new.line };
            self.unread.push(Unread { line: old.line, why });
            *old = new;
        } else {
            self.variables.push(new);
        }
    }

    fn value_of(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|it| it.name == name).map(|it| it.value.as_str())
    }
}

/// The variable of a line: its name, its value, and how many of the lines after it belong to it.
fn variable(line: &str, after: &[&str], before: &DotEnv) -> Result<(String, String, usize), Why> {
    let line = match line.strip_prefix("export") {
        Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start(),
        _ => line,
    };
    let (name, value) = line.split_once('=').ok_or(Why::NoEqualsSign)?;
    let name = name.trim();
    if !is_name(name) {
        return Err(Why::BadName(name.to_owned()));
    }
    let value = value.trim_start();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else {
        let end = [" #", "\t#"].iter().filter_map(|comment| value.find(comment)).min();
        let plain = if value.starts_with('#') { "" } else { value };
        let plain = end.and_then(|end| plain.get(..end)).unwrap_or(plain).trim_end();
        return Ok((name.to_owned(), expand(plain, false, name, before)?, 0));
    };
    let (inside, rest, more) = quoted(value.get(1..).unwrap_or_default(), quote, after)
        .ok_or_else(|| Why::OpenQuote(name.to_owned()))?;
    let rest = rest.trim();
    if !rest.is_empty() && !rest.starts_with('#') {
        return Err(Why::AfterQuote(name.to_owned()));
    }
    let value = if quote == '\'' {
        inside.replace("${", "$${")
    } else {
        expand(&inside, true, name, before)?
    };
    Ok((name.to_owned(), value, more))
}

/// Whether a text can name a variable.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// What stands up to the closing quote, what follows it on its line, and how many lines after the first that takes.
fn quoted<'a>(first: &'a str, quote: char, after: &[&'a str]) -> Option<(String, &'a str, usize)> {
    let mut inside = String::new();
    for (more, line) in std::iter::once(&first).chain(after).enumerate() {
        if more > 0 {
            inside.push('\n');
        }
        let mut is_escaped = false;
        for (at, letter) in line.char_indices() {
            if letter == quote && !is_escaped {
                return Some((inside, line.get(at + 1..).unwrap_or_default(), more));
            }
            is_escaped = quote == '"' && letter == '\\' && !is_escaped;
            inside.push(letter);
        }
    }
    None
}

/// Fills `${NAME}` in, and reads the escapes of double quotes. What else stands in `${…}`, such as
/// `${aws_db_instance.main.address}`, is an expression of Terraform and stays.
fn expand(text: &str, has_escapes: bool, name: &str, before: &DotEnv) -> Result<String, Why> {
    let mut value = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let tail = rest.get(letter.len_utf8()..).unwrap_or_default();
        if letter == '\\' && has_escapes {
            let (plain, length) = match tail.chars().next() {
                Some('n') => ("\n", 1),
                Some('r') => ("\r", 1),
                Some('t') => ("\t", 1),
                Some('"') => ("\"", 1),
                Some('\\') => ("\\", 1),
                Some('$') if tail.starts_with("${") => ("$${", 2),
                Some('$') => ("$", 1),
                _ => ("\\", 0),
            };
            value.push_str(plain);
            rest = tail.get(length..).unwrap_or_default();
            continue;
        }
        let inner = tail.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        if let (Some((inner, after)), '$', false) = (inner, letter, value.ends_with('$')) {
            if is_name(inner) {
                let of = || Why::Undefined { name: name.to_owned(), of: inner.to_owned() };
                value.push_str(before.value_of(inner).ok_or_else(of)?);
            } else if inner.contains([':', '-', '?', '+']) && !inner.contains(['.', '(']) {
                return Err(Why::Undefined { name: name.to_owned(), of: inner.to_owned() });
            } else {
                value.push_str("${");
                value.push_str(inner);
                value.push('}');
            }
            rest = after;
            continue;
        }
        value.push(letter);
        rest = tail;
    }
    Ok(value)
}

/// What adding the variables of a `.env` text to a container takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// The elements of `environment` whose value changes, by position, with the new value.
    pub changed: Vec<(usize, String)>,
    /// The variables that `environment` does not have, in order.
    pub added: Vec<(String, String)>,
    /// How many it has already, with the same value.
    pub same: usize,
    /// The lines and names of variables that are secrets of the container already, and stay that.
    pub secret: Vec<(usize, String)>,
}

impl Additions {
    /// Compares the variables with a container's `environment` and `secrets`, as they stand in its definition.
    #[must_use]
    pub fn of(text: &DotEnv, environment: Option<&Value>, secrets: Option<&Value>) -> Self {
        let (environment, secrets) = (elements(environment), elements(secrets));
        let named = |list: &[Value], name: &str| {
            list.iter().position(|it| it.get("name").and_then(Value::as_str) == Some(name))
        };
        let mut additions = Self::default();
        for variable in &text.variables {
            let (name, value) = (&variable.name, &variable.value);
            if let Some(at) = named(environment, name) {
                let now = environment.get(at).and_then(|it| it.get("value"));
                if now.and_then(Value::as_str) == Some(value) {
                    additions.same += 1;
                } else {
                    additions.changed.push((at, value.clone()));
                }
            } else if named(secrets, name).is_some() {
                additions.secret.push((variable.line, name.clone()));
            } else {
                additions.added.push((name.clone(), value.clone()));
            }
        }
        additions
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty()
    }

    /// What was done, in a sentence: `2 variables added, 1 changed, 1 as it was.`
    #[must_use]
    pub fn summary(&self) -> String {
        let mut done = Vec::new();
        if !self.added.is_empty() || self.changed.len() + self.same + self.secret.len() == 0 {
            done.push(format!("{} added", count(self.added.len(), "variable")));
        }
        for (number, what) in [(self.changed.len(), "changed"), (self.same, "as before")] {
            if number > 0 {
                done.push(format!("{} {what}", count(number, "variable")));
            }
        }
        if !self.secret.is_empty() {
            done.push(format!("{} not touched", count(self.secret.len(), "secret")));
        }
        format!("{}.", done.join(", "))
    }

    /// What was not read or not done, a sentence each, by line.
    #[must_use]
    pub fn remarks(&self, text: &DotEnv) -> Vec<String> {
        let secret = self.secret.iter().map(|(line, name)| {
            (
                *line,
                format!("Line {line}: {name} is a secret of the container already, and stays one."),
            )
        });
        let unread =
            text.unread.iter().map(|it| (it.line, format!("Line {}: {}.", it.line, it.why)));
        let mut all: Vec<(usize, String)> = secret.chain(unread).collect();
        all.sort_by_key(|(line, _)| *line);
        all.into_iter().map(|(_, sentence)| sentence).collect()
    }
}

fn elements(list: Option<&Value>) -> &[Value] {
    list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An environment variable as a secret. Its value goes along only where it can be the place of a secret, an ARN or
/// a parameter's path: the secret itself does not belong into a task definition. Other members stay.
#[must_use]
pub fn as_secret(variable: &Value) -> Value {
    renamed(variable, ("value", "valueFrom"), |value| {
        ["arn:", "/", "${"].iter().any(|place| value.starts_with(place))
    })
}

/// A secret as an environment variable, whose value is the place that the secret was read from until somebody
/// writes another one.
#[must_use]
pub fn as_variable(secret: &Value) -> Value {
    renamed(secret, ("valueFrom", "value"), |_| true)
}

fn renamed(element: &Value, (from, to): (&str, &str), keeps: fn(&str) -> bool) -> Value {
    let mut made = Map::new();
    made.insert("name".to_owned(), "".into());
    for (key, value) in element.as_object().into_iter().flatten() {
        if key == from {
            let kept = value.as_str().is_none_or(keeps);
            made.insert(to.to_owned(), if kept { value.clone() } else { "".into() });
        } else if key != to {
            made.insert(key.clone(), value.clone());
        }
    }
    made.entry(to).or_insert_with(|| "".into());
    made.into()
}
