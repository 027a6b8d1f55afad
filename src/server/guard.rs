//! Who may ask, and what an answer allows a browser to do.
//!
//! A page on the web must not read the index through the browser of whoever runs the server. It
//! could, by a name of its own that it points at this machine (DNS rebinding): so a request names
//! in `Host` a name that is ours, and one that tells an `Origin` tells the same. Nothing is ever
//! changed, so only GET and HEAD are answered.

use std::net::{IpAddr, SocketAddr};

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};

use super::address::parameters;
use super::connection::LARGEST_HEAD;
use super::problem::Problem;

/// The longest path with parameters that is read, in bytes.
const LONGEST: usize = 8 << 10;
/// The cookie that remembers the token, so that it needs to stand in one address alone.
const COOKIE: &str = "onrecord-token";

/// Who may ask.
#[derive(Debug, Clone)]
pub struct Guard {
    pub address: SocketAddr,
    pub token: Option<String>,
    /// Names of this machine beside its addresses.
    pub names: Vec<String>,
}

impl Guard {
    /// Returns why a request is not answered.
    pub fn refuses(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
        if method != Method::GET && method != Method::HEAD {
            return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered here"));
        }
        if uri.path_and_query().map_or(0, |path| path.as_str().len()) > LONGEST {
            return Err(Problem::new(StatusCode::URI_TOO_LONG, format!("an address has at most {LONGEST} bytes")));
        }
        let head = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>();
        if head > LARGEST_HEAD {
            let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
            return Err(Problem::new(status, format!("the headers have at most {LARGEST_HEAD} bytes")));
        }
        let has_body = headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0")
            || headers.contains_key(header::TRANSFER_ENCODING);
        if has_body {
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "a request has no body here"));
        }
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).unwrap_or("");
        let named = uri.authority().map(|authority| authority.as_str());
        if hosts.next().is_some() || !self.is_ours(host) || named.is_some_and(|named| !self.is_ours(named)) {
            return Err(Problem {
                hint: Some("ask for the address that it shows when it starts, or allow a name with --host".to_owned()),
                ..Problem::new(StatusCode::MISDIRECTED_REQUEST, "this server does not go by that name")
            });
        }
        if let Some(origin) = headers.get(header::ORIGIN) {
            let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
            if !origin.is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)) {
                return Err(Problem::new(StatusCode::FORBIDDEN, "pages of other sites may not ask here"));
            }
        }
        match &self.token {
            Some(token) if !self.shows(token, uri, headers) => Err(Problem {
                hint: Some("add ?token=TOKEN to the address once, or send Authorization: Bearer TOKEN".to_owned()),
                ..Problem::new(StatusCode::UNAUTHORIZED, "this server asks for its token")
            }),
            _ => Ok(()),
        }
    }

    /// Returns the cookie to set where the address shows the token.
    pub fn cookie(&self, uri: &Uri) -> Option<HeaderValue> {
        let token = self.token.as_ref()?;
        parameters(uri).iter().find(|(name, value)| name == "token" && value == token)?;
        HeaderValue::from_str(&format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000")).ok()
    }

    fn shows(&self, token: &str, uri: &Uri, headers: &HeaderMap) -> bool {
        let text = |value: &HeaderValue| value.to_str().unwrap_or("").to_owned();
        let bearer = headers.get(header::AUTHORIZATION).map(text);
        let bearer = bearer.as_deref().and_then(|value| value.strip_prefix("Bearer "));
        let cookies = headers.get_all(header::COOKIE).iter().map(text).collect::<Vec<_>>().join("; ");
        let cookie = cookies.split("; ").filter_map(|cookie| cookie.split_once('='));
        let mut cookie = cookie.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value);
        bearer.is_some_and(|shown| same(shown, token))
            || cookie.any(|shown| same(shown, token))
            || parameters(uri).iter().any(|(name, value)| name == "token" && same(value, token))
    }

    /// Returns whether a host with its port is this server.
    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit()) => (name, port),
            _ => (host, "80"),
        };
        if self.names.iter().any(|ours| ours.eq_ignore_ascii_case(name) || ours.eq_ignore_ascii_case(host)) {
            return true;
        }
        if port != self.address.port().to_string() {
            return false;
        }
        // No name points anywhere else when none was looked up.
        let literal = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(ip) => ip == self.address.ip() || ip.is_loopback() || self.address.ip().is_unspecified(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// Compares in a time that does not tell how much was right.
fn same(shown: &str, token: &str) -> bool {
    let differences = shown.bytes().zip(token.bytes()).fold(0, |found, (a, b)| found | (a ^ b));
    shown.len() == token.len() && differences == 0
}

/// What every answer says to browsers: only its own style and script, no frames, no guessing.
pub const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (header::VARY, HeaderValue::from_static("accept-encoding, cookie, authorization")),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(address: &str) -> Guard {
        Guard { address: address.parse().expect("an address"), token: None, names: Vec::new() }
    }

    #[test]
    fn only_names_of_its_own_are_answered() {
        let local = guard("127.0.0.1:7440");
        for ours in ["127.0.0.1:7440", "localhost:7440", "[::1]:7440", "LOCALHOST:7440"] {
            assert!(local.is_ours(ours), "{ours}");
        }
        for other in
            ["", "evil.example:7440", "localhost", "127.0.0.1:80", "192.0.2.1:7440", "localhost.evil.example:7440"]
        {
            assert!(!local.is_ours(other), "{other}");
        }
        assert!(guard("0.0.0.0:7440").is_ours("192.0.2.1:7440"));
    }

    #[test]
    fn a_token_is_asked_for_everywhere() {
        let guard = Guard { token: Some("sesame".to_owned()), ..guard("127.0.0.1:7440") };
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("localhost:7440"));
        let status = |uri: &str, headers: &HeaderMap| {
            guard.refuses(&Method::GET, &uri.parse().expect("an address"), headers).map_err(|p| p.status.as_u16())
        };
        assert_eq!(status("/", &headers), Err(401));
        assert_eq!(status("/?token=sesam", &headers), Err(401));
        assert_eq!(status("/?token=sesame", &headers), Ok(()));
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; onrecord-token=sesame"));
        assert_eq!(status("/", &headers), Ok(()));
        headers.insert(header::ORIGIN, HeaderValue::from_static("https://evil.example"));
        assert_eq!(status("/", &headers), Err(403));
    }
}
