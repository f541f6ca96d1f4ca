//! A service's gateway connectors, in the shape of `CreateService`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::shape::*;

shape! { GatewayConnector {
    port_name: Text = "portName" => required(),
    health_check: Field<GatewayConnectorHealthCheck> = "healthCheck",
    filters: Field<GatewayConnectorFilters> = "filters",
    deregistration_delay: Field<GatewayConnectorDeregistrationDelay> = "deregistrationDelay",
} }

shape! { GatewayConnectorHealthCheck {
    health_check_protocol: Text = "healthCheckProtocol" => one_of(&["HTTP", "HTTPS"]),
    health_check_port: Integer = "healthCheckPort",
    health_check_path: Text = "healthCheckPath",
    health_check_timeout_seconds: Integer = "healthCheckTimeoutSeconds",
    health_check_interval_seconds: Integer = "healthCheckIntervalSeconds",
    healthy_threshold_count: Integer = "healthyThresholdCount",
    unhealthy_threshold_count: Integer = "unhealthyThresholdCount",
    matcher: Field<GatewayConnectorHealthCheckMatcher> = "matcher",
} }

shape! { GatewayConnectorHealthCheckMatcher {
    http_code: Text = "httpCode",
    grpc_code: Text = "grpcCode",
} }

shape! { GatewayConnectorFilters {
    access_types: List<Text> = "accessTypes" => one_of(&["PUBLIC", "PRIVATE"]),
} }

shape! { GatewayConnectorDeregistrationDelay {
    timeout_seconds: Integer = "timeoutSeconds" => range(0, 3_600),
} }
