//! Service Connect.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::Terraform;
use super::service::part;
use super::{shared, suggest};
use crate::record::Kind;

const fn here(
    at: &'static str,
    shape: &'static str,
    block: &'static str,
    fields: &'static [Info],
) -> Section {
    part(at, shape, block, Group::Discovery, fields)
}

pub(super) static SECTIONS: &[Section] = &[
    here("serviceConnectConfiguration", "ServiceConnectConfiguration", "service_connect_configuration", &[
        info("enabled", "Whether the service takes part in Service Connect. The task needs room for the proxy: about 256 CPU units and 64 MiB.").common(),
        info("namespace", "Name or ARN of the Cloud Map namespace in which services find each other.").refers_to(Kind::Namespace).default("the cluster's").common(),
        info("services", "The ports that other services may call. None for a service that only calls others.").default("none").argument("service").common(),
        info("logConfiguration", "Where the proxy's own log goes.").label("Proxy logs"),
        info("accessLogConfiguration", "A log line for each request. Needs proxy logs.").label("Access logs").default("none"),
        info("containerConfigurations", "Settings of the proxy container, one setting an entry, at most 10.").label("Proxy settings").not_in_terraform(),
    ]),
    here("serviceConnectConfiguration.services[]", "ServiceConnectService", "service_connect_configuration.service", &[
        info("portName", "A named port mapping of the task definition; each only once.").suggests(suggest::port_names).common(),
        info("discoveryName", "The name in Cloud Map, unique in the namespace. Lower-case letters, digits, - and _, up to 64.").default("the port's name").common(),
        info("clientAliases", "The name and port that clients call; at most one. Without it nobody can connect.").argument("client_alias").common(),
        info("ingressPortOverride", "The port on which the proxy receives traffic, if not the container's. Not a container port of the task.")
            .label("Proxy port")
            .default("the container port with awsvpc"),
        info("timeout", "When idle connections and slow requests are ended.").label("Timeouts"),
        info("tls", "Encrypts traffic between proxies, with certificates from AWS Private CA.").default("not encrypted"),
    ]),
    here("serviceConnectConfiguration.services[].clientAliases[]", "ServiceConnectClientAlias", "service_connect_configuration.service.client_alias", &[
        info("port", "The port that clients call, 1 to 65535.").common(),
        info("dnsName", "The name that clients call, such as api. Up to 127 characters.").default("discovery name.namespace").common(),
        info("testTrafficRules", "Which requests go to the new tasks while a blue/green deployment is tested."),
    ]),
    here("serviceConnectConfiguration.services[].clientAliases[].testTrafficRules", "ServiceConnectTestTrafficRules", "service_connect_configuration.service.client_alias.test_traffic_rules", &[
        info("header", "An HTTP header that marks test requests.").common(),
    ]),
    here("serviceConnectConfiguration.services[].clientAliases[].testTrafficRules.header", "ServiceConnectTestTrafficHeaderRules", "service_connect_configuration.service.client_alias.test_traffic_rules.header", &[
        info("name", "The header, such as X-Test-Version.").common(),
        info("value", "What it must hold.").default("anything").common(),
    ]),
    here("serviceConnectConfiguration.services[].clientAliases[].testTrafficRules.header.value", "ServiceConnectTestTrafficHeaderMatchRules", "service_connect_configuration.service.client_alias.test_traffic_rules.header.value", &[
        info("exact", "Exactly this.").label("Exact value").common(),
    ]),
    here("serviceConnectConfiguration.services[].timeout", "TimeoutConfiguration", "service_connect_configuration.service.timeout", &[
        info("idleTimeoutSeconds", "How long a silent connection stays open; 0 for ever.").label("Idle timeout").unit("seconds").default("300; for plain TCP 3,600").common(),
        info("perRequestTimeoutSeconds", "How long a request may take; 0 for ever. Only with application protocol http, http2 or grpc.").label("Request timeout").unit("seconds").default("15").common(),
    ]),
    here("serviceConnectConfiguration.services[].tls", "ServiceConnectTlsConfiguration", "service_connect_configuration.service.tls", &[
        info("issuerCertificateAuthority", "Who signs the certificates.").label("Certificate authority").argument("issuer_cert_authority").common(),
        info("kmsKey", "The KMS key that protects the private keys.").label("KMS key").default("AWS's own key"),
        info("roleArn", "The infrastructure role with which ECS gets certificates.").label("Role").refers_to(Kind::Role).common(),
    ]),
    here("serviceConnectConfiguration.services[].tls.issuerCertificateAuthority", "ServiceConnectTlsCertificateAuthority", "service_connect_configuration.service.tls.issuer_cert_authority", &[
        info("awsPcaAuthorityArn", "ARN of the AWS Private CA.").label("Private CA").control(Control::Arn).common(),
    ]),
    here("serviceConnectConfiguration.logConfiguration", "LogConfiguration", "service_connect_configuration.log_configuration", shared::LOG_CONFIGURATION),
    Section {
        docs: shared::LOG_OPTIONS_DOCS,
        ..here("serviceConnectConfiguration.logConfiguration.options", "", "service_connect_configuration.log_configuration.options", shared::LOG_OPTIONS)
    },
    here("serviceConnectConfiguration.logConfiguration.secretOptions[]", "Secret", "service_connect_configuration.log_configuration.secret_option", shared::SECRET),
    here("serviceConnectConfiguration.accessLogConfiguration", "ServiceConnectAccessLogConfiguration", "service_connect_configuration.access_log_configuration", &[
        info("format", "TEXT for people, JSON for log analysis.").common(),
        info("includeQueryParameters", "Whether query strings are logged. They may hold tokens.").label("Query parameters").default("DISABLED"),
    ]),
    Section {
        terraform: Terraform::nothing(),
        ..here("serviceConnectConfiguration.containerConfigurations[]", "ServiceConnectContainerConfiguration", "", &[
            info("logLevel", "How much the proxy logs: debug while you look for a connection problem, else info.").default("info").common(),
        ])
    },
];
