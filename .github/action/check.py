"""Runs vault-lint on a checkout and reports what it finds to GitHub.

Everything that the user gives comes through the environment (see action.yml). What is new is told by content: a finding
is known if the base has one with the same fingerprint in the same note, or in the note that was renamed to it.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import unicodedata
import uuid
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

FINGERPRINT = "vaultLintContent/v1"
LEVELS = {"error": "error", "warning": "warning", "note": "info"}  # SARIF's names, and ours
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}
SHOWN_ANNOTATIONS = 10  # of a level in a step; GitHub drops the rest
SUMMARY_BYTES = 900_000  # GitHub drops a summary of over 1 MiB


class Stop(Exception):
    """The job cannot be done; the text says why."""


# --- What the user and the event say ---


def setting(name, choices=None):
    value = os.environ.get("VAULT_LINT_" + name.upper().replace("-", "_"), "").strip()
    if choices and value not in choices:
        raise Stop(f"{name} is {value!r}; it can be " + ", ".join(choices))
    return value


def event():
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    return json.loads(Path(path).read_text(encoding="utf-8")) if path and Path(path).is_file() else {}


# --- Git ---


def git(*arguments):
    """What git prints, or None if it fails. Nothing of the repository is run: no hook and no large-file filter."""
    environment = {**os.environ, "GIT_LFS_SKIP_SMUDGE": "1", "LC_ALL": "C"}
    command = ["git", "-c", f"core.hooksPath={os.devnull}", *arguments]
    done = subprocess.run(command, capture_output=True, env=environment)
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None


def commit(revision):
    """The id of a commit that is in this checkout, or None."""
    if not revision or revision.startswith("-"):
        return None
    found = git("rev-parse", "--verify", "--quiet", revision + "^{commit}")
    return found.strip() if found else None


def merge_base(revision):
    there = commit(revision)
    found = git("merge-base", there, "HEAD") if there else None
    return found.strip() if found else None


def base_of_event(name, what):
    """The commit to compare with and, where there is none, why. No network is used: it is in the checkout or not."""
    if name in ("pull_request", "pull_request_target"):
        # GitHub checks out a merge of the pull request into its base; the first parent is that base, as it is now.
        parents = (git("rev-list", "--parents", "-n", "1", "HEAD") or "").split()[1:]
        merged = os.environ.get("GITHUB_SHA", "") == (commit("HEAD") or "-") and name == "pull_request"
        if merged and len(parents) == 2:
            return parents[0], None
        revision = what.get("pull_request", {}).get("base", {}).get("sha", "")
        if name == "pull_request_target" and revision and commit("HEAD") == revision:
            raise Stop("the checkout is the base and not the pull request: give actions/checkout the `ref` to check")
        return merge_base(revision), "the commit before the pull request is not in the checkout"
    if name == "merge_group":
        return merge_base(what.get("merge_group", {}).get("base_sha", "")), "the base of the group is not in the checkout"
    if name == "push":
        before = what.get("before", "")
        if before.strip("0"):
            return merge_base(before), "the commit before the push is not in the checkout"
        default = what.get("repository", {}).get("default_branch", "")
        found = merge_base(f"refs/remotes/origin/{default}") if default else None
        return (found if found != commit("HEAD") else None), "this is the first push of the branch"
    return None, f"the event {name} has no base"


def choose_base():
    """The commit to compare with, or None to report everything."""
    mode = setting("changed-only", ("auto", "true", "false"))
    named = setting("base")
    name = os.environ.get("GITHUB_EVENT_NAME", "")
    if mode == "false" or (mode == "auto" and not named and name == "push"):
        return None
    what = event()
    if commit("HEAD") is None:
        found, why = None, "git does not read this folder: it is no repository, or another user's"
    elif named:
        found = merge_base(named) or merge_base("refs/remotes/origin/" + named)
        why = f"the base {plain(named)} is not in the checkout, or shares no commit with it"
    else:
        found, why = base_of_event(name, what)
    if found:
        return found
    if "first push" in why:
        print(f"{why}: everything is reported")
        return None
    advice = "; give actions/checkout `fetch-depth: 0`" if "not in the checkout" in why else ""
    if mode == "true" or named:
        raise Stop(why + advice)
    if name in ("pull_request", "pull_request_target", "merge_group"):
        annotate("warning", f"All findings of the whole vault are reported: {why}{advice}")
    return None


def renames(base):
    """The old path of each note that was renamed since, by its new path; both seen from the repository's top."""
    words = (git("diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", base, "HEAD") or "").split("\0")
    return {words[at + 2]: words[at + 1] for at in range(0, len(words) - 2, 3)}


# --- The runs ---


def run(arguments, cwd):
    """The SARIF log of a run. What it says on standard error goes to the log, where it cannot be a command."""
    handle, name = tempfile.mkstemp(suffix=".sarif", dir=os.environ.get("RUNNER_TEMP"))
    os.close(handle)
    command = [os.environ["VAULT_LINT"], "check", "--quiet", "--color", "never"]
    command += ["--output-format", "sarif", "--output-file", name, *arguments]
    try:
        done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True)
        said = done.stderr.decode("utf-8", "replace")
        listing(said.splitlines())
        if done.returncode not in (0, 1):
            # The first words only: the rest, with places and carets, is in the log above.
            first = next((line for line in said.splitlines() if line.strip()), f"exit status {done.returncode}")
            raise Stop("vault-lint could not do the job: " + plain(first))
        return json.loads(Path(name).read_text(encoding="utf-8"))
    finally:
        os.unlink(name)


def results(log):
    return log["runs"][0]["results"]


def place(location):
    return location["physicalLocation"]["artifactLocation"], location["physicalLocation"]["region"]


def path_of(result):
    return unquote(place(result["locations"][0])[0]["uri"])


def key(result, path):
    return path, result.get("partialFingerprints", {}).get(FINGERPRINT, "")


def known(base, arguments, paths, config, prefix):
    """The findings of the base, by note and fingerprint."""
    folder = tempfile.mkdtemp(prefix="vault-lint-base-", dir=os.environ.get("RUNNER_TEMP"))
    tree = Path(folder, "tree")
    try:
        if git("worktree", "add", "--quiet", "--detach", str(tree), base) is None:
            raise Stop("git could not check out the base next to the checkout")
        cwd = tree / prefix
        there = [path for path in paths if (cwd / path).exists()]
        if not there:
            return set()
        if config and (cwd / config).is_file():
            arguments = ["--config", config, *arguments]
        elif config:
            arguments = ["--config", str(Path(config).resolve()), *arguments]
        print("vault-lint runs on the base")
        return {key(result, path_of(result)) for result in results(run([*arguments, "--", *there], cwd))}
    except Stop as stop:
        # A pull request that mends a broken configuration must be able to pass.
        annotate("warning", f"Every finding in changed notes counts as new, for the base could not be checked: {stop}")
        return set()
    finally:
        git("worktree", "remove", "--force", str(tree))
        git("worktree", "prune")


def check(base, prefix):
    """The log of the run, with the findings that are to be reported."""
    paths = [line.strip() for line in setting("path").splitlines() if line.strip()] or ["."]
    config = setting("config")
    try:
        arguments = shlex.split(setting("args"))
    except ValueError as error:
        raise Stop(f"args: {error}") from None
    own = (["--config", config] if config else []) + (["--since", base] if base else [])
    print("vault-lint runs")
    log = run([*own, *arguments, "--", *paths], None)
    if not base or not results(log):
        return log
    outside = [path for path in paths if Path(path).is_absolute() or ".." in PurePosixPath(path).parts]
    if outside:
        raise Stop("with changed-only, every path has to lie below working-directory")
    before = known(base, arguments, paths, config, prefix)
    renamed = renames(base)

    def is_new(result):
        path = path_of(result)
        old = renamed.get(prefix + path, "")
        old = old[len(prefix):] if old.startswith(prefix) else ""
        return key(result, path) not in before and (not old or key(result, old) not in before)

    log["runs"][0]["results"] = [result for result in results(log) if is_new(result)]
    return log


def from_the_top(value, prefix):
    """Paths of the log seen from the repository's top, as GitHub wants them."""
    if isinstance(value, list):
        for item in value:
            from_the_top(item, prefix)
    elif isinstance(value, dict):
        location = value.get("artifactLocation")
        if isinstance(location, dict) and location.get("uriBaseId") == "%SRCROOT%":
            location["uri"] = quote(prefix) + location["uri"]
        for key_, item in value.items():
            if key_ != "artifactLocation":
                from_the_top(item, prefix)


# --- What is told ---


def plain(text):
    """Text of a note on one line, without what steers a terminal, hides or turns text, or starts a command."""
    shown = ("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text.replace("\n", " "))
    return "".join(shown).replace("##[", "## [")


def data(text):
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def annotate(level, message, **properties):
    named = {"title": "vault-lint", **properties}
    inside = ",".join(f"{name}={data(str(value)).replace(':', '%3A').replace(',', '%2C')}" for name, value in named.items())
    print(f"::{COMMANDS[level]} {inside}::{data(message)}", flush=True)


def listing(lines):
    """Prints lines so that none is a command, whatever it says."""
    lines = list(lines)
    if not lines:
        return
    token = uuid.uuid4().hex
    print(f"::stop-commands::{token}")
    for line in lines:
        print("| " + plain(line))
    print(f"::{token}::", flush=True)


def told(result):
    """Level, path, region, rule and the lines of the message."""
    location, region = place(result["locations"][0])
    lines = [plain(result["message"]["text"])]
    for other in result.get("relatedLocations", []):
        where, at = place(other)
        text = other.get("message", {}).get("text", "")
        lines.append(f"{plain(unquote(where['uri']))}:{at['startLine']}: {plain(text)}")
    lines += ["fix: " + plain(fix["description"]["text"]) for fix in result.get("fixes", [])]
    return LEVELS[result["level"]], unquote(location["uri"]), region, result["ruleId"], lines


def write_annotations(findings):
    shown = dict.fromkeys(RANK, 0)
    for level, path, region, rule, lines in findings:
        shown[level] += 1
        if shown[level] > SHOWN_ANNOTATIONS:
            continue
        at = {"file": "".join(c for c in path if unicodedata.category(c) != "Cc")}
        at.update(line=region["startLine"], endLine=region["endLine"])
        if region["startLine"] == region["endLine"]:
            at.update(col=region["startColumn"], endColumn=region["endColumn"])
        annotate(level, "\n".join(lines), title=rule, **at)


def plural(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


def inert(text):
    """Text for a summary: every mark that Markdown or HTML could read is written as a number."""
    return "".join(c if c.isalnum() or c == " " or ord(c) > 127 else f"&#{ord(c)};" for c in plain(text))


def write_summary(findings, headline):
    out = ["### vault-lint", "", headline, ""]
    if findings:
        out += ["| Level | Note | Line | Rule | Finding |", "|---|---|--:|---|---|"]
    size = 0
    for number, (level, path, region, rule, lines) in enumerate(findings):
        said = "<br>".join(inert(line) for line in lines)
        row = f"| {level} | {inert(path)} | {region['startLine']} | {inert(rule)} | {said} |"
        size += len(row.encode("utf-8")) + 1
        if size > SUMMARY_BYTES:
            out += ["", f"… and {len(findings) - number} more"]
            break
        out.append(row)
    with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(out) + "\n\n")


def output(name, value):
    """One output. The mark around it cannot be guessed, so no value can end it."""
    mark = uuid.uuid4().hex
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8", newline="\n") as file:
        file.write(f"{name}<<{mark}\n{value}\n{mark}\n")


def main():
    fail_on = setting("fail-on", ("info", "warning", "error", "never"))
    annotations = setting("annotations", ("true", "false")) == "true"
    summary = setting("summary", ("true", "false")) == "true"
    try:
        os.chdir(setting("working-directory") or ".")
    except OSError as error:
        raise Stop(f"working-directory: {error.strerror}") from None
    prefix = (git("rev-parse", "--show-prefix") or "").strip("\n")
    base = choose_base()
    log = check(base, prefix)
    from_the_top(log, prefix)

    findings = sorted(map(told, results(log)), key=lambda finding: -RANK[finding[0]])
    counts = {level: sum(finding[0] == level for finding in findings) for level in ("error", "warning", "info")}
    words = ", ".join(plural(counts[level], level) for level in counts if counts[level]) or "no findings"
    headline = f"{words}, new since {base[:12]}, in changed notes" if base else words

    listing(f"{path}:{region['startLine']}: {level}[{rule}]: {lines[0]}" for level, path, region, rule, lines in findings)
    if annotations:
        write_annotations(findings)
    if summary and os.environ.get("GITHUB_STEP_SUMMARY"):
        write_summary(findings, headline)
    print(headline)

    file = setting("sarif-file")
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(json.dumps(log, indent=2) + "\n", encoding="utf-8")
    output("sarif-file", Path(file).resolve() if file else "")
    output("findings", len(findings))
    output("exit-code", 1 if counts["error"] or counts["warning"] else 0)
    return any(RANK[finding[0]] >= RANK[fail_on] for finding in findings)


if __name__ == "__main__":
    try:
        sys.exit(1 if main() else 0)
    except Stop as stop:
        annotate("error", str(stop))
        output("findings", 0)
        output("exit-code", 2)
        sys.exit(2)
