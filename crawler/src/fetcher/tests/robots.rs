use super::*;

/// A site whose robots.txt is answered by `robots`; every other path is a page.
async fn site(robots: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static) -> Site {
    Site::start(move |seen| if seen.path == "/robots.txt" { robots() } else { ok("page") }).await
}

fn obeying(sites: &[&Site], clock: &Arc<Set>) -> Fetcher {
    fetcher(sites, clock, |o| o.robots = true)
}

#[tokio::test]
async fn what_robots_txt_disallows_is_not_asked_for() {
    let site = site(|| ok("User-agent: routewatch\nDisallow: /closed\n")).await;
    let fetcher = obeying(&[&site], &clock());
    let reason = refused(get(&fetcher, &site.url("/closed/1")).await);
    assert!(reason.contains("disallows /closed"), "{reason}");
    assert!(get(&fetcher, &site.url("/open")).await.is_ok());
    assert_eq!(site.paths(), ["/robots.txt", "/open"], "robots.txt is asked for once");
}

#[tokio::test]
async fn a_missing_robots_txt_forbids_nothing() {
    for status in [400, 401, 403, 404, 410] {
        let site = site(move || say(status, &[], "User-agent: *\nDisallow: /\n")).await;
        let fetcher = obeying(&[&site], &clock());
        assert!(get(&fetcher, &site.url("/x")).await.is_ok(), "{status}");
    }
}

#[tokio::test]
async fn a_failing_robots_txt_closes_the_site_for_now() {
    let site = site(|| say(500, &[], "oops")).await;
    let clock = clock();
    let fetcher = obeying(&[&site], &clock);
    for _ in 0..3 {
        let reason = transient(get(&fetcher, &site.url("/x")).await);
        assert!(reason.contains("while robots.txt fails: HTTP 500"), "{reason}");
    }
    assert_eq!(site.paths(), ["/robots.txt"]);
    clock.advance_secs(601);
    transient(get(&fetcher, &site.url("/x")).await);
    assert_eq!(site.paths(), ["/robots.txt", "/robots.txt"]);
}

#[tokio::test]
async fn a_robots_txt_that_asks_to_slow_down_is_asked_for_again_later() {
    let site = site(|| say(429, &[("retry-after", "77")], "")).await;
    let fetcher = obeying(&[&site], &clock());
    let expect = Err(FetchError::Throttled { retry_after: Duration::from_secs(77) });
    assert_eq!(get(&fetcher, &site.url("/x")).await, expect);
}

#[tokio::test]
async fn a_redirected_robots_txt_holds_for_the_site_that_redirected() {
    let other = site(|| ok("User-agent: *\nDisallow: /x\n")).await;
    let to = other.url("/robots.txt");
    let first = site(move || say(301, &[("location", to.as_str())], "")).await;
    let fetcher = obeying(&[&first, &other], &clock());
    refused(get(&fetcher, &first.url("/x")).await);
    assert!(get(&fetcher, &first.url("/y")).await.is_ok());
}

#[tokio::test]
async fn two_sites_whose_robots_txt_point_at_each_other_do_not_block_each_other() {
    let [to_a, to_b] = [Arc::new(Mutex::new(String::new())), Arc::new(Mutex::new(String::new()))];
    let redirect = |to: &Arc<Mutex<String>>| {
        let to = Arc::clone(to);
        move || say(302, &[("location", to.lock().unwrap().as_str())], "")
    };
    let (a, b) = (site(redirect(&to_b)).await, site(redirect(&to_a)).await);
    *to_a.lock().unwrap() = a.url("/robots.txt");
    *to_b.lock().unwrap() = b.url("/robots.txt");
    let fetcher = obeying(&[&a, &b], &clock());
    let (url_a, url_b) = (a.url("/x"), b.url("/x"));
    let both = futures::future::join(get(&fetcher, &url_a), get(&fetcher, &url_b)).await;
    // Redirects without end count as no robots.txt.
    assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
}

#[tokio::test]
async fn a_robots_txt_is_asked_for_again_after_a_day() {
    let site = site(|| ok("")).await;
    let clock = clock();
    let fetcher = obeying(&[&site], &clock);
    for hours in [0, 23, 2] {
        clock.advance_secs(hours * 3600);
        get(&fetcher, &site.url("/x")).await.unwrap();
    }
    assert_eq!(site.paths(), ["/robots.txt", "/x", "/x", "/robots.txt", "/x"]);
}

#[tokio::test]
async fn only_the_first_500_kib_of_a_robots_txt_count() {
    let padded = |size: usize| format!("#{}\nUser-agent: *\nDisallow: /x\n", "-".repeat(size));
    for (size, expect) in [(400_000, false), (600_000, true)] {
        let body = padded(size);
        let site = site(move || say(200, &[], body.clone())).await;
        let fetcher = obeying(&[&site], &clock());
        assert_eq!(get(&fetcher, &site.url("/x")).await.is_ok(), expect, "{size}");
    }
}

#[tokio::test]
async fn a_redirect_to_a_disallowed_page_is_refused() {
    let closed = site(|| ok("User-agent: *\nDisallow: /\n")).await;
    let to = closed.url("/x");
    let open = Site::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => say(404, &[], ""),
        _ => say(302, &[("location", to.as_str())], ""),
    })
    .await;
    let fetcher = obeying(&[&open, &closed], &clock());
    refused(get(&fetcher, &open.url("/go")).await);
    assert_eq!(closed.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_crawl_delay_is_taken_over() {
    let site = site(|| ok("User-agent: *\nCrawl-delay: 0.05\n")).await;
    let fetcher = obeying(&[&site], &clock());
    let begun = std::time::Instant::now();
    for _ in 0..3 {
        get(&fetcher, &site.url("/x")).await.unwrap();
    }
    // robots.txt, then three pages: three pauses; only a lower bound is certain.
    assert!(begun.elapsed() >= Duration::from_millis(150), "{:?}", begun.elapsed());
}
