//! The page in a real browser, from the first search to a quotation that is checked:
//! - a search, an offer that is taken, a filter, a next page, a statement in its article;
//! - the keyboard alone does it; dragging over the bars sets a period; without JavaScript it works;
//! - the console stays empty, no request leaves the server, and everybody can read it, in both
//!   themes and at three widths.

mod browser_support;
mod desk;
mod search_support;
mod serve_support;

use browser_support::Browser;
use desk::Desk;
use onrecord::record::{Kind, Precision};
use search_support::{said, speaker, statement};
use serde_json::{Value, json};
use serve_support::Server;

/// Thirty more statements on the desk, over a year.
fn server() -> Server {
    let desk = Desk::new();
    let mut writer = onrecord::index::Writer::open(&desk.path().join("index"), false).expect("nobody else writes");
    for n in 0..30 {
        let words = format!("Barge number {n} leaves the harbour today, and no tariff will stop it");
        let mut one = statement(&format!("9{n:015x}"), &words);
        one.article.id = format!("barge-{n}");
        one.article.path = format!("barge-{n}.txt");
        one.speaker = speaker(if n % 3 == 0 { "Ada Holm" } else { "Mara Quill" }, Some("harbour minister"));
        one.kind = if n % 2 == 0 { Kind::Direct } else { Kind::Indirect };
        one.said_on = Some(said(&format!("2025-{:02}-1{}", n % 12 + 1, n % 9), Precision::Day));
        one.act = if n % 5 == 0 { "deny" } else { "state" }.to_owned();
        writer.put(&one.article.path.clone(), &one.article.id.clone(), Some(&words), &[one]).expect("written");
    }
    writer.commit().expect("committed");
    writer.close().expect("closed");
    Server::start(desk, &[])
}

/// Nothing on the console, and no request to anybody else.
fn assert_quiet(browser: &Browser, host: &str) {
    for event in &browser.events {
        let (method, parameters) = (event["method"].as_str().unwrap_or(""), &event["params"]);
        match method {
            "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded" => panic!("console: {event}"),
            "Network.requestWillBeSent" => {
                let url = parameters["request"]["url"].as_str().unwrap_or("");
                assert!(url.starts_with(&format!("http://{host}/")) || url == "about:blank", "a request to {url}");
            }
            _ => {}
        }
    }
}

#[test]
fn a_search_from_the_field_to_a_checked_quotation() {
    let Some(mut browser) = Browser::start() else { return };
    let server = server();
    let home = format!("http://{}/", server.host);
    browser.open(&format!("{home}?q=port"));
    // The keyboard alone: "/" goes to the field, an offer is taken, Enter searches.
    browser.press("/");
    browser.type_text("barge ada");
    browser.wait("document.querySelectorAll('#offers li').length > 0");
    browser.press("ArrowDown");
    assert_eq!(browser.eval("document.activeElement.getAttribute('aria-activedescendant')"), "offer-0");
    browser.press("Enter");
    browser.wait("document.querySelector('.count')?.textContent.trim() === '10 statements'");
    assert!(browser.eval("document.querySelectorAll('mark').length").as_u64() > Some(9));
    assert_eq!(browser.eval("new Set([...document.querySelectorAll('.hit .name')].map(e => e.textContent)).size"), 1);
    // A filter, and the page after the first.
    browser.open(&format!("{home}?q=barge"));
    browser.eval("[...document.querySelectorAll('.facet li a')].find(a => a.textContent.includes('indirect')).click()");
    browser.wait("document.querySelector('.count')?.textContent.startsWith('15 statements, 1 to 10')");
    browser.eval("document.querySelector('a[rel=next]').click()");
    browser.wait("document.querySelector('.count')?.textContent.startsWith('15 statements, 11 to 15')");
    // A period is dragged.
    browser.open(&format!("{home}?q=barge"));
    let place = browser.eval("(() => { const b = document.querySelector('aside [data-drag] svg').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()");
    let number = |n: usize| place[n].as_f64().unwrap_or(0.0);
    let y = number(1) + number(3) / 2.0;
    browser.drag((number(0) + number(2) * 0.05, y), (number(0) + number(2) * 0.4, y));
    browser.wait("new URL(location.href).searchParams.get('since') === '2025-01-01'");
    assert_eq!(browser.eval("document.querySelector('input[name=until]').value !== ''"), true);
    // Arrows go from result to result, Enter opens the one in focus in its article.
    browser.open(&format!("{home}?q=kestrel"));
    browser.press("ArrowDown");
    browser.press("ArrowDown");
    browser.press("ArrowUp");
    let chosen = browser.eval("document.activeElement.closest('.hit').textContent");
    assert!(chosen.as_str().is_some_and(|text| text.contains("Kestrel")), "{chosen}");
    browser.press("Enter");
    browser.wait("location.pathname.startsWith('/statements/') && !!document.querySelector('mark#statement')");
    browser.wait("(() => { const b = document.querySelector('#statement').getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; })()");
    assert_eq!(browser.eval("document.querySelectorAll('details.cite').length >= 3"), true);
    // The speaker, and a quotation that was changed.
    browser.eval("document.querySelector('.card .who a.name').click()");
    browser.wait("location.pathname.startsWith('/speakers/') && !!document.querySelector('.courses')");
    browser.open(&format!("{home}verify"));
    browser.eval("document.querySelector('#quotation').focus()");
    browser.type_text("We will always close the port of Kestrel");
    browser.eval("document.querySelector('.check button').click()");
    browser.wait("document.querySelectorAll('.differences ins, .differences del').length >= 2");
    assert_quiet(&browser, &server.host);
}

#[test]
fn everybody_can_read_it_at_every_width_in_both_themes() {
    let Some(mut browser) = Browser::start() else { return };
    let server = server();
    let checks = include_str!("browser_support/accessible.js");
    let pages = [
        "",
        "?q=port",
        "?q=barge&speaker=%3DAda+Holm",
        "?q=zzzz",
        "statements/a1f0000000000001",
        "speakers",
        "topics",
        "speakers/Mara%20Quill",
        "topics/politics",
        "verify?q=we+will+close+the+port",
        "api",
    ];
    for (width, theme) in [(360, "light"), (360, "dark"), (900, "light"), (1440, "dark"), (1440, "light")] {
        browser.look(width, theme);
        for page in pages {
            browser.open(&format!("http://{}/{page}", server.host));
            browser.eval("document.querySelectorAll('details').forEach(d => d.open = true)");
            let wrong = browser.eval(checks);
            assert_eq!(wrong, json!([]), "/{page} at {width} px, {theme}: {wrong:#}");
        }
    }
    assert_quiet(&browser, &server.host);
}

#[test]
fn it_works_without_javascript() {
    let Some(mut browser) = Browser::start() else { return };
    let server = server();
    browser.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    let before = browser.events.len();
    browser.call("Page.navigate", json!({ "url": format!("http://{}/?q=barge&kind=indirect", server.host) }));
    let text = |browser: &mut Browser, wanted: &str| -> Value {
        let mut shown = Value::Null;
        for _ in 0..200 {
            let document = browser.call("DOM.getDocument", json!({ "depth": 0 }));
            let asked = json!({ "nodeId": document["root"]["nodeId"] });
            shown = browser.ask("DOM.getOuterHTML", asked)["result"]["outerHTML"].clone();
            let loaded = browser.events[before..].iter().any(|event| event["method"] == "Page.loadEventFired");
            if loaded && shown.as_str().is_some_and(|html| html.contains(wanted)) {
                return shown;
            }
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
        panic!("never {wanted}: {shown}")
    };
    let page = text(&mut browser, "<b>15</b> statements");
    let page = page.as_str().unwrap_or("");
    assert!(page.contains("rel=\"next\"") && page.contains("class=\"facet\""), "{page}");
    assert_quiet(&browser, &server.host);
}
