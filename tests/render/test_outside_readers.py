"""Existing decision-record tools read our decisions: title, status, date, deciders.

The first tests read as those tools do, in a few lines each; the last ones run a real tool where it is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from board.core.record import Outcome
from board.render.decision import draft_decision, render_decision, superseded_text
from tests.render.sample import inputs

SUPERSEDED = ("superseded", "0019-retire-triage")


def texts() -> dict[str, str]:
    accepted, rejected = (
        render_decision(of, draft_decision(of)) for of in (inputs(Outcome.APPROVED), inputs(Outcome.STOPPED))
    )
    newer = superseded_text(accepted, "2026/0019-retire-triage", "2026/0014-triage-to-beta")
    return {"accepted": accepted, "rejected": rejected, "superseded": newer}


def adr_tools(text: str) -> tuple[str, list[str]]:
    """adr-tools: the title is the first line without its mark; the status is what stands between two `## ` lines."""
    lines = text.split("\n")
    start = lines.index("## Status") + 1
    end = next(n for n in range(start, len(lines)) if lines[n].startswith("## "))
    return lines[0][2:], [line for line in lines[start:end] if line.strip()]


def log4brains(text: str) -> dict[str, str]:
    """log4brains: the text of the first `#` heading, and `Key: value` items of the list that follows it."""
    tokens = MarkdownIt("commonmark").parse(text)
    start = next(n for n, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1")
    found = {"Title": words(tokens[start + 1])}
    for token in tokens[start + 3 :]:
        if token.type == "bullet_list_close":
            break
        if token.type == "inline":
            key, _, value = words(token).partition(":")
            found[key] = value.strip()
    return found


def adr_viewer(text: str) -> str:
    """adr-viewer: paragraphs below the second-level heading Status, judged by their first words."""
    tokens = MarkdownIt("commonmark").parse(text)
    at = next(n for n, token in enumerate(tokens) if token.tag == "h2" and words(tokens[n + 1]) == "Status")
    found = []
    for n in range(at + 3, len(tokens)):
        if tokens[n].tag == "h2":
            break
        if tokens[n].type == "paragraph_open":
            found.append(words(tokens[n + 1]))
    for status in ("Superseded by", "Accepted", "Proposed"):
        if any(line.startswith(status) for line in found):
            return status
    return "unknown"


def words(token: object) -> str:
    return "".join(child.content for child in getattr(token, "children", None) or ())


def test_given_a_reader_by_lines_it_finds_title_and_status() -> None:
    made = texts()
    assert adr_tools(made["accepted"]) == ("Promote triage to beta", ["Accepted"])
    assert adr_tools(made["rejected"]) == ("Promote triage to beta", ["Rejected"])
    assert adr_tools(made["superseded"])[1] == ["Superseded by [0019-retire-triage](0019-retire-triage.md)"]


def test_given_a_reader_of_the_header_list_it_finds_status_date_deciders_and_tags() -> None:
    made = texts()
    found = log4brains(made["accepted"])
    assert found["Title"] == "Promote triage to beta"
    assert found["Status"].lower() == "accepted"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found["Date"])
    assert found["Deciders"].split(", ") == ["Security", "Engineering", "Product", "Ethics panel"]
    assert found["Tags"].split(", ") == ["ring-promote", "beta", "tier-high"]
    assert log4brains(made["rejected"])["Status"].lower() == "rejected"
    status = log4brains(made["superseded"])["Status"].lower()
    assert (status.split()[0], re.sub(r"superseded\s*by\s*:?", "", status).strip()) == SUPERSEDED


def test_given_a_reader_of_the_status_section_it_finds_accepted_and_superseded() -> None:
    made = texts()
    assert [adr_viewer(made[name]) for name in ("accepted", "superseded")] == ["Accepted", "Superseded by"]


def test_given_a_title_with_marks_readers_by_lines_still_find_it_on_line_one() -> None:
    of = inputs(title="Use C++ & C# for 5 * 3 [beta]")
    text = render_decision(of, draft_decision(of))
    assert text.startswith("# Use C++ & C# for 5 * 3 \\[beta]\n")
    assert log4brains(text)["Title"] == "Use C++ & C# for 5 * 3 [beta]"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder as the tools are pointed at: decisions/2026."""
    folder = tmp_path / "decisions" / "2026"
    folder.mkdir(parents=True)
    for number, (name, text) in enumerate(texts().items(), 14):
        (folder / f"{number:04}-{name}.md").write_text(text, "utf-8")
    return folder


@pytest.mark.skipif(shutil.which("adr") is None, reason="Debian's adr-tools is not installed")
def test_given_adr_tools_its_table_of_contents_lists_our_titles(shelf: Path) -> None:
    (shelf.parent.parent / ".adr-dir").write_text("decisions/2026\n")
    done = subprocess.run(
        ["adr", "generate", "toc"], cwd=shelf.parent.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("[Promote triage to beta]") == 3


@pytest.mark.skipif(shutil.which("adr-viewer") is None, reason="adr-viewer is not installed")
def test_given_adr_viewer_its_page_shows_our_titles_and_statuses(shelf: Path) -> None:
    page = shelf.parent / "page.html"
    subprocess.run(["adr-viewer", "--adr-path", str(shelf), "--output", str(page)], capture_output=True, check=True)
    shown = page.read_text("utf-8")
    assert "Promote triage to beta" in shown and "adr-accepted" in shown and "adr-superseded" in shown


LOG4BRAINS = """
require("@log4brains/core").Log4brains.create(process.argv[1]).searchAdrs().then((found) => {
  for (const one of found) {
    const row = [one.slug, one.status, one.supersededBy, one.title, one.deciders.join(", "), one.tags.join(" ")];
    console.log(row.join("|"));
  }
});
"""


def _log4brains_here() -> bool:
    folders = os.environ.get("NODE_PATH", "").split(":")
    return shutil.which("node") is not None and any(Path(one, "@log4brains", "core").is_dir() for one in folders if one)


@pytest.mark.skipif(not _log4brains_here(), reason="node finds no @log4brains/core (NODE_PATH)")
def test_given_log4brains_it_finds_statuses_deciders_tags_and_what_replaces_what(shelf: Path) -> None:
    root = shelf.parent.parent
    shutil.copy(shelf / "0014-accepted.md", shelf / f"{SUPERSEDED[1]}.md")  # it looks for what replaces an old one
    (root / ".log4brains.yml").write_text("project:\n  name: x\n  tz: Etc/UTC\n  adrFolder: ./decisions/2026\n")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *command], cwd=root, check=True)
    told = subprocess.run(["node", "-e", LOG4BRAINS, str(root)], capture_output=True, text=True, check=True).stdout
    found = {row[0]: row[1:] for row in (line.split("|") for line in told.splitlines())}
    assert {one: found[one][:2] for one in found} == {
        "0014-accepted": ["accepted", ""],
        "0015-rejected": ["rejected", ""],
        "0016-superseded": list(SUPERSEDED),
        "0019-retire-triage": ["accepted", ""],
    }
    assert {row[2] for row in found.values()} == {"Promote triage to beta"}
    assert found["0014-accepted"][3:] == ["Security, Engineering, Product, Ethics panel", "ring-promote beta tier-high"]
