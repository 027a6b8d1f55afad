//! What all requests go through: the guard, the state of the index, one answer or a problem.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::guard::{Guard, HEADERS};
use super::page::Pages;
use super::problem::Problem;
use super::remembered::{LONGEST as LONGEST_KEPT, Remembered};
use super::shelf::{Opened, Shelf};
use super::{api, export, offer, page, profile_page, search_page, statement_page, verify_page};

/// How long an answer may take.
const LONGEST: Duration = Duration::from_secs(20);
/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(5);

/// What requests share.
pub struct Site {
    shelf: Arc<Shelf>,
    guard: Guard,
    pub pages: Pages,
    remembered: Remembered,
    /// Searches at once: more would only make all of them slower.
    turns: Arc<Semaphore>,
    /// Exports at once, which are long.
    pub exports: Arc<Semaphore>,
}

pub type Shared = Arc<Site>;

impl Site {
    pub fn new(shelf: Arc<Shelf>, guard: Guard) -> Shared {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let turns = Arc::new(Semaphore::new(2 * cores));
        Arc::new(Site {
            shelf,
            guard,
            pages: Pages::new(),
            remembered: Remembered::new(),
            turns,
            exports: Arc::new(Semaphore::new(4)),
        })
    }

    /// Answers from the index, away from the threads that serve connections.
    pub async fn answer<T, F>(self: &Arc<Site>, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Site, &Opened) -> Result<T, Problem> + Send + 'static,
    {
        let busy = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too much is asked at once; try again");
        let turn = timeout(TURN, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| busy())?.map_err(|_| busy())?;
        let site = Arc::clone(self);
        let task = tokio::task::spawn_blocking(move || {
            let opened = site.shelf.now();
            let result = work(&site, &opened);
            drop(turn);
            result
        });
        match timeout(LONGEST, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "error in onrecord itself")),
            Err(_) => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "this takes too long; ask for less")),
        }
    }

    /// Returns the state of the index that an answer of now comes from.
    pub fn now(&self) -> Arc<Opened> {
        self.shelf.now()
    }
}

/// Returns everything that is served.
pub fn router(site: Shared) -> Router {
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest);
    Router::new()
        .route("/", get(search_page::search))
        .route("/statements/{id}", get(statement_page::statement))
        .route("/speakers", get(profile_page::speakers))
        .route("/speakers/{name}", get(profile_page::speaker))
        .route("/topics", get(profile_page::topics))
        .route("/topics/{*name}", get(profile_page::topic))
        .route("/verify", get(verify_page::verify))
        .route("/style.css", get(page::style))
        .route("/script.js", get(page::script))
        .route("/icon.svg", get(page::icon))
        .route("/api", get(page::interface))
        .route("/api/search", get(api::search))
        .route("/api/statements/{id}", get(api::statement))
        .route("/api/articles/{id}", get(api::article))
        .route("/api/speakers", get(api::speakers))
        .route("/api/topics", get(api::topics))
        .route("/api/outlets", get(api::outlets))
        .route("/api/timeline", get(api::timeline))
        .route("/api/verify", get(api::verify))
        .route("/api/offer", get(offer::offer))
        .route("/api/export", get(export::export))
        .route("/api/openapi.json", get(api::openapi))
        .route("/api/schema", get(api::schema))
        .fallback(nowhere)
        .layer(from_fn_with_state(Arc::clone(&site), around))
        .layer(compression)
        .with_state(site)
}

async fn nowhere(State(site): State<Shared>, uri: Uri) -> Response {
    refused(&site, &uri, &Problem::missing("there is nothing at this address"))
}

/// Returns the problem as the place that was asked answers: as JSON or as a page.
pub fn refused(site: &Site, uri: &Uri, problem: &Problem) -> Response {
    if uri.path().starts_with("/api/") {
        return with_status(problem.status, "application/json", problem.json().to_string());
    }
    let page = site.pages.problem(problem);
    with_status(problem.status, "text/html; charset=utf-8", page)
}

pub fn with_status(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    (status, [(header::CONTENT_TYPE, kind)], body.into()).into_response()
}

pub fn html(site: &Site, uri: &Uri, page: Result<String, Problem>) -> Response {
    match page {
        Ok(page) => with_status(StatusCode::OK, "text/html; charset=utf-8", page),
        Err(problem) => refused(site, uri, &problem),
    }
}

pub fn json(site: &Site, uri: &Uri, answer: Result<impl Display, Problem>) -> Response {
    match answer {
        Ok(answer) => with_status(StatusCode::OK, "application/json", format!("{answer}\n")),
        Err(problem) => refused(site, uri, &problem),
    }
}

/// Guards each request, spares answers that the asker has already, and says to browsers what they
/// may do.
async fn around(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers());
    if let Err(problem) = site.guard.refuses(request.method(), &uri, headers) {
        return finished(refused(&site, &uri, &problem));
    }
    if let (Some(cookie), false) = (site.guard.cookie(&uri), uri.path().starts_with("/api/")) {
        // The address without the token is the one to share.
        let pairs = uri.query().unwrap_or("").split('&').filter(|pair| !pair.starts_with("token="));
        let to = format!("{}?{}", uri.path(), pairs.collect::<Vec<_>>().join("&"));
        let to = HeaderValue::from_str(to.trim_end_matches('?')).unwrap_or(HeaderValue::from_static("/"));
        let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, to)];
        return finished((StatusCode::SEE_OTHER, headers).into_response());
    }
    // The same address gives the same answer while index, version and day ("2w..") are the same.
    let day = jiff::Zoned::now().date();
    let tag = format!("W/\"{}-{}-{day}\"", site.now().generation, env!("CARGO_PKG_VERSION"));
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    let is_known = known.flat_map(|tags| tags.split(',')).any(|known| known.trim() == tag);
    let mut response = match is_known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => remembered(&site, &tag, request, next).await,
    };
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    finished(response)
}

/// Answers as before, or anew and keeps the answer if it is short.
async fn remembered(site: &Site, tag: &str, request: Request, next: Next) -> Response {
    let (uri, get) = (request.uri().clone(), request.method() == Method::GET);
    let address = uri.to_string();
    if get && let Some((kind, body)) = site.remembered.get(tag, &address) {
        return ([(header::CONTENT_TYPE, kind)], body).into_response();
    }
    let response = next.run(request).await;
    let short = response.body().size_hint().exact().is_some_and(|length| length <= LONGEST_KEPT as u64);
    // What tells more than its type is more than an answer.
    let plain = response.headers().len() == 1 && response.status() == StatusCode::OK;
    let kind = response.headers().get(header::CONTENT_TYPE).cloned().filter(|_| get && short && plain);
    let Some(kind) = kind else { return response };
    match axum::body::to_bytes(response.into_body(), LONGEST_KEPT).await {
        Ok(body) => {
            site.remembered.keep(tag, &address, (kind.clone(), body.clone()));
            ([(header::CONTENT_TYPE, kind)], body).into_response()
        }
        Err(_) => {
            let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer broke off");
            refused(site, &uri, &problem)
        }
    }
}

fn finished(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}
