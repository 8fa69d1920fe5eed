use super::*;
use crate::PlatformOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A proxy that notes what it is asked for, and answers every page itself.
#[derive(Debug, Clone, Default)]
struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nvia";

impl Proxy {
    async fn start<F>(serve: impl Fn(TcpStream, Self) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Option<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self { port, ..Self::default() };
        let noting = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, noting.clone()));
            }
        });
        proxy
    }

    fn note(&self, what: String) {
        self.asked.lock().unwrap().push(what);
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// An HTTP proxy (RFC 9110, 9.3.6 and RFC 9112, 3.2.2): notes the request line.
async fn http(mut stream: TcpStream, proxy: Proxy) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    proxy.note(head.lines().next()?.to_owned());
    stream.write_all(PAGE).await.ok()
}

/// A SOCKS5 proxy (RFC 1928) without log-in: notes the address that it is to connect to.
async fn socks(mut stream: TcpStream, proxy: Proxy) -> Option<()> {
    let _version = stream.read_u8().await.ok()?;
    let methods = usize::from(stream.read_u8().await.ok()?);
    stream.read_exact(&mut vec![0; methods]).await.ok()?;
    stream.write_all(&[5, 0]).await.ok()?;
    let mut head = [0; 4];
    stream.read_exact(&mut head).await.ok()?;
    let host = match head[3] {
        1 => std::net::Ipv4Addr::from(stream.read_u32().await.ok()?).to_string(),
        3 => {
            let mut name = vec![0; usize::from(stream.read_u8().await.ok()?)];
            stream.read_exact(&mut name).await.ok()?;
            String::from_utf8(name).ok()?
        }
        _ => return None,
    };
    proxy.note(format!("{host}:{}", stream.read_u16().await.ok()?));
    stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]).await.ok()?;
    let _ = stream.read(&mut [0; 4096]).await.ok()?;
    stream.write_all(PAGE).await.ok()
}

/// A fetcher whose feeds go through the proxy, in a world where every name has those addresses.
fn through(scheme: &str, proxy: &Proxy, answers: &[&str]) -> Fetcher {
    let address = format!("{scheme}://127.0.0.1:{}", proxy.port);
    let own = PlatformOptions { proxy: Some(address), ..PlatformOptions::default() };
    let options = Options {
        platforms: [("feeds".to_owned(), own)].into(),
        robots: false,
        interval_ms: 0,
        ..Options::default()
    };
    let (fetcher, _) = super::targets::with_names(&[answers], options);
    fetcher.for_platform(&Platform::new("feeds"))
}

async fn check(scheme: &str, proxy: &Proxy, answers: &[&str], expect: &str) {
    let fetcher = through(scheme, proxy, answers);
    let page = get(&fetcher, "http://news.example/feed").await.unwrap();
    assert_eq!(page.body.as_ref(), b"via");
    assert_eq!(proxy.asked().last().map(String::as_str), Some(expect), "{scheme}");
}

#[tokio::test]
async fn an_http_proxy_is_told_the_name_and_socks5_the_checked_address() {
    let proxy = Proxy::start(http).await;
    check("http", &proxy, &["1.1.1.1"], "GET http://news.example/feed HTTP/1.1").await;
    let proxy = Proxy::start(socks).await;
    check("socks5", &proxy, &["1.1.1.1"], "1.1.1.1:80").await;
    check("socks5h", &proxy, &["1.1.1.1"], "news.example:80").await;
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let proxy = Proxy::start(http).await;
    let fetcher = through("http", &proxy, &["1.1.1.1"]);
    // The proxy opens no tunnel, so no page comes; what it was asked for is the point.
    transient(get(&fetcher, "https://news.example/feed").await);
    assert_eq!(proxy.asked(), ["CONNECT news.example:443 HTTP/1.1"]);
}

#[tokio::test]
async fn names_that_resolve_inside_are_refused_before_the_proxy_is_asked() {
    for (scheme, answers) in [("http", ["10.0.0.1"]), ("socks5", ["127.0.0.1"])] {
        let proxy = Proxy::start(http).await;
        let fetcher = through(scheme, &proxy, &answers);
        refused(get(&fetcher, "http://news.example/feed").await);
        refused(get(&fetcher, "http://10.1.2.3/").await);
        refused(get(&fetcher, &format!("http://127.0.0.1:{}/", proxy.port)).await);
        assert_eq!(proxy.asked(), Vec::<String>::new(), "{scheme}");
    }
}

#[tokio::test]
async fn an_http_proxy_may_know_names_that_this_machine_does_not() {
    let proxy = Proxy::start(http).await;
    check("http", &proxy, &[], "GET http://news.example/feed HTTP/1.1").await;
}

#[tokio::test]
async fn other_platforms_and_allowed_hosts_do_not_use_the_proxy() {
    let site = Site::start(|_| ok("direct")).await;
    let own = |port| PlatformOptions {
        proxy: Some(format!("http://127.0.0.1:{port}")),
        ..PlatformOptions::default()
    };
    let proxy = Proxy::start(http).await;
    let fetcher = fetcher(&[&site], &clock(), |o| {
        o.platforms.insert("feeds".to_owned(), own(proxy.port));
    });
    for platform in ["feeds", "telegram"] {
        let fetcher = fetcher.for_platform(&Platform::new(platform));
        assert_eq!(get(&fetcher, &site.url("/")).await.unwrap().body.as_ref(), b"direct");
    }
    assert_eq!(proxy.asked(), Vec::<String>::new());
}
