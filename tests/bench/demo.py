#!/usr/bin/env python3
"""Measures the whole flow on the demo's world: time to the first advert on screen, posts per second from
page to index, CPU seconds, memory. Usage: tests/bench/demo.py [target/release/routewatch]"""
import http.cookiejar, json, os, re, signal, subprocess, sys, tempfile, time, urllib.parse, urllib.request

binary = sys.argv[1] if len(sys.argv) > 1 else "target/release/routewatch"
folder = tempfile.mkdtemp(prefix="routewatch-bench-")
begun = time.monotonic()
demo = subprocess.Popen([binary, "demo", "--listen", "127.0.0.1:0", "--data", folder + "/data"],
                        stdout=subprocess.PIPE, text=True)
base = None
for line in demo.stdout:
    if found := re.search(r"dashboard\s+(http:\S+)", line):
        base = found.group(1)
        break
up = time.monotonic() - begun
browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def ask(path, form=None):
    body = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(base + path, data=body, headers={"Origin": base})
    return browser.open(request, timeout=30).read().decode()


def cpu():
    fields = open(f"/proc/{demo.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


ask("/sign-in", {"name": "ada", "password": "demo-analyst-ada", "next": "/"})
first = None
while first is None:
    if '<article class="post' in ask("/search?label=offer"):
        first = time.monotonic() - begun
    else:
        time.sleep(0.1)
last, still = None, 0
while still < 12:  # three seconds without a change
    found = json.loads(ask("/api/search?limit=0"))
    still = still + 1 if found["total"] == last else 0
    last = found["total"]
    time.sleep(0.25)
done = time.monotonic() - begun - 3
status = open(f"/proc/{demo.pid}/status").read()
peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024
print(json.dumps({
    "dashboard_up_s": round(up, 2), "first_advert_s": round(first, 2), "posts": last,
    "all_searchable_s": round(done, 1), "posts_per_s": round(last / done, 1),
    "cpu_s": round(cpu(), 1), "posts_per_cpu_s": round(last / cpu(), 1), "peak_mib": round(peak),
}))
demo.send_signal(signal.SIGINT)
demo.wait(60)
subprocess.run(["rm", "-rf", folder])
