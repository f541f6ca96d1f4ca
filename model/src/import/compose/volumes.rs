//! Volumes: what containers mount, and the volumes of the task behind it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::forms::{colon_parts, text};

/// What a container mounts.
#[derive(Debug, PartialEq)]
pub(super) struct Mount {
    source: Source,
    pub(super) target: String,
    read_only: bool,
}

#[derive(Debug, PartialEq)]
enum Source {
    /// A volume of the file, by its name.
    Named(String),
    /// A folder or file of the machine.
    Bind(String),
    /// A volume without a name.
    Unnamed,
    /// Memory.
    Tmpfs,
}

/// Reads one element of `volumes`; `None` if it is none of the known forms.
pub(super) fn mount(value: &Value) -> Option<Mount> {
    let Value::Object(members) = value else { return short(&text(value)?) };
    let member = |key: &str| members.get(key).and_then(text);
    let target = member("target")?;
    let read_only = members.get("read_only").and_then(Value::as_bool).unwrap_or(false);
    let source = match (member("type").as_deref(), member("source")) {
        (Some("tmpfs"), _) => Source::Tmpfs,
        (Some("bind"), Some(source)) => Source::Bind(source),
        (_, Some(source)) => source_of(&source),
        (_, None) => Source::Unnamed,
    };
    Some(Mount { source, target, read_only })
}

/// `[source:]target[:options]`.
fn short(written: &str) -> Option<Mount> {
    let mut parts = colon_parts(written);
    // A path of Windows has a colon after its drive.
    if let [drive, path, ..] = parts.as_slice()
        && drive.len() == 1
        && path.starts_with(['\\', '/'])
    {
        let joined = written.get(..drive.len() + 1 + path.len())?;
        parts.splice(..2, [joined]);
    }
    let (source, target, options) = match parts.as_slice() {
        [target] => (Source::Unnamed, *target, ""),
        [source, target] => (source_of(source), *target, ""),
        [source, target, options] => (source_of(source), *target, *options),
        _ => return None,
    };
    let read_only = options.split(',').any(|option| option == "ro");
    (!target.is_empty()).then(|| Mount { source, target: target.to_owned(), read_only })
}

fn source_of(source: &str) -> Source {
    let is_path = source.starts_with(['.', '/', '~', '\\'])
        || source.starts_with("${")
        || source.get(1..2) == Some(":");
    if is_path { Source::Bind(source.to_owned()) } else { Source::Named(source.to_owned()) }
}

/// The volumes of a task, gathered from what its containers mount.
#[derive(Default)]
pub(super) struct Volumes {
    /// What the file says about each, by name.
    said: Map<String, Value>,
    volumes: Vec<Value>,
    names: BTreeSet<String>,
    /// The volumes that stand for folders of the machine, by path.
    binds: BTreeMap<String, String>,
    /// Volumes that are empty whenever a task starts.
    pub(super) fleeting: BTreeSet<String>,
}

impl Volumes {
    pub(super) fn new(said: Map<String, Value>) -> Self {
        Self { said, ..Self::default() }
    }

    pub(super) fn into_list(self) -> Vec<Value> {
        self.volumes
    }

    /// The folders of the machine that are mounted.
    pub(super) fn folders(&self) -> Vec<String> {
        self.binds.keys().cloned().collect()
    }

    /// The mount point of a container, with the volume behind it; memory has none.
    pub(super) fn mount_point(&mut self, mount: Mount) -> Option<Value> {
        let name = match mount.source {
            Source::Named(name) => self.named(&name),
            Source::Bind(path) => self.bind(&path),
            Source::Unnamed => {
                let name = self.free_name(&mount.target);
                self.add(&name, json!({ "name": name }));
                self.fleeting.insert(name.clone());
                name
            }
            Source::Tmpfs => return None,
        };
        let mut point = Map::new();
        point.insert("sourceVolume".to_owned(), Value::String(name));
        point.insert("containerPath".to_owned(), Value::String(mount.target));
        if mount.read_only {
            point.insert("readOnly".to_owned(), Value::Bool(true));
        }
        Some(Value::Object(point))
    }

    fn named(&mut self, name: &str) -> String {
        if !self.names.contains(name) {
            let volume = match self.said.get(name).and_then(efs) {
                Some(configuration) => {
                    json!({ "name": name, "efsVolumeConfiguration": configuration })
                }
                None => {
                    self.fleeting.insert(name.to_owned());
                    json!({ "name": name })
                }
            };
            self.add(name, volume);
        }
        name.to_owned()
    }

    fn bind(&mut self, path: &str) -> String {
        if let Some(name) = self.binds.get(path) {
            return name.clone();
        }
        let name = self.free_name(path);
        self.add(&name, json!({ "name": name, "host": { "sourcePath": path } }));
        self.binds.insert(path.to_owned(), name.clone());
        name
    }

    fn add(&mut self, name: &str, volume: Value) {
        self.names.insert(name.to_owned());
        self.volumes.push(volume);
    }

    /// A volume's name made of a path.
    fn free_name(&self, path: &str) -> String {
        let name: String = path
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
            .collect();
        let name = name.trim_matches('-');
        let name = if name.is_empty() { "volume" } else { name };
        let is_free = |name: &str| !self.names.contains(name) && !self.said.contains_key(name);
        if is_free(name) {
            return name.to_owned();
        }
        let mut number = self.names.len();
        loop {
            let candidate = format!("{name}-{number}");
            if is_free(&candidate) {
                return candidate;
            }
            number += 1;
        }
    }
}

/// The file system of EFS that a volume names: as an NFS address, or as an external volume called `fs-…`.
fn efs(said: &Value) -> Option<Value> {
    let options = said.get("driver_opts");
    let option = |key: &str| options.and_then(|options| options.get(key)).and_then(Value::as_str);
    let address =
        option("o").and_then(|o| o.split(',').find_map(|part| part.strip_prefix("addr=")));
    let host = address.and_then(|address| address.split('.').next());
    let external =
        said.get("name").and_then(Value::as_str).filter(|_| said.get("external").is_some());
    let id = [host, external].into_iter().flatten().find(|name| name.starts_with("fs-"))?;
    let mut configuration = Map::new();
    configuration.insert("fileSystemId".to_owned(), Value::String(id.to_owned()));
    if let Some(path) = option("device").and_then(|device| device.strip_prefix(':'))
        && path != "/"
        && !path.is_empty()
    {
        configuration.insert("rootDirectory".to_owned(), Value::String(path.to_owned()));
    }
    Some(Value::Object(configuration))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let read = |written: Value| mount(&written);
        let made = |source, target: &str, read_only| {
            Some(Mount { source, target: target.to_owned(), read_only })
        };
        let named = |name: &str| Source::Named(name.to_owned());
        let bind = |path: &str| Source::Bind(path.to_owned());
        for (written, expected) in [
            (json!("/data"), made(Source::Unnamed, "/data", false)),
            (json!("db:/data"), made(named("db"), "/data", false)),
            (json!("./src:/app:ro,z"), made(bind("./src"), "/app", true)),
            (json!("~/x:/app"), made(bind("~/x"), "/app", false)),
            (json!("C:\\x:/app"), made(bind("C:\\x"), "/app", false)),
            (json!("${var.DIR}/x:/app"), made(bind("${var.DIR}/x"), "/app", false)),
            (
                json!({"type": "volume", "source": "db", "target": "/data", "read_only": true}),
                made(named("db"), "/data", true),
            ),
            (json!({"type": "bind", "source": "x", "target": "/a"}), made(bind("x"), "/a", false)),
            (json!({"type": "tmpfs", "target": "/tmp"}), made(Source::Tmpfs, "/tmp", false)),
            (json!("a:b:c:d"), None),
            (json!({}), None),
        ] {
            assert_eq!(read(written.clone()), expected, "{written}");
        }
    }

    #[test]
    fn file_systems_are_recognised() {
        let said = json!({
            "nfs": {"driver_opts": {"type": "nfs", "o": "addr=fs-0123.efs.eu-west-1.amazonaws.com,rw", "device": ":/data"}},
            "out": {"external": true, "name": "fs-4567"}, "plain": null
        });
        let mut volumes = Volumes::new(said.as_object().unwrap().clone());
        for name in ["nfs", "out", "plain", "plain", "/nfs"] {
            volumes.mount_point(mount(&json!(format!("{name}:/x"))).unwrap());
        }
        assert_eq!(volumes.fleeting.iter().collect::<Vec<_>>(), ["plain"]);
        assert_eq!(
            Value::Array(volumes.into_list()),
            json!([
                {"name": "nfs", "efsVolumeConfiguration": {"fileSystemId": "fs-0123", "rootDirectory": "/data"}},
                {"name": "out", "efsVolumeConfiguration": {"fileSystemId": "fs-4567"}},
                {"name": "plain"}, {"name": "nfs-3", "host": {"sourcePath": "/nfs"}}
            ])
        );
    }
}
