//! How much a container may use, and what Compose says about its deployment.

use serde_json::{Value, json};

use super::container::Container;
use super::forms::text;
use super::notes::Reason;
use super::units::{cpu_units, mebibytes, seconds};

impl Container<'_> {
    /// A size in MiB; one that is no whole number of them is rounded up, and that is said.
    pub(super) fn size(&mut self, key: &str, value: &Value) -> Option<Value> {
        if let Some(expression) = value.as_str().filter(|text| text.contains("${")) {
            return Some(Value::String(expression.to_owned()));
        }
        let (size, is_exact) = mebibytes(value)?;
        if !is_exact {
            self.remarks.push(format!("`{key}` is {size} MiB, rounded up."));
        }
        Some(Value::from(size))
    }

    /// A duration in seconds, rounded up in the same way.
    pub(super) fn duration(&mut self, key: &str, value: &Value) -> Option<Value> {
        if let Some(expression) = value.as_str().filter(|text| text.contains("${")) {
            return Some(Value::String(expression.to_owned()));
        }
        let (time, is_exact) = seconds(value)?;
        if !is_exact {
            self.remarks
                .push(format!("`{key}` is {time} seconds, rounded up: ECS counts seconds."));
        }
        Some(Value::from(time))
    }

    pub(super) fn memory(&mut self, key: &str, to: &str, value: &Value) {
        match self.size(key, value) {
            Some(size) => self.set(to, size),
            None => self.leave(Reason::Form, key),
        }
    }

    pub(super) fn processors(&mut self, key: &str, value: &Value) {
        match cpu_units(value) {
            Some(units) => self.set("cpu", units),
            None => self.leave(Reason::Form, key),
        }
    }

    pub(super) fn deploy(&mut self, value: &Value) {
        let Some(members) = value.as_object() else { return self.leave(Reason::Form, "deploy") };
        for (key, value) in members {
            match key.as_str() {
                "resources" => self.resources(value),
                "replicas" => self.leave(Reason::Replicas, "deploy.replicas"),
                "mode" | "update_config" | "rollback_config" | "placement" => {
                    self.leave(Reason::Deployment, &format!("deploy.{key}"));
                }
                "restart_policy" => self.leave(Reason::Restart, "deploy.restart_policy"),
                other => self.leave(Reason::Local, &format!("deploy.{other}")),
            }
        }
    }

    pub(super) fn resources(&mut self, resources: &Value) {
        let of = |of: &str, key: &str| resources.get(of).and_then(|limits| limits.get(key));
        if let Some(cpus) = of("limits", "cpus").or_else(|| of("reservations", "cpus")) {
            self.processors("deploy.resources cpus", cpus);
        }
        if let Some(memory) = of("limits", "memory") {
            self.memory("deploy.resources.limits.memory", "memory", memory);
        }
        if let Some(memory) = of("reservations", "memory") {
            self.memory("deploy.resources.reservations.memory", "memoryReservation", memory);
        }
        if of("limits", "pids").is_some() {
            self.leave(Reason::Local, "deploy.resources.limits.pids");
        }
        if of("reservations", "generic_resources").is_some() {
            self.leave(Reason::Local, "deploy.resources.reservations.generic_resources");
        }
        let devices = of("reservations", "devices").and_then(Value::as_array);
        for device in devices.map(Vec::as_slice).unwrap_or_default() {
            let is_gpu = device
                .get("capabilities")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|one| one == "gpu"));
            match device
                .get("count")
                .and_then(text)
                .filter(|count| is_gpu && count.parse::<u8>().is_ok())
            {
                Some(count) => {
                    self.set(
                        "resourceRequirements",
                        vec![json!({ "type": "GPU", "value": count })],
                    );
                }
                None => self.leave(Reason::Local, "deploy.resources.reservations.devices"),
            }
        }
    }
}
