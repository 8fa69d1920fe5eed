#!/usr/bin/env python3
"""Groups planted near-duplicates with routewatch and with datasketch (../shared/bench/neardup) in one run: posts per CPU
second, pair precision and recall, and the cost per post as posts grow tenfold.

Usage: python3 -m venv v && v/bin/pip install numpy datasketch
       CARGO_PROFILE_DEV_OPT_LEVEL=3 cargo build -p classifier --example group
       v/bin/python tests/bench/grouping.py target/debug/examples/group [POSTS, 20000 unless told]"""
import json, os, subprocess, sys, tempfile

ours, posts = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
shared = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/bench")
with tempfile.TemporaryDirectory(prefix="routewatch-grouping-") as folder:
    os.mkdir(f"{folder}/data")
    file = f"{folder}/data/posts1m.jsonl"
    subprocess.run([sys.executable, f"{shared}/gen_posts.py", "--n", str(posts * 10), "--out", file], check=True)
    run = lambda n: json.loads(subprocess.run([os.path.abspath(ours), file, str(n)], check=True, capture_output=True, text=True).stdout)
    small, large = run(posts), run(posts * 10)
    peer = subprocess.run([sys.executable, f"{shared}/neardup/dup.py", str(posts)], cwd=folder, check=True, capture_output=True, text=True)
    rows = [small, large] + [json.loads(line) for line in peer.stdout.splitlines() if line.startswith("{")]
print("| method | posts | posts per CPU second | pair precision | pair recall |\n|---|---|---|---|---|")
for row in rows:
    print(f"| {row['method']} | {row['docs']} | {row['docs_per_cpu_s']:.0f} | {row['precision']:.4f} | {row['recall']:.4f} |")
print(f"\nratio to datasketch: {small['docs_per_cpu_s'] / rows[2]['docs_per_cpu_s']:.1f} ×; "
      f"cost per post at tenfold: {large['us_per_post'] / small['us_per_post']:.2f} ×")
