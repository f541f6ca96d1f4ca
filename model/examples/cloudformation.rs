//! Exports designs as CloudFormation: `cargo run --example cloudformation -- OUT DESIGN…` makes, in OUT, a template
//! for each environment of each design, as YAML and as JSON, and one for each record of the first environment.

use std::error::Error;
use std::fs;
use std::path::Path;

use bayplan_model::design::Design;
use bayplan_model::export::cloudformation::{Syntax, Template, write, write_record};
use bayplan_model::resolve::resolve;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: cloudformation OUT DESIGN…")?;
    let out = Path::new(&out);
    fs::create_dir_all(out)?;
    let put = |name: &str, template: &Template| -> Result<(), Box<dyn Error>> {
        // CloudFormation takes no template without resources.
        if !template.is_empty() {
            fs::write(out.join(format!("{name}.yaml")), template.text(Syntax::Yaml))?;
            fs::write(out.join(format!("{name}.json")), template.text(Syntax::Json))?;
        }
        for remark in &template.remarks {
            println!("{name}: {remark}");
        }
        Ok(())
    };
    for file in arguments {
        let design = Design::parse(&fs::read_to_string(&file)?)?;
        let stem = Path::new(&file).file_stem().and_then(|stem| stem.to_str()).unwrap_or("design");
        for (index, name) in design.environments().enumerate() {
            let Some(estate) = resolve(&design, name) else { continue };
            put(&format!("{stem}-{name}"), &write(&design, &estate))?;
            for id in estate.ids().filter(|_| index == 0) {
                if let Some(template) = write_record(&design, &estate, id) {
                    put(&format!("{stem}-{id}"), &template)?;
                }
            }
        }
    }
    Ok(())
}
