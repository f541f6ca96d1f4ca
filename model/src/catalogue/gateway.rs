//! A service's gateway connectors.

use super::entry::{Group, Info, Section, info};
use super::service::part_not_in_terraform;
use super::suggest;

const fn part(at: &'static str, shape: &'static str, fields: &'static [Info]) -> Section {
    part_not_in_terraform(at, shape, Group::Discovery, fields)
}

pub(super) static SECTIONS: &[Section] = &[
    part(
        "gatewayConnectors[]",
        "GatewayConnector",
        &[
            info(
                "portName",
                "A named port mapping of the task definition, to which the gateway sends traffic.",
            )
            .suggests(suggest::port_names)
            .common(),
            info("healthCheck", "How the gateway finds out whether a task is healthy.").common(),
            info("filters", "Which ingress paths the connector serves."),
            info(
                "deregistrationDelay",
                "How long a task that is going away still gets its open requests done.",
            ),
        ],
    ),
    part(
        "gatewayConnectors[].healthCheck",
        "GatewayConnectorHealthCheck",
        &[
            info("healthCheckProtocol", "HTTP or HTTPS.").label("Protocol").common(),
            info("healthCheckPort", "The port that is checked.").label("Port").common(),
            info("healthCheckPath", "The path that is requested.").label("Path").common(),
            info("healthCheckTimeoutSeconds", "No answer in this time is a failure.")
                .label("Timeout")
                .unit("seconds"),
            info("healthCheckIntervalSeconds", "Time between checks.")
                .label("Interval")
                .unit("seconds"),
            info("healthyThresholdCount", "Successes in a row that make a task healthy.")
                .label("Healthy threshold")
                .unit("checks"),
            info("unhealthyThresholdCount", "Failures in a row that make it unhealthy.")
                .label("Unhealthy threshold")
                .unit("checks"),
            info("matcher", "The codes of a successful answer."),
        ],
    ),
    part(
        "gatewayConnectors[].healthCheck.matcher",
        "GatewayConnectorHealthCheckMatcher",
        &[
            info("httpCode", "HTTP status codes of success, such as 200.")
                .label("HTTP codes")
                .common(),
            info("grpcCode", "gRPC codes of success.").label("gRPC codes").common(),
        ],
    ),
    part(
        "gatewayConnectors[].filters",
        "GatewayConnectorFilters",
        &[info("accessTypes", "PUBLIC paths, PRIVATE paths or both.").common()],
    ),
    part(
        "gatewayConnectors[].deregistrationDelay",
        "GatewayConnectorDeregistrationDelay",
        &[info("timeoutSeconds", "0 to 3600; 0 removes the task at once.")
            .label("Delay")
            .unit("seconds")
            .default("300")
            .common()],
    ),
];
