//! The sizes that Fargate has for a task.

use super::entry::{Situation, Suggestion};
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::task_size::{MIB_PER_GB, cpu_words};
use crate::fargate;
use crate::text::number;

/// The CPU sizes of Fargate.
pub(super) fn task_cpu(situation: &Situation<'_>) -> Vec<Suggestion> {
    let Some(task) = on_fargate(situation) else { return Vec::new() };
    fargate::SIZES
        .iter()
        .filter(|size| size.windows || !task.is_windows())
        .map(|size| Suggestion {
            value: size.cpu.to_string().into(),
            label: format!("{} ({})", size.cpu, cpu_words(size.cpu)),
        })
        .collect()
}

/// The memory sizes that Fargate has for the task's CPU.
pub(super) fn task_memory(situation: &Situation<'_>) -> Vec<Suggestion> {
    let size = on_fargate(situation).and_then(TaskDefinition::cpu_units).and_then(fargate::size_of);
    let Some(size) = size else { return Vec::new() };
    size.memory
        .amounts()
        .map(|mib| Suggestion {
            value: mib.to_string().into(),
            label: match mib % MIB_PER_GB {
                0 => format!("{} MiB ({} GB)", number(mib), mib / MIB_PER_GB),
                _ => format!("{} MiB", number(mib)),
            },
        })
        .collect()
}

/// The task definition, unless it says that it is not for Fargate.
fn on_fargate<'a>(situation: &Situation<'a>) -> Option<&'a TaskDefinition> {
    let task = situation.record.task_definition()?;
    (task.requires_compatibilities.items().is_empty() || task.is_for_fargate()).then_some(task)
}
