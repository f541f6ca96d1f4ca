//! Members of a record's body as arguments of a resource, by table: what the API calls a member, what the
//! provider calls the argument, and which form it has there.

use serde_json::{Map, Value};

use super::Provider;
use super::draft::{Draft, Instance};
use super::expression::Piece;
use crate::export::hcl::{Block, Body, Expr};
use crate::export::place::{element_path, is_expression, says_nothing};
use crate::path::Path;

/// One member and the argument that it becomes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Argument {
    /// The member, as the API calls it.
    key: &'static str,
    /// The argument or block, as the provider calls it.
    name: &'static str,
    form: Form,
    /// The minor version of provider 6 that the argument needs, as far as is known.
    since: u32,
}

/// How the provider takes a value.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// As it is.
    Value,
    /// As a string, whatever the API takes.
    Text,
    /// `ENABLED` is `true`.
    Enabled,
    /// As JSON text.
    Json,
    /// `[{key, value}]` as a map.
    Tags,
    /// `[{name, value}]` as a map.
    Pairs,
    /// One block.
    Block(&'static [Argument]),
    /// A block for each element, at most so many.
    Blocks(&'static [Argument], usize),
    /// The object's members are arguments here.
    Inline(&'static [Argument]),
    /// The resource's own writer takes care of it.
    Elsewhere,
    /// The provider has nothing like it.
    Missing,
}

impl Argument {
    const fn new(key: &'static str, name: &'static str, form: Form) -> Self {
        Self { key, name, form, since: 0 }
    }

    /// The argument needs this minor version of provider 6, or a later one.
    pub(super) const fn since(mut self, minor: u32) -> Self {
        self.since = minor;
        self
    }
}

pub(super) const fn value(key: &'static str, name: &'static str) -> Argument {
    Argument::new(key, name, Form::Value)
}

pub(super) const fn text(key: &'static str, name: &'static str) -> Argument {
    Argument::new(key, name, Form::Text)
}

pub(super) const fn enabled(key: &'static str, name: &'static str) -> Argument {
    Argument::new(key, name, Form::Enabled)
}

pub(super) const fn json(key: &'static str, name: &'static str) -> Argument {
    Argument::new(key, name, Form::Json)
}

pub(super) const fn tags() -> Argument {
    Argument::new("tags", "tags", Form::Tags)
}

pub(super) const fn pairs(key: &'static str, name: &'static str) -> Argument {
    Argument::new(key, name, Form::Pairs)
}

pub(super) const fn block(
    key: &'static str,
    name: &'static str,
    arguments: &'static [Argument],
) -> Argument {
    Argument::new(key, name, Form::Block(arguments))
}

pub(super) const fn blocks(
    key: &'static str,
    name: &'static str,
    arguments: &'static [Argument],
) -> Argument {
    Argument::new(key, name, Form::Blocks(arguments, usize::MAX))
}

/// A list of which the provider takes one element.
pub(super) const fn one_block(
    key: &'static str,
    name: &'static str,
    arguments: &'static [Argument],
) -> Argument {
    Argument::new(key, name, Form::Blocks(arguments, 1))
}

pub(super) const fn inline(key: &'static str, arguments: &'static [Argument]) -> Argument {
    Argument::new(key, "", Form::Inline(arguments))
}

pub(super) const fn elsewhere(key: &'static str) -> Argument {
    Argument::new(key, "", Form::Elsewhere)
}

pub(super) const fn missing(key: &'static str) -> Argument {
    Argument::new(key, "", Form::Missing)
}

impl<'a> Draft<'a> {
    /// Writes the members of an instance's body into its resource: plain arguments, then tags, then blocks.
    pub(super) fn arguments(
        &mut self,
        instance: &Instance<'a>,
        table: &[Argument],
        body: &mut Body,
    ) {
        let Some(members) = instance.resolved.body.as_object() else { return };
        self.members(instance, &Path::root(), members, table, body);
    }

    /// Writes only the members that the table names; what else is there, another resource says.
    pub(super) fn some_arguments(
        &mut self,
        instance: &Instance<'a>,
        table: &[Argument],
        body: &mut Body,
    ) {
        let Some(members) = instance.resolved.body.as_object() else { return };
        self.plain(instance, &Path::root(), members, table, body);
        self.blocks(instance, &Path::root(), members, table, body);
    }

    /// The thing's name in AWS: what the body says, else the Terraform name.
    pub(super) fn own_name(&mut self, instance: &Instance<'a>, name: &str) -> Expr {
        let key = instance.id().kind().name_key();
        match instance.member(key) {
            Some(said) => self.value(instance, &Path::root().key(key), said),
            None => Expr::from(name),
        }
    }

    /// Writes the members of an object at `path` of an instance's body.
    pub(super) fn members(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        members: &Map<String, Value>,
        table: &[Argument],
        body: &mut Body,
    ) {
        self.plain(instance, path, members, table, body);
        self.blocks(instance, path, members, table, body);
        self.unknown_members(instance, path, members, table);
    }

    fn plain(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        members: &Map<String, Value>,
        table: &[Argument],
        body: &mut Body,
    ) {
        for argument in table {
            let Some(member) = present(members, argument) else { continue };
            let path = path.key(argument.key);
            let expr = match (argument.form, member) {
                (Form::Inline(inner), Value::Object(members)) => {
                    self.plain(instance, &path, members, inner, body);
                    continue;
                }
                (Form::Value, _) => self.value(instance, &path, member),
                (Form::Text, Value::Number(_) | Value::Bool(_)) => Expr::from(member.to_string()),
                (Form::Text, _) => self.value(instance, &path, member),
                (Form::Enabled, _) => self.enabled(instance, &path, member),
                (Form::Json, Value::String(text)) => self.text(instance, &path, text),
                (Form::Json, _) => Expr::call("jsonencode", [self.value(instance, &path, member)]),
                (Form::Tags, _) => self.map(instance, &path, member, "key"),
                (Form::Pairs, _) => self.map(instance, &path, member, "name"),
                _ => continue,
            };
            if !self.provider_has(instance, &path, argument) {
                continue;
            }
            let tags = matches!(argument.form, Form::Tags);
            if tags {
                body.blank();
            }
            body.attribute(argument.name, expr);
            if tags {
                body.blank();
            }
        }
    }

    fn blocks(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        members: &Map<String, Value>,
        table: &[Argument],
        body: &mut Body,
    ) {
        for argument in table {
            let Some(member) = present(members, argument) else { continue };
            let path = path.key(argument.key);
            match (argument.form, member) {
                (Form::Inline(inner), Value::Object(members)) => {
                    self.blocks(instance, &path, members, inner, body);
                }
                (Form::Block(inner), Value::Object(members)) => {
                    self.one_block(instance, &path, members, argument, inner, body);
                }
                (Form::Blocks(inner, most), Value::Array(elements)) => {
                    for (index, element) in elements.iter().enumerate() {
                        let path = element_path(&path, index, element);
                        match element {
                            Value::Object(members) if index < most => {
                                self.one_block(instance, &path, members, argument, inner, body);
                            }
                            Value::Object(_) => {
                                let message = format!(
                                    "The AWS provider takes one `{}` only: this one is left out.",
                                    argument.name
                                );
                                self.remark(instance, &path, &message);
                            }
                            Value::Null => {}
                            _ => self.wrong_form(instance, &path),
                        }
                    }
                }
                (Form::Block(_) | Form::Blocks(..) | Form::Inline(_), _) => {
                    self.wrong_form(instance, &path);
                }
                _ => {}
            }
        }
    }

    fn one_block(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        members: &Map<String, Value>,
        argument: &Argument,
        table: &[Argument],
        body: &mut Body,
    ) {
        if !self.provider_has(instance, path, argument) {
            return;
        }
        let mut block = Block::new(argument.name);
        self.members(instance, path, members, table, block.body());
        body.block(block);
    }

    /// Names the members that no argument takes.
    fn unknown_members(
        &mut self,
        instance: &Instance<'a>,
        path: &Path,
        members: &Map<String, Value>,
        table: &[Argument],
    ) {
        for (key, member) in members.iter().filter(|(_, member)| !says_nothing(member)) {
            let argument = table.iter().find(|argument| argument.key == key);
            match (argument.map(|argument| argument.form), member) {
                (None | Some(Form::Missing), _) => {
                    let message = format!(
                        "The AWS provider has no argument for `{key}`, so Terraform leaves it as it is; set it with the API itself."
                    );
                    self.remark(instance, &path.key(key.clone()), &message);
                }
                (Some(Form::Inline(inner)), Value::Object(members)) => {
                    self.unknown_members(instance, &path.key(key.clone()), members, inner);
                }
                _ => {}
            }
        }
    }

    /// Whether the chosen provider takes the argument; version 6 is asked for as new as needed.
    fn provider_has(&mut self, instance: &Instance<'a>, path: &Path, argument: &Argument) -> bool {
        if argument.since > 0 && self.choice.provider == Provider::V5 {
            let message = format!(
                "`{}` came with version 6 of the AWS provider, and is left out for version 5.",
                argument.name
            );
            self.remark(instance, path, &message);
            return false;
        }
        self.provider_minor = self.provider_minor.max(argument.since);
        true
    }

    fn wrong_form(&mut self, instance: &Instance<'a>, path: &Path) {
        self.remark(
            instance,
            path,
            "This has another form than the API's, and is left out of Terraform.",
        );
    }

    /// `ENABLED` and `DISABLED` as `true` and `false`.
    fn enabled(&mut self, instance: &Instance<'a>, path: &Path, member: &Value) -> Expr {
        match member {
            Value::String(text) if text == "ENABLED" => Expr::Bool(true),
            Value::String(text) if text == "DISABLED" => Expr::Bool(false),
            Value::String(text) => match self.piece(instance, path, text, 0) {
                Piece::Text(text) => {
                    match text.strip_prefix("${").and_then(|t| t.strip_suffix('}')) {
                        // A choice or a comparison binds less than `==` does.
                        Some(inner)
                            if is_expression(inner) && inner.contains(['?', '=', '&', '|']) =>
                        {
                            Expr::raw(&format!("({inner}) == \"ENABLED\""))
                        }
                        Some(inner) if is_expression(inner) => {
                            Expr::raw(&format!("{inner} == \"ENABLED\""))
                        }
                        _ => Expr::from_text(&text),
                    }
                }
                other => other.into_expr(),
            },
            other => Expr::from(other),
        }
    }

    /// A list of named values as a map, in the design's order; of two equal names the last one counts.
    fn map(&mut self, instance: &Instance<'a>, path: &Path, member: &Value, name: &str) -> Expr {
        let Value::Array(elements) = member else { return self.value(instance, path, member) };
        let mut map: indexmap::IndexMap<String, Expr> = indexmap::IndexMap::new();
        for (index, element) in elements.iter().enumerate() {
            let path = element_path(path, index, element);
            let Some(key) = element.get(name).and_then(Value::as_str) else {
                self.wrong_form(instance, &path);
                continue;
            };
            let value = match element.get("value") {
                Some(Value::String(text)) => self.text(instance, &path.key("value"), text),
                None | Some(Value::Null) => Expr::from(""),
                Some(other) => Expr::from(other.to_string()),
            };
            map.insert(key.to_owned(), value);
        }
        Expr::object(map)
    }
}

fn present<'m>(members: &'m Map<String, Value>, argument: &Argument) -> Option<&'m Value> {
    members.get(argument.key).filter(|member| !says_nothing(member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::shape::{Member, Type};
    use crate::export::terraform::{
        cluster, load_balancer, log_group, namespace, role, scaling, service, task_definition,
    };
    use crate::record::Kind;

    /// The members of a shape for which a table has no line.
    fn forgotten(members: &[Member], table: &[Argument], path: &str, found: &mut Vec<String>) {
        for member in members {
            let path = format!("{path}.{}", member.key);
            let Some(argument) = table.iter().find(|argument| argument.key == member.key) else {
                found.push(path);
                continue;
            };
            let (Form::Block(inner) | Form::Blocks(inner, _) | Form::Inline(inner)) = argument.form
            else {
                continue;
            };
            let structure = match member.kind {
                Type::List(element) => *element,
                kind => kind,
            };
            match structure {
                Type::Structure(members) => forgotten(members, inner, &path, found),
                _ => found.push(format!("{path} is no block")),
            }
        }
    }

    #[test]
    fn every_member_of_the_api_has_its_line() {
        let mut found = Vec::new();
        for (kind, table) in [
            (Kind::Cluster, cluster::ARGUMENTS),
            (Kind::Service, service::ARGUMENTS),
            (Kind::TaskDefinition, task_definition::ARGUMENTS),
            (Kind::LoadBalancer, load_balancer::ARGUMENTS),
            (Kind::TargetGroup, load_balancer::TARGET_GROUP),
            (Kind::Role, role::ARGUMENTS),
            (Kind::LogGroup, log_group::ARGUMENTS),
            (Kind::Scaling, scaling::ARGUMENTS),
            (Kind::Namespace, namespace::ARGUMENTS),
        ] {
            forgotten(crate::ecs::members(kind), table, kind.name(), &mut found);
        }
        for (list, table) in [("policies", scaling::POLICY), ("scheduledActions", scaling::ACTION)]
        {
            let described = crate::ecs::describe(Kind::Scaling, &Path::root().key(list).index(0));
            let Some((Type::Structure(members), _)) = described else {
                panic!("{list} has no elements")
            };
            forgotten(members, table, list, &mut found);
        }
        assert_eq!(found, [] as [String; 0]);
    }
}
