//! The server as programs meet it:
//! - the same parameters find the same as the command line, and the same errors point at the place;
//! - every answer is what `openapi.json` says, and every operation of it is asked here;
//! - an answer is spared while nothing changed, and a commit is seen without a restart;
//! - only names of its own, no other site, and whoever shows the token are answered;
//! - nothing from an article is markup;
//! - whatever is sent, it stays up.

mod desk;
mod search_support;
mod serve_support;

use std::time::{Duration, Instant};

use desk::Desk;
use onrecord::server::OPENAPI;
use search_support::statement;
use serde_json::Value;
use serve_support::Server;

fn server() -> Server {
    Server::start(Desk::new(), &[])
}

#[test]
fn the_same_question_finds_the_same_as_the_command_line() {
    let server = server();
    for (parameters, arguments) in [
        ("q=port", vec!["port"]),
        ("q=port+-whale&speaker=quill", vec!["port -whale", "--speaker", "quill"]),
        ("act=promise&act=refuse&with-negated=1", vec!["--act", "promise", "--act", "refuse", "--with-negated"]),
        ("since=2025-12&sort=oldest", vec!["--since", "2025-12", "--sort", "oldest"]),
        (
            "q=%22treaty+on+fishing%22&until=2025-11&loose=1",
            vec!["\"treaty on fishing\"", "--until", "2025-11", "--loose"],
        ),
        ("group-by=speaker&limit=2&offset=1", vec!["--group-by", "speaker", "--limit", "2", "--offset", "1"]),
    ] {
        let answer = server.get(&format!("/api/search?{parameters}"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        let mut command = vec!["search", "--format", "json"];
        command.extend(arguments);
        let output = server.desk.run(&command);
        let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(answer.json()["hits"], printed, "{parameters}");
        assert!(!printed.as_array().expect("hits").is_empty(), "{parameters}");
    }
}

#[test]
fn an_error_says_what_is_wrong_and_where() {
    let server = server();
    let error = |path: &str| {
        let answer = server.get(path);
        assert!(answer.status == 400 || answer.status == 404, "{path}: {}", answer.status);
        answer.json()["error"].clone()
    };
    let wrong = error("/api/search?q=%C3%A9t%C3%A9+sayd%3A2025");
    assert_eq!(wrong["parameter"], "q");
    assert_eq!(wrong["span"][0], 4, "{wrong}");
    assert_eq!(error("/api/search?speakr=quill")["hint"], "did you mean speaker?");
    assert_eq!(error("/api/search?since=whenever")["parameter"], "since");
    assert!(error("/api/search?limit=1001")["message"].as_str().is_some_and(|text| text.contains("/api/export")));
    assert!(error("/api/statements/ffff")["message"].is_string());
    assert!(error("/api/../../etc/passwd")["message"].is_string());
    let page = server.get("/?q=sayd%3A2025");
    assert_eq!(page.status, 400);
    assert!(page.body.contains("<mark>"), "{}", page.body);
}

/// Returns what is wrong with a value by a schema: the part of JSON Schema that is used here.
fn wrong(schema: &Value, value: &Value, document: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(name.trim_start_matches('#')).expect("a schema that is there");
        return wrong(target, value, document, at);
    }
    let mut found = Vec::new();
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind)) {
        found.push(format!("{at} is not {kinds:?}: {value}"));
    }
    if schema["const"] != Value::Null && schema["const"] != *value {
        found.push(format!("{at} is not {}", schema["const"]));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{at} is not one of {}", schema["enum"]));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(wrong(part, value, document, at));
    }
    if let Some(parts) = schema["anyOf"].as_array()
        && !parts.iter().any(|part| wrong(part, value, document, at).is_empty())
    {
        found.push(format!("{at} is none of what it may be"));
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{at} has no {name}"));
            }
        }
        for (name, value) in object {
            let part = schema["properties"].get(name).unwrap_or(&schema["additionalProperties"]);
            if part.is_object() {
                found.extend(wrong(part, value, document, &format!("{at}.{name}")));
            }
        }
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            found.extend(wrong(&schema["items"], item, document, &format!("{at}[{n}]")));
        }
    }
    found
}

#[test]
fn every_answer_is_what_the_description_says() {
    let server = server();
    let document: Value = serde_json::from_str(OPENAPI).expect("JSON");
    assert_eq!(server.get("/api/openapi.json").json(), document);
    for (path, item) in document["paths"].as_object().expect("paths") {
        let asked: &[&str] = match path.as_str() {
            "/api/search" => &["/api/search?q=port&facets=speaker,topic,month", "/api/search?q=%22%22%22&facets=spkr"],
            "/api/export" => &[],
            "/api/statements/{id}" => {
                &["/api/statements/a1f0000000000001", "/api/statements/d4", "/api/statements/none"]
            }
            "/api/articles/{id}" => &["/api/articles/port", "/api/articles/none"],
            "/api/verify" => {
                &["/api/verify?q=we+will+close+the+port&speaker=quill", "/api/verify?q=nobody+ever", "/api/verify"]
            }
            "/api/offer" => &["/api/offer?prefix=qu", "/api/offer?prefix=topic:dip", "/api/offer"],
            "/api/timeline" => &["/api/timeline?by=day", "/api/timeline?q=port", "/api/timeline?by=hour"],
            "/api/schema" | "/api/openapi.json" => &[path.as_str()],
            _ => &[path.as_str(), "/api/speakers?said=now"],
        };
        for asked in asked {
            let answer = server.get(asked);
            let told = &item["get"]["responses"][answer.status.to_string()];
            assert!(told.is_object(), "{asked}: {} is not described", answer.status);
            let told = match told["$ref"].as_str() {
                Some(name) => document.pointer(name.trim_start_matches('#')).expect("a response"),
                None => told,
            };
            let kind = answer.header("content-type").expect("a type");
            let schema = &told["content"][kind]["schema"];
            assert!(schema.is_object(), "{asked}: {kind} is not described");
            let found = wrong(schema, &answer.json(), &document, asked);
            assert!(found.is_empty(), "{}", found.join("\n"));
        }
    }
    let offers = server.get("/api/offer?prefix=qu").json();
    assert_eq!(offers["offers"][0]["value"], "Mara Quill");
}

#[test]
fn an_export_streams_what_the_command_writes() {
    let server = server();
    for format in ["jsonl", "csv", "schema-org", "w3c-annotation", "gqg"] {
        let answer = server.get(&format!("/api/export?format={format}&with-negated=1"));
        let output = server.desk.run(&["export", "--format", format, "--with-negated"]);
        assert_eq!(answer.body, String::from_utf8_lossy(&output.stdout), "{format}");
        assert!(answer.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    }
}

#[test]
fn an_answer_is_spared_until_a_commit_and_the_commit_is_seen() {
    let server = server();
    let first = server.get("/api/search?q=kestrel");
    let tag = first.header("etag").expect("a tag").to_owned();
    let again = server.get_with("/api/search?q=kestrel", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    // Whoever does not have it gets it once more, the same.
    let same = server.get("/api/search?q=kestrel");
    assert_eq!((same.status, &same.body, same.header("etag")), (200, &first.body, Some(tag.as_str())));
    let mut more = statement("e500000000000006", "Kestrel is open again");
    more.article.id = "later".to_owned();
    more.article.path = "later.txt".to_owned();
    let writer = onrecord::index::Writer::open(&server.desk.path().join("index"), false);
    let mut writer = writer.expect("nobody else writes");
    writer.put("later.txt", "later", Some("Kestrel is open again"), &[more]).expect("written");
    writer.commit().expect("committed");
    writer.close().expect("closed");
    let begun = Instant::now();
    loop {
        let now = server.get_with("/api/search?q=kestrel", &format!("If-None-Match: {tag}\r\n"));
        if now.status == 200 {
            assert_eq!(now.json()["total"].as_u64(), first.json()["total"].as_u64().map(|total| total + 1));
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "the commit is not seen");
        std::thread::sleep(Duration::from_millis(50));
    }
    let tag = server.get("/").header("etag").map(str::to_owned);
    let aliases = "[[join]]\nname = \"Mara Quill\"\nnames = [\"Mara van Ost\"]\n";
    std::fs::write(server.desk.path().join("index/aliases.toml"), aliases).expect("written");
    std::thread::sleep(Duration::from_millis(1500));
    assert_ne!(server.get("/").header("etag").map(str::to_owned), tag, "an alias changes answers");
}

#[test]
fn only_those_who_may_are_answered() {
    let server = server();
    let host = &server.host;
    let status = |request: String| server.ask(&request).status;
    assert_eq!(status("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_owned()), 421);
    assert_eq!(status("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned()), 421);
    assert_eq!(
        status(format!("GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n")),
        403
    );
    assert_eq!(
        status(format!("GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n\r\n")),
        200
    );
    assert_eq!(status(format!("DELETE / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")), 405);
    assert_eq!(
        status(format!(
            "POST /api/search HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nq=a"
        )),
        405
    );
    let policy = server.get("/").header("content-security-policy").map(str::to_owned).expect("a policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let guarded = Server::start(Desk::new(), &["--token", "open-sesame-0123456789"]);
    assert_eq!(guarded.get("/").status, 401);
    assert_eq!(guarded.get_with("/api/search", "Authorization: Bearer open-sesame-0123456789\r\n").status, 200);
    let shown = guarded.get("/?q=port&token=open-sesame-0123456789");
    assert_eq!((shown.status, shown.header("location")), (303, Some("/?q=port")));
    assert!(shown.header("set-cookie").is_some_and(|cookie| cookie.contains("HttpOnly; SameSite=Strict")));
    let desk = Desk::new();
    let refused = desk.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--token"));
}

#[test]
fn nothing_from_an_article_is_markup() {
    let desk = Desk::new();
    let mut hostile = statement("f600000000000007", "<script>alert(1)</script> & \"so\" on");
    hostile.article.id = "hostile".to_owned();
    hostile.article.title = Some("<img src=x onerror=alert(1)>".to_owned());
    hostile.article.url = Some("javascript:alert(1)//https://".to_owned());
    hostile.article.outlet = Some("'\"><svg onload=alert(1)>".to_owned());
    hostile.speaker = search_support::speaker("Evil </title><b>Name", Some("<i>role"));
    hostile.mentions = vec!["\"><script>".to_owned()];
    let folder = desk.path().join("index");
    let mut writer = onrecord::index::Writer::open(&folder, false).expect("nobody else writes");
    let text = hostile.text.clone();
    writer.put("hostile.txt", "hostile", Some(&text), &[hostile]).expect("written");
    writer.commit().expect("committed");
    writer.close().expect("closed");
    let server = Server::start(desk, &[]);
    for path in [
        "/",
        "/?q=alert",
        "/statements/f600000000000007",
        "/speakers",
        "/verify?q=alert",
        "/?q=%3Cscript%3E&act=%3Cb%3E",
    ] {
        let page = server.get(path);
        let body = page.body.to_lowercase();
        assert!(page.status == 200 || page.status == 400, "{path}: {}", page.status);
        for markup in ["<script>", "<img", "<svg onload", "<b>name", "<i>role", "=\"javascript:"] {
            assert!(!body.contains(markup), "{path}: {markup}");
        }
    }
}

#[test]
fn whatever_is_sent_it_stays_up_and_ends_cleanly() {
    let mut server = server();
    let host = server.host.clone();
    let long = "a".repeat(20_000);
    let wild = [
        format!("GET /?q={long} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\nConnection: close\r\n\r\n", long.repeat(10)),
        "\0\0\0\r\n\r\n".to_owned(),
        "GET".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        format!("GET /../../../../etc/passwd HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET /topics/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET /statements/%ff%00 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
        format!("GET /?q={} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", "(".repeat(4000)),
        format!("GET /?q={} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", "a*+".repeat(1500)),
    ];
    for request in &wild {
        let answer = server.ask(request);
        assert!([0, 200].contains(&answer.status) || answer.status >= 400, "{request:.60}: {}", answer.status);
        assert!(!answer.body.contains("root:"));
    }
    let wide = format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {}\r\nConnection: close\r\n\r\n", long.repeat(2));
    assert!([0, 431].contains(&server.ask(&wide).status), "headers are longer than they may be");
    assert!(server.runs());
    assert_eq!(server.get("/api/search?q=port").status, 200);
    let last = format!("GET /api/search?q=harbour HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    assert_eq!(server.ask_and_say_no_more(&last).status, 200, "who has said all still gets the answer");
    assert_eq!(server.end(), Some(0));
}
