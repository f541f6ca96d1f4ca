//! Health checks.

use serde_json::{Map, Value};

use super::container::Container;
use super::forms::{integer, text, texts};
use super::notes::Reason;

/// Reads a health check into a container.
pub(super) fn read(container: &mut Container<'_>, value: &Value) {
    let Some(members) = value.as_object() else {
        container.leave(Reason::Form, "healthcheck");
        return;
    };
    let test = members.get("test");
    let command: Vec<String> = match test {
        Some(Value::String(line)) => vec!["CMD-SHELL".to_owned(), line.clone()],
        Some(list) => texts(list),
        None => Vec::new(),
    };
    let is_off = members.get("disable") == Some(&Value::Bool(true))
        || command.first().is_some_and(|first| first == "NONE");
    if is_off {
        container.remarks.push(
            "The health check is switched off. ECS runs none unless a container definition has one, whatever the image says, so nothing is needed for that."
                .to_owned(),
        );
        return;
    }
    let mut check = Map::new();
    if command.is_empty() {
        container.remarks.push(
            "The health check has no `test`: Compose takes the image's own, which ECS does not run. Write it as `command`."
                .to_owned(),
        );
    } else {
        check.insert("command".to_owned(), Value::from(command));
    }
    for (key, value) in members {
        match key.as_str() {
            "test" | "disable" => {}
            "interval" | "timeout" | "start_period" => {
                let to = if key == "start_period" { "startPeriod" } else { key };
                match container.duration(&format!("healthcheck.{key}"), value) {
                    Some(time) => {
                        check.insert(to.to_owned(), time);
                    }
                    None => container.leave(Reason::Form, &format!("healthcheck.{key}")),
                }
            }
            "retries" => {
                if let Some(retries) = text(value) {
                    check.insert("retries".to_owned(), integer(&retries));
                }
            }
            other => container.leave(Reason::Local, &format!("healthcheck.{other}")),
        }
    }
    container.set("healthCheck", check);
}
