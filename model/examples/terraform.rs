//! Exports designs as Terraform: `cargo run --example terraform -- OUT DESIGN…` makes, in OUT, a folder
//! for each version of the provider, design and style of container definitions.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use bayplan_model::design::{ContainerDefinitionsStyle, Design};
use bayplan_model::export::terraform::{Choice, Provider, write};
use bayplan_model::resolve::resolve;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: terraform OUT DESIGN…")?;
    for file in arguments {
        let design = Design::parse(&fs::read_to_string(&file)?)?;
        for (style, suffix) in [
            (ContainerDefinitionsStyle::Jsonencode, "jsonencode"),
            (ContainerDefinitionsStyle::Files, "files"),
        ] {
            let mut design = design.clone();
            let mut settings = (*design.settings).clone();
            settings.terraform.container_definitions = style;
            design.settings = Arc::new(settings);
            let estates: Vec<_> =
                design.environments().filter_map(|name| resolve(&design, name)).collect();
            let stem =
                Path::new(&file).file_stem().and_then(|stem| stem.to_str()).unwrap_or("design");
            for (provider, version) in [(Provider::V5, "5"), (Provider::V6, "6")] {
                let export = write(&design, &estates, &Choice { provider, ..Choice::default() });
                let folder = Path::new(&out).join(version).join(format!("{stem}-{suffix}"));
                for file in &export.files {
                    let path = folder.join(&file.path);
                    fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
                    fs::write(path, &file.text)?;
                }
                for remark in &export.remarks {
                    println!("{version}/{stem}-{suffix}: {remark}");
                }
            }
        }
    }
    Ok(())
}
