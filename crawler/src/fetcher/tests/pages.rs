use super::*;

#[tokio::test]
async fn a_page_comes_back_as_it_was_sent_and_cookies_are_dropped() {
    let cookie = [("X-Thing", "One"), ("Set-Cookie", "id=7"), ("ETag", "W/\"a\"")];
    let site = Site::start(move |_| say(200, &cookie, "héllo")).await;
    let clock = clock();
    let fetcher = fetcher(&[&site], &clock, |o| o.user_agent_contact = "mail@desk.example".into());
    let page = get(&fetcher, &site.url("/a?b=c#d")).await.unwrap();
    assert_eq!((page.status, page.body.as_ref()), (200, "héllo".as_bytes()));
    assert_eq!(page.header("x-thing"), Some("One"));
    assert_eq!(page.header("set-cookie"), None);
    assert_eq!(page.at, clock.now());
    assert_eq!(Validators::of(&page).etag.as_deref(), Some("W/\"a\""));
    get(&fetcher, &site.url("/again")).await.unwrap();
    let seen = site.last();
    assert_eq!(site.paths(), ["/a?b=c", "/again"]);
    assert_eq!(seen.header("cookie"), None);
    let agent = concat!("routewatch/", env!("CARGO_PKG_VERSION"), " (+mail@desk.example)");
    assert_eq!(seen.header("user-agent"), Some(agent));
    assert_eq!(seen.header("accept-language"), Some("en"));
    assert!(seen.header("accept").unwrap().starts_with("text/html"));
    assert_eq!(seen.header("accept-encoding"), Some("gzip, deflate, br, zstd"));
}

#[tokio::test]
async fn any_status_is_a_page() {
    let site = Site::start(|seen| say(seen.number(), &[], "x")).await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    for status in [200, 301, 400, 403, 404, 410, 418, 500, 502] {
        let page = get(&fetcher, &site.url(&format!("/{status}"))).await.unwrap();
        assert_eq!(page.status, status);
    }
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let site = Site::start(|seen| match seen.header("if-none-match") {
        Some("\"v1\"") => say(304, &[("etag", "\"v1\"")], ""),
        _ => say(200, &[("etag", "\"v1\""), ("last-modified", "yesterday")], "page"),
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let request = PageRequest::new(PublicUrl::parse(&site.url("/p")).unwrap(), Purpose::Newest);
    let first = fetcher.fetch(&request, &Validators::default()).await.unwrap();
    let second = fetcher.fetch(&request, &Validators::of(&first)).await.unwrap();
    assert_eq!((first.status, second.status, second.body.len()), (200, 304, 0));
    assert_eq!(site.last().header("if-modified-since"), Some("yesterday"));
}

#[tokio::test]
async fn what_a_page_asks_for_is_sent_as_accept() {
    let site = Site::start(|_| ok("{}")).await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let mut request = PageRequest::new(PublicUrl::parse(&site.url("/p")).unwrap(), Purpose::Newest);
    request.accept = Some("application/json".to_owned());
    fetcher.fetch(&request, &Validators::default()).await.unwrap();
    assert_eq!(site.last().header("accept"), Some("application/json"));
}

#[tokio::test]
async fn redirects_are_followed_unless_the_redirect_is_the_answer() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/from" => say(302, &[("location", "/to?x")], ""),
        _ => ok("arrived"),
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let mut request =
        PageRequest::new(PublicUrl::parse(&site.url("/from")).unwrap(), Purpose::Newest);
    let validators = Validators { etag: Some("\"old\"".to_owned()), last_modified: None };
    let page = fetcher.fetch(&request, &validators).await.unwrap();
    assert_eq!((page.status, page.final_url.as_str()), (200, site.url("/to?x").as_str()));
    assert_eq!(site.last().header("if-none-match"), None, "validators belong to the first page");
    request.follow_redirects = false;
    let page = fetcher.fetch(&request, &Validators::default()).await.unwrap();
    assert_eq!((page.status, page.header("location")), (302, Some("/to?x")));
}

#[tokio::test]
async fn redirects_without_end_are_given_up() {
    let site = Site::start(|_| say(307, &[("location", "/again")], "")).await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.max_redirects = 3);
    let reason = permanent(get(&fetcher, &site.url("/")).await);
    assert_eq!(reason, "more than 3 redirects");
    assert_eq!(site.paths().len(), 4);
}

#[tokio::test]
async fn a_compressed_page_is_decompressed() {
    let gz = super::limits::gzip(b"unpacked");
    let site = Site::start(move |_| say(200, &[("content-encoding", "gzip")], gz.clone())).await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let page = get(&fetcher, &site.url("/")).await.unwrap();
    assert_eq!(page.body.as_ref(), b"unpacked");
    assert_eq!(page.header("content-encoding"), None);
}
