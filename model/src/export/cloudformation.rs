//! A design as a CloudFormation template.

mod yaml;
mod yaml_scalar;
