//! Service Connect, in the shape of `CreateService`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::container_definition::LogConfiguration;
use super::shape::*;

shape! { ServiceConnectConfiguration {
    enabled: Flag = "enabled" => required(),
    namespace: Text = "namespace",
    services: List<ServiceConnectService> = "services",
    log_configuration: Field<LogConfiguration> = "logConfiguration",
    access_log_configuration: Field<ServiceConnectAccessLogConfiguration> = "accessLogConfiguration",
    container_configurations: List<ServiceConnectContainerConfiguration> = "containerConfigurations",
} }

shape! { ServiceConnectService {
    port_name: Text = "portName" => required(),
    discovery_name: Text = "discoveryName",
    client_aliases: List<ServiceConnectClientAlias> = "clientAliases",
    ingress_port_override: Integer = "ingressPortOverride" => range(0, 65_535),
    timeout: Field<TimeoutConfiguration> = "timeout",
    tls: Field<ServiceConnectTlsConfiguration> = "tls",
} }

shape! { ServiceConnectClientAlias {
    port: Integer = "port" => required().range(0, 65_535),
    dns_name: Text = "dnsName",
    test_traffic_rules: Field<ServiceConnectTestTrafficRules> = "testTrafficRules",
} }

shape! { ServiceConnectTestTrafficRules {
    header: Field<ServiceConnectTestTrafficHeaderRules> = "header" => required(),
} }

shape! { ServiceConnectTestTrafficHeaderRules {
    name: Text = "name" => required(),
    value: Field<ServiceConnectTestTrafficHeaderMatchRules> = "value",
} }

shape! { ServiceConnectTestTrafficHeaderMatchRules {
    exact: Text = "exact" => required(),
} }

shape! { TimeoutConfiguration {
    idle_timeout_seconds: Integer = "idleTimeoutSeconds" => range(0, 2_147_483_647),
    per_request_timeout_seconds: Integer = "perRequestTimeoutSeconds" => range(0, 2_147_483_647),
} }

shape! { ServiceConnectTlsConfiguration {
    issuer_certificate_authority: Field<ServiceConnectTlsCertificateAuthority> = "issuerCertificateAuthority" => required(),
    kms_key: Text = "kmsKey",
    role_arn: Text = "roleArn",
} }

shape! { ServiceConnectTlsCertificateAuthority {
    aws_pca_authority_arn: Text = "awsPcaAuthorityArn",
} }

shape! { ServiceConnectAccessLogConfiguration {
    format: Text = "format" => required().one_of(&["TEXT", "JSON"]),
    include_query_parameters: Text = "includeQueryParameters" => one_of(&["DISABLED", "ENABLED"]),
} }

shape! { ServiceConnectContainerConfiguration {
    log_level: Text = "logLevel" => one_of(&["debug", "info"]),
} }
