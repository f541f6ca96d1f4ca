use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The variables, and the lines that were not read with the reasons.
fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let found = parse(text);
    let variables = found.variables.into_iter().map(|it| (it.name, it.value)).collect();
    let unread = found.unread.iter().map(|it| format!("{}: {}", it.line, it.why)).collect();
    (variables, unread)
}

#[test]
fn every_form_is_read() {
    for (text, value) in [
        ("A=1", "1"),
        ("A = 1 ", "1"),
        ("  export A=1", "1"),
        ("export\tA=1", "1"),
        ("A=", ""),
        ("A=\"\"", ""),
        ("A=a b # comment", "a b"),
        ("A=a#b", "a#b"),
        ("A=# only a comment", ""),
        ("A=b=c", "b=c"),
        ("A='a # b'", "a # b"),
        ("A='a\\n' # comment", "a\\n"),
        (r#"A="a\nb\t\"c\" \\ \x""#, "a\nb\t\"c\" \\ \\x"),
        ("A=\"first\nsecond\"", "first\nsecond"),
        ("A='first\n# second'\n", "first\n# second"),
        ("A=\"C:\\\\\"", "C:\\"),
        ("\u{feff}A=1\r\n", "1"),
        ("A=ünïcode", "ünïcode"),
        // What a design would take for an expression of Terraform is plain text in single quotes.
        ("A='${B}'", "$${B}"),
        (r#"A="\${B}""#, "$${B}"),
        (r#"A="\$5""#, "$5"),
        ("A=$B and $", "$B and $"),
        ("A=${aws_db_instance.main.address}", "${aws_db_instance.main.address}"),
        ("A=$${B}", "$${B}"),
    ] {
        assert_eq!(read(text), (vec![("A".to_owned(), value.to_owned())], vec![]), "{text:?}");
    }
}

#[test]
fn several_lines_are_several_variables() {
    let text = "# database\nDB_HOST=db\n\nDB_PORT=5432\nURL=postgres://${DB_HOST}:${DB_PORT}/x\nDB_PORT=5433\n";
    let (variables, unread) = read(text);
    let expected = [("DB_HOST", "db"), ("DB_PORT", "5433"), ("URL", "postgres://db:5432/x")];
    assert_eq!(variables, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(unread, ["4: line 6 gives DB_PORT another value, which counts"]);
}

#[test]
fn what_is_not_read_is_said_and_stops_nothing() {
    for (line, why) in [
        ("just words", "there is no = in it"),
        ("exported", "there is no = in it"),
        ("2A=1", "`2A` is no name: letters, digits and _, and no digit first"),
        ("A B=1", "`A B` is no name: letters, digits and _, and no digit first"),
        ("=1", "`` is no name: letters, digits and _, and no digit first"),
        ("A='x", "the quote of A is never closed"),
        ("A=\"x\" y", "something follows the closing quote of A"),
        ("A=${NOPE}", "A uses ${NOPE}, which no line before gives a value"),
        ("A=${NOPE:-x}", "A uses ${NOPE:-x}, which no line before gives a value"),
    ] {
        let (variables, unread) = read(&format!("FIRST=1\n{line}\nLAST=2"));
        assert_eq!(variables.len(), 2, "{line}");
        assert_eq!(unread, [format!("2: {why}")], "{line}");
    }
}

#[test]
fn one_line_is_meant_when_it_is_a_variable() {
    for (text, is_one) in [
        ("A=1", true),
        ("export A='x'\n", true),
        ("a\nb", true),
        ("DB_HOST", false),
        ("a b = c", false),
    ] {
        assert_eq!(DotEnv::is_one(text), is_one, "{text:?}");
    }
}

#[test]
fn what_is_there_is_changed_and_the_rest_added() {
    let environment = json!([
        {"name": "SAME", "value": "1"},
        {"name": "OTHER", "value": "old", "future": true},
        {"name": "NUMBER", "value": 3},
    ]);
    let secrets = json!([{"name": "PASSWORD", "valueFrom": "/db/password"}]);
    let text = parse("SAME=1\nNEW=x\nOTHER=new\nPASSWORD=hunter2\nwhat\nNUMBER=3");
    let additions = Additions::of(&text, Some(&environment), Some(&secrets));
    assert_eq!(additions.changed, [(1, "new".to_owned()), (2, "3".to_owned())]);
    assert_eq!(additions.added, [("NEW".to_owned(), "x".to_owned())]);
    assert_eq!(
        additions.summary(),
        "1 variable added, 2 variables changed, 1 variable as before, 1 secret not touched."
    );
    assert_eq!(
        additions.remarks(&text),
        [
            "Line 4: PASSWORD is a secret of the container already, and stays one.",
            "Line 5: there is no = in it.",
        ]
    );
    let nothing = Additions::of(&parse(""), None, Some(&json!("wrong")));
    assert!(nothing.is_empty());
    assert_eq!(nothing.summary(), "0 variables added.");
}

#[test]
fn a_secret_takes_the_place_along_and_never_the_secret() {
    for (value, from) in [
        (json!("hunter2"), json!("")),
        (json!("/db/password"), json!("/db/password")),
        (
            json!("arn:aws:ssm:eu-west-1:1:parameter/x"),
            json!("arn:aws:ssm:eu-west-1:1:parameter/x"),
        ),
        (json!("${aws_ssm_parameter.x.arn}"), json!("${aws_ssm_parameter.x.arn}")),
        (json!(3), json!(3)),
    ] {
        let secret = as_secret(&json!({"name": "A", "value": value, "future": 1}));
        assert_eq!(secret, json!({"name": "A", "valueFrom": from, "future": 1}));
    }
    let variable = as_variable(&json!({"name": "A", "valueFrom": "/a"}));
    assert_eq!(variable, json!({"name": "A", "value": "/a"}));
    assert_eq!(as_secret(&json!("wrong")), json!({"name": "", "valueFrom": ""}));
}

proptest! {
    #[test]
    fn any_text_is_read_or_said(text in "[ -~\n\r\t\u{e4}]{0,80}") {
        let found = parse(&text);
        let lines = text.lines().count();
        prop_assert!(found.variables.iter().all(|it| it.line >= 1 && it.line <= lines && is_name(&it.name)));
        prop_assert!(found.unread.iter().all(|it| it.line >= 1 && it.line <= lines));
    }

    #[test]
    fn quoted_values_come_out_as_they_went_in(
        values in prop::collection::vec("[ -#%-~\n\t\u{e4}\u{1f600}]{0,20}", 0..6),
    ) {
        let written: String = values.iter().enumerate().map(|(at, value)| {
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            format!("export V{at}=\"{escaped}\" # {at}\n")
        }).collect();
        let found = parse(&written);
        prop_assert_eq!(&found.unread, &[]);
        let read: Vec<String> = found.variables.into_iter().map(|it| it.value).collect();
        prop_assert_eq!(read, values);
    }
}
