#!/usr/bin/env python3
"""How well and how fast repeated facts are found, beside MinHash/LSH and all-pairs fuzzy matching.

    cargo build --release --locked
    python3 -m venv venv && venv/bin/pip install datasketch rapidfuzz
    venv/bin/python tests/tools/peers_likeness.py [--bullets 1000 10000] [--runs 3] [--gold DIR] [--program target/release/vault-lint]

Makes lists of invented facts (the same ones for the same --seed): some are said again in other words, some have a twin that
differs in one number, date, name or place and is another fact. All three find the pairs of one fact:

- vault-lint as a command, start and JSON report included, with its default settings;
- datasketch: MinHash (128 permutations) of word sets, candidates by LSH, scored by estimated Jaccard;
- rapidfuzz: `token_set_ratio` and `token_sort_ratio` of all pairs (`process.cdist`), the better of the two counts.

The peers get the threshold that serves them best: the one with the highest recall whose precision is at least vault-lint's,
chosen with the labels in hand. Where no threshold gets there, the highest precision that they reach with a tenth of the
pairs is shown. Times are medians of --runs, taken in turns in one process; the peers' do not hold the start of Python. With
--gold, the same on labelled notes (NAME.md beside NAME.gold.json with lists of {line, cluster, text}).

A timing is no test: nothing here passes or fails.
"""

import argparse
import itertools
import json
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rapidfuzz import fuzz, process

SYLLABLES = "mil we ga oak ri sto cou har led bri or win fer lan cha ost sol bar ten mur kel vin tor sun elm".split()
MONTHS = "January February March April May June July August September October November December".split()

# The wordings of one kind of fact: a person, another one, a thing, a place, a number and a day.
KINDS = [
    ["{a} asked {b} for {n} {thing} in {place}.", "{b} was asked by {a} for {n} {thing} in {place}.", "{a} requested {n} {thing} in {place} from {b}."],
    ["{a} leads the {thing} project in {place} with a budget of €{n}.", "The {thing} project in {place}, budget €{n}, is led by {a}.", "{a} is leading the {place} {thing} project (budget: EUR {n})."],
    ["The inspection of the {thing} in {place} is set for {day}.", "Inspection of the {place} {thing} is scheduled for {iso}.", "On {day} the {thing} in {place} will be inspected."],
    ["{a} sold {n} {thing} to {b} on {day}.", "On {iso}, {a} sold {b} {n} {thing}.", "{b} was sold {n} {thing} by {a} on {day}."],
    ["{a} works with {b} on the {thing} at {place}.", "{a} and {b} work together on the {place} {thing}.", "The {thing} at {place} is what {a} works on with {b}."],
    ["The {place} depot holds {n} {thing} as of {day}.", "As of {iso}, {n} {thing} are held at the {place} depot.", "There were {n} {thing} in the depot of {place} on {day}."],
    ["{a} moved from {place} to {other} in {month} {year}.", "In {month} {year} {a} moved to {other} from {place}.", "{a} relocated from {place} to {other} in {month} {year}."],
    ["{a} agreed to review the {thing} plan for {place} before {day}.", "Before {day}, {a} will review the {place} {thing} plan, as agreed.", "{a} agreed that the {thing} plan of {place} is reviewed by {iso}."],
]


class Facts:
    """Invented facts; each holds all values that some wording may want."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)

    def word(self, least: int = 2) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(least, 3)))

    def person(self) -> str:
        return f"{self.word().capitalize()} {self.word().capitalize()}"

    def values(self) -> dict:
        year, month, day = self.chance.randint(2022, 2026), self.chance.randint(1, 12), self.chance.randint(1, 28)
        number = self.chance.randint(2, 9_999)
        return {
            "a": self.person(), "b": self.person(), "thing": self.word() + "s", "place": self.word().capitalize(),
            "other": self.word().capitalize(), "n": f"{number:,}", "year": year, "month": MONTHS[month - 1],
            "day": f"{MONTHS[month - 1]} {day}, {year}", "iso": f"{year}-{month:02}-{day:02}",
        }

    def twin(self, values: dict) -> dict:
        """Another fact in nearly the same words: one value differs, a day in both of its forms."""
        fresh, changed = self.values(), dict(values)
        for name in self.chance.choice([["n"], ["a"], ["place"], ["day", "iso", "month", "year"]]):
            changed[name] = fresh[name]
        return changed

    def bullets(self, count: int) -> list[tuple[str, int]]:
        out, cluster = [], 0
        while len(out) < count:
            kind, values = self.chance.choice(KINDS), self.values()
            wordings = self.chance.sample(kind, k=self.chance.choices([1, 2, 3], weights=[7, 2, 1])[0])
            out += [(wording.format(**values), cluster) for wording in wordings]
            cluster += 1
            twin = self.chance.choice(wordings).format(**self.twin(values))
            # A value that the wording does not hold makes no other fact.
            if self.chance.random() < 0.4 and all(twin != wording.format(**values) for wording in kind):
                out.append((twin, cluster))
                cluster += 1
        out = out[:count]
        self.chance.shuffle(out)
        return out


def pairs_of(clusters: list[int]) -> set[tuple[int, int]]:
    members: dict[int, list[int]] = {}
    for number, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(number)
    return {pair for group in members.values() for pair in itertools.combinations(group, 2)}


def ours(program: str, lists: list[list[str]]) -> list[set[tuple[int, int]]]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, texts in enumerate(lists):
            note = Path(folder) / f"{number}.md"
            note.write_text("".join(f"- {text}\n" for text in texts), encoding="utf-8")
            command = [program, "--no-config", "--select", "duplicate-facts", "--output-format", "json", note.name]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
            if done.returncode not in (0, 1):
                raise SystemExit(done.stderr)
            groups: dict[int, set[int]] = {}
            for finding in json.loads(done.stdout)["diagnostics"]:
                lines = [finding["range"]["start"]["line"], finding["data"]["keep"]["line"]]
                groups.setdefault(finding["data"]["group"], set()).update(line - 1 for line in lines)
            found.append({pair for group in groups.values() for pair in itertools.combinations(sorted(group), 2)})
    return found


def by_minhash(lists: list[list[str]]) -> list[dict[tuple[int, int], float]]:
    scored = []
    for texts in lists:
        index, hashes = MinHashLSH(threshold=0.3, num_perm=128), []
        for number, text in enumerate(texts):
            hashed = MinHash(num_perm=128)
            hashed.update_batch([word.encode() for word in set(text.lower().split())])
            hashes.append(hashed)
            index.insert(number, hashed)
        scores = {}
        for number, hashed in enumerate(hashes):
            for other in index.query(hashed):
                if other < number:
                    scores[other, number] = hashed.jaccard(hashes[other])
        scored.append(scores)
    return scored


def by_rapidfuzz(scorer) -> "callable":
    def score(lists: list[list[str]]) -> list[dict[tuple[int, int], float]]:
        scored = []
        for texts in lists:
            scores = {}
            for begin in range(0, len(texts), 500):
                matrix = process.cdist(texts[begin : begin + 500], texts, scorer=scorer, score_cutoff=50)
                for row, column in zip(*matrix.nonzero()):
                    if begin + row < column:
                        scores[begin + int(row), int(column)] = float(matrix[row, column])
            scored.append(scores)
        return scored

    return score


def judged(found: list[set], true: list[set]) -> tuple[float, float]:
    """Precision and recall over all lists."""
    right = sum(len(f & t) for f, t in zip(found, true))
    said, there = sum(map(len, found)), sum(map(len, true))
    return right / said if said else 1.0, right / there if there else 1.0


def best_at(scored: list[dict], true: list[set], precision: float) -> str:
    """The highest recall of all thresholds that are at least as precise."""
    ranked = sorted(((score, pair in t) for scores, t in zip(scored, true) for pair, score in scores.items()), reverse=True)
    there, right, best, summit = sum(map(len, true)), 0, None, (0.0, 0.0)
    for said, (score, is_right) in enumerate(ranked, 1):
        right += is_right
        if said < len(ranked) and ranked[said][0] == score:
            continue
        if right / said >= precision:
            best = right / there
        if right / there >= 0.1:
            summit = max(summit, (right / said, right / there))
    if best is not None:
        return f"{best:6.3f} at precision {precision:.3f}"
    return f"never as precise; {summit[1]:.3f} at {summit[0]:.3f}"


def compare(name: str, lists: list[list[tuple[str, int]]], options, most_for_rapidfuzz: int) -> dict[str, float]:
    texts = [[text for text, _ in bullets] for bullets in lists]
    true = [pairs_of([cluster for _, cluster in bullets]) for bullets in lists]
    peers = {"datasketch MinHash/LSH": by_minhash}
    if sum(map(len, texts)) <= most_for_rapidfuzz:
        peers["rapidfuzz token_set_ratio"] = by_rapidfuzz(fuzz.token_set_ratio)
        peers["rapidfuzz token_sort_ratio"] = by_rapidfuzz(fuzz.token_sort_ratio)
    times: dict[str, list[float]] = {}
    results = {}
    for _ in range(options.runs):
        for label, run in {"vault-lint": lambda lists: ours(options.program, lists), **peers}.items():
            begin = time.perf_counter()
            results[label] = run(texts)
            times.setdefault(label, []).append(time.perf_counter() - begin)
    own = statistics.median(times["vault-lint"])
    precision, recall = judged(results["vault-lint"], true)
    print(f"\n{name}: {sum(map(len, texts))} bullets, {sum(map(len, true))} pairs of one fact")
    print(f"  {'vault-lint':28} recall {recall:6.3f} at precision {precision:.3f}   1.00 x the time ({own:.2f} s)")
    for label in peers:
        ratio = statistics.median(times[label]) / own
        print(f"  {label:28} recall {best_at(results[label], true, precision)}   {ratio:.2f} x")
    return {label: statistics.median(values) for label, values in times.items()}


def labelled(folder: Path) -> list[list[tuple[str, int]]]:
    lists = []
    for file in sorted(folder.glob("*.gold.json")):
        labels = json.loads(file.read_text(encoding="utf-8"))
        bullets = [(bullet["text"], bullet["cluster"]) for bullet in labels.get("facts", [])]
        if bullets:
            lists.append(bullets)
    return lists


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bullets", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--most-for-rapidfuzz", type=int, default=12_000, help="all pairs of more bullets take too long")
    parser.add_argument("--program", default="target/release/vault-lint")
    options = parser.parse_args()
    options.program = str(Path(options.program).resolve())
    if options.gold:
        compare("labelled notes", labelled(options.gold), options, options.most_for_rapidfuzz)
    times = {}
    for count in options.bullets:
        found = compare("one list", [Facts(options.seed).bullets(count)], options, options.most_for_rapidfuzz)
        times[count] = found["vault-lint"]
    for small, large in itertools.pairwise(sorted(times)):
        ratio = times[large] / large / (times[small] / small)
        print(f"\nvault-lint per bullet: a list of {large} takes {ratio:.2f} x that of one of {small}")


if __name__ == "__main__":
    main()
