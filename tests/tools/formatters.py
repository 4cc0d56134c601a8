#!/usr/bin/env python3
"""What formatters do to real notes: one Markdown table of changes and of harm.

    formatters.py FOLDER... [--sample N] [--tool NAME]... [--command NAME=COMMAND]... [--differences FILE]

Every note (`*.md`) below the folders is copied to a temporary folder, each formatter runs there with its default settings, once
and then a second time, and what it left is compared with what was there. The notes themselves are only read. Formatters that are
not on PATH are told and left out: vault-lint, rumdl, prettier, mdformat, markdownlint-cli2. A note that occurs twice, byte for
byte, is measured once.

The columns count notes:

  changed           other bytes than before
  cmark-gfm         the meaning changed, by cmark-gfm (package `cmarkgfm`): its HTML differs. Not counted: whether a list is loose
                    (`<p>` right in `<li>`), white space beside block tags and runs of blanks outside of `<pre>`. A line break
                    within a paragraph counts, because Obsidian shows it.
  markdown-it       the same by markdown-it (package `markdown-it-py`, with tables and strikethrough), from its tokens
  not settled       a second run changes the note again
  lost …            fewer of one kind (the same text, counted) than before, outside of code: wikilinks, embeds, tags, block ids,
                    and values of the front matter (its parsed tree when the package `yaml` is there and the front matter is YAML,
                    else its lines without trailing blanks)
  refused           the formatter failed on this very note, alone (exit status, or longer than --timeout)

Front matter is cut off before rendering. Neither renderer belongs to a formatter measured here, except that mdformat parses with
markdown-it-py. Neither knows Obsidian's comments and math: what a formatter does inside of these shows as a change of meaning. A
renderer that is not installed leaves its column empty.
"""

import argparse
import collections
import difflib
import functools
import hashlib
import multiprocessing
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import cmarkgfm
    from cmarkgfm.cmark import Options
except ImportError:
    cmarkgfm = None
try:
    from markdown_it import MarkdownIt
except ImportError:
    MarkdownIt = None
try:
    import yaml
except ImportError:
    yaml = None

# The command, run in the folder of the copies, and the exit statuses that tell of no failure (1 can mean «findings remain»).
FORMATTERS = {
    "vault-lint": ("vault-lint format .", {0}),
    "rumdl": ("rumdl fmt .", {0, 1}),
    "rumdl (obsidian)": ("rumdl fmt --flavor obsidian .", {0, 1}),
    "prettier": ("prettier --write --log-level warn .", {0}),
    "mdformat": ("mdformat .", {0}),
    "markdownlint-cli2": ("markdownlint-cli2 --fix **/*.md", {0, 1}),
}
BATCH = 500
KINDS = ("wikilinks", "embeds", "tags", "block ids", "front matter")

# --- Rendering -------------------------------------------------------------------------------------------------------------------

FRONT = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\n|\r)((?:[\s\S]*?(?:\r\n|\n|\r))??)---[ \t]*(?:\r\n|\n|\r|\Z)")
TAG = re.compile(r"(<(?P<raw>pre|script|style|textarea)\b[\s\S]*?</(?P=raw)>|<[^>]+>)")
BLOCK = re.compile(
    r"</?(?:li|ul|ol|p|blockquote|pre|h[1-6]|hr|table|tr|td|th|thead|tbody|section|div|input|details|summary|br)\b[^>]*>"
)


def printable(text):
    """The text as a renderer can take it: no NUL, no lone surrogate (a byte that was no UTF-8), no byte order mark."""
    return re.sub(r"[\0\ud800-\udfff]", "\ufffd", text).lstrip("\ufeff")


def cmark_html(body):
    """The HTML of cmark-gfm without what looseness and the layout of the source bring into it."""
    page = cmarkgfm.github_flavored_markdown_to_html(body, Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES)
    out, open_tags = [], []
    pieces = TAG.split(page)
    # A split with two groups gives text, tag, name of a raw element, text, …
    for at in range(0, len(pieces), 3):
        out.append(re.sub(r"[ \t]*[\r\n]\s*", "\n", re.sub(r"[ \t]+", " ", pieces[at])))
        if at + 1 == len(pieces):
            break
        tag = pieces[at + 1]
        name = re.match(r"</?([A-Za-z][\w-]*)", tag)
        if pieces[at + 2] or not name:
            out.append(tag)
            continue
        name = name.group(1).lower()
        if tag.startswith("</"):
            if name in open_tags:
                while open_tags.pop() != name:
                    pass
            in_item = name == "p" and open_tags[-1:] == ["li"]
            # Two paragraphs of an item stay told apart from one.
            out.append("\xb6" if in_item else tag)
        else:
            in_item = name == "p" and open_tags[-1:] == ["li"]
            if name in ("p", "li", "ul", "ol", "blockquote", "table", "td", "th", "div", "section", "details"):
                open_tags.append(name)
            out.append("" if in_item else tag)
    text = "".join(out)
    text = re.sub(r"\s*\xb6\s*(?=<|\Z)", "", text)
    return re.sub(rf"\s*({BLOCK.pattern})\s*", r"\1\n", text).strip()


@functools.cache
def markdown_it():
    return MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])


def tokens(body):
    """The tokens of markdown-it, one a line, without their places and without the looseness of lists."""
    out = []
    stack = list(reversed(markdown_it().parse(body)))
    while stack:
        token = stack.pop()
        if token.type == "inline":
            stack.extend(reversed(token.children or []))
            continue
        if token.info == "auto":
            # A bare URL is a link in Obsidian too; `<…>` around it changes nothing.
            continue
        content = token.content
        if token.type in ("text", "html_block"):
            content = re.sub(r"[ \t]+", " ", content).strip("\r\n")
        info = token.info.strip() if token.type == "fence" else ""
        out.append(f"{token.type} {token.tag} {info} {sorted(token.attrs.items())} {content!r}")
    return "\n".join(out)


RENDERERS = {"cmark-gfm": cmarkgfm and cmark_html, "markdown-it": MarkdownIt and tokens}

# --- What a note holds -----------------------------------------------------------------------------------------------------------

FENCE = re.compile(r"^((?:[ \t]*(?:>|[-*+]|\d+[.)])[ \t]?)*)[ \t]*(`{3,}|~{3,})([^\r\n]*)")
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\r?\n\s*\r?\n)[\s\S])*?(?<!`)\1(?!`)")
PATTERNS = {
    "embeds": re.compile(r"!\[\[[^\[\]\r\n]+\]\]"),
    "wikilinks": re.compile(r"(?<!!)\[\[[^\[\]\r\n]+\]\]"),
    "tags": re.compile(r"(?<![^\s])#(?=[\w/-]*[^\W\d])[\w/-]+"),
    "block ids": re.compile(r"(?:(?<=\s)|(?<=\A))\^[A-Za-z0-9-]+(?=[ \t\r]*$)", re.MULTILINE),
}


def without_code(text):
    """The text with fenced blocks and code spans cut out."""
    kept, fence = [], None
    for line in text.splitlines(keepends=True):
        found = FENCE.match(line)
        if fence is None:
            if found and not (found.group(2)[0] == "`" and "`" in found.group(3)):
                fence = found.group(2)
            else:
                kept.append(line)
        elif found and found.group(2)[0] == fence[0] and len(found.group(2)) >= len(fence) and not found.group(3).strip():
            fence = None
    return CODE.sub("", "".join(kept))


def values(front):
    """The scalars of the front matter, each with its path and type; or its lines when it is no YAML."""
    if yaml is not None:
        try:
            found = collections.Counter()
            stack = [((), yaml.compose(front, Loader=yaml.SafeLoader))]
            while stack and len(found) < 100_000:
                path, node = stack.pop()
                if isinstance(node, yaml.MappingNode):
                    stack.extend(((*path, key.value if isinstance(key.value, str) else "?"), value) for key, value in node.value)
                elif isinstance(node, yaml.SequenceNode):
                    stack.extend(((*path, "-"), value) for value in node.value)
                elif node is not None:
                    found[(path, node.tag, node.value)] += 1
            return found
        except (yaml.YAMLError, RecursionError, ValueError):
            pass
    return collections.Counter(line.rstrip() for line in front.splitlines() if line.strip())


def contents(text):
    front = FRONT.match(text)
    body = without_code(text[front.end() :] if front else text)
    found = {kind: collections.Counter(pattern.findall(body)) for kind, pattern in PATTERNS.items()}
    found["front matter"] = values(front.group(1)) if front else collections.Counter()
    return found


def compare(job):
    """What differs between a note and its formatted self: counts, and a text for --differences."""
    name, before, after = job
    harm, told = [], []
    before, after = (data.decode("utf-8", "surrogateescape") for data in (before, after))
    had, has = contents(before), contents(after)
    for kind in KINDS:
        lost = had[kind] - has[kind]
        if lost:
            harm.append(kind)
            told.append(f"lost {kind}: {list(lost)[:5]}")
    bodies = [printable(text)[(FRONT.match(printable(text)) or re.match("", "")).end() :] for text in (before, after)]
    for renderer, render in RENDERERS.items():
        if not render or bodies[0] == bodies[1]:
            continue
        try:
            pages = [render(body) for body in bodies]
        except (RecursionError, ValueError, IndexError) as error:
            harm.append("renderer failed")
            told.append(f"{renderer} failed: {error!r}")
            continue
        if pages[0] != pages[1]:
            harm.append(renderer)
            lines = difflib.unified_diff(*(page.split("\n") for page in pages), "before", "after", lineterm="", n=2)
            told.append(f"{renderer}:\n" + "\n".join(line[:400] for line, _ in zip(lines, range(60))))
    return harm, told and f"=== {name}\n" + "\n".join(told) + "\n"


# --- Running the formatters ------------------------------------------------------------------------------------------------------


class Formatter:
    def __init__(self, name, command, fine, timeout):
        self.name, self.command, self.fine, self.timeout = name, command.split(), fine, timeout
        self.seconds = 0.0

    def run(self, notes):
        """Formats notes (name -> bytes); gives name -> bytes (None: the file is gone), and the names refused."""
        after, refused = {}, []
        waiting = [list(notes)[at : at + BATCH] for at in range(0, len(notes), BATCH)]
        while waiting:
            names = waiting.pop()
            with tempfile.TemporaryDirectory() as scratch:
                for name in names:
                    (pathlib.Path(scratch) / name).write_bytes(notes[name])
                begun = time.monotonic()
                with tempfile.TemporaryFile() as output:
                    process = subprocess.Popen(
                        self.command, cwd=scratch, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
                    )
                    try:
                        status = process.wait(self.timeout)
                    except subprocess.TimeoutExpired:
                        os.killpg(process.pid, 9)
                        status = process.wait()
                if len(names) > 1 and status not in self.fine:
                    # Some note of these is refused; the others shall not suffer for it.
                    step = -(-len(names) // 8)
                    waiting.extend(names[at : at + step] for at in range(0, len(names), step))
                    continue
                self.seconds += time.monotonic() - begun
                if status not in self.fine:
                    refused.extend(names)
                for name in names:
                    path = pathlib.Path(scratch) / name
                    after[name] = path.read_bytes() if path.is_file() else None
        return after, refused


def measure(formatter, notes, paths, pool, differences):
    """One row of the table."""
    once, refused = formatter.run(notes)
    seconds = formatter.seconds
    twice, _ = formatter.run({name: data for name, data in once.items() if data is not None and name not in refused})
    counts = collections.Counter(refused=len(refused))
    jobs = []
    for name, before in notes.items():
        after = once[name]
        if after is None:
            counts["gone"] += 1
            continue
        if after != before:
            counts["changed"] += 1
            jobs.append((paths[name], before, after))
        if name in twice and twice[name] != after:
            counts["not settled"] += 1
            differences.write(f"=== {formatter.name}: {paths[name]}\nnot settled\n")
    for harm, told in pool.imap(compare, jobs, chunksize=8):
        counts.update(harm)
        if told:
            differences.write(f"{formatter.name} {told}")
    for name in refused:
        differences.write(f"=== {formatter.name}: {paths[name]}\nrefused\n")
    for oddity in ("gone", "renderer failed"):
        if counts[oddity]:
            print(f"{formatter.name}: {counts[oddity]} notes {oddity}", file=sys.stderr)
    rendered = [counts[renderer] if RENDERERS[renderer] else "" for renderer in RENDERERS]
    row = [len(notes), counts["changed"], *rendered, counts["not settled"], *(counts[kind] for kind in KINDS), counts["refused"]]
    return [formatter.name, *(f"{cell:,}" if cell != "" else "" for cell in row), f"{seconds:.1f} s"]


def collect(folders, sample, seed):
    """The notes, each content once: number.md -> bytes and number.md -> path."""
    seen, found = set(), []
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            if path.is_file() and not path.is_symlink():
                digest = hashlib.sha256(path.read_bytes()).digest()
                if digest not in seen:
                    seen.add(digest)
                    found.append(path)
    if sample and sample < len(found):
        found = sorted(random.Random(seed).sample(found, sample))
    names = {f"{number:06}.md": path for number, path in enumerate(found)}
    return {name: path.read_bytes() for name, path in names.items()}, names


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=pathlib.Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N notes, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="of the choice (default 1)")
    parser.add_argument("--tool", action="append", default=[], metavar="NAME", help="only this formatter")
    parser.add_argument("--command", action="append", default=[], metavar="NAME=COMMAND", help="run in the folder of the notes")
    parser.add_argument("--differences", type=argparse.FileType("w", encoding="utf-8", errors="backslashreplace"), default=None, metavar="FILE", help="write every harm here")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for one run of a formatter (default 1800)")
    args = parser.parse_args()
    tools = {name: tool for name, tool in FORMATTERS.items() if not args.tool or name in args.tool}
    for text in args.command:
        name, command = text.split("=", 1)
        tools[name] = (command, FORMATTERS.get(name, ("", {0}))[1])
    notes, paths = collect(args.folders, args.sample, args.seed)
    size = sum(map(len, notes.values())) / 1e6
    print(f"{len(notes):,} notes, {size:,.1f} MB\n")
    heads = ["formatter", "notes", "changed", *(f"meaning changed ({name})" for name in RENDERERS), "not settled"]
    heads += [*(f"lost {kind}" for kind in KINDS), "refused", "time"]
    print(f"| {' | '.join(heads)} |\n|---|{'---:|' * (len(heads) - 1)}", flush=True)
    with multiprocessing.Pool() as pool, args.differences or open(os.devnull, "w", encoding="utf-8", errors="backslashreplace") as differences:
        for name, (command, fine) in tools.items():
            if not shutil.which(command.split()[0]):
                print(f"{name}: not found on PATH, left out", file=sys.stderr)
                continue
            row = measure(Formatter(name, command, fine, args.timeout), notes, paths, pool, differences)
            print(f"| {' | '.join(row)} |", flush=True)
            differences.flush()


if __name__ == "__main__":
    main()
