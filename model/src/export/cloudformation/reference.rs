//! Strings of a design as values of a template: references to records become `Ref` and `Fn::GetAtt` of what the
//! template makes, or what the record says of what exists; variables become parameters.

use serde_json::{Value, json};

use super::attribute::{attribute, attribute_label, members};
use super::draft::{Draft, member};
use super::names::pascal;
use super::parameter::ParameterType;
use super::text::{Text, get_att, join, reference, select, split};
use super::{expression, network};
use crate::cloudformation::resource_attribute;
use crate::export::place::{default_attribute, is_expression};
use crate::path::Path;
use crate::record::{Kind, Origin};
use crate::reference::{Part, Reference, parts};
use crate::resolve::Resolved;
use crate::text::capitalised;

/// What a string stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A text, or one value that a function gives.
    One(Text),
    /// Several elements in place of one.
    Many(Vec<Piece>),
    /// A function that gives a list.
    List(Value),
    /// A value that is no text.
    Other(Value),
    /// Nothing that a template can say; a remark has said so.
    Nothing,
}

impl Piece {
    pub(super) fn function(function: Value) -> Self {
        Self::One(Text::function(function))
    }

    /// What is said for a parameter when a stack is made.
    pub(super) fn parameter(name: &str, kind: ParameterType) -> Self {
        if kind.is_list() { Self::List(reference(name)) } else { Self::function(reference(name)) }
    }

    /// The piece as a value of a template.
    pub(super) fn into_value(self) -> Option<Value> {
        match self {
            Self::One(text) => Some(text.into_value()),
            Self::List(value) | Self::Other(value) => Some(value),
            Self::Many(pieces) => Some(list(pieces)),
            Self::Nothing => None,
        }
    }
}

/// A list with what stands for several elements put in its place. Lists that functions give are put together as
/// text: CloudFormation has no other way.
pub(super) fn list(pieces: Vec<Piece>) -> Value {
    let mut elements: Vec<(bool, Value)> = Vec::new();
    let mut open: Vec<Piece> = pieces.into_iter().rev().collect();
    while let Some(piece) = open.pop() {
        match piece {
            Piece::Many(inner) => open.extend(inner.into_iter().rev()),
            Piece::List(value) => elements.push((true, value)),
            one => elements.extend(one.into_value().map(|value| (false, value))),
        }
    }
    if elements.iter().all(|(is_list, _)| !is_list) {
        return Value::Array(elements.into_iter().map(|(_, value)| value).collect());
    }
    if let [(true, value)] = elements.as_slice() {
        return value.clone();
    }
    let texts: Vec<Value> = elements
        .into_iter()
        .map(|(is_list, value)| if is_list { join(",", value) } else { value })
        .collect();
    split(",", join(",", Value::Array(texts)))
}

/// How many referred-to records a reference may lead through.
pub(super) const LONGEST_CHAIN: usize = 8;

impl<'a> Draft<'a> {
    /// What a string stands for, behind so many referred-to records: one that leads back to itself must end.
    pub(super) fn piece(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        text: &str,
        depth: usize,
    ) -> Piece {
        let found = parts(text);
        if let [Part::Expression(inner)] = found.as_slice() {
            return match Reference::parse_expression(inner) {
                Some(reference) => self.reference(resolved, path, &reference, depth),
                None if is_expression(inner) => match ParameterType::at(resolved.id.kind(), path) {
                    Some(kind) => expression::piece(self, resolved, path, inner, kind, depth),
                    None => {
                        let message = format!(
                            "`${{{inner}}}` was left out: a template has no values of this kind but those that it spells out."
                        );
                        self.remark(resolved, path, &message);
                        Piece::Nothing
                    }
                },
                None => Piece::One(Text::literal(text)),
            };
        }
        let mut whole = Text::default();
        for part in found {
            match part {
                Part::Text(text) => whole.push_literal(&text.replace("$${", "${")),
                Part::Expression(inner) => {
                    let before = self.mark();
                    let piece = match Reference::parse_expression(inner) {
                        Some(reference) => self.reference(resolved, path, &reference, depth),
                        None if is_expression(inner) => expression::piece(
                            self,
                            resolved,
                            path,
                            inner,
                            ParameterType::String,
                            depth,
                        ),
                        None => Piece::One(Text::literal(&format!("${{{inner}}}"))),
                    };
                    match piece {
                        Piece::One(text) => whole.push(text),
                        Piece::Nothing => {}
                        _ => {
                            let message = format!(
                                "`${{{inner}}}` is a list and cannot stand inside a text; it is written as plain text."
                            );
                            self.back_to(before);
                            self.remark(resolved, path, &message);
                            whole.push_literal(&format!("${{{inner}}}"));
                        }
                    }
                }
            }
        }
        Piece::One(whole)
    }

    /// A string that is one text.
    pub(super) fn text(&mut self, resolved: &'a Resolved, path: &Path, text: &str) -> Text {
        match self.piece(resolved, path, text, 0) {
            Piece::One(text) => text,
            _ => Text::literal(text),
        }
    }

    /// What a reference to a record stands for.
    pub(super) fn reference(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        reference: &Reference,
        depth: usize,
    ) -> Piece {
        let kind = reference.record.kind();
        let wanted =
            reference.attribute.as_deref().unwrap_or_else(|| default_attribute(kind, path));
        let Some(attribute) = attribute(kind, wanted) else {
            return self.dangling(resolved, path, reference, wanted);
        };
        let Some(target) = self.get(&reference.record) else {
            return self.dangling(resolved, path, reference, attribute);
        };
        if kind == Kind::Network {
            return network::part(self, target, attribute, depth)
                .unwrap_or_else(|| self.dangling(resolved, path, reference, attribute));
        }
        let found = if self.made(&target.id).is_some() {
            self.of_resource(target, attribute, depth)
        } else {
            self.of_what_exists(resolved, path, target, attribute, depth)
        };
        found.unwrap_or_else(|| self.dangling(resolved, path, reference, attribute))
    }

    /// An attribute of a resource of the template.
    fn of_resource(
        &mut self,
        target: &'a Resolved,
        attribute: &str,
        depth: usize,
    ) -> Option<Piece> {
        let name = self.names.of(&target.id);
        let of_arn = |at: usize| Piece::function(select(at, split(":", reference(&name))));
        Some(match (target.id.kind(), attribute) {
            (Kind::TaskDefinition, "family") => self
                .said(target, &["family"], depth)
                // `arn:aws:ecs:region:account:task-definition/family:7`
                .unwrap_or_else(|| {
                    Piece::function(select(1, split("/", select(5, split(":", reference(&name))))))
                }),
            (Kind::TaskDefinition, "revision") => of_arn(6),
            (Kind::Namespace, "name") => self.said(target, &["name"], depth)?,
            // What `Fn::GetAtt` gives ends with `:*`, which is the group's streams.
            (Kind::LogGroup, "arn") => Piece::One(arn(
                "logs",
                [Text::literal("log-group:"), Text::function(reference(&name))],
            )),
            (kind, attribute) => Piece::function(match resource_attribute(kind, attribute)? {
                Some(attribute) => get_att(&name, attribute),
                None => reference(&name),
            }),
        })
    }

    /// An attribute of what the template does not make: what the record says, or what follows from its name.
    fn of_what_exists(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        target: &'a Resolved,
        attribute: &str,
        depth: usize,
    ) -> Option<Piece> {
        let kind = target.id.kind();
        if target.origin() != Origin::LookUp {
            return self.said(target, members(kind, attribute), depth);
        }
        let named = |draft: &mut Self| draft.said(target, &[kind.name_key()], depth);
        // The API takes a name wherever these are named.
        let by_name = matches!(
            (kind, attribute),
            (Kind::Cluster | Kind::LogGroup, "")
                | (Kind::TaskDefinition, "" | "family")
                | (_, "name")
        );
        let key = path.segments().last();
        let is_namespace = kind == Kind::Namespace
            && matches!(key, Some(crate::path::Segment::Key(key)) if key == "namespace");
        if by_name || (is_namespace && attribute.is_empty()) {
            if kind == Kind::TaskDefinition && attribute.is_empty() {
                let message = format!(
                    "CloudFormation takes the newest revision of the {} `{}` when it makes or changes this, and does not see a newer one by itself.",
                    kind.label(),
                    target.id.name()
                );
                self.remark(resolved, path, &message);
            }
            return named(self);
        }
        if let Some(said) = self.said(target, members(kind, attribute), depth) {
            return Some(said);
        }
        let is_arn = attribute == "arn" || (kind == Kind::Role && attribute.is_empty());
        let follows = is_arn && matches!(kind, Kind::Cluster | Kind::LogGroup | Kind::Role);
        let before = self.mark();
        let Some(Piece::One(name)) = follows.then(|| named(self))? else {
            self.back_to(before);
            return None;
        };
        match kind {
            Kind::Cluster => Some(Piece::One(arn("ecs", [Text::literal("cluster/"), name]))),
            Kind::LogGroup => Some(Piece::One(arn("logs", [Text::literal("log-group:"), name]))),
            Kind::Role => {
                let at = match member(target, "path").and_then(Value::as_str) {
                    Some(said) => self.text(target, &Path::root().key("path"), said),
                    None => Text::literal("/"),
                };
                // Roles are of no Region.
                Some(Piece::One(arn_in(Text::default(), "iam", [Text::literal("role"), at, name])))
            }
            _ => None,
        }
    }

    /// What a record says under the first of `members` that it has.
    pub(super) fn said(
        &mut self,
        target: &'a Resolved,
        members: &[&'static str],
        depth: usize,
    ) -> Option<Piece> {
        if depth >= LONGEST_CHAIN {
            return None;
        }
        members.iter().find_map(|key| {
            let path = Path::root().key(*key);
            match member(target, key)? {
                Value::String(text) => Some(self.piece(target, &path, text, depth + 1)),
                Value::Array(elements) => Some(Piece::Many(
                    elements
                        .iter()
                        .enumerate()
                        .filter_map(|(index, element)| {
                            let text = element.as_str()?;
                            Some(self.piece(target, &path.index(index), text, depth + 1))
                        })
                        .collect(),
                )),
                Value::Number(number) => Some(Piece::Other(json!(number))),
                _ => None,
            }
        })
    }

    /// A parameter in place of what the design does not have, and CloudFormation cannot find.
    fn dangling(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        reference: &Reference,
        attribute: &str,
    ) -> Piece {
        let id = &reference.record;
        let attribute = if attribute.is_empty() { "arn" } else { attribute };
        let kind = match attribute {
            "subnets" => ParameterType::Subnets,
            "securityGroups" => ParameterType::SecurityGroups,
            "vpcId" => ParameterType::Vpc,
            _ => ParameterType::String,
        };
        let what =
            format!("{} of the {} `{}`", attribute_label(attribute), id.kind().label(), id.name());
        let description = match self.get(id) {
            Some(target) if member(target, id.kind().name_key()).is_some() => {
                let (kind, name) = (id.kind().label(), target.display_name());
                format!("{} of the {kind} {name}.", attribute_label(attribute))
            }
            _ => format!("{what}."),
        };
        let base = self.names.of(id) + &pascal(attribute);
        let name = self.parameter(&reference.to_string(), &base, kind, &capitalised(&description));
        let (is, it_is) = if kind.is_list() { ("are", "they are") } else { ("is", "it is") };
        let message = match self.get(id) {
            Some(target) if target.origin() == Origin::LookUp => {
                format!("CloudFormation looks nothing up: the {what} {is} the parameter {name}.")
            }
            Some(_) => {
                format!("The template cannot tell the {what}: {it_is} the parameter {name}.")
            }
            None => format!(
                "There is no {} `{}` in {}: the {} {is} the parameter {name}.",
                id.kind().label(),
                id.name(),
                self.estate.environment,
                attribute_label(attribute)
            ),
        };
        self.remark_on_parameter(resolved, path, &name, &message);
        Piece::parameter(&name, kind)
    }
}

/// What CloudFormation knows by itself.
pub(super) fn fact(name: &str) -> Text {
    Text::function(reference(name))
}

/// The ARN of something in the stack's account and Region.
pub(super) fn arn(service: &str, rest: [Text; 2]) -> Text {
    arn_in(fact("AWS::Region"), service, rest)
}

fn arn_in<const N: usize>(region: Text, service: &str, rest: [Text; N]) -> Text {
    let account = [
        Text::literal("arn:"),
        fact("AWS::Partition"),
        Text::literal(&format!(":{service}:")),
        region,
        Text::literal(":"),
        fact("AWS::AccountId"),
        Text::literal(":"),
    ];
    Text::of(account.into_iter().chain(rest))
}
