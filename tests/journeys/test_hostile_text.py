"""Hostile, foreign and very long text: every command stays plain text, whatever a file or a name holds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from tests.journeys.command import Board, Ran, commit_as, git, good
from tests.journeys.conftest import Example
from tests.soak import count

LINK = "[@click=app.vote('approve')]see details[/]"
TITLE = f"Adopt it {LINK} [/nope] \\u001b]0;owned\\u0007 \\u001b[2J \\u202egpj.exe\\u202c \\u009b31m \\u0000 \\u200bx"
"""As TOML writes it; the command's answers are searched for raw control characters by the helper that runs it."""
BODY = "Body \x1b]52;c;b3duZWQ=\x07 \x1b[31mred \u202eevil\u202c \u2066x\u2069 \x9b2J\n\n<script>x</script> [/nope]\n"

DOCUMENT = f'''+++
title = "{TITLE}"
kind = "model-change"
proposer = "M\\u001b[2Jo {LINK} <m\\u202eo@plain.example>"
[facts]
what_changed = "{TITLE}"
reason = """{TITLE}"""
old_version = "\\u001bc"
surprise = "{TITLE}"
[[evidence]]
id = "e\\u001b]0;x\\u0007"
title = "{TITLE}"
path = "a\\u001b[2J.md"
+++
{BODY}'''

ANSWERS = f"""[[answers]]
question = "R-02"
value = "{TITLE}"
note = "{TITLE}"
evidence = ["{TITLE}"]
"""


def test_given_hostile_text_everywhere_every_command_prints_plain_text_only(
    founded: Path, person: Callable[[str], Board]
) -> None:
    charter = founded / "board.toml"
    charter.write_text(charter.read_text().replace('name = "Ben Okafor"', f'name = "Ben {TITLE}"'))
    charter.write_text(charter.read_text().replace('name = "Our board"', f'name = "Ours {TITLE}"'))
    (founded / "proposals/2026/0001-evil").mkdir(parents=True)
    (founded / "proposals/2026/0001-evil.md").write_text(DOCUMENT)
    (founded / "proposals/2026/0001-evil/answers.toml").write_text(ANSWERS)
    for name in ("a\x1b[2J.md", "b\u202egnp.md", "[@click=app.quit]x.md", "-rf", "new\nline.md"):
        (founded / "proposals/2026/0001-evil" / name).write_text(BODY)
        (founded / "proposals/2026" / name).write_text(DOCUMENT)
    git(founded, "config", "core.quotepath", "true")
    commit_as(founded, f"Hostile \x1b]0;owned\x07 {LINK}", "ana@plain.example")

    ana, ben = person("ana"), person("ben")
    told = [good(ana("list")), good(ana("list", "--json")), good(ana("show", "1")), good(ana("show", "1", "--json"))]
    assert LINK in told[0].out, "what looks like markup is shown as it is written"
    assert "⟦U+001B⟧" in told[2].out
    good(ana("open", "1"))
    told += [good(ana("review", "1", "--list")), good(ben("review", "1", "--json"))]
    raw = "\x1b]0;owned\x07 [/nope] \u202eevil " + LINK
    told.append(good(ben("ask", "1", raw, "--to", "ana")))
    told.append(good(ana("vote", "1", "reject", "--reason", raw)))
    told.append(good(ben("vote", "1", "stop", "--ground", "missing-rights", "--evidence", raw, "--clears", raw)))
    for words in (("show", "1"), ("tally", "1"), ("log", "1"), ("search", "owned"), ("search", raw), ("check",),
                  ("check", "--format", "github"), ("check", "--format", "junit"), ("whoami",), ("decide", "1"),
                  ("list", raw), ("words", "proposals/2026/0001-evil.md"), (raw,), ("vote", "1", raw),
                  ("show", "1", "--evidence", raw)):  # fmt: skip
        told.append(ana(words[0], *words[1:]))
    assert all(ran.status in (0, 1, 2, 3) for ran in told)
    assert any(LINK in ran.out for ran in told)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}, {"LC_ALL": "C"}], ids=str)
def test_without_colour_and_on_a_plain_terminal_a_person_reads_the_same_words(
    example: Example, environment: dict[str, str]
) -> None:
    words = example("ana").line("tally", "4")
    seen = pexpect.run(
        " ".join(words), cwd=str(example.path), env={**os.environ, **environment, "COLUMNS": "80"}, timeout=60
    )
    assert b"\x1b" not in seen
    assert b"stopped" in seen
    assert max(len(line) for line in seen.decode("utf-8").splitlines()) <= 100


SCRIPTS = {
    "devanagari": "अनीता देशपांडे",
    "arabic": "ليلى حداد",
    "hebrew": "נועה לוי",
    "han": "王小明",
    "hangul": "김민지",
    "thai": "สมชาย ใจดี",
    "cyrillic": "Ольга Іваненко",
    "greek": "Ελένη Παπαδοπούλου",
    "amharic": "ሰላም ተስፋዬ",
    "vietnamese": "Nguyễn Thị Ánh",
    "combining": "Zoe\u0301 Ångström",
    "emoji": "Sam 👩‍🔬 Lee",
    "long": "Ж" * 200,
}


def test_names_in_every_script_are_kept_shown_and_signed_for(founded: Path, person: Callable[[str], Board]) -> None:
    charter = founded / "board.toml"
    more = "".join(
        f'\n[members.{handle}]\nname = "{name}"\nemails = ["{handle}@plain.example"]\nalternate = ["product"]\n'
        for handle, name in SCRIPTS.items()
    )
    charter.write_text(charter.read_text() + more)
    commit_as(founded, "More members", "ana@plain.example")
    for number, name in enumerate(SCRIPTS.values(), 1):
        file = founded / f"proposals/2026/{number:04d}-x.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f'+++\ntitle = "Für {name}"\nkind = "model-retire"\nproposer = "{name} <x@y.example>"\n+++\n{name}\n'
        )
    commit_as(founded, "Many proposals")
    listed = good(person("ana")("list", "--json")).data["proposals"]
    assert {row["title"] for row in listed} == {f"Für {name}" for name in SCRIPTS.values()}
    good(person("ana")("open", "5"))
    for handle in ("arabic", "han", "emoji"):
        me = Board(founded).given(GIT_AUTHOR_NAME=SCRIPTS[handle], GIT_AUTHOR_EMAIL=f"{handle}@plain.example")
        assert handle in good(me("whoami")).out
        good(me("ask", "5", f"¿{SCRIPTS[handle]}?"))
        assert git(founded, "log", "-1", "--format=%an") == SCRIPTS[handle]
    shown = good(person("ana")("show", "5")).out
    assert all(SCRIPTS[handle] in shown for handle in ("hangul", "arabic", "han"))
    assert "Sam 👩‍🔬 Lee" in shown, "a joined emoji is not taken apart"


def test_a_proposal_of_190_kilobytes_is_listed_shown_reviewed_and_voted_on(example: Example) -> None:
    document = example.path / "proposals/2026/0015-search-shorter-pieces.md"
    line = "A sentence of a long document that somebody must be able to read to its end.\n"
    text = document.read_text()
    document.write_text(text + line * ((190_000 - len(text.encode())) // len(line)) + "\nThe very last words.\n")
    assert 185_000 < document.stat().st_size < 195_000
    good(example("mo")("submit", "15"))
    good(example("kim")("open", "15", "--yes"))
    ana = example("ana")
    assert "The very last words." in good(ana("show", "15")).out
    assert good(ana("vote", "15", "approve", "--json")).data["pushed"]


@pytest.mark.soak
def test_all_real_proposals_are_listed_each_with_what_it_lacks(founded: Path, shared: Path) -> None:
    """Given real proposals of many communities (each seventh and the largest in `make test`), then all are listed."""
    real = shared / "real" / "proposals"
    every = sorted(real.rglob("*.md"))
    assert len(every) == 1455
    largest = max(every, key=lambda file: file.stat().st_size)
    documents = sorted({*every[:: count(7, 1)], largest})
    for file in documents:
        place = founded / "proposals" / file.relative_to(real)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    commit_as(founded, "Real proposals")
    board = Board(founded)
    rows = good(board("list", "--json")).data["proposals"]
    assert {row["id"] for row in rows} == {str(file.relative_to(real).with_suffix("")) for file in documents}
    assert all(row["findings"] > 0 for row in rows)
    assert all(row["title"].strip() for row in rows)
    checked = board("check", "--json")
    assert checked.status == 1
    named = {finding["path"] for finding in checked.data["findings"]}
    assert {f"proposals/{file.relative_to(real)}" for file in documents} <= named
    shown: Ran = good(board("show", str(largest.relative_to(real).with_suffix(""))))
    assert len(shown.out) > largest.stat().st_size // 2
