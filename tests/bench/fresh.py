#!/usr/bin/env python3
"""Measures the scheduler beside its peers on the shared traces: mean delay until a new post is seen, per seed, size and
budget. Needs numpy. Usage: tests/bench/fresh.py [--sizes 1000,10000] [--seeds 1,2,3,4,5] [--budgets 1,8.64,48]
[--days 21] [--drive target/release/schedule-drive]   (build it: cargo build --release -p tests --bin schedule-drive)
Peers: round robin, the closed optimum for known rates, and the index that knows the true intensities (the oracle)."""
import argparse, json, os, pathlib, subprocess, sys, tempfile

root = pathlib.Path(__file__).resolve().parents[2]
shared = root.parent / "shared" / "bench" / "fresh"
options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--sizes", default="1000,10000")
options.add_argument("--seeds", default="1,2,3,4,5")
options.add_argument("--budgets", default="1,8.64,48")
options.add_argument("--days", default="21")
options.add_argument("--drive", default=str(root / "target/release/schedule-drive"))
asked = options.parse_args()
if not shared.is_dir():
    sys.exit("skipped: ../shared is absent")


def simulate(trace, budget, *how):
    """The lines that the simulator prints, and what the driven program says of itself."""
    command = [sys.executable, shared / "freshsim.py", trace, "--budget", budget, *how]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["policy"]: line for line in lines if "policy" in line}, done.stderr.strip()


print("| n | visits a day | seed | in turn | known rates | oracle | ours | ours/oracle | p99 ours/oracle "
      "| p99 ours/in turn | a decision |\n|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
for size in asked.sizes.split(","):
    for seed in asked.seeds.split(","):
        with tempfile.TemporaryDirectory(prefix="routewatch-fresh-", dir="/tmp") as trace:
            subprocess.run([sys.executable, shared / "gen_trace.py", "--n", size, "--days", asked.days, "--seed", seed,
                            "--out", trace], check=True, stdout=subprocess.DEVNULL)
            for budget in asked.budgets.split(","):
                # A source is never unseen for longer than a day, or four turns where the budget is below four visits.
                ceiling = max(1, 4 / float(budget))
                peers, _ = simulate(trace, budget, "--policy", "rr,sqrt-known,index-oracle")
                drive, said = simulate(trace, budget, "--drive", f"{os.path.abspath(asked.drive)} --ceiling-days {ceiling}")
                rr, known, oracle, ours = peers["rr"], peers["sqrt-known"], peers["index-oracle"], drive["drive"]
                mean, p99 = "mean_min", "p99"
                print(f"| {size} | {budget} | {seed} | {rr[mean]:.1f} | {known[mean]:.1f} | {oracle[mean]:.1f} "
                      f"| {ours[mean]:.1f} | {ours[mean] / oracle[mean]:.2f} | {ours[p99] / oracle[p99]:.2f} "
                      f"| {ours[p99] / rr[p99]:.2f} | {said.split(', ')[-1].removesuffix(' each')} |", flush=True)
