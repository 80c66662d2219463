"""Mutates the database and runs the SQL tests until one of them fails; called by tests/mutants/run, which has made the cluster."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import queue
import random
import re
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SQL_TESTS = HERE.parent / "sql"
TEMPLATE = "kam_mutant_template"
FILE_SECONDS_MAX = 300


def psql(database, *arguments, timeout=None):
    return subprocess.run(["psql", "-X", "-q", "-At", "-d", database, *arguments], cwd=SQL_TESTS, capture_output=True, text=True, timeout=timeout)


def statement(database, text):
    done = psql(database, "-v", "ON_ERROR_STOP=1", "-c", text)
    if done.returncode != 0:
        raise RuntimeError(f"{text}: {done.stderr.strip()}")
    return done.stdout


def make_copy(database):
    """A copy has no grants on the database itself: core/seal.sql gave them to the template."""
    statement("postgres", f"drop database if exists {database} with (force)")
    statement("postgres", f"create database {database} template {TEMPLATE}")
    statement("postgres", f"revoke all on database {database} from public")
    statement("postgres", f"grant connect on database {database} to kam_app")


def is_red(database, file, mutation=None):
    """One file of the suite, as pg_prove judges it: a point that is not ok, a broken plan, an error. A file is one transaction that is rolled
    back; the mutation comes first in it, so the database is as it was afterwards."""
    first = ["-c", "begin", "-c", mutation] if mutation else []
    try:
        done = psql(database, *first, "-f", str(file), timeout=FILE_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        return True
    out = done.stdout + done.stderr
    plan = re.search(r"^1\.\.(\d+)$", done.stdout, re.M)
    ran = len(re.findall(r"^(?:not )?ok \d+", done.stdout, re.M))
    # A point a file expects to be open (todo) is none.
    bad = [line for line in done.stdout.splitlines() if line.startswith("not ok") and "# todo" not in line.lower()]
    return bool(bad) or not plan or int(plan.group(1)) != ran or "# Looks like you planned" in out


def ordered(files, texts, mutation):
    """Those that speak of it most come first; most mutants die in the first file."""
    words = [mutation["about"], *re.findall(r"\w{4,}", mutation["name"])]
    first = {"core/rls.sql", "core/watched.sql", "core/open_policies.sql", "core/raw.sql"}
    # Whether a constraint is there at all is asked by one file, after those that name it.
    lists = {"core/errors.sql"} if mutation["kind"] in ("check", "foreign key", "exclusion", "unique") else set()
    first = first if mutation["kind"] in ("row security", "trigger", "grant widened", "policy opened") else set()

    def interest(file):
        text = texts[file]
        name = str(file.relative_to(SQL_TESTS))
        return (name in first, text.count(mutation["about"]), name in lists, sum(text.count(word) for word in words))
    return sorted(files, key=interest, reverse=True)


def accepted():
    """Mutants that change nothing one could observe in SQL, each with its reason: "kind: name: reason" a line."""
    lines = (HERE / "accepted").read_text(encoding="utf-8").splitlines()
    return {tuple(line.split(": ", 2)[:2]) for line in lines if line and not line.startswith("#")}


class Healthy:
    """Which files are red before anything is changed: they show nothing. Asked of those alone that went red."""

    def __init__(self):
        self.known, self.lock = {}, threading.Lock()
        make_copy("kam_mutant_none")

    def sick(self, file):
        with self.lock:
            if file not in self.known:
                self.known[file] = is_red("kam_mutant_none", file)
            return self.known[file]

    def listed(self):
        return sorted(file for file, sick in self.known.items() if sick)


def killer(mutation, database, files, texts, healthy):
    """The file that goes red, or None."""
    statement(database, f"begin; {mutation['statement']}; rollback")
    return next((file for file in ordered(files, texts, mutation) if is_red(database, file, mutation["statement"]) and not healthy.sick(file)), None)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--inner", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    listed = statement(TEMPLATE, (HERE / "list.sql").read_text(encoding="utf-8"))
    mutations = [json.loads(line) for line in listed.splitlines()]
    if not options.inner:
        mutations = [m for m in mutations if not m["kind"].startswith("inner ")]
    mutations = [m for m in mutations if re.search(options.only, f"{m['kind']} {m['name']}")]
    if options.list:
        for m in mutations:
            print(f"{m['kind']}: {m['name']}")
        return 0
    if options.sample and options.sample < len(mutations):
        mutations = random.Random(options.seed).sample(mutations, options.sample)
        print(f"# seed {options.seed}")
    files = sorted(SQL_TESTS.glob("*/*.sql"))
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    healthy, databases = Healthy(), queue.SimpleQueue()
    for number in range(options.jobs):
        make_copy(f"kam_mutant_{number}")
        databases.put(f"kam_mutant_{number}")

    def kill(mutation):
        database = databases.get()
        try:
            return killer(mutation, database, files, texts, healthy)
        finally:
            databases.put(database)

    spared, survivors, began = accepted(), 0, time.monotonic()
    print(f"1..{len(mutations)}", flush=True)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for number, (m, by) in enumerate(zip(mutations, pool.map(kill, mutations)), 1):
            if by:
                print(f"ok {number} - {m['kind']}: {m['name']} # killed by {by.relative_to(SQL_TESTS)}", flush=True)
            elif (m["kind"], m["name"]) in spared:
                print(f"ok {number} - {m['kind']}: {m['name']} # accepted", flush=True)
            else:
                survivors += 1
                print(f"not ok {number} - {m['kind']}: {m['name']} # survived", flush=True)
    for file in healthy.listed():
        print(f"# {file.relative_to(SQL_TESTS)} is red without any mutation and does not count")
    print(f"# {len(mutations) - survivors} of {len(mutations)} mutants killed in {time.monotonic() - began:.0f} s")
    return 1 if survivors or healthy.listed() else 0


sys.exit(main())
