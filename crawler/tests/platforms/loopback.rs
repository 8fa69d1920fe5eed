//! Whole visits against a server on this machine, by the worker's rules.

use crate::recorded::url;
use axum::body::Body;
use axum::extract::Request;
use axum::http::Response;
use crawler::{Adapter, FetchError, Fetcher, Options, Place, Platforms, Validators, conclude};
use model::source::SourceAddress;
use model::{Clock, Location, Purpose, StoredCapture, Timestamp, VisitOutcome};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};

/// A clock that stands.
#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        crate::recorded::now()
    }
}

/// A request as a server saw it: path with query, and the `Authorization` header.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) authorization: Option<String>,
    pub(crate) method: String,
    pub(crate) body: String,
}

/// A server that answers by a function of what is asked.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) authority: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn start<F>(answer: F) -> Self
    where
        F: Fn(&Asked) -> (u16, String) + Clone + Send + Sync + 'static,
    {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        let router = axum::Router::new().fallback(move |request: Request| {
            let (answer, notes) = (answer.clone(), Arc::clone(&notes));
            async move {
                let one = Asked::read(request).await;
                let (status, body) = answer(&one);
                notes.lock().unwrap().push(one);
                Response::builder().status(status).body(Body::from(body)).unwrap()
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { authority, asked }
    }

    /// What was asked so far, robots.txt left out.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        let all = self.asked.lock().unwrap().clone();
        all.into_iter().filter(|one| one.path != "/robots.txt").collect()
    }

    /// Settings under which this server may be asked.
    pub(crate) fn options(&self) -> Options {
        Options {
            allow: vec![self.authority.clone()],
            interval_ms: 1,
            burst: 100,
            ..Options::default()
        }
    }
}

impl Asked {
    async fn read(request: Request) -> Self {
        let path = request.uri().path_and_query().unwrap().to_string();
        let authorization = request.headers().get("authorization");
        let authorization = authorization.map(|value| value.to_str().unwrap().to_owned());
        let method = request.method().to_string();
        let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Self { path, authorization, method, body }
    }
}

/// What stays between visits.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) posts: BTreeMap<String, String>,
    pub(crate) cursor: Option<String>,
    pub(crate) outcomes: Vec<VisitOutcome>,
    pub(crate) pages: Vec<String>,
}

/// Visits a source as `worker` does: first page, next pages (older ones only after new posts), at
/// most ten, and the outcome.
pub(crate) async fn visit(options: Options, input: &str, book: &mut Book) -> SourceAddress {
    let platforms = Platforms::new(&options).unwrap();
    let most = options.max_pages_per_visit as usize;
    let fetcher = Fetcher::new(options, Arc::new(Standing)).unwrap();
    let source = platforms.recognise(input).unwrap();
    let adapter: &dyn Adapter = platforms.adapter(&source.platform).unwrap();
    let fetcher = fetcher.for_platform(&source.platform);
    let base = platforms.base(&source.platform).unwrap();
    let cursor = book.cursor.clone();
    let place = Place { base, source: Some(&source), cursor: cursor.as_deref() };
    let first = adapter.first(&place).unwrap();
    let mut asked = HashSet::from([first.url.clone()]);
    let mut queue = VecDeque::from([first]);
    let (mut verdicts, mut capped, mut failure) = (Vec::new(), false, None::<FetchError>);
    while let Some(request) = queue.pop_front() {
        if verdicts.len() >= most {
            capped = true;
            break;
        }
        let capture = match fetcher.fetch(&request, &Validators::default()).await {
            Ok(capture) => capture,
            Err(why) => {
                failure = Some(why);
                break;
            }
        };
        book.pages.push(request.url.url()[url::Position::BeforePath..].to_owned());
        let location = Location { file: "test.warc.gz".to_owned(), offset: 0, length: 1 };
        let reading = adapter.read(&place, &StoredCapture::kept_at(capture, location));
        let mut new = false;
        for post in &reading.posts {
            let text = post.content.text.clone();
            new |= book.posts.insert(post.native_id.clone(), text).is_none();
        }
        verdicts.push((reading.state, reading.posts.len()));
        capped |= reading.capped;
        book.cursor = reading.cursor.or(book.cursor.take());
        let follow = |page: &model::PageRequest| page.purpose != Purpose::Older || new;
        let next = reading.next.into_iter().filter(follow);
        queue.extend(next.filter(|page| asked.insert(page.url.clone())));
    }
    book.outcomes.push(conclude(&verdicts, capped, failure.as_ref()));
    assert_eq!(url(source.url.as_str()), source.url);
    source
}
