//! `Draft`: the export while it is being written. Blocks go into it file by file; variables, look-ups and
//! remarks are collected on the way.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::Choice;
use super::names::Names;
use crate::address::Address;
use crate::design::Design;
use crate::export::File;
use crate::export::hcl::{Block, Body};
use crate::export::place::says_nothing;
use crate::export::usage::Usage;
use crate::path::Path;
use crate::record::{EnvironmentName, RecordId};
use crate::remark::Remark;
use crate::resolve::{Estate, Resolved};

/// The files that people split a root module into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Versions,
    Variables,
    Data,
    Network,
    Iam,
    Logs,
    LoadBalancer,
    Ecs,
    Autoscaling,
    Outputs,
}

impl Page {
    pub(super) const ALL: [Self; 10] = [
        Self::Versions,
        Self::Variables,
        Self::Data,
        Self::Network,
        Self::Iam,
        Self::Logs,
        Self::LoadBalancer,
        Self::Ecs,
        Self::Autoscaling,
        Self::Outputs,
    ];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Versions => "versions.tf",
            Self::Variables => "variables.tf",
            Self::Data => "data.tf",
            Self::Network => "network.tf",
            Self::Iam => "iam.tf",
            Self::Logs => "logs.tf",
            Self::LoadBalancer => "load_balancer.tf",
            Self::Ecs => "ecs.tf",
            Self::Autoscaling => "autoscaling.tf",
            Self::Outputs => "outputs.tf",
        }
    }
}

/// A record as one resource: in one environment, or for all of them where they do not differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instance<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) estate: &'a Estate,
    /// The one environment it is for.
    pub(super) environment: Option<&'a EnvironmentName>,
}

impl<'a> Instance<'a> {
    pub(super) fn id(&self) -> &'a RecordId {
        &self.resolved.id
    }

    /// A member of the body, unless it is not there or says nothing.
    pub(super) fn member(&self, key: &str) -> Option<&'a serde_json::Value> {
        self.resolved.body.get(key).filter(|value| !says_nothing(value))
    }
}

/// The type of an input variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum VariableType {
    /// Nothing better is known.
    Any,
    String,
    Number,
    Bool,
    Strings,
    Map,
}

impl VariableType {
    pub(super) const fn expression(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::String => "string",
            Self::Number => "number",
            Self::Bool => "bool",
            Self::Strings => "list(string)",
            Self::Map => "map(string)",
        }
    }
}

/// An input variable that something in the export uses.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) kind: VariableType,
    pub(super) description: String,
}

/// A data source that belongs to no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    AvailabilityZones,
    CallerIdentity,
    Partition,
    EcsTasksAssumeRole,
    EcsAssumeRole,
}

/// A looked-up record that something refers to; for networks, which part of it.
pub(super) type Used = (RecordId, Option<EnvironmentName>, &'static str);

#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) design: &'a Design,
    pub(super) estates: &'a [Arc<Estate>],
    pub(super) choice: &'a Choice,
    pub(super) names: Names<'a>,
    pub(super) variables: IndexMap<String, Variable>,
    pub(super) used: IndexSet<Used>,
    pub(super) facts: BTreeSet<Fact>,
    /// The newest provider version that an argument needs, as minor version of 6.
    pub(super) provider_minor: u32,
    /// What expressions of the design mention, with the place of the first mention.
    pub(super) mentioned: IndexMap<String, Address>,
    pub(super) files: Vec<File>,
    usage: Vec<Usage>,
    declared: HashSet<String>,
    pages: [Body; Page::ALL.len()],
    remarks: IndexSet<(String, String)>,
    remark_addresses: Vec<Address>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(design: &'a Design, estates: &'a [Arc<Estate>], choice: &'a Choice) -> Self {
        Self {
            design,
            estates,
            choice,
            names: Names::new(design),
            variables: IndexMap::new(),
            used: IndexSet::new(),
            facts: BTreeSet::new(),
            provider_minor: 0,
            mentioned: IndexMap::new(),
            files: Vec::new(),
            usage: estates
                .iter()
                .map(|estate| Usage::of(estate.records().map(AsRef::as_ref)))
                .collect(),
            declared: HashSet::new(),
            pages: Default::default(),
            remarks: IndexSet::new(),
            remark_addresses: Vec::new(),
        }
    }

    /// The record as it is written for an environment; `None` when the environment does not have it.
    pub(super) fn instance(&mut self, id: &RecordId, estate: &'a Estate) -> Option<Instance<'a>> {
        let resolved: &Resolved = estate.get(id)?;
        let environment = (!self.names.is_shared(id)).then_some(&estate.environment);
        Some(Instance { resolved, estate, environment })
    }

    /// The instance's Terraform name.
    pub(super) fn name(&mut self, instance: &Instance<'_>) -> String {
        self.names.name(instance.id(), &instance.estate.environment)
    }

    /// The environments that an instance stands for, each with who uses what in it.
    pub(super) fn worlds(
        &self,
        instance: &Instance<'_>,
    ) -> impl Iterator<Item = (&'a Estate, &Usage)> {
        let environment = instance.environment.cloned();
        self.usages().filter(move |(estate, _)| {
            environment.as_ref().is_none_or(|environment| estate.environment == *environment)
        })
    }

    /// Every environment with who uses what in it.
    pub(super) fn usages(&self) -> impl Iterator<Item = (&'a Estate, &Usage)> {
        let estates: &'a [Arc<Estate>] = self.estates;
        estates.iter().map(|estate| -> &'a Estate { estate }).zip(&self.usage)
    }

    /// Adds a block to a file.
    pub(super) fn put(&mut self, page: Page, block: Block) {
        self.declare(&block);
        self.page(page).block(block);
    }

    pub(super) fn page(&mut self, page: Page) -> &mut Body {
        let [
            versions,
            variables,
            data,
            network,
            iam,
            logs,
            load_balancer,
            ecs,
            autoscaling,
            outputs,
        ] = &mut self.pages;
        match page {
            Page::Versions => versions,
            Page::Variables => variables,
            Page::Data => data,
            Page::Network => network,
            Page::Iam => iam,
            Page::Logs => logs,
            Page::LoadBalancer => load_balancer,
            Page::Ecs => ecs,
            Page::Autoscaling => autoscaling,
            Page::Outputs => outputs,
        }
    }

    /// Whether the export declares `aws_lb.web`, `data.aws_lb.web`, `var.x` …
    pub(super) fn declares(&self, address: &str) -> bool {
        self.declared.contains(address)
    }

    fn declare(&mut self, block: &Block) {
        if let [kind, name] = block.labels() {
            let prefix = if block.kind() == "data" { "data." } else { "" };
            self.declared.insert(format!("{prefix}{kind}.{name}"));
        }
    }

    /// Says what the export could not, once for each field and message.
    pub(super) fn remark(&mut self, instance: &Instance<'_>, path: &Path, message: &str) {
        let address = self.address(instance, path);
        if self.remarks.insert((address.to_string(), message.to_owned())) {
            self.remark_addresses.push(address);
        }
    }

    /// The address of a place in an instance's body.
    pub(super) fn address(&self, instance: &Instance<'_>, path: &Path) -> Address {
        Address::field(instance.id().clone(), instance.resolved.canonical(path))
            .within(instance.environment.cloned())
    }

    /// Adds a remark that is already addressed.
    pub(super) fn remark_at(&mut self, address: Address, message: &str) {
        if self.remarks.insert((address.to_string(), message.to_owned())) {
            self.remark_addresses.push(address);
        }
    }

    /// Asks for an input variable. What is known of its type is kept; two different types make it `any`.
    pub(super) fn variable(&mut self, name: &str, kind: VariableType, description: &str) {
        let variable = self
            .variables
            .entry(name.to_owned())
            .or_insert_with(|| Variable { kind, description: description.to_owned() });
        if variable.kind != kind {
            variable.kind = match (variable.kind.min(kind), variable.kind.max(kind)) {
                (VariableType::Any, other) => other,
                // A number or a truth value can stand inside a string as well.
                (VariableType::String, kind @ (VariableType::Number | VariableType::Bool)) => kind,
                _ => VariableType::Any,
            };
        }
    }

    /// The written files without what is empty, and the remarks.
    pub(super) fn finish(self) -> (Vec<File>, Vec<Remark>) {
        let mut files: Vec<File> = Page::ALL
            .into_iter()
            .zip(&self.pages)
            .filter(|(_, body)| !body.is_empty())
            .map(|(page, body)| File { path: page.path().to_owned(), text: body.to_string() })
            .collect();
        files.extend(self.files);
        let remarks = self
            .remark_addresses
            .into_iter()
            .zip(self.remarks)
            .map(|(address, (_, message))| Remark::at(address, message))
            .collect();
        (files, remarks)
    }
}
