//! What a container has of the Linux kernel: memory that looks like files, capabilities, limits, devices.

use serde_json::{Map, Value, json};

use super::container::Container;
use super::forms::{integer, text, texts};
use super::notes::Reason;
use super::units::mebibytes;

impl Container<'_> {
    /// A member of `linuxParameters`.
    pub(super) fn set_linux(&mut self, key: &str, value: impl Into<Value>) {
        let parameters =
            self.body.entry("linuxParameters").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(parameters) = parameters {
            parameters.insert(key.to_owned(), value.into());
        }
    }

    pub(super) fn tmpfs(&mut self, value: &Value) {
        for mount in texts(value) {
            let (path, options) = mount.split_once(':').unwrap_or((mount.as_str(), ""));
            let mut size = None;
            let mut others = Vec::new();
            for option in options.split(',').filter(|option| !option.is_empty()) {
                let said = option.strip_prefix("size=").and_then(|said| mebibytes(&json!(said)));
                match said {
                    Some((said, _)) => size = Some(said),
                    None => others.push(option.to_owned()),
                }
            }
            self.add_tmpfs(path, size, others);
        }
    }

    pub(super) fn add_tmpfs(&mut self, path: &str, size: Option<i64>, options: Vec<String>) {
        let mut tmpfs = Map::new();
        tmpfs.insert("containerPath".to_owned(), Value::from(path));
        match size {
            Some(size) => {
                tmpfs.insert("size".to_owned(), Value::from(size));
            }
            None => self.remarks.push(format!(
                "The tmpfs at `{path}` has no size, which ECS needs: give one in MiB."
            )),
        }
        if !options.is_empty() {
            tmpfs.insert("mountOptions".to_owned(), Value::from(options));
        }
        let before = self.body.get("linuxParameters").and_then(|linux| linux.get("tmpfs"));
        let mut all = before.and_then(Value::as_array).cloned().unwrap_or_default();
        all.push(Value::Object(tmpfs));
        self.set_linux("tmpfs", all);
    }

    pub(super) fn capabilities(&mut self, which: &str, value: &Value) {
        let before = self.body.get("linuxParameters").and_then(|linux| linux.get("capabilities"));
        let mut capabilities = before.and_then(Value::as_object).cloned().unwrap_or_default();
        capabilities.insert(which.to_owned(), Value::from(texts(value)));
        self.set_linux("capabilities", capabilities);
    }

    pub(super) fn ulimits(&mut self, value: &Value) {
        let Some(members) = value.as_object() else { return self.leave(Reason::Form, "ulimits") };
        let limits = members
            .iter()
            .filter_map(|(name, limit)| {
                let (soft, hard) = match limit {
                    Value::Object(both) => (text(both.get("soft")?)?, text(both.get("hard")?)?),
                    one => (text(one)?, text(one)?),
                };
                Some(json!({ "name": name, "softLimit": integer(&soft), "hardLimit": integer(&hard) }))
            })
            .collect();
        self.set_list("ulimits", limits);
    }

    pub(super) fn devices(&mut self, value: &Value) {
        let mut devices = Vec::new();
        for written in texts(value) {
            let parts: Vec<&str> = written.split(':').collect();
            let (host, inside, letters) = match parts.as_slice() {
                [host] => (*host, *host, "rwm"),
                [host, inside] => (*host, *inside, "rwm"),
                [host, inside, letters] => (*host, *inside, *letters),
                _ => {
                    self.leave(Reason::Form, "devices");
                    continue;
                }
            };
            let permissions: Vec<&str> = [('r', "read"), ('w', "write"), ('m', "mknod")]
                .into_iter()
                .filter(|(letter, _)| letters.contains(*letter))
                .map(|(_, word)| word)
                .collect();
            devices.push(
                json!({ "hostPath": host, "containerPath": inside, "permissions": permissions }),
            );
        }
        if !devices.is_empty() {
            self.set_linux("devices", devices);
        }
    }
}
