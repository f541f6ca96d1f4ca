//! A service of a Compose file as a container definition.

use serde_json::{Map, Value, json};

use super::super::piece::{Part, Piece};
use super::forms::{integer, pairs, text, texts};
use super::interpolate::Variables;
use super::notes::{Notes, Reason};
use super::volumes::{Volumes, mount};
use super::{health, ports, words};

/// What the services of a file share.
pub(super) struct Shared {
    pub(super) variables: Variables,
    pub(super) volumes: Volumes,
    /// What the file says about its secrets.
    pub(super) secrets: Map<String, Value>,
    pub(super) notes: Notes,
}

/// A container definition in the making.
pub(super) struct Container<'s> {
    pub(super) name: String,
    pub(super) body: Map<String, Value>,
    pub(super) remarks: Vec<String>,
    /// The processor that the image is for: `linux/arm64`.
    pub(super) platform: Option<String>,
    pub(super) shared: &'s mut Shared,
}

impl<'s> Container<'s> {
    /// Reads a service.
    pub(super) fn read(name: &str, service: &Map<String, Value>, shared: &'s mut Shared) -> Self {
        let mut body = Map::new();
        body.insert("name".to_owned(), Value::String(name.to_owned()));
        let mut container =
            Self { name: name.to_owned(), body, remarks: Vec::new(), platform: None, shared };
        if !service.contains_key("image") {
            container.remarks.push(
                "There is no `image`, which ECS needs: build one, push it to a registry, for example ECR, and name it here."
                    .to_owned(),
            );
        }
        for (key, value) in service {
            if !value.is_null() {
                container.member(key, value);
            }
        }
        container
    }

    /// Says that a key stays behind.
    pub(super) fn leave(&mut self, reason: Reason, key: &str) {
        self.shared.notes.leave(reason, format!("{}.{key}", self.name));
    }

    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.body.insert(key.to_owned(), value.into());
    }

    pub(super) fn set_list(&mut self, key: &str, values: Vec<Value>) {
        if !values.is_empty() {
            self.set(key, values);
        }
    }

    fn member(&mut self, key: &str, value: &Value) {
        match key {
            "image" | "hostname" | "user" | "working_dir" => {
                let to = if key == "working_dir" { "workingDirectory" } else { key };
                self.text(key, to, value);
            }
            "command" => self.command(key, "command", value),
            "entrypoint" => self.command(key, "entryPoint", value),
            "environment" => self.environment(value),
            "ports" => self.ports(value),
            "volumes" => self.volumes(value),
            "tmpfs" => self.tmpfs(value),
            "depends_on" => self.depends_on(value),
            "volumes_from" => self.volumes_from(value),
            "healthcheck" => health::read(self, value),
            "logging" => self.logging(value),
            "labels" => {
                let labels = pairs(value, &['=']).into_iter();
                let labels = labels.map(|(name, label)| (name, label.unwrap_or_default().into()));
                self.set("dockerLabels", labels.collect::<Map<String, Value>>());
            }
            "read_only" => self.flag(key, "readonlyRootFilesystem", value),
            "privileged" => self.flag(key, "privileged", value),
            "tty" => self.flag(key, "pseudoTerminal", value),
            "stdin_open" => self.flag(key, "interactive", value),
            "init" => match flag(value) {
                Some(flag) => self.set_linux("initProcessEnabled", flag),
                None => self.leave(Reason::Form, key),
            },
            "cap_add" => self.capabilities("add", value),
            "cap_drop" => self.capabilities("drop", value),
            "dns" => self.set("dnsServers", texts(value)),
            "dns_search" => self.set("dnsSearchDomains", texts(value)),
            "security_opt" => self.set("dockerSecurityOptions", texts(value)),
            "extra_hosts" => {
                let hosts = pairs(value, &['=', ':']).into_iter();
                let hosts = hosts.filter_map(|(name, address)| {
                    Some(json!({ "hostname": name, "ipAddress": address? }))
                });
                let hosts = hosts.collect();
                self.set_list("extraHosts", hosts);
            }
            "sysctls" => {
                let controls = pairs(value, &['=']).into_iter();
                let controls = controls.filter_map(|(name, value)| {
                    Some(json!({ "namespace": name, "value": value? }))
                });
                let controls = controls.collect();
                self.set_list("systemControls", controls);
            }
            "ulimits" => self.ulimits(value),
            "devices" => self.devices(value),
            "shm_size" => match self.size(key, value) {
                Some(size) => self.set_linux("sharedMemorySize", size),
                None => self.leave(Reason::Form, key),
            },
            "stop_grace_period" => match self.duration(key, value) {
                Some(time) => self.set("stopTimeout", time),
                None => self.leave(Reason::Form, key),
            },
            "mem_limit" => self.memory(key, "memory", value),
            "mem_reservation" => self.memory(key, "memoryReservation", value),
            "memswap_limit" => match self.size(key, value) {
                Some(size) => self.set_linux("maxSwap", size),
                None => self.leave(Reason::Local, key),
            },
            "cpus" => self.processors(key, value),
            "cpu_shares" => match text(value).map(|shares| integer(&shares)) {
                Some(shares) if !self.body.contains_key("cpu") => self.set("cpu", shares),
                _ => self.leave(Reason::Local, key),
            },
            "platform" => self.platform = text(value),
            "secrets" => self.secrets(value),
            "deploy" => self.deploy(value),
            "build" => self.leave(Reason::Build, key),
            key if key.starts_with("x-") => self.leave(Reason::Local, key),
            key => self.leave(Reason::of_key(key).unwrap_or(Reason::Unknown), key),
        }
    }

    fn text(&mut self, key: &str, to: &str, value: &Value) {
        match text(value) {
            Some(text) => self.set(to, text),
            None => self.leave(Reason::Form, key),
        }
    }

    fn flag(&mut self, key: &str, to: &str, value: &Value) {
        match flag(value) {
            Some(flag) => self.set(to, flag),
            None => self.leave(Reason::Form, key),
        }
    }

    fn command(&mut self, key: &str, to: &str, value: &Value) {
        let Value::String(line) = value else {
            self.set(to, texts(value));
            return;
        };
        match words::words(line) {
            Some(words) => {
                if words.len() > 1 {
                    self.remarks.push(format!(
                        "`{key}` was one text and is a list of words now, split as Compose splits it, without a shell."
                    ));
                }
                self.set(to, words);
            }
            None => {
                self.remarks
                    .push(format!("`{key}` has a quote that is not closed, so it is one word."));
                self.set(to, vec![line.clone()]);
            }
        }
    }

    fn environment(&mut self, value: &Value) {
        let mut variables = Vec::new();
        let mut from_shell = Vec::new();
        for (name, value) in pairs(value, &['=']) {
            let value = match value {
                Some(value) => value,
                // A name alone takes its value from the shell that starts Compose.
                None => {
                    let identifier: String = name
                        .chars()
                        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
                        .collect();
                    let part: Part = self.shared.variables.open(&identifier);
                    from_shell.push(name.clone());
                    match Piece::of_parts(vec![part]).into_value() {
                        Some(Value::String(text)) => text,
                        _ => continue,
                    }
                }
            };
            variables.push(json!({ "name": name, "value": value }));
        }
        if !from_shell.is_empty() {
            self.remarks.push(format!(
                "{} {} no value in the file, where Compose takes it from the shell: a variable of Terraform stands in its place.",
                super::super::collect::listed(&from_shell),
                if from_shell.len() == 1 { "has" } else { "have" }
            ));
        }
        self.set_list("environment", variables);
    }

    fn ports(&mut self, value: &Value) {
        let mut mappings = Vec::new();
        for element in value.as_array().map(Vec::as_slice).unwrap_or_default() {
            match ports::port(element) {
                Some(port) => {
                    if let Some(published) = port.published {
                        let place = format!("{}.ports {published}", self.name);
                        self.shared.notes.leave(Reason::Published, place);
                    }
                    mappings.push(Value::Object(port.mapping));
                }
                None => self.leave(Reason::Form, "ports"),
            }
        }
        self.set_list("portMappings", mappings);
    }

    fn volumes(&mut self, value: &Value) {
        let mut points = Vec::new();
        for element in value.as_array().map(Vec::as_slice).unwrap_or_default() {
            let Some(mount) = mount(element) else {
                self.leave(Reason::Form, "volumes");
                continue;
            };
            let target = mount.target.clone();
            match self.shared.volumes.mount_point(mount) {
                Some(point) => points.push(point),
                None => self.add_tmpfs(&target, None, Vec::new()),
            }
        }
        self.set_list("mountPoints", points);
    }

    fn depends_on(&mut self, value: &Value) {
        let dependency =
            |name: &str, condition: &str| json!({ "containerName": name, "condition": condition });
        let dependencies = match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, how)| {
                    let condition = match how.get("condition").and_then(Value::as_str) {
                        Some("service_healthy") => "HEALTHY",
                        Some("service_completed_successfully") => "SUCCESS",
                        _ => "START",
                    };
                    dependency(name, condition)
                })
                .collect(),
            other => texts(other).iter().map(|name| dependency(name, "START")).collect(),
        };
        self.set_list("dependsOn", dependencies);
    }

    fn volumes_from(&mut self, value: &Value) {
        let volumes = texts(value)
            .iter()
            .map(|written| {
                let written = written.strip_prefix("container:").unwrap_or(written);
                match written.rsplit_once(':') {
                    Some((name, mode)) => {
                        json!({ "sourceContainer": name, "readOnly": mode == "ro" })
                    }
                    None => json!({ "sourceContainer": written }),
                }
            })
            .collect();
        self.set_list("volumesFrom", volumes);
    }

    fn logging(&mut self, value: &Value) {
        let mut configuration = Map::new();
        if let Some(driver) = value.get("driver").and_then(text) {
            configuration.insert("logDriver".to_owned(), Value::String(driver));
        }
        if let Some(options) = value.get("options") {
            let options = pairs(options, &['=']).into_iter();
            let options = options.map(|(name, option)| (name, option.unwrap_or_default().into()));
            configuration.insert("options".to_owned(), Value::Object(options.collect()));
        }
        if !configuration.is_empty() {
            self.set("logConfiguration", configuration);
        }
    }

    /// Secrets that name something of Secrets Manager or the parameter store by its ARN.
    fn secrets(&mut self, value: &Value) {
        let mut secrets = Vec::new();
        for element in value.as_array().map(Vec::as_slice).unwrap_or_default() {
            let member = |key: &str| element.get(key).and_then(Value::as_str);
            let Some(source) = element.as_str().or_else(|| member("source")) else {
                self.leave(Reason::Form, "secrets");
                continue;
            };
            let arn = self.shared.secrets.get(source).and_then(|secret| {
                let external = secret.get("external").and_then(|external| external.get("name"));
                secret.get("name").or(external)?.as_str().filter(|name| name.starts_with("arn:"))
            });
            match arn {
                Some(arn) => {
                    let name = member("target").unwrap_or(source);
                    secrets.push(json!({ "name": name, "valueFrom": arn }));
                    self.remarks.push(format!(
                        "The secret `{source}` is the environment variable `{name}` now; Compose has it as the file /run/secrets/{name}."
                    ));
                }
                None => {
                    let place = format!("{}.secrets {source}", self.name);
                    self.shared.notes.leave(Reason::Files, place);
                }
            }
        }
        self.set_list("secrets", secrets);
    }
}

fn flag(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(_) => Some(value.clone()),
        Value::String(text) if text.contains("${") => Some(value.clone()),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(Value::Bool(true)),
            "false" | "no" | "off" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}
