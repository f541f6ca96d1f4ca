//! VPC endpoints: ways to AWS's own services that do not lead through the internet.

use serde_json::Value;

use super::super::draft::{Draft, Resource};
use super::super::names::pascal;
use super::super::reference::{Piece, fact, list};
use super::super::text::Text;
use super::plan::Plan;
use super::{part, routes};
use crate::path::Path;
use crate::resolve::Resolved;

pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    network: &'a Resolved,
    plan: &Plan<'a>,
    vpc: &Value,
) {
    for (index, service) in plan.endpoints.iter().enumerate() {
        // The whole name is taken as well.
        let short = service.rsplit_once("amazonaws.").map_or(*service, |(_, rest)| {
            rest.split_once('.').map_or(rest, |(_, service)| service)
        });
        let path = Path::root().key("vpcEndpoints").index(index);
        let own = draft.text(network, &path, short);
        let name = Text::of([
            Text::literal("com.amazonaws."),
            fact("AWS::Region"),
            Text::literal("."),
            own,
        ]);
        let mut endpoint = Resource::new("AWS::EC2::VPCEndpoint")
            .with("VpcId", vpc.clone())
            .with("ServiceName", name.into_value());
        if matches!(short, "s3" | "dynamodb") {
            endpoint = endpoint.with("VpcEndpointType", "Gateway");
            if let Some(tables) = routes::tables(plan) {
                endpoint = endpoint.with("RouteTableIds", tables);
            }
        } else {
            endpoint =
                endpoint.with("VpcEndpointType", "Interface").with("PrivateDnsEnabled", true);
            for (key, property) in
                [("subnets", "SubnetIds"), ("securityGroups", "SecurityGroupIds")]
            {
                if let Some(piece) = part(draft, network, key, 0) {
                    endpoint = endpoint.with(
                        property,
                        match piece {
                            Piece::Many(pieces) => list(pieces),
                            other => list(vec![other]),
                        },
                    );
                }
            }
        }
        draft.put(format!("{}{}Endpoint", plan.name, pascal(short)), endpoint);
    }
}
