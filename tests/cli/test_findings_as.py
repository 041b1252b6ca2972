"""Findings in the forms of build servers: what outside readers need is there, and hostile text stays text."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from board.cli import findings_as
from board.core.answering import OPEN
from board.core.finding import Finding, Severity, Where

ERROR = Finding("a.b", "A fact is missing.", where=Where("proposals/1-a b.md", 4), why="The board asks.", fix="Add it.")
NOTE = Finding("c.d", "Look.\n::error::made up%0A", Severity.NOTE, Where("proposals/2.md"))
HOSTILE = Finding("e.f", "x\x1b[2Jy <&>\x00", Severity.WARNING, Where("a,b:c\n.md"))
ALL = (ERROR, NOTE, HOSTILE)


def test_sarif_names_rule_level_place_and_message() -> None:
    run = json.loads(findings_as.rendered(ALL, "sarif"))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["a.b", "c.d", "e.f"]
    first = run["results"][0]
    assert (first["ruleId"], first["level"]) == ("a.b", "error")
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "proposals/1-a%20b.md"}, "region": {"startLine": 4}}
    assert {result["level"] for result in run["results"]} <= {"none", "note", "warning", "error"}


def test_junit_fails_a_file_with_an_error_and_passes_one_with_a_note() -> None:
    suite = ET.fromstring(findings_as.rendered(ALL, "junit"))
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["proposals/1-a b.md"]


def test_junit_without_findings_is_one_passed_case() -> None:
    suite = ET.fromstring(findings_as.rendered((), "junit"))
    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("1", "0", 1)


def test_annotations_are_one_line_each_and_no_text_starts_another_command() -> None:
    lines = findings_as.rendered(ALL, "github").splitlines()
    assert lines[0] == "::error file=proposals/1-a b.md,line=4,title=a.b::A fact is missing. The board asks. Add it."
    assert lines[1] == "::notice file=proposals/2.md,title=c.d::Look.%0A::error::made up%250A"
    assert len(lines) == 3
    assert "file=a%2Cb%3Ac%0A.md" in lines[2]
    assert "\x1b" not in lines[2]


def test_plain_text_gathers_findings_below_their_file_and_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    again = Finding("g.h", "Another.", where=Where(ERROR.where.path, part="fact models"))
    findings_as.text((ERROR, NOTE, again))
    assert capsys.readouterr().out.splitlines() == [
        "proposals/1-a b.md",
        "  line 4: error: A fact is missing.",
        "    Why it matters: The board asks.",
        "    What to do: Add it.",
        "  fact models: error: Another.",
        "",
        "proposals/2.md",
        "  note: Look.",
        "    ::error::made up%0A",
        "",
        "2 errors, 1 note in 2 files.",
    ]


def open_question(number: int) -> Finding:
    return Finding(
        OPEN, f"R-{number:02}, bars approval: Was it tried?", Severity.NOTE, Where("a.toml", part=f"Risk, R-{number}")
    )


@pytest.mark.parametrize(("many", "words"), [(10, True), (11, False)])
def test_a_few_open_questions_are_told_in_words_and_many_by_their_ids(
    many: int, words: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given so many questions, then they are read when they are asked, and not twice."""
    findings_as.text([open_question(number) for number in range(1, many + 1)])
    told = " ".join(capsys.readouterr().out.split())
    assert ("R-01, bars approval: Was it tried?" in told) is words
    assert ("Risk, open: R-01, R-02, R-03" in told) is not words


PATH = "proposals/2026/0001-a.md"


def test_what_the_scaffold_explains_takes_one_line_and_only_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Given a missing fact on a comment of the scaffold and one elsewhere, then only the second is told at length."""
    facts = [
        Finding(
            "missing-fact", f"The fact “{name}” is missing.", where=Where(PATH, line), why="Because.", fix="Say it."
        )
        for name, line in (("Models", 10), ("Owner", 1))
    ]
    findings_as.text(facts, {(PATH, 10)})
    assert capsys.readouterr().out.splitlines()[1:-2] == [
        "  error: 1 fact is missing, on line:",
        "       10  Models: Because.",
        "    What to do: `board answer 2026/0001-a --facts` asks for it.",
        "  line 1: error: The fact “Owner” is missing.",
        "    Why it matters: Because.",
        "    What to do: Say it.",
    ]


def test_plain_text_of_no_finding_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    findings_as.text(())
    assert capsys.readouterr().out == "Nothing is missing and nothing is wrong.\n"
