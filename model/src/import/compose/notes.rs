//! What is to be said about a Compose file: what stays behind, by reason, and what was read in its own way.

use std::collections::BTreeMap;

use crate::text::all_of;

/// At most this many places are named for one reason: no task has so many containers that more are needed.
const NAMED_PLACES: usize = 100;

/// Why something of a Compose file is not in the task definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    Build,
    EnvFile,
    Network,
    Published,
    Restart,
    Replicas,
    Deployment,
    Elsewhere,
    Files,
    Local,
    Form,
    Unknown,
}

impl Reason {
    /// What is said after the list of places.
    const fn words(self) -> &'static str {
        match self {
            Self::Build => {
                "ECS runs images that are in a registry. Build them, push them, for example to ECR"
            }
            Self::EnvFile => {
                "the file is not here. Write its variables into `environment`, or put it into S3 and name it in `environmentFiles`; `docker compose config` prints the file with them"
            }
            Self::Network => {
                "the containers of a task share one network and reach each other at localhost, not by the names of their services"
            }
            Self::Published => {
                "with `networkMode` awsvpc a container is reached at its own port, which `containerPort` is"
            }
            Self::Restart => {
                "a service of ECS starts a new task when an essential container ends. `restartPolicy` starts one container again"
            }
            Self::Replicas => "how many tasks run is the `desiredCount` of a service",
            Self::Deployment => {
                "how tasks are placed and replaced is said in a service, under `placementStrategy` and `deploymentConfiguration`"
            }
            Self::Elsewhere => {
                "`docker compose config` prints the file with what it takes from elsewhere: import that"
            }
            Self::Files => {
                "ECS puts no files into containers. A secret of Secrets Manager or the parameter store can be an environment variable, under `secrets`"
            }
            Self::Local => "there is no counterpart in ECS",
            Self::Form => "Compose has no such form",
            Self::Unknown => "Compose has no such key, or had none when this version was made",
        }
    }

    /// Why a key of a service stays behind; `None` for one that is not known.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "env_file" => Self::EnvFile,
            "networks" | "network_mode" | "links" | "external_links" | "expose" => Self::Network,
            "restart" => Self::Restart,
            "scale" => Self::Replicas,
            "extends" | "profiles" | "include" => Self::Elsewhere,
            "configs" => Self::Files,
            "domainname"
            | "ipc"
            | "mac_address"
            | "pid"
            | "uts"
            | "container_name"
            | "cgroup"
            | "cgroup_parent"
            | "cpu_count"
            | "cpu_percent"
            | "cpu_period"
            | "cpu_quota"
            | "cpu_rt_period"
            | "cpu_rt_runtime"
            | "cpuset"
            | "attach"
            | "annotations"
            | "blkio_config"
            | "credential_spec"
            | "develop"
            | "device_cgroup_rules"
            | "dns_opt"
            | "gpus"
            | "group_add"
            | "isolation"
            | "label_file"
            | "models"
            | "mem_swappiness"
            | "oom_kill_disable"
            | "oom_score_adj"
            | "pids_limit"
            | "post_start"
            | "pre_stop"
            | "provider"
            | "pull_policy"
            | "pull_refresh_after"
            | "runtime"
            | "stop_signal"
            | "storage_opt"
            | "use_api_socket"
            | "userns_mode"
            | "volume_driver" => Self::Local,
            _ => return None,
        })
    }
}

/// What is to be said about the whole file.
#[derive(Default)]
pub(super) struct Notes {
    left: BTreeMap<Reason, Vec<String>>,
}

impl Notes {
    pub(super) fn leave(&mut self, reason: Reason, place: impl Into<String>) {
        self.left.entry(reason).or_default().push(place.into());
    }

    pub(super) fn messages(self) -> Vec<String> {
        self.left
            .into_iter()
            .map(|(reason, places)| {
                let were = if places.len() == 1 { "was" } else { "were" };
                let mut named: Vec<String> =
                    places.iter().take(NAMED_PLACES).map(|place| format!("`{place}`")).collect();
                if let Some(more @ 1..) = places.len().checked_sub(NAMED_PLACES) {
                    named.push(format!("{more} more"));
                }
                format!("{} {were} left out: {}.", all_of(&named), reason.words())
            })
            .collect()
    }
}

/// Variables with what was read for them, in words.
pub(super) fn with_defaults(defaults: &BTreeMap<String, String>) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<String> = defaults
        .iter()
        .take(SHOWN)
        .map(|(name, default)| match default.as_str() {
            "" => format!("`{name}` (empty)"),
            default => format!("`{name}` (`{default}`)"),
        })
        .collect();
    if let Some(more @ 1..) = defaults.len().checked_sub(SHOWN) {
        shown.push(format!("{more} more"));
    }
    all_of(&shown)
}
