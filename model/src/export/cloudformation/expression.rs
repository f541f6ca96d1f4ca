//! Terraform's expressions: variables become parameters, what CloudFormation knows by itself its own facts, and
//! what it has functions for those. For anything else a parameter stands, and a remark names it.

mod parse;

use serde_json::{Value, json};

use self::parse::{Expression, Part, parse};
use super::draft::Draft;
use super::names::pascal;
use super::parameter::ParameterType;
use super::reference::{Piece, list};
use super::text::{Text, join, reference, select, split};
use crate::cloudformation::{FACTS, ZONES};
use crate::export::place::describe_variable;
use crate::path::{Path, Segment};
use crate::reference::Reference;
use crate::resolve::Resolved;

/// How much of an expression a description or a remark shows, in characters.
const SHOWN: usize = 300;

/// The most conditions that `Fn::And` and `Fn::Or` take.
const MOST_CONDITIONS: usize = 10;

/// What an expression stands for, in a place that calls for a type.
pub(super) fn piece<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    path: &Path,
    inner: &str,
    kind: ParameterType,
    depth: usize,
) -> Piece {
    let before = draft.mark();
    let mut compiler = Compiler { draft, resolved, path, depth };
    let compiled = parse(inner).and_then(|expression| compiler.value(&expression, kind));
    match compiled
        .filter(|piece| !kind.is_list() || matches!(piece, Piece::List(_) | Piece::Many(_)))
    {
        Some(piece) => piece,
        None => {
            draft.back_to(before);
            stand_in(draft, resolved, path, inner.trim(), kind)
        }
    }
}

/// A parameter for what Terraform alone can tell.
fn stand_in<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    path: &Path,
    inner: &str,
    kind: ParameterType,
) -> Piece {
    let base = match parse(inner) {
        Some(Expression::Chain(chain)) => name_of(&chain),
        _ => draft.place(resolved, last_key(path)),
    };
    let shown = clipped(inner);
    let stands_for = format!("${{{inner}}}");
    let name = draft.parameter(&stands_for, &base, kind, &format!("In place of {shown}."));
    let message = format!("`${{{shown}}}` is for Terraform to tell: it is the parameter {name}.");
    draft.remark_on_parameter(resolved, path, &name, &message);
    Piece::parameter(&name, kind)
}

/// What is left of a chain when the words that are the same in each are gone.
fn name_of(chain: &str) -> String {
    let names: Vec<&str> = chain.split('.').collect();
    match names.as_slice() {
        ["data", "terraform_remote_state", state, "outputs", rest @ ..] => {
            pascal(state) + &pascal(&rest.join("."))
        }
        ["data", kind, rest @ ..] | [kind, rest @ ..] if kind.starts_with("aws_") => {
            pascal(kind.trim_start_matches("aws_")) + &pascal(&rest.join("."))
        }
        ["local" | "module" | "data", rest @ ..] => pascal(&rest.join(".")),
        _ => pascal(chain),
    }
}

fn last_key(path: &Path) -> &str {
    let keys = path.segments().iter().rev();
    keys.filter_map(|segment| match segment {
        Segment::Key(key) => Some(key.as_ref()),
        _ => None,
    })
    .next()
    .unwrap_or("value")
}

/// The start of a text.
fn clipped(text: &str) -> String {
    let mut clipped: String = text.chars().take(SHOWN).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}

struct Compiler<'d, 'a, 'p> {
    draft: &'d mut Draft<'a>,
    resolved: &'a Resolved,
    path: &'p Path,
    depth: usize,
}

impl Compiler<'_, '_, '_> {
    /// What an expression gives; `None` for what CloudFormation has no function for.
    fn value(&mut self, expression: &Expression, kind: ParameterType) -> Option<Piece> {
        Some(match expression {
            Expression::Text(parts) => Piece::One(self.text(parts)?),
            Expression::Number(text) => Piece::Other(serde_json::from_str(text).ok()?),
            Expression::Flag(flag) => Piece::Other(json!(flag)),
            Expression::Chain(chain) => return self.chain(chain, kind),
            Expression::Element(list, index) => {
                let list = self.list(list)?;
                Piece::function(select(*index, list))
            }
            Expression::List(elements) => Piece::Many(
                elements
                    .iter()
                    .map(|element| self.value(element, element_of(kind)))
                    .collect::<Option<_>>()?,
            ),
            Expression::Call(name, arguments) => return self.call(name, arguments),
            Expression::Choice(condition, then, otherwise) => {
                let base = self.condition_name(condition);
                let condition = self.condition(condition)?;
                let name = self.draft.condition(&base, condition);
                let (then, otherwise) = (self.side(then, kind)?, self.side(otherwise, kind)?);
                let choice = json!({ "Fn::If": [name, then, otherwise] });
                if kind.is_list() { Piece::List(choice) } else { Piece::function(choice) }
            }
            Expression::Null | Expression::Not(_) | Expression::Binary(..) => return None,
        })
    }

    fn text(&mut self, parts: &[Part]) -> Option<Text> {
        let mut text = Text::default();
        for part in parts {
            match part {
                Part::Literal(literal) => text.push_literal(literal),
                Part::Expression(inner) => match self.value(inner, ParameterType::String)? {
                    Piece::One(inner) => text.push(inner),
                    Piece::Other(Value::Number(number)) => text.push_literal(&number.to_string()),
                    Piece::Other(Value::Bool(flag)) => text.push_literal(&flag.to_string()),
                    _ => return None,
                },
            }
        }
        Some(text)
    }

    fn chain(&mut self, chain: &str, kind: ParameterType) -> Option<Piece> {
        if let Some((fact, _)) = FACTS.iter().find(|(_, expression)| *expression == chain) {
            return Some(Piece::function(reference(fact)));
        }
        if chain == ZONES {
            return Some(Piece::List(json!({ "Fn::GetAZs": "" })));
        }
        if let Some(reference) = Reference::parse_expression(chain) {
            return Some(self.draft.reference(
                self.resolved,
                self.path,
                &reference,
                self.depth + 1,
            ));
        }
        let name = chain.strip_prefix("var.").filter(|name| !name.contains('.'))?;
        let (stands_for, description) = (format!("${{{chain}}}"), describe_variable(name));
        let name = self.draft.parameter(&stands_for, name, kind, &description);
        Some(Piece::parameter(&name, kind))
    }

    /// An expression that gives a list, as a value.
    fn list(&mut self, expression: &Expression) -> Option<Value> {
        match self.value(expression, ParameterType::Texts)? {
            Piece::List(value) => Some(value),
            Piece::Many(pieces) => Some(list(pieces)),
            _ => None,
        }
    }

    fn call(&mut self, name: &str, arguments: &[Expression]) -> Option<Piece> {
        let delimiter = |parts: &[Part]| match parts {
            [Part::Literal(text)] if !text.is_empty() => Some(text.clone()),
            _ => None,
        };
        match (name, arguments) {
            ("split", [Expression::Text(between), text]) => {
                let text = self.one(text)?;
                Some(Piece::List(split(&delimiter(between)?, text)))
            }
            ("join", [Expression::Text(between), elements]) => {
                let [Part::Literal(between)] = between.as_slice() else { return None };
                let elements = self.list(elements)?;
                Some(Piece::function(join(between, elements)))
            }
            ("base64encode", [text]) => {
                let text = self.one(text)?;
                Some(Piece::function(json!({ "Fn::Base64": text })))
            }
            ("concat", lists) => {
                let lists = lists.iter().map(|one| self.value(one, ParameterType::Texts));
                let lists: Vec<Piece> = lists.collect::<Option<_>>()?;
                let are_lists =
                    lists.iter().all(|one| matches!(one, Piece::List(_) | Piece::Many(_)));
                are_lists.then_some(Piece::Many(lists))
            }
            _ => None,
        }
    }

    /// An expression that gives one text, as a value.
    fn one(&mut self, expression: &Expression) -> Option<Value> {
        match self.value(expression, ParameterType::String)? {
            Piece::One(text) => Some(text.into_value()),
            _ => None,
        }
    }

    /// One of two values; of nothing, CloudFormation makes as if the property were not there.
    fn side(&mut self, expression: &Expression, kind: ParameterType) -> Option<Value> {
        if *expression == Expression::Null {
            return Some(reference("AWS::NoValue"));
        }
        let piece = self.value(expression, kind)?;
        let is_list = matches!(piece, Piece::List(_) | Piece::Many(_));
        if is_list == kind.is_list() { piece.into_value() } else { None }
    }

    /// A condition of a template: of parameters and facts, which alone are known before anything is made.
    fn condition(&mut self, expression: &Expression) -> Option<Value> {
        Some(match expression {
            Expression::Binary(operator, left, right) => match operator.as_str() {
                "==" => self.equals(left, right)?,
                "!=" => json!({ "Fn::Not": [self.equals(left, right)?] }),
                _ => {
                    let mut operands = Vec::new();
                    operands_of(expression, operator, &mut operands);
                    if operands.len() > MOST_CONDITIONS {
                        return None;
                    }
                    let operands: Vec<Value> = operands
                        .into_iter()
                        .map(|one| self.condition(one))
                        .collect::<Option<_>>()?;
                    let function = if operator == "&&" { "Fn::And" } else { "Fn::Or" };
                    json!({ function: operands })
                }
            },
            Expression::Not(inner) => json!({ "Fn::Not": [self.condition(inner)?] }),
            Expression::Chain(_) => {
                let side = self.operand(expression, ParameterType::Flag)?;
                json!({ "Fn::Equals": [side, "true"] })
            }
            _ => return None,
        })
    }

    fn equals(&mut self, left: &Expression, right: &Expression) -> Option<Value> {
        let left = self.operand(left, ParameterType::String)?;
        let right = self.operand(right, ParameterType::String)?;
        Some(json!({ "Fn::Equals": [left, right] }))
    }

    fn operand(&mut self, expression: &Expression, kind: ParameterType) -> Option<Value> {
        Some(match expression {
            Expression::Text(parts) => match parts.as_slice() {
                [Part::Literal(text)] => json!(text),
                _ => return None,
            },
            Expression::Number(text) => json!(text),
            Expression::Flag(flag) => json!(flag.to_string()),
            Expression::Chain(chain) if Reference::parse_expression(chain).is_none() => {
                match self.chain(chain, kind)? {
                    Piece::One(text) => text.into_value(),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// `EnvironmentIsProduction` for `var.environment == "production"`; else after the place.
    fn condition_name(&self, expression: &Expression) -> String {
        if let Expression::Binary(operator, left, right) = expression
            && let (Expression::Chain(chain), Expression::Text(parts)) = (&**left, &**right)
            && let [Part::Literal(text)] = parts.as_slice()
            && !text.is_empty()
        {
            let verb = if operator == "==" { "Is" } else { "IsNot" };
            return format!("{}{verb}{}", pascal(chain.trim_start_matches("var.")), pascal(text));
        }
        if let Expression::Chain(chain) = expression {
            return format!("{}IsTrue", pascal(chain.trim_start_matches("var.")));
        }
        self.draft.place(self.resolved, last_key(self.path)) + "Condition"
    }
}

/// The operands of one operator, however they are in brackets.
fn operands_of<'e>(expression: &'e Expression, operator: &str, found: &mut Vec<&'e Expression>) {
    match expression {
        Expression::Binary(other, left, right) if other == operator => {
            operands_of(left, operator, found);
            operands_of(right, operator, found);
        }
        other => found.push(other),
    }
}

/// The type of a list's element.
const fn element_of(kind: ParameterType) -> ParameterType {
    match kind {
        ParameterType::Subnets => ParameterType::Subnet,
        ParameterType::SecurityGroups => ParameterType::SecurityGroup,
        _ => ParameterType::String,
    }
}
