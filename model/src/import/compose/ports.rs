//! Ports, in all the forms that Compose takes.

use serde_json::{Map, Value};

use super::forms::{colon_parts, integer, text};

/// A port mapping, and the port under which Compose publishes it where that is another one.
pub(super) struct Port {
    pub(super) mapping: Map<String, Value>,
    /// As it was written: `8080:80`.
    pub(super) published: Option<String>,
}

/// Reads one element of `ports`; `None` if it is none of the known forms.
pub(super) fn port(value: &Value) -> Option<Port> {
    match value {
        Value::Object(members) => long(members),
        other => short(&text(other)?),
    }
}

/// `[[address:]published:]target[/protocol]`.
fn short(written: &str) -> Option<Port> {
    let (ports, protocol) = match written.rsplit_once('/') {
        Some((ports, protocol)) => (ports, Some(protocol)),
        None => (written, None),
    };
    // An address of IPv6 has colons of its own.
    let ports = ports.rsplit_once("]:").map_or(ports, |(_, ports)| ports);
    let parts = colon_parts(ports);
    let target = parts.last().filter(|target| !target.is_empty())?;
    let published = parts.len().checked_sub(2).and_then(|index| parts.get(index));
    let published = published.filter(|published| !published.is_empty() && *published != target);
    let mut mapping = container_port(target);
    if let Some(protocol) = protocol.filter(|protocol| *protocol != "tcp") {
        mapping.insert("protocol".to_owned(), Value::String(protocol.to_owned()));
    }
    Some(Port { mapping, published: published.map(|_| written.to_owned()) })
}

fn long(members: &Map<String, Value>) -> Option<Port> {
    let member = |key: &str| members.get(key).and_then(text);
    let target = member("target")?;
    let mut mapping = container_port(&target);
    for (from, to) in [("protocol", "protocol"), ("name", "name"), ("app_protocol", "appProtocol")]
    {
        if let Some(value) = member(from) {
            mapping.insert(to.to_owned(), Value::String(value));
        }
    }
    let published = member("published").filter(|published| *published != target);
    Some(Port { mapping, published: published.map(|published| format!("{published}:{target}")) })
}

fn container_port(target: &str) -> Map<String, Value> {
    let mut mapping = Map::new();
    let is_range = target
        .split_once('-')
        .is_some_and(|(from, to)| [from, to].iter().all(|port| port.parse::<u16>().is_ok()));
    if is_range {
        mapping.insert("containerPortRange".to_owned(), Value::String(target.to_owned()));
    } else {
        mapping.insert("containerPort".to_owned(), integer(target));
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_form_is_read() {
        for (written, mapping, published) in [
            (json!("3000"), json!({"containerPort": 3000}), None),
            (json!(80), json!({"containerPort": 80}), None),
            (json!("80:80"), json!({"containerPort": 80}), None),
            (json!("8000:80"), json!({"containerPort": 80}), Some("8000:80")),
            (json!("127.0.0.1:8001:8001"), json!({"containerPort": 8001}), None),
            (json!("127.0.0.1::5000"), json!({"containerPort": 5000}), None),
            (json!("[::1]:6000:6001"), json!({"containerPort": 6001}), Some("[::1]:6000:6001")),
            (json!("6060:6060/udp"), json!({"containerPort": 6060, "protocol": "udp"}), None),
            (json!("3000-3005"), json!({"containerPortRange": "3000-3005"}), None),
            (
                json!("9090-9091:8080-8081"),
                json!({"containerPortRange": "8080-8081"}),
                Some("9090-9091:8080-8081"),
            ),
            (json!("${var.PORT}:80"), json!({"containerPort": 80}), Some("${var.PORT}:80")),
            (
                json!("80:${var.PORT}"),
                json!({"containerPort": "${var.PORT}"}),
                Some("80:${var.PORT}"),
            ),
            (
                json!({"target": 80, "published": "8080", "protocol": "tcp", "mode": "host", "name": "web", "app_protocol": "http"}),
                json!({"containerPort": 80, "protocol": "tcp", "name": "web", "appProtocol": "http"}),
                Some("8080:80"),
            ),
        ] {
            let port = port(&written).unwrap();
            assert_eq!(Value::Object(port.mapping), mapping, "{written}");
            assert_eq!(port.published.as_deref(), published, "{written}");
        }
        for written in [json!(""), json!("80:"), json!(null), json!({"published": 80})] {
            assert!(port(&written).is_none(), "{written}");
        }
    }
}
