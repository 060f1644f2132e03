#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Mutation tests: changes the library in small ways and checks whether the suite detects each change.

    /usr/bin/python3 tests/mutation/mutate.py [--jobs 2] [--again] [--only lifecycle/impl/rules/]

It needs Debian's python3-clang-14, g++, Catch2 2.13 and the dependencies of the library. Compiled files
are kept in the work directory. `--again` runs only the mutants that survived the last run. survivors.txt
lists the mutants that may survive, each with a reason. The exit code is 1 if the score is too low, or if
a mutant survives that is not in this list.
"""

import argparse
import collections
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import headers

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDERS = ["lifecycle/", "wire/", "dialects/", "base/impl/eight_bytes.hpp"]
FLAGS = ["-std=c++17", "-O0", "-w", "-Wno-narrowing", "-D_GLIBCXX_ASSERTIONS"]
SEPARATE = "-DINVITO_SEPARATE_COMPILATION"  # only tables.cpp has the definitions
PRE = b'#include "mutants.hpp"\n#include <invito/invito.hpp>\n#include "catch2.hpp"\n'
LEAST_SCORE = 95.0
# The tests of code that is evaluated at compile time. The default is the test with the name of the header.
TESTS_OF_CONSTANTS = {"judging": ["lifecycle/explain"], "fields": ["wire/fields", "wire/reader", "wire/writer"],
                      "messages": ["wire/messages"], "dialect": ["conformance/dialects"],
                      "losses": ["wire/losses"], "native_documents": ["wire/native"]}


def table_calls(tables):
    """The source of tables.cpp, which compiles the library and passes every constant table to the runner."""
    lines = []
    for t in dict.fromkeys(tables):
        name = re.sub(r"^invito::\w+::", "", t.name)  # the inline namespace
        at = f'{{"{t.file}", "{name.replace("wire::fields_of", "").replace("::rows", "")}"}}'
        if name.endswith("::rows"):
            names = [name.replace("Text", text) for text in ("std::string", "std::string_view")]
            rows = ", ".join(f"invito::{n}" for n in dict.fromkeys(names))
            lines.append(f"  look_at_rows({at}, {rows});")
        elif not name.endswith(("::name", "::at")):
            lines.append(f"  look_if_known({at}, invito::{name}, 0);")
    return "\n".join(["""\
#include "mutants.hpp"
#include <invito/src.hpp>
#include "tables.hpp"
namespace mutants {
template <class T, class = std::enable_if_t<!std::is_arithmetic_v<T>>>
auto look_if_known(location const& at, T const& t, int) -> decltype(look(at, t)) { return look(at, t); }
template <class T>
void look_if_known(location const&, T const&, long) {}  // a single number, used while compiling
void look_at_tables() {
  using namespace invito;
  using namespace invito::wire;""", *lines, "}", "}", ""])


def write_if_new(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def run(command):
    done = subprocess.run([str(x) for x in command], stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr[:4000]}")


class Build:
    """Compiles the files whose contents have changed since the last run."""

    def __init__(self, work, root, jobs):
        self.work, self.tests, self.jobs = work, root / "tests", jobs
        self.include = [f"-I{work / 'include'}", f"-I{HERE}", f"-I{self.tests}"]

    def stamp(self, *files):
        h = hashlib.sha256(repr(FLAGS).encode())
        for f in files:
            h.update(str(f).encode() + f.read_bytes())
        return h.hexdigest()

    def program(self):
        pre = self.work / "pre.hpp"
        write_if_new(pre, PRE)
        write_if_new(self.work / "constant.hpp", PRE)  # it is used header-only, so it is not precompiled
        common = sorted([*(self.work / "include").rglob("*.hpp"), HERE / "mutants.hpp"])
        definitions = sorted((self.work / "include").rglob("*.ipp"))
        shared = sorted(x for x in self.tests.rglob("*.hpp") if HERE not in x.parents)
        tests = sorted(x for x in self.tests.rglob("*_test.cpp")
                       if x.relative_to(self.tests).parts[0] not in ("embedding", "must_not_compile"))
        self.compile([(pre, self.work / "pre.hpp.gch",
                       [SEPARATE, "-x", "c++-header"], [*common, self.tests / "catch2.hpp"])])
        own = [*common, HERE / "tables.hpp"]
        todo = [(HERE / "runner.cpp", self.work / "objects/runner.o", [SEPARATE, "-c"], own),
                (self.work / "tables.cpp", self.work / "objects/tables.o", [SEPARATE, "-c"],
                 [*own, *definitions])]
        for t in tests:
            name = "_".join(t.relative_to(self.tests).with_suffix(".o").parts)
            todo.append((t, self.work / "objects" / name, [SEPARATE, "-c", "-include", pre],
                         [*common, *shared]))
        self.compile(todo)
        program = self.work / "runner"
        run(["g++", "-o", program, *(x[1] for x in todo), "-pthread"])
        return program

    def constants(self, mutants, results):
        """Compiles a few tests for each mutant that no test reaches at run time."""
        main = self.work / "objects/main.o"
        self.compile([(self.tests / "catch2_main.cpp", main, ["-c"], [])])
        program = self.work / "constant"
        for n, m in enumerate(mutants):
            print(f"{n} of {len(mutants)} compiled", file=sys.stderr, flush=True)
            stem = pathlib.Path(m.file).stem
            names = TESTS_OF_CONSTANTS.get(stem, [f"{m.file.split('/')[0]}/{stem}"])
            what, by = "passed", ""
            for source in (self.tests / f"{name}_test.cpp" for name in names):
                if not source.exists():
                    continue
                command = ["g++", *FLAGS, *self.include, f"-DMUTANTS_CONSTANT={m.id}", "-include",
                           self.work / "constant.hpp", source, main, "-o", program]
                done = subprocess.run([str(x) for x in command], stderr=subprocess.PIPE, text=True)
                if done.returncode != 0:
                    what, by = "failed", "compiling " + source.name
                    break
                try:
                    done = subprocess.run([program, "--abort"], stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL, timeout=120)
                except subprocess.TimeoutExpired:
                    done = None
                if done is None or done.returncode != 0:
                    what, by = "failed", source.name
                    break
            results[m.id] = (what, by)

    def compile(self, todo):
        running = []

        def finish():
            source, stamp, content, process = running.pop(0)
            errors = process.communicate()[1]
            if process.returncode != 0:
                raise SystemExit(f"{source}:\n{errors[:4000]}")
            stamp.write_text(content)

        for source, target, flags, needs in todo:
            stamp = target.with_suffix(target.suffix + ".stamp")
            content = self.stamp(source, *needs)
            if target.exists() and stamp.exists() and stamp.read_text() == content:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if len(running) == self.jobs:
                finish()
            print("compiling", source.name, file=sys.stderr, flush=True)
            command = ["g++", *FLAGS, *self.include, *flags, source, "-o", target]
            running.append((source, stamp, content,
                            subprocess.Popen([str(x) for x in command], stderr=subprocess.PIPE,
                                             text=True)))
        while running:
            finish()


def key_of(m):
    """The description of a mutant, without its line, so that other edits of the file do not change it."""
    return f"{m.file} {m.function}: {m.kind}: {m.before} -> {m.after}"


def read_reasons(path):
    """The reasons of the accepted survivors. Each survivor has a line, and its reason follows in indented lines."""
    reasons, key = {}, None
    for line in path.read_text().splitlines() if path.exists() else []:
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            reasons[key] = (reasons[key] + " " + line.strip()).strip()
        else:
            key = line.strip()
            reasons[key] = ""
    return reasons


def numbered(mutants):
    """A unique key for each mutant. The second mutant with an equal key gets the suffix "#2"."""
    seen, out = collections.Counter(), {}
    for m in mutants:
        key = key_of(m)
        seen[key] += 1
        out[m.id] = key if seen[key] == 1 else f"{key} #{seen[key]}"
    return out


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--work", type=pathlib.Path, default=ROOT / "build/mutation",
                         help="the directory for compiled files and results")
    options.add_argument("--root", type=pathlib.Path, default=ROOT, help="the checkout to test")
    options.add_argument("--jobs", type=int, default=1, help="how many processes to run at a time")
    options.add_argument("--compile", type=int, default=60, metavar="N",
                         help="try at most N of the mutants that exist only at compile time")
    options.add_argument("--longest", type=float, default=2,
                         help="leave out test cases that take more seconds than this")
    options.add_argument("--again", action="store_true", help="run only the mutants that survived the last run")
    options.add_argument("--only", default="", help="only headers whose names begin with this text")
    asked = options.parse_args()
    work, root = asked.work.resolve(), asked.root.resolve()

    include = root / "include/invito"
    arguments = ["-std=c++17", SEPARATE, f"-I{root / 'include'}", "-x", "c++"]
    made = headers.Mutator(str(include), "invito/src.hpp", FOLDERS, arguments)
    for old in include.rglob("*.[hi]pp"):
        name = str(old.relative_to(include))
        text = made.headers[name].mutated() if name in made.headers else old.read_bytes()
        write_if_new(work / "include/invito" / name, text)
    write_if_new(work / "tables.cpp", table_calls(made.tables).encode())
    print(f"{len(made.mutants)} mutants in functions; places that are evaluated while compiling: "
          + ", ".join(f"{n} {kind}" for kind, n in made.skipped.most_common()), file=sys.stderr)

    known = work / "mutants.txt"
    keys = "".join(f"{key}\n" for key in numbered(made.mutants).values())
    if asked.again and (not known.exists() or known.read_text() != keys):
        raise SystemExit("The mutants are others than the last time: run them all")
    known.write_text(keys)

    build = Build(work, root, asked.jobs)
    program = build.program()
    results, last = work / "results.tsv", work / "last.tsv"  # last.tsv keeps the results of the last run
    ids = []
    if asked.again:
        shutil.copy(results, last)
        ids = [line.split("\t")[0] for line in last.read_text().splitlines()
               if line.split("\t")[1] in ("passed", "unreached")]
    if asked.only:
        ids = [str(m.id) for m in made.mutants if m.file.startswith(asked.only)]
    done = subprocess.run([program, str(len(made.mutants)), str(asked.jobs),
                           str(asked.longest), results, *ids])
    if done.returncode != 0:
        return 2
    if asked.again:
        merge(last, results)
    try_constants(build, made, results, asked.compile)
    return report(made, results, root)


def merge(last, results):
    """Adds the results of the last run for the mutants that did not run again."""
    lines = {line.split("\t")[0]: line for line in last.read_text().splitlines()}
    lines.update({line.split("\t")[0]: line for line in results.read_text().splitlines()})
    results.write_text("\n".join(lines[n] for n in sorted(lines, key=int)) + "\n")


def try_constants(build, made, results, most):
    """Tries mutants that exist only at compile time: at most `most` of them, evenly spread."""
    by_id = {str(m.id): m for m in made.mutants}
    lines = [line.split("\t") for line in results.read_text().splitlines()]
    waiting = [by_id[f[0]] for f in lines
               if f[1] in ("unreached", "compiled") and f[0] in by_id and by_id[f[0]].constant]
    count = min(most, len(waiting))
    chosen = [waiting[n * len(waiting) // count] for n in range(count)]
    fates = {m.id: ("compiled", "") for m in waiting}
    build.constants(chosen, fates)
    for f in lines:
        if f[0] in by_id and by_id[f[0]].id in fates:
            f[1:3] = fates[by_id[f[0]].id]
    results.write_text("".join("\t".join(f) + "\n" for f in lines))


def report(made, results, root):
    by_id = {m.id: m for m in made.mutants}
    ran, fate, untried = [], {}, 0
    for line in results.read_text().splitlines():
        number, what, by, *table = line.split("\t")
        if table:
            file, name, before, after = table
            m = headers.Mutant(int(number), file, 0, name, False, "table", before, after)
        else:
            m = by_id[int(number)]
        if what == "compiled":
            untried += 1
            continue
        ran.append(m)
        fate[m.id] = what
    tables = [m for m in ran if m.kind == "table"]
    keys = {**numbered(made.mutants), **numbered(tables)}  # of all mutants, so that every run numbers them alike
    reasons = read_reasons(HERE / "survivors.txt")

    files = collections.defaultdict(collections.Counter)
    for m in ran:
        files[m.file][fate[m.id]] += 1
    print(f"{'':34}  mutants  killed  survived  unreached")
    for file in sorted(files):
        f = files[file]
        lived, missed = f["passed"], f["unreached"]
        total = sum(f.values())
        print(f"{file:34} {total:8} {total - lived - missed:7} {lived:9} {missed:10}")
    survivors = [m for m in ran if fate[m.id] in ("passed", "unreached")]
    score = 100 * (len(ran) - len(survivors)) / max(1, len(ran))
    news = [m for m in survivors if not reasons.get(keys[m.id])]
    print("\nSurvivors, new ones with a star:\n")
    for m in survivors:
        text = ""
        if m.line:
            text = (root / "include/invito" / m.file).read_text().splitlines()[m.line - 1].strip()
        print(f"{'*' if m in news else ' '} {keys[m.id]}\n      {m.file}:{m.line}: {text}"
              f"  [{fate[m.id]}]")
    full = len(ran) + untried >= len(made.mutants)
    if untried:
        print(f"{untried} exist only while compiling and were not tried; see --compile")
    stale = [k for k in reasons if k not in {keys[m.id] for m in survivors}] if full else []
    for k in stale:
        print(f"no longer a survivor: {k}")
    print(f"\n{len(ran)} mutants, {len(ran) - len(survivors)} killed, {len(survivors)} survived, "
          f"{len(news)} of them without a reason: {score:.2f} %")
    return 1 if score < LEAST_SCORE or news else 0


if __name__ == "__main__":
    sys.exit(main())
