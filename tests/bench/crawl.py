#!/usr/bin/env python3
"""Crawls the same t.me-shaped pages (20 posts each) with routewatch and with Scrapy, in one run, from nginx on loopback, and compares
the records, pages per CPU second and peak memory; then reads pages alone beside selectolax (lexbor).
Needs nginx (apt-get install nginx-light) and a Python with scrapy, selectolax, parsel and numpy:
  python3 -m venv /tmp/scrapyvenv && /tmp/scrapyvenv/bin/pip install scrapy selectolax parsel numpy
  cargo build --release -p tests --bin crawl-drive && tests/bench/crawl.py [--pages 1000] [--rounds 3]
ours: lease, fetcher, WARC archive (forced to disk), adapter, one SQLite transaction a page (WAL). Scrapy: its own downloader, parsel, JSON lines."""
import argparse, collections, datetime, json, os, pathlib, re, resource, shutil, sqlite3, statistics, subprocess, sys, tempfile, time, urllib.request

root = pathlib.Path(__file__).resolve().parents[2]
shared = root.parent / "shared" / "bench"
options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--pages", type=int, default=1000)
options.add_argument("--rounds", type=int, default=3)
options.add_argument("--python", default="/tmp/scrapyvenv/bin/python")
options.add_argument("--drive", default=str(root / "target/release/crawl-drive"))
options.add_argument("--keep", action="store_true", help="leave the work folder there")
asked = options.parse_args()
drive = os.path.abspath(asked.drive)
if not shared.is_dir():
    sys.exit("skipped: ../shared is absent")
if not shutil.which("nginx"):
    sys.exit("nginx is not there; apt-get install nginx-light")
BASE = "http://127.0.0.1:18080"
work = pathlib.Path(tempfile.mkdtemp(prefix="routewatch-crawl-", dir="/tmp"))
work.chmod(0o755)
(work / "crawl" / "tmp").mkdir(parents=True)


def run(*command):
    """Runs a command to its end: what it printed, CPU seconds (children included), peak memory in MiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = subprocess.Popen([str(part) for part in command], cwd=work, stdout=subprocess.PIPE, text=True)
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = sum(getattr(after, part) - getattr(before, part) for part in ("ru_utime", "ru_stime"))
    return said, cpu, used.ru_maxrss / 1024


def count(text):
    """`12.3K` as a number."""
    number = re.sub(r"[^0-9.]", "", text or "") or "0"
    return round(float(number) * {"K": 1e3, "M": 1e6}.get((text or "0").strip()[-1], 1))


def record(id, at, views, text, links, photo):
    """A post so that both sides can be compared: text without white space (parsel puts none where a line breaks)."""
    links = frozenset(link for link in links if not link.startswith("?"))
    return id, at, views, re.sub(r"\s+", "", text), links, photo


def theirs(path):
    rows = map(json.loads, open(path))
    moment = lambda text: int(datetime.datetime.fromisoformat(text).timestamp() * 1000)
    return collections.Counter(record(row["id"], moment(row["ts"]), count(row["views"]), row["text"], row["links"], row["photo"]) for row in rows)


def ours(database):
    rows = sqlite3.connect(database).execute("SELECT url, posted_at, metrics, content FROM posts")
    found = collections.Counter()
    for url, at, metrics, content in rows:
        content = json.loads(content)
        photo = any(one["kind"] == "photo" for one in content.get("media", []))
        found[record(url.removeprefix(f"{BASE}/"), at, json.loads(metrics)["views"], content["text"], content.get("links", []), photo)] += 1
    return found


def crawl_ours():
    folder = pathlib.Path(tempfile.mkdtemp(dir=work))
    run(drive, "watch", folder, BASE, asked.pages)
    said, cpu, memory = run(drive, "visit", folder, BASE, asked.pages)
    seen = ours(folder / "routewatch.db")
    shutil.rmtree(folder)
    return cpu, memory, seen


def crawl_theirs():
    said, cpu, memory = run(asked.python, shared / "crawl/scrapy_bench.py", asked.pages, "full")
    return cpu, memory, theirs(work / "crawl/scrapy_out.jsonl")


def read_alone():
    said, _, _ = run(asked.python, shared / "crawl/parse_only.py")
    peers = {line.split()[0]: float(re.search(r"pages/cpu-s ([0-9.]+)", line)[1]) for line in said.splitlines()}
    read = json.loads(run(drive, "read", work / "data/pages", 300, 1)[0])
    return peers, read["pages"] / read["cpu_ns"] * 1e9


def main():
    run(asked.python, shared / "gen_posts.py", "--n", 20000, "--out", "posts.jsonl")
    print("pages:", run(asked.python, shared / "crawl/gen_pages.py", "posts.jsonl", "data/pages")[0].strip())
    server = subprocess.Popen(["nginx", "-p", f"{work}/", "-c", shared / "crawl/nginx.conf"])
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{BASE}/robots.txt").read()
                break
            except OSError:
                time.sleep(0.05)
        table = []
        for number in range(asked.rounds):
            (cpu, memory, seen), (cpu_peer, memory_peer, seen_peer) = crawl_ours(), crawl_theirs()
            missing, extra = seen_peer - seen, seen - seen_peer
            if missing or extra:
                sys.exit(f"records differ: {missing.total()} only theirs, {extra.total()} only ours, such as\n"
                         f"{next(iter(missing), None)}\n{next(iter(extra), None)}")
            ratio, share = cpu_peer / cpu, memory / memory_peer
            table.append((ratio, share))
            print(f"round {number + 1}: {seen.total()} identical records | routewatch {asked.pages / cpu:.0f} pages/CPU s, {cpu:.2f} CPU s, {memory:.0f} MiB"
                  f" | Scrapy {asked.pages / cpu_peer:.0f}, {cpu_peer:.2f} CPU s, {memory_peer:.0f} MiB | {ratio:.1f} times, {share:.2f} of the memory", flush=True)
        print(f"crawling: {statistics.median(r for r, _ in table):.1f} times Scrapy's pages per CPU second (median of {len(table)}), "
              f"{max(s for _, s in table):.2f} of its memory at most")
        for number in range(asked.rounds):
            peers, pages = read_alone()
            print(f"reading alone, round {number + 1}: routewatch {pages:.0f} pages/CPU s, lexbor {peers['lexbor']:.0f}, parsel {peers['parsel']:.0f} | "
                  f"{pages / peers['lexbor']:.2f} times lexbor", flush=True)
    finally:
        server.terminate()
        server.wait()
        if not asked.keep:
            shutil.rmtree(work)


main()
