//! The server functions, as a browser calls them.

mod support;

use std::time::{SystemTime, UNIX_EPOCH};

use bayplan_api::{MAX_DESIGN_BYTES, MAX_REQUEST_BYTES};
use serde_json::{Value, json};
use support::{EMPTY, TestServer, call, design};

/// Takes the times out, after a look whether they are of this hour.
fn without_times(mut value: Value) -> Value {
    fn visit(value: &mut Value) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(visit),
            Value::Object(members) => {
                if let Some(time) = members.remove("savedAt") {
                    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
                    let age = now.as_millis() as i64 - time.as_i64().unwrap();
                    assert!((0..3_600_000).contains(&age), "saved {age} ms ago");
                }
                members.values_mut().for_each(visit);
            }
            _ => {}
        }
    }
    visit(&mut value);
    value
}

#[tokio::test]
async fn a_new_store_has_no_designs() {
    let server = TestServer::start().await;
    assert_eq!(server.ask("list_designs", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_design_is_created_listed_and_loaded() {
    let server = TestServer::start().await;
    let created =
        server.ask("create_design", json!({ "name": " Matabit\n2 ", "text": EMPTY })).await;
    let id = created["id"].as_str().unwrap();
    let summary = json!({ "id": id, "name": "Matabit 2", "revision": 1 });
    assert_eq!(without_times(created.clone()), summary);
    assert_eq!(without_times(server.ask("list_designs", json!({})).await), json!([summary]));
    assert_eq!(
        without_times(server.ask("load_design", json!({ "id": id })).await),
        json!({ "id": id, "name": "Matabit 2", "revision": 1, "text": EMPTY })
    );
}

#[tokio::test]
async fn the_text_comes_back_byte_for_byte() {
    let server = TestServer::start().await;
    let text = "{ \"formatVersion\" : 1,\r\n\t\"b\": 1.50, \"a\": \"\\u00e9 é 🚢\", \"a\": 2 }\n";
    let id = server.create("Odd spacing", text).await;
    assert_eq!(server.ask("load_design", json!({ "id": id })).await["text"], text);
}

#[tokio::test]
async fn the_design_saved_last_is_listed_first() {
    let server = TestServer::start().await;
    let first = server.create("First", EMPTY).await;
    let second = server.create("Second", EMPTY).await;
    // Times have milliseconds.
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let save = json!({ "id": first, "baseRevision": 1, "text": design("later"), "label": null });
    server.ask("save_design", save).await;
    let list = server.ask("list_designs", json!({})).await;
    assert_eq!([&list[0]["id"], &list[1]["id"]], [first.as_str(), second.as_str()]);
}

#[tokio::test]
async fn every_revision_stays() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    for (base, label) in [(1, Value::Null), (2, json!("Before the move")), (3, json!(" "))] {
        let save = json!({
            "id": id, "baseRevision": base, "text": design(&format!("{base}")), "label": label,
        });
        let outcome = server.ask("save_design", save).await;
        assert_eq!(without_times(outcome), json!({ "saved": { "revision": base + 1 } }));
    }
    assert_eq!(
        without_times(server.ask("list_revisions", json!({ "id": id })).await),
        json!([
            { "revision": 4, "label": null },
            { "revision": 3, "label": "Before the move" },
            { "revision": 2, "label": null },
            { "revision": 1, "label": null },
        ])
    );
    let old = server.ask("load_revision", json!({ "id": id, "revision": 1 })).await;
    assert_eq!(
        without_times(old),
        json!({ "id": id, "name": "Matabit", "revision": 1, "text": EMPTY })
    );
    let newest = server.ask("load_design", json!({ "id": id })).await;
    assert_eq!((&newest["revision"], &newest["text"]), (&json!(4), &json!(design("3"))));
}

#[tokio::test]
async fn a_design_is_listed_under_the_name_it_gives_itself() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let too_long = "a".repeat(201);
    for (base, name, listed) in
        [(1, "Matabit 2", "Matabit 2"), (2, " ", "Matabit 2"), (3, &*too_long, "Matabit 2")]
    {
        let text = json!({ "formatVersion": 1, "name": name }).to_string();
        let save = json!({ "id": id, "baseRevision": base, "text": text });
        assert_eq!(server.ask("save_design", save).await["saved"]["revision"], base + 1);
        assert_eq!(server.ask("list_designs", json!({})).await[0]["name"], listed);
    }
}

#[tokio::test]
async fn a_stale_save_writes_nothing_and_gets_the_newest() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let save = |base: u32, note: &str| json!({ "id": id, "baseRevision": base, "text": design(note), "label": null });
    server.ask("save_design", save(1, "theirs")).await;
    // Too old, and one that was never given out.
    for base in [1, 0, 7, u32::MAX] {
        let outcome = server.ask("save_design", save(base, "mine")).await;
        assert_eq!(
            without_times(outcome),
            json!({ "conflict": {
                "id": id, "name": "Matabit", "revision": 2, "text": design("theirs"),
            } })
        );
    }
    let revisions = server.ask("list_revisions", json!({ "id": id })).await;
    assert_eq!(revisions.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_repeated_save_makes_no_revision() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let save = json!({ "id": id, "baseRevision": 1, "text": design("once"), "label": null });
    let first = server.ask("save_design", save.clone()).await;
    // The same request again, as after a lost answer: its base is stale by now.
    assert_eq!(server.ask("save_design", save).await, first);
    let revisions = server.ask("list_revisions", json!({ "id": id })).await;
    assert_eq!(revisions.as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_saves_at_once_one_wins_for_each_base() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    for base in 1..=3 {
        let saves = (0..50).map(|writer| {
            let text = design(&format!("base {base}, writer {writer}"));
            let save = json!({ "id": id, "baseRevision": base, "text": text, "label": null });
            let router = server.router.clone();
            tokio::spawn(async move {
                use tower::ServiceExt;
                let response = router.oneshot(call("save_design", save.to_string())).await.unwrap();
                let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
                let outcome: Value = serde_json::from_slice(&body).unwrap();
                (text, outcome)
            })
        });
        let mut winners = Vec::new();
        let mut seen_by_losers = Vec::new();
        for save in saves.collect::<Vec<_>>() {
            let (text, outcome) = save.await.unwrap();
            if outcome["saved"]["revision"] == base + 1 {
                winners.push(text);
            } else {
                assert_eq!(outcome["conflict"]["revision"], base + 1, "{outcome}");
                seen_by_losers.push(outcome["conflict"]["text"].as_str().unwrap().to_owned());
            }
        }
        let [winner] = &winners[..] else { panic!("{} winners", winners.len()) };
        assert_eq!(seen_by_losers, vec![winner.clone(); 49]);
    }
    let revisions = server.ask("list_revisions", json!({ "id": id })).await;
    assert_eq!(revisions.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let save = json!({ "id": id, "baseRevision": 1, "text": design("kept"), "label": "Kept" });
    server.ask("save_design", save).await;
    let before = server.ask("load_design", json!({ "id": id })).await;
    let server = server.restart().await;
    assert_eq!(server.ask("load_design", json!({ "id": id })).await, before);
    let revisions = server.ask("list_revisions", json!({ "id": id })).await;
    assert_eq!(revisions.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let save = json!({ "id": "none", "baseRevision": 1, "text": EMPTY, "label": null });
    for (function, arguments) in [
        ("load_design", json!({ "id": "none" })),
        ("list_revisions", json!({ "id": "none" })),
        ("load_revision", json!({ "id": "none", "revision": 1 })),
        ("save_design", save),
    ] {
        let answer = server.call(function, arguments).await;
        assert_eq!(answer.json()["error"], json!({ "unknownDesign": { "id": "none" } }));
        assert_eq!(answer.status, 404, "{function}");
    }
    let answer = server.call("load_revision", json!({ "id": id, "revision": 9 })).await;
    assert_eq!(
        answer.error(),
        (404, format!("Design \"{id}\" has no revision 9; its revisions are 1 to 1."))
    );
}

#[tokio::test]
async fn text_that_is_no_design_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let too_large = design(&"a".repeat(MAX_DESIGN_BYTES as usize));
    let deep = format!("{{\"formatVersion\":1,\"x\":{}", "[".repeat(10_000));
    for (text, status, message) in [
        ("{", 422, "The design is not JSON: EOF while parsing an object, at line 1, column 1."),
        (&deep, 422, "The design is not JSON: recursion limit exceeded, at line 1, column 150."),
        ("[]", 422, "This is not a Bayplan design. At the document: a design is a JSON object."),
        (
            r#"{"formatVersion":1,"records":7}"#,
            422,
            "This is not a Bayplan design. At records: expected an object of records by id.",
        ),
        (
            r#"{"formatVersion":2}"#,
            422,
            "The design has format version 2, and this server reads versions up to 1. Update Bayplan \
             to open it.",
        ),
        (
            &too_large,
            413,
            "The design has 16.1 MiB, and the server stores at most 16 MiB. Divide it into several \
             designs.",
        ),
    ] {
        let create = json!({ "name": "Bad", "text": text });
        let save = json!({ "id": id, "baseRevision": 1, "text": text, "label": null });
        for (function, arguments) in [("create_design", create), ("save_design", save)] {
            let answer = server.call(function, arguments).await;
            assert_eq!(answer.error(), (status, message.to_owned()), "{function}");
        }
    }
    let list = server.ask("list_designs", json!({})).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["revision"], 1);
}

#[tokio::test]
async fn names_and_labels_have_limits() {
    let server = TestServer::start().await;
    for (name, length) in [(" \n\t", 0), (&*"é".repeat(201), 201)] {
        let answer = server.call("create_design", json!({ "name": name, "text": EMPTY })).await;
        let message =
            format!("A design's name has 1 to 200 characters, and this one has {length}.");
        assert_eq!(answer.error(), (400, message));
    }
    let id = server.create(&"é".repeat(200), EMPTY).await;
    let label = "a".repeat(201);
    let save = json!({ "id": id, "baseRevision": 1, "text": design("x"), "label": label });
    let answer = server.call("save_design", save).await;
    let message = "A revision's label has at most 200 characters, and this one has 201.";
    assert_eq!(answer.error(), (400, message.to_owned()));
}

#[tokio::test]
async fn a_label_may_be_left_out() {
    let server = TestServer::start().await;
    let id = server.create("Matabit", EMPTY).await;
    let save = json!({ "id": id, "baseRevision": 1, "text": design("x") });
    assert_eq!(server.ask("save_design", save).await["saved"]["revision"], 2);
}

#[tokio::test]
async fn arguments_that_do_not_decode_are_refused() {
    let server = TestServer::start().await;
    for body in ["", "no JSON", "[1]", "{}", r#"{"id": 7}"#] {
        let answer = server.send(call("load_design", body)).await;
        let (status, message) = answer.error();
        assert_eq!(status, 400, "{body}");
        assert!(message.starts_with("The server cannot read this request."), "{message}");
        assert!(answer.json()["error"]["badRequest"].is_object());
    }
    let not_utf8 = server.send(call("load_design", &b"{\"id\":\"\xff\"}"[..])).await;
    assert_eq!(not_utf8.status, 400);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let server = TestServer::start().await;
    let body = " ".repeat(MAX_REQUEST_BYTES as usize + 1);
    let answer = server.send(call("create_design", body)).await;
    assert_eq!(
        answer.error(),
        (413, "The request is larger than 32.1 MiB, the most that the server takes.".to_owned())
    );
    assert_eq!(
        answer.json()["error"],
        json!({ "requestTooLarge": { "limit": MAX_REQUEST_BYTES } })
    );
    assert_eq!(answer.header("content-type"), "application/json");
}

#[tokio::test]
async fn the_largest_design_fits_however_it_is_escaped() {
    let server = TestServer::start().await;
    // Every other character of the value is a quotation mark in the design's text.
    let pairs = MAX_DESIGN_BYTES as usize / 2 - 100;
    let text = format!(r#"{{"formatVersion":1,"x":"{}"}}"#, r#"\""#.repeat(pairs));
    let id = server.create("Large", &text).await;
    let loaded = server.ask("load_design", json!({ "id": id })).await;
    assert!(loaded["text"] == text);
}

#[tokio::test]
async fn functions_that_do_not_exist_are_named() {
    let server = TestServer::start().await;
    let answer = server.call("drop_everything", json!({})).await;
    assert_eq!(
        answer.error(),
        (
            404,
            "The server has no function /api/drop_everything. Reload the page: it may be older than \
             the server. Functions are called with POST."
                .to_owned()
        )
    );
    assert_eq!(server.get("/api/list_designs").await.status, 404);
}

#[tokio::test]
async fn a_page_without_scripts_gets_the_same_answer() {
    let server = TestServer::start().await;
    let mut request = call("list_designs", "{}");
    request.headers_mut().insert("accept", "text/html".parse().unwrap());
    request.headers_mut().insert("referer", "http://127.0.0.1:8080/".parse().unwrap());
    let answer = server.send(request).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!([])));
}

#[tokio::test]
async fn a_design_is_exported_without_being_saved() {
    let server = TestServer::start().await;
    let text = include_str!("../../public/examples/matabit.json");
    let all = server.ask("export_archive", json!({ "text": text, "environment": null })).await;
    assert_eq!(all["fileName"], "Matabit.zip");
    // What a zip archive begins with.
    assert!(all["base64"].as_str().unwrap().starts_with("UEsDB"));
    let one = server.ask("export_archive", json!({ "text": text, "environment": "staging" })).await;
    assert_eq!(one["fileName"], "Matabit-staging.zip");
    assert!(one["base64"].as_str().unwrap().len() < all["base64"].as_str().unwrap().len());

    let unknown =
        server.call("export_archive", json!({ "text": text, "environment": "test" })).await;
    let (status, message) = unknown.error();
    assert_eq!(status, 404);
    assert!(message.contains("no environment \"test\""), "{message}");
    let broken = server.call("export_archive", json!({ "text": "{", "environment": null })).await;
    assert_eq!(broken.error().0, 422);
    assert_eq!(server.ask("list_designs", json!({})).await, json!([]));
}
