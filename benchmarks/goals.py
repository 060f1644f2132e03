#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the benchmarks of a build directory and prints one line for each goal.

    benchmarks/goals.py build/bench [--repetitions 7] [--only step]
    benchmarks/goals.py build/bench-instructions --instructions

A ratio compares the medians of two benchmarks that ran interleaved at random in one run. With
--instructions, it compares instructions, which callgrind counts only in the measured loops. A
"figure" line has no goal. The exit code is 0 whether or not the goals are reached; it is 1 if a
benchmark fails or is missing.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

# The goal, the benchmark of invito, the benchmark of the peer, the wanted ratio. ">=": invito must be
# at least this many times faster than the peer. "<=": invito may cost at most this many times as much
# as the peer; without a peer, the value may be at most this.
GOALS = [
    ("read.openai.dom", "read_openai_ours", "read_openai_dom", ">=", 1.5),
    ("read.openai.sax", "read_openai_ours", "read_openai_sax", "<=", 1.1),
    ("read.openai.accept", "read_openai_ours", "read_openai_accept", "<=", 1.35),
    ("read.nuon.dom", "read_nuon_ours", "read_nuon_dom", ">=", 1.5),
    ("read.nuon.accept", "read_nuon_ours", "read_nuon_accept", "<=", 1.35),
    ("read.list.dom", "read_list_ours", "read_list_dom", ">=", 1.5),
    ("read.list.sax", "read_list_ours", "read_list_sax", "<=", 1.1),
    ("read.list.accept", "read_list_ours", "read_list_accept", "<=", 1.35),
    ("read_boost_json.openai", "boost_openai_ours", "boost_openai_by_hand", "<=", 1.3),
    ("read_boost_json.openai.dom", "boost_openai_ours", "read_openai_dom", ">=", 5),
    ("read_boost_json.list", "boost_list_ours", "boost_list_by_hand", "<=", 1.3),
    ("read_boost_json.list.dom", "boost_list_ours", "read_list_dom", ">=", 5),
    ("from_json", "from_json_ours", "from_json_dom", ">=", 1.3),
    ("to_json", "to_json_ours", "to_json_dom", ">=", 1.8),
    ("write.openai.dom", "write_openai_ours", "write_openai_dom", ">=", 12),
    ("write.openai.appender", "write_openai_ours", "write_openai_appender", "<=", 1.2),
    ("write.list.dom", "write_list_ours", "write_list_dom", ">=", 12),
    ("write.list.appender", "write_list_ours", "write_list_appender", "<=", 1.2),
    ("time.parse.strptime", "time_parse_ours", "time_parse_strptime", ">=", 4),
    ("time.parse.date", "time_parse_ours", "time_parse_date", ">=", 30),
    ("time.format.strftime", "time_format_ours", "time_format_strftime", ">=", 4),
    ("time.format.date", "time_format_ours", "time_format_date", ">=", 30),
    ("email.valid", "email_valid_ours", "email_valid_regex", ">=", 50),
    ("email.canonical", "email_canonical_ours", "email_canonical_copy", "<=", 2.5),
    ("step.switch", "step_ours", "step_switch", ">=", 5),
    ("step.msm", "step_ours", "step_msm", ">=", 12),
    ("accept", "accept_ours", "accept_by_hand", "<=", 1.35),
    ("refuse", "refuse_ours", "refuse_by_hand", "<=", 1.5),
    ("accept.allocations", "accept_kept:allocations", None, "<=", 5),
    ("accept.moved", "accept_moved:allocations", None, "<=", 4),
    ("refuse.allocations", "accept_expired:allocations", None, "<=", 0),
    ("size", "hold_typical:GB", None, "<=", 1.0),
    ("size.problem", "hold_typical:problem", None, "<=", 96),
    ("size.event", "hold_typical:event", None, "<=", 144),
    ("size.invitation", "hold_typical:invitation", None, "<=", 536),
    ("size.decision", "hold_typical:decision", None, "<=", 184),
    ("sweep.loop", "sweep_ours/100000", "sweep_loop/100000", ">=", 5),
    ("sweep.read", "sweep_ours/10000000", "sweep_read/10000000", "<=", 1.6),
    ("sweep.index", "index_due/10000000:time/due", "index_due/10000:time/due", "<=", 1.5),
    ("bulk", "plan_issue/100000:time/row", "plan_issue/1000:time/row", "<=", 1.3),
    ("history.append", "history_append/100000", "history_append/1", "<=", 1.3),
    ("history.status_at", "history_status_at/100000", "history_status_at/1000", "<=", 3),
]
# Comparisons without a goal.
ENGINES = [
    ("read.openai.rapidjson", "read_openai_ours", "read_openai_rapidjson"),
    ("read.openai.simdjson", "read_openai_ours", "read_openai_simdjson"),
    ("write.openai.rapidjson", "write_openai_ours", "write_openai_rapidjson"),
    ("write.openai.fmt", "write_openai_ours", "write_openai_fmt"),
]
NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
COUNTERS = {"time/due": 1e9, "time/row": 1e9, "allocations": 1, "GB": 1,
            "problem": 1, "event": 1, "invitation": 1, "decision": 1}
COMPILING = ["separate.include.core", "separate.include.all", "separate.use.all",
             "separate.use.core", "separate.object", "separate.src", "separate.src.memory",
             "separate.units", "include.core", "include.all"]  # compile_cost.py measures them
OPTIONAL = ("step_msm", "boost_")  # missing if their libraries are not installed
BY_TIME_ALONE = ("step.", "sweep.")  # caches and branches determine the cost, and instructions do not show them
BY_INSTRUCTIONS_ALONE = ("refuse", "bulk", "history.status_at")  # a ratio of times has no goal


def known_as(name):
    """The name of a benchmark without its iterations and repetitions."""
    return re.sub(r"/(iterations|repeats):\d+", "", name)


def measure(program, options):
    """The medians of a program's benchmarks in nanoseconds and of its counters, by name."""
    command = [program, "--benchmark_format=json", "--benchmark_enable_random_interleaving=true",
               f"--benchmark_repetitions={options.repetitions}", "--benchmark_min_time=0.05",
               "--benchmark_display_aggregates_only=true"]
    done = subprocess.run([str(x) for x in command], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=True)
    out = {}
    for b in json.loads(done.stdout)["benchmarks"]:
        if b.get("error_occurred"):
            raise SystemExit(f"{b['name']}: {b['error_message']}")
        if b.get("aggregate_name") != "median":
            continue
        name = known_as(b["run_name"])
        out[name] = b["cpu_time"] * NANOSECONDS[b["time_unit"]]
        for counter, scale in COUNTERS.items():
            if counter in b:
                out[f"{name}:{counter}"] = b[counter] * scale
    return out


def listed_by(program):
    listed = subprocess.run([program, "--benchmark_list_tests"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, check=True).stdout
    return [known_as(name) for name in listed.split()]


def count(program, name):
    """The instructions of one round of a benchmark."""
    rounds = 1 if name.startswith("plan_issue/100000") else 50
    command = ["valgrind", "--tool=callgrind", "--collect-atstart=no",
               "--callgrind-out-file=/dev/null", program, name, str(rounds)]
    done = subprocess.run([str(x) for x in command], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, "LD_BIND_NOW": "1"})  # no symbol look-ups in the first round
    return int(re.search(r"Collected : (\d+)", done.stderr)[1]) / rounds


def count_all(jobs, wanted):
    """The instructions of each benchmark by name. For a wanted counter, the instructions for each element."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        counts = dict(zip((name for _, name in jobs), pool.map(lambda job: count(*job), jobs)))
    for name in wanted:
        benchmark, _, counter = name.partition(":")
        if counter and benchmark in counts:
            counts[name] = counts[benchmark] / int(benchmark.rpartition("/")[2])
    return counts


def shown(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g}{unit}"
    return f"{nanoseconds:.3g}ns"


def line(name, ours, peer, ratio, wanted, good):
    return (f"goal {name:26} ours={ours:8} peer={peer:8} ratio={ratio:<6.4g} wanted={wanted:7} "
            f"{'ok' if good else 'short'}")


def figure(name, ours, peer, ratio):
    return f"figure {name:24} ours={ours:8} peer={peer:8} ratio={ratio:.4g}"


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("build", type=pathlib.Path, help="the build directory")
    options.add_argument("--repetitions", type=int, default=7,
                         help="how often each benchmark runs; default: 7")
    options.add_argument("--only", default="", help="only goals whose names begin with this text")
    options.add_argument("--instructions", action="store_true",
                         help="count instructions with callgrind, instead of time")
    asked = options.parse_args()

    goals = [g for g in GOALS if g[0].startswith(asked.only)]
    if asked.instructions:
        goals = [g for g in goals if g[2] and not g[0].startswith(BY_TIME_ALONE)]
    engines = [e for e in ENGINES if e[0].startswith(asked.only)]
    wanted = [name for goal in goals + engines for name in goal[1:3] if name]
    benchmarks = {name.partition(":")[0] for name in wanted}
    programs = sorted((asked.build / "benchmarks").glob("invito_benchmark_*"))
    jobs = [(program, name) for program in programs for name in listed_by(program)
            if name in benchmarks]
    if asked.instructions:
        costs = count_all(jobs, wanted)
    else:
        costs = {}
        for program in sorted({program for program, _ in jobs}):
            print("running", program.name, file=sys.stderr, flush=True)
            costs.update(measure(program, asked))

    def as_text(cost):
        return f"{cost:.6g}" if asked.instructions else shown(cost)

    missing = False
    for name, ours, peer, sense, least in goals:
        if ours in costs and peer is None:
            value = costs[ours]
            print(line(name, f"{value:.3g}", "-", value, f"{sense}{least:g}", value <= least))
            continue
        if ours not in costs or peer not in costs:
            absent = ours if ours not in costs else peer
            print(f"goal {name} not measured: there is no {absent}")
            missing |= not absent.startswith(OPTIONAL)
            continue
        if name in BY_INSTRUCTIONS_ALONE and not asked.instructions:
            ratio = costs[ours] / costs[peer]
            print(figure(name, as_text(costs[ours]), as_text(costs[peer]), ratio), flush=True)
            continue
        ratio = costs[peer] / costs[ours] if sense == ">=" else costs[ours] / costs[peer]
        good = ratio >= least if sense == ">=" else ratio <= least
        print(line(name, as_text(costs[ours]), as_text(costs[peer]), ratio, f"{sense}{least:g}",
                   good), flush=True)
    for name, ours, peer in engines:
        if ours not in costs or peer not in costs:
            continue
        ratio = costs[ours] / costs[peer]
        print(figure(name, as_text(costs[ours]), as_text(costs[peer]), ratio), flush=True)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
