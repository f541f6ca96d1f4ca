//! What the writer writes, and that `terraform fmt` has nothing to add to it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::{Block, Body, Expr};

/// The value of the attribute `x` in a file of its own.
fn written(value: impl Into<Expr>) -> String {
    let mut body = Body::new();
    body.attribute("x", value);
    let text = body.to_string();
    text.strip_prefix("x = ").unwrap().strip_suffix('\n').unwrap().to_owned()
}

#[test]
fn literals_are_escaped() {
    for (text, expected) in [
        ("", r#""""#),
        ("plain", r#""plain""#),
        ("say \"hi\" \\ bye", r#""say \"hi\" \\ bye""#),
        ("a\nb\tc\r", r#""a\nb\tc\r""#),
        ("${var.a}", r#""$${var.a}""#),
        ("%{ if a }", r#""%%{ if a }""#),
        ("$${a", r#""$$${a""#),
        ("costs 5$", r#""costs 5$""#),
        ("\u{7}\u{2028}", r#""\u0007\u2028""#),
        ("größe 图 😀", r#""größe 图 😀""#),
    ] {
        assert_eq!(written(text), expected);
    }
}

#[test]
fn text_with_expressions() {
    for (text, expected) in [
        ("plain", r#""plain""#),
        ("${aws_lb.web.arn}", "aws_lb.web.arn"),
        ("${ var.cpu*2 }", "var.cpu * 2"),
        ("a-${var.b}-${c.d}", r#""a-${var.b}-${c.d}""#),
        ("${a}${b}", r#""${a}${b}""#),
        ("$5 of $${HOME}", r#""$5 of $${HOME}""#),
        ("$$${var.a}", r#""$$${var.a}""#),
        // Not HCL, so literal: a shell's default value, nothing at all, no end, two words.
        ("${PORT:-80}", r#""$${PORT:-80}""#),
        ("${}", r#""$${}""#),
        ("${var.a", r#""$${var.a""#),
        ("${a b}${c}", r#""$${a b}${c}""#),
        // Braces and strings inside.
        ("${merge({a=1},{b=\"}\"})}", r#"merge({ a = 1 }, { b = "}" })"#),
        (
            "x${join(\",\", [for k, v in m:\"${k}=${ v }\"])}",
            r#""x${join(",", [for k, v in m : "${k}=${v}"])}""#,
        ),
        ("a${ {b=1} }", r#""a${ { b = 1 } }""#),
        ("${\"${a}\"}", "a"),
        // A line break separates an object's entries; elsewhere it is a blank.
        ("${merge({a=1\nb=2\n},\n{c=3})}", "merge({ a = 1, b = 2 }, { c = 3 })"),
        ("${a # why\n+ b /* and */ }", "a + b"),
        // The text before `%{` is never a directive.
        ("%{if a}${b}", r#""%%{if a}${b}""#),
    ] {
        assert_eq!(written(Expr::from_text(text)), expected, "{text}");
    }
}

#[test]
fn a_dollar_before_an_expression_stays_a_dollar() {
    let template = Expr::Template(super::Template(vec![
        super::Part::Literal("US$".to_owned()),
        super::Part::Expression("var.price".to_owned()),
    ]));
    assert_eq!(written(template), r#""US\u0024${var.price}""#);
}

#[test]
fn expressions_are_spaced() {
    for (text, expected) in [
        ("a.b [0] . c", "a.b[0].c"),
        ("a&&-b", "a && -b"),
        ("1-2", "1 - 2"),
        ("a ?b:-c", "a ? b : -c"),
        ("{for k,v in x:k=>-v...if v}", "{ for k, v in x : k => - v... if v }"),
        ("[for x in [1]:!x]", "[for x in [1] : !x]"),
        ("f (x , y...)", "f(x, y...)"),
        ("provider::aws::f( 1 )", "provider::aws::f(1)"),
        ("x.*.id", "x.*.id"),
        ("x[*].id", "x[*].id"),
        ("{ (a):1,\"b\"=2 }", "{ (a) : 1, \"b\" = 2 }"),
        ("[ ]", "[]"),
        ("{ }", "{}"),
        ("1.5e-9", "1.5e-9"),
        ("a.0.b", "a.0.b"),
    ] {
        assert_eq!(written(Expr::raw(text)), expected);
    }
    for text in ["", "a b", "(a", "a)", "1 +", "a.", "f(,)", "[a b]", "{a}", "\"a", "a ; b", "<<A"]
    {
        assert!(matches!(Expr::raw(text), Expr::String(_)), "{text} is not an expression");
    }
}

#[test]
fn hostile_text_is_literal() {
    for text in ["${".repeat(50_000), format!("${{{}", "(".repeat(100_000)), "${\"".repeat(50_000)]
    {
        assert!(matches!(Expr::from_text(&text), Expr::String(literal) if literal == text));
    }
    let deep = format!("${{{}1{}}}", "(".repeat(500), ")".repeat(500));
    assert!(matches!(Expr::from_text(&deep), Expr::String(_)));
}

#[test]
fn a_document_is_laid_out() {
    let mut body = Body::new();
    body.comment("Made by hand.\n\nLine three. ")
        .block(Block::new("locals"))
        .comment("The service.")
        .block(
            Block::new("resource")
                .label("aws_ecs_service")
                .label("web")
                .blank()
                .attribute("name", "web")
                .attribute("cluster", Expr::raw("aws_ecs_cluster.main.id"))
                .attribute("tags", Expr::object([("a", true.into()), ("b c", Expr::Null)]))
                .attribute("desired_count", 2)
                .attribute("empty", Expr::object::<&str>([]))
                .blank()
                .blank()
                .attribute("launch_type", "FARGATE")
                .block(Block::new("load_balancer").attribute("container_port", 80).blank())
                .block(Block::new("empty"))
                .attribute("after", Expr::list(["a", "b"])),
        );
    assert_eq!(
        body.to_string(),
        r#"# Made by hand.
#
# Line three.
locals {}

# The service.
resource "aws_ecs_service" "web" {
  name    = "web"
  cluster = aws_ecs_cluster.main.id
  tags = {
    a     = true
    "b c" = null
  }
  desired_count = 2
  empty         = {}

  launch_type = "FARGATE"

  load_balancer {
    container_port = 80
  }

  empty {}

  after = ["a", "b"]
}
"#
    );
    assert_eq!(Body::new().to_string(), "");
}

#[test]
fn json_becomes_an_expression() {
    let containers = json!([{
        "name": "web",
        "cpu": 0.5,
        "essential": true,
        "command": ["sh", "-c", "echo ${HOME}"],
        "environment": [{ "name": "A", "value": "${var.a}" }, { "name": "B", "value": "b" }],
        "dockerLabels": { "com.example/x": "1", "for": "2", "y": null },
        "portMappings": []
    }]);
    assert_eq!(
        written(Expr::call("jsonencode", [Expr::from_json_text(&containers)])),
        r#"jsonencode([
  {
    name      = "web"
    cpu       = 0.5
    essential = true
    command   = ["sh", "-c", "echo ${HOME}"]
    environment = [
      { name = "A", value = var.a },
      { name = "B", value = "b" },
    ]
    dockerLabels = {
      "com.example/x" = "1"
      "for"           = "2"
      y               = null
    }
    portMappings = []
  },
])"#
    );
    assert_eq!(written(&json!("${var.a}")), r#""$${var.a}""#);
}

#[test]
fn long_lists_and_calls_break() {
    let long = "x".repeat(50);
    assert_eq!(
        written(Expr::list([long.as_str(), long.as_str()])),
        format!("[\n  \"{long}\",\n  \"{long}\",\n]")
    );
    assert_eq!(
        written(Expr::call("merge", [Expr::raw("var.tags"), Expr::object([("a", 1.into())])])),
        "merge(\n  var.tags,\n  { a = 1 },\n)"
    );
    assert_eq!(written(Expr::call("f", [1.into(), Expr::list(["a"])])), r#"f(1, ["a"])"#);
}

fn raw() -> impl Strategy<Value = Expr> {
    let piece = prop_oneof![
        Just("var.a"),
        Just("aws_lb.web [0] . arn"),
        Just("-1"),
        Just("f( a,b... )"),
        Just("{a=1,\"b\":-2}"),
        Just("[for k in [1,2]:k if k!=-1]"),
        Just("{for k,v in m:k=>v...}"),
        Just("\"x${ y }-${ {a=1} }\""),
        Just("x[*].id"),
        Just("a ? -b:!c"),
        Just("(a+b)"),
        Just("! a"),
        Just("{}"),
        Just("p::q::r()"),
    ];
    let sign = prop_oneof![
        Just("-"),
        Just(" - "),
        Just("+"),
        Just("*-"),
        Just("&&!"),
        Just(" == "),
        Just(">=-"),
        Just("%"),
        Just("/ -"),
        Just("||"),
        Just("--")
    ];
    (piece.clone(), proptest::collection::vec((sign, piece), 0..3)).prop_map(|(first, more)| {
        let text = more
            .iter()
            .fold(first.to_owned(), |text, (sign, piece)| format!("({text}){sign}({piece})"));
        let expr = Expr::raw(&text);
        assert!(matches!(expr, Expr::Raw(_)), "{text} is an expression");
        expr
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z0-9 .:/-]{0,24}",
        1 => ".{0,12}",
        1 => "[$%{}\\\\\"~a\n]{0,10}",
        1 => "(\\$\\{[a-z]{1,3}\\.[a-z]{1,3}[+}]|[$%a\"]|\\{){0,6}",
        1 => any::<String>(),
    ]
}

fn expression() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        Just(Expr::Null),
        any::<bool>().prop_map(Expr::from),
        any::<i64>().prop_map(Expr::from),
        any::<f64>().prop_map(|number| Expr::from(&json!(number))),
        text().prop_map(Expr::from),
        text().prop_map(|text| Expr::from_text(&text)),
        raw(),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let key =
            prop_oneof![4 => "[a-zA-Z_][a-z0-9_-]{0,9}", 1 => text(), 1 => Just("for".to_owned())];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Expr::List),
            proptest::collection::vec((key, inner.clone()), 0..5).prop_map(Expr::Object),
            ("[a-z]{1,9}", proptest::collection::vec(inner, 0..3))
                .prop_map(|(name, arguments)| Expr::Call(name, arguments)),
        ]
    })
}

fn body(depth: u32) -> BoxedStrategy<Body> {
    #[derive(Clone, Debug)]
    enum Piece {
        Attribute(String, Expr),
        Comment(String),
        Blank,
        Block(String, Vec<String>, Body),
    }
    let attribute = ("[a-z_][a-z0-9_]{0,11}", expression())
        .prop_map(|(name, value)| Piece::Attribute(name, value));
    let comment = "[ -~é\n]{0,20}".prop_map(Piece::Comment);
    let piece = if depth == 0 {
        prop_oneof![8 => attribute, 1 => comment, 1 => Just(Piece::Blank)].boxed()
    } else {
        let block = (
            "[a-z_]{1,8}",
            proptest::collection::vec("[a-z][a-z0-9_-]{0,8}", 0..3),
            body(depth - 1),
        )
            .prop_map(|(kind, labels, body)| Piece::Block(kind, labels, body));
        prop_oneof![8 => attribute, 1 => comment, 1 => Just(Piece::Blank), 3 => block].boxed()
    };
    proptest::collection::vec(piece, 0..8)
        .prop_map(|pieces| {
            let mut body = Body::new();
            for (index, piece) in pieces.into_iter().enumerate() {
                match piece {
                    // HCL refuses the same name twice.
                    Piece::Attribute(name, value) => {
                        body.attribute(format!("{name}{index}"), value)
                    }
                    Piece::Comment(text) => body.comment(text),
                    Piece::Blank => body.blank(),
                    Piece::Block(kind, labels, inner) => body.block(
                        labels
                            .into_iter()
                            .fold(Block { body: inner, ..Block::new(kind) }, Block::label),
                    ),
                };
            }
            body
        })
        .boxed()
}

/// What `terraform fmt` makes of a file, or `None` without a `terraform` to ask.
fn terraform_fmt(text: &str) -> Option<String> {
    let mut child = match Command::new("terraform")
        .args(["fmt", "-no-color", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
    {
        Ok(child) => child,
        Err(error) => {
            eprintln!("SKIPPED: what is written is not compared with `terraform fmt`: {error}");
            return None;
        }
    };
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn terraform_fmt_changes_nothing() {
    // Many documents, each in a block of its own, in one file: starting Terraform takes longer
    // than reading it.
    let mut runner = TestRunner::default();
    let mut file = Body::new();
    for index in 0..300 {
        let body = body(2).new_tree(&mut runner).unwrap().current();
        file.block(Block { body, ..Block::new("document").label(index.to_string()) });
    }
    let text = file.to_string();
    let Some(formatted) = terraform_fmt(&text) else { return };
    let difference = text.lines().zip(formatted.lines()).position(|(ours, theirs)| ours != theirs);
    if let Some(line) = difference {
        let around = |text: &str| {
            text.lines().skip(line.saturating_sub(6)).take(12).collect::<Vec<_>>().join("\n")
        };
        panic!("line {line}: written\n{}\nformatted\n{}", around(&text), around(&formatted));
    }
    assert_eq!(text, formatted);
}
