//! YAML as people write it.

use serde_json::{Value, json};

use super::super::ImportError;
use super::parse;

fn read(text: &str) -> (Value, Vec<String>) {
    let (mut documents, remarks) = parse(text).unwrap();
    assert_eq!(documents.len(), 1, "{text}");
    (documents.remove(0), remarks.iter().map(ToString::to_string).collect())
}

/// Line, column and what is said.
fn error(text: &str) -> (usize, usize, String) {
    match parse(text).unwrap_err().in_text(text) {
        ImportError::Syntax { line, column, problem, hint, .. } => {
            (line, column, format!("{problem}. {}", hint.unwrap_or_default()))
        }
        other => panic!("{other}"),
    }
}

#[test]
fn trees_are_those_of_json_in_the_order_of_the_text() {
    let (value, remarks) = read(
        "family: web\ncontainerDefinitions:\n- name: app\n  essential: true\n  command: [\"sh\", -c, 'a \"b\"']\n  note: |\n    one\n    # two\n  folded: >-\n    a\n    b\n  nothing:\n  cpu: 256\n  'on': {a: -1, b: 0.5}\n",
    );
    assert_eq!(
        value.to_string(),
        json!({"family": "web", "containerDefinitions": [{
            "name": "app", "essential": true, "command": ["sh", "-c", "a \"b\""], "note": "one\n# two\n",
            "folded": "a b", "nothing": null, "cpu": 256, "on": {"a": -1, "b": 0.5}}]})
        .to_string()
    );
    assert_eq!(remarks, [""; 0]);
}

#[test]
fn what_is_not_plain_is_said() {
    let (value, remarks) = read(
        "\u{feff}# a task\nfamily: web\naccount: 012345678901\nversion: 1.10\nswitch: no\na: &a {x: 1, y: 2}\nb: *a\nc:\n  y: 3\n  <<: *a\nfamily: app\ntag: !reset x\ntext: !!str 012\nalso: ! 5\n",
    );
    assert_eq!(
        value,
        json!({"family": "app", "account": "012345678901", "version": "1.10", "switch": "no",
            "a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 2}, "c": {"y": 3, "x": 1},
            "tag": "x", "text": "012", "also": "5"})
    );
    assert_eq!(
        remarks,
        [
            "The byte-order mark at the start was left out.",
            "line 1: Comments were left out, here and below: a design keeps none.",
            "line 7: 2 aliases (`*name`) were replaced by a copy of what is meant.",
            "line 12: The tag `!reset` means nothing here: what stands behind was read as it is.",
            "line 3: `012345678901` and `1.10` were kept as text, as written: the numbers would not be written the same again. To make that plain, write quotes: \"012345678901\".",
            "line 5: `no` was read as text, as YAML 1.2 has it, unless only true or false can stand there; programs that read YAML 1.1 take it for true or false. To make it plain, write \"no\" in quotes, or true or false.",
            "line 11: `family` is there a second time in the same object; this one holds.",
        ]
    );
}

#[test]
fn merges_keep_what_is_said_itself() {
    let (value, remarks) = read(
        "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]\n  z: 3\nd: {\"<<\": 1}\ne:\n  <<:\n  f: 1\n",
    );
    assert_eq!(value["c"].to_string(), r#"{"x":1,"y":2,"z":3}"#);
    assert_eq!(value["d"], json!({"<<": 1}));
    assert_eq!(value["e"], json!({"f": 1}));
    assert_eq!(remarks.len(), 1);
}

#[test]
fn short_forms_become_long_ones() {
    let (value, remarks) = read(
        "a: !Ref Cluster\nb: !GetAtt Role.Arn\nc: !Sub\n  - '${X}-y'\n  - {X: !Ref Y}\nd: !Join ['', [!Ref A, 012]]\ne: !If [C, !Ref X, !Ref 'AWS::NoValue']\nf: !GetAtt [Role, Arn]\ng: !Equals [!Ref E, no]\nh: !Condition On\n",
    );
    assert_eq!(
        value,
        json!({
            "a": {"Ref": "Cluster"}, "b": {"Fn::GetAtt": ["Role", "Arn"]},
            "c": {"Fn::Sub": ["${X}-y", {"X": {"Ref": "Y"}}]},
            "d": {"Fn::Join": ["", [{"Ref": "A"}, "012"]]},
            "e": {"Fn::If": ["C", {"Ref": "X"}, {"Ref": "AWS::NoValue"}]},
            "f": {"Fn::GetAtt": ["Role", "Arn"]}, "g": {"Fn::Equals": [{"Ref": "E"}, "no"]},
            "h": {"Condition": "On"}
        })
    );
    assert_eq!(remarks.len(), 2, "{remarks:?}");
}

#[test]
fn several_documents_are_several() {
    let (documents, _) = parse("---\na: 1\n---\n# nothing\n---\nb: 2\n...\n").unwrap();
    assert_eq!(documents, [json!({"a": 1}), json!({"b": 2})]);
}

#[test]
fn errors_know_their_place_and_the_way_out() {
    for (text, line, column, message) in [
        ("a: 1\n\tb: 2", 2, 1, "a tab where YAML takes only spaces. Indent with spaces."),
        ("a: b: c", 1, 5, "a key and its `:` where none can be. Look at the indentation"),
        ("a: 1\n  b: 2", 2, 4, "a key and its `:` where none can be"),
        ("a: *b", 1, 4, "this alias names no anchor"),
        ("host: *.example.com", 1, 7, "A text that starts with `*` has to be in quotes"),
        ("a: \"b\nc: d", 1, 4, "this text is not closed"),
        ("a: 'b\n", 1, 4, "this text is not closed"),
        ("a: [1, 2\nb: 3", 2, 2, "for a bracket that is not closed"),
        ("a: {b: 1", 1, 9, "a `,` or the closing bracket is missing"),
        ("a: \"\\d\"", 1, 4, "a `\\` before a character that needs none"),
        ("a: \"b\" c", 1, 8, "something follows the closing quote"),
        ("a: @b", 1, 4, "a text cannot start with this character. Put the text in quotes."),
        ("a:\n  - b\n c: 1", 3, 2, "a key with its `:` belongs here. Look at the indentation"),
        ("a: 1\nb", 2, 2, "a key with its `:` belongs here"),
        ("image: {{ image }}:latest", 1, 9, "`{{ image }}` of a template stands outside a string"),
        ("a: 1\n{% if x %}\nb: 2", 2, 2, "`{%` of a template stands outside a string"),
        ("? [a]\n: 1", 1, 3, "a list or an object where a key belongs"),
        ("a: &a [*a]", 1, 8, "this alias stands inside what it stands for"),
        ("a:\n  <<: 1", 2, 7, "`<<` merges an object"),
        ("\u{feff}a: *b", 1, 4, "this alias names no anchor"),
        ("a: !x!y z", 1, 4, "this tag cannot be read"),
    ] {
        let (found_line, found_column, said) = error(text);
        assert_eq!((found_line, found_column), (line, column), "{text}: {said}");
        assert!(said.contains(message), "{text}: {said}");
    }
}

#[test]
fn nesting_is_limited() {
    let depth = super::super::MAX_DEPTH;
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(depth)).is_ok());
    assert!(error(&nested(depth + 1)).2.contains("100 levels"));
    assert!(error(&"- ".repeat(1_000_000)).2.contains("100 levels"));
    assert!(error(&"[".repeat(1_000_000)).2.contains("nest"));
    // A short form is an object around its argument.
    let tagged = format!("{}!Ref x{}", "[".repeat(depth), "]".repeat(depth));
    assert!(error(&tagged).2.contains("100 levels"));
    let half = nested(depth / 2 + 10);
    assert!(
        error(&format!("a: &a {half}\nb: {}*a{}", "[".repeat(50), "]".repeat(50)))
            .2
            .contains("levels")
    );
}

#[test]
fn aliases_of_aliases_do_not_fill_the_memory() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", ")));
    }
    assert!(error(&text).2.contains("larger than 1 MiB"), "{:?}", error(&text));
    let long = format!("a: &a {}\nb: [{}]", "x".repeat(100_000), ["*a"; 20].join(", "));
    assert!(error(&long).2.contains("larger than 1 MiB"));
}

proptest::proptest! {
    /// JSON is YAML: what one writes, the other reads as the same.
    #[test]
    fn json_is_read_as_json(value in any_json()) {
        let text = value.to_string();
        let (documents, _) = parse(&text).unwrap();
        let expected: Vec<Value> = (!value.is_null()).then_some(value).into_iter().collect();
        proptest::prop_assert_eq!(documents, expected);
    }
}

fn any_json() -> impl proptest::strategy::Strategy<Value = Value> {
    use proptest::prelude::*;
    let text = r#"[ -~\n\té😀]{0,12}"#;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(text, inner, 0..5)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}
