#!/usr/bin/env python3
"""How long vault-lint takes beside git itself, on a made vault of many notes and commits.

    cargo build --release --locked
    python3 tests/tools/bench_git.py [--notes 5000] [--commits 5000] [--runs 9] [--program target/release/vault-lint]

Makes a repository in a temporary folder (the same one for the same --seed): notes in folders, each commit appends a
line to one note or sets or clears its `needs-review` tag. Then measures in turns, so that whatever else the machine does
hits both alike, and prints the medians and their ratio:

- `vault-lint --staged` with ten staged notes against `git diff --cached --stat`;
- `vault-lint --select stale-needs-review` over the whole vault, whose tags are judged by history, against
  `git log -S needs-review`.

A timing is no test: nothing here passes or fails.
"""

import argparse
import datetime
import os
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

SYLLABLES = "mil we ga oak ri sto cou har led bri or win fer lan cha ost sol bar ten mur kel vin".split()
# Enough words for two facts to share few of them, as in real notes.
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("", "na", "ter", "ing", "sk")]


class Notes:
    """Texts of notes, changed a line or a tag at a time."""

    def __init__(self, count: int, chance: random.Random, flat: bool):
        self.chance = chance
        folder = (lambda number: "Notes") if flat else (lambda number: f"Area {number % 40}/Part {number % 7}")
        self.paths = [f"{folder(number)}/Note {number}.md" for number in range(count)]
        self.lines = [[self.fact() for _ in range(20)] for _ in range(count)]
        self.tagged = [False] * count

    def fact(self) -> str:
        return "- " + " ".join(self.chance.choices(WORDS, k=9)) + f" {self.chance.randrange(10_000)}"

    def change(self, number: int) -> None:
        if self.chance.random() < 0.1:
            self.tagged[number] = not self.tagged[number]
        else:
            self.lines[number].append(self.fact())

    def text(self, number: int) -> str:
        tag = "needs-review" if self.tagged[number] else "seen"
        return f"---\ntags: [note, {tag}]\n---\n\n# Note {number}\n\n" + "\n".join(self.lines[number]) + "\n"


def import_history(top: Path, notes: Notes, commits: int) -> None:
    """Feeds `git fast-import`: the first commit holds all notes, each later one changes one."""
    stream = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=top, stdin=subprocess.PIPE)
    begin = int(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc).timestamp())

    def commit(when: int, numbers) -> None:
        out = [f"commit refs/heads/main\ncommitter Mira <mira@example.org> {when} +0000\ndata 1\nc\n"]
        for number in numbers:
            data = notes.text(number)
            out.append(f'M 644 inline "{notes.paths[number]}"\ndata {len(data.encode())}\n{data}\n')
        stream.stdin.write("".join(out).encode())

    commit(begin, range(len(notes.paths)))
    for step in range(1, commits):
        number = notes.chance.randrange(len(notes.paths))
        notes.change(number)
        commit(begin + step * 14_400, [number])
    stream.stdin.close()
    if stream.wait() != 0:
        raise SystemExit("git fast-import failed")
    git = lambda *args: subprocess.run(["git", *args], cwd=top, check=True)
    git("reset", "-q", "--hard", "main")
    git("gc", "-q")


def timed(command, top: Path, env) -> float:
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=top, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command}: {done.stderr.decode(errors='replace')}")
    return time.perf_counter() - begin


def compare(name: str, ours, theirs, top: Path, env, runs: int) -> None:
    times = ([], [])
    for _ in range(runs):
        for command, taken in zip((ours, theirs), times):
            taken.append(timed(command, top, env))
    ours_median, theirs_median = (statistics.median(taken) for taken in times)
    print(f"| {name} | {ours_median * 1000:.0f} ms | {theirs_median * 1000:.0f} ms | {ours_median / theirs_median:.2f} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--notes", type=int, default=5000)
    options.add_argument("--commits", type=int, default=5000)
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--flat", action="store_true", help="all notes in one folder: the hardest shape for history")
    options.add_argument("--program", type=Path, default=Path("target/release/vault-lint"))
    given = options.parse_args()
    program = str(given.program.resolve())

    with tempfile.TemporaryDirectory() as room:
        top = Path(room) / "vault"
        top.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": room, "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=top, check=True, env=env)
        notes = Notes(given.notes, random.Random(given.seed), given.flat)
        import_history(top, notes, given.commits)
        for number in range(10):
            path = top / notes.paths[number * (given.notes // 10)]
            path.write_text(path.read_text() + notes.fact() + "\n")
        subprocess.run(["git", "add", "-A"], cwd=top, check=True, env=env)

        last = datetime.date(2024, 1, 1) + datetime.timedelta(seconds=given.commits * 14_400)
        print(f"{given.notes} notes, {given.commits} commits, {sum(notes.tagged)} tagged; medians of {given.runs}\n")
        print("| | vault-lint | git | ratio |\n|---|---:|---:|---:|")
        today = ["--today", last.isoformat()]
        compare("`--staged`, 10 notes / `git diff --cached --stat`", [program, "--staged", *today],
                ["git", "diff", "--cached", "--stat"], top, env, given.runs)
        fresh = [program, "--select", "stale-needs-review", *today, "."]
        compare("tags of the vault by history / `git log -S`", fresh,
                ["git", "log", "--oneline", "-S", "needs-review"], top, env, given.runs)


if __name__ == "__main__":
    main()
