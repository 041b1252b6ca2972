"""Checklists and kinds: the board's questions as data, with every slip of the pen found."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.checklist import Applicability, EffectKind, Option
from board.core.finding import Severity
from board.formats.checklists import read_checklist
from board.formats.kinds import read_facts, read_kind

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

ONE = """\
id = "risk"
title = "Risk"
version = "2026-11"
[[questions]]
id = "R-02"
core = true
question = "Could opening this file run a program?"
running = "Does opening this file run a program?"
why = "Some model files are programs."
type = "scale"
options = [
    { value = "data-only", label = "No" },
    { value = "unscanned", label = "Nobody looked" },
]
evidence = true
judge = "security"
judge_without = ["engineering"]
[[questions.applies]]
kinds = ["model-adopt"]
[questions.applies.facts]
weights_origin = ["!own"]
[[questions.effects]]
answers = ["unscanned", "unknown"]
effect = "BLOCK"
text = "It may harm us."
when = { rings = ["beta"], facts = { agentic = ["!none"] } }
[questions.crosswalk]
NIST = ["MEASURE 2.7"]
[[questions]]
id = "R-03"
question = "Who looked?"
why = "So that somebody did."
type = "text"
[[questions.applies]]
after = { R-02 = ["data-only"] }
"""


def test_a_question_carries_everything_its_file_says() -> None:
    read = read_checklist(ONE.encode(), "checklists/risk.toml")
    assert not read.findings
    first, second = read.value.questions
    assert (first.checklist, first.core, first.type, first.wants_evidence) == ("risk", True, "scale", True)
    assert first.options == (Option("data-only", "No"), Option("unscanned", "Nobody looked"))
    assert (first.judge, first.judge_without, first.who_answers) == ("security", ("engineering",), "proposer")
    assert first.applies == (Applicability(kinds=("model-adopt",), facts={"weights_origin": ("!own",)}),)
    (effect,) = first.effects
    assert (effect.kind, effect.answers) == (EffectKind.BLOCK, ("unscanned", "unknown"))
    assert effect.when == Applicability(rings=("beta",), facts={"agentic": ("!none",)})
    assert first.crosswalk == {"NIST": ("MEASURE 2.7",)}
    assert second.applies[0].after == {"R-02": ("data-only",)}


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "part"),
    [
        (
            'answers = ["unscanned", "unknown"]',
            'answers = ["unscaned"]',
            "effect-unreachable",
            22,
            "question R-02, effects",
        ),
        ('answers = ["unscanned", "unknown"]', "answers = []", "missing", 23, "question R-02, effect 1, answers"),
        ('effect = "BLOCK"', 'effect = "BLOKC"', "unknown-word", 24, "question R-02, effect 1, effect"),
        ('type = "scale"', 'type = "scales"', "unknown-word", 10, "question R-02, type"),
        ('value = "unscanned"', 'value = "data-only"', "duplicate-id", 11, "question R-02, options"),
        ('id = "R-03"', 'id = "R-02"', "duplicate-id", 30, "question R-02, id"),
        ('why = "Some model files are programs."\n', "", "missing", 4, "question R-02, why"),
        ("after = { R-02", "after = { R-99", "unknown-question", 34, "question R-03, applies"),
        ('question = "Who looked?"\n', "", "missing", 29, "question R-03, question"),
        ('judge = "security"', 'juge = "security"', "unknown-key", 16, "question R-02, juge"),
    ],
)
def test_given_a_slip_when_read_then_it_is_named_with_line_and_question(
    old: str, new: str, code: str, line: int, part: str
) -> None:
    assert old in ONE
    findings = read_checklist(ONE.replace(old, new).encode(), "checklists/risk.toml").findings
    assert (code, line, part) in [(finding.code, finding.where.line, finding.where.part) for finding in findings]


def test_a_list_names_its_edition_and_the_law_pack_it_points_to() -> None:
    read = read_checklist(b'pack = "2026-10"\n' + ONE.encode(), "checklists/risk.toml")
    assert (read.value.version, read.value.pack, read.findings) == ("2026-11", "2026-10", ())


def test_a_picked_type_without_options_is_named() -> None:
    text = 'id = "x"\n[[questions]]\nid = "A"\nquestion = "Q?"\nwhy = "W."\ntype = "multi"\n'
    assert [finding.code for finding in read_checklist(text.encode(), "x.toml").findings] == ["missing"]


def test_numbers_may_be_compared_and_text_cannot_be() -> None:
    text = 'id = "x"\n[[questions]]\nid = "A"\nquestion = "Q?"\nwhy = "W."\ntype = "{}"\n'
    text += '[[questions.effects]]\nanswers = ["<183"]\neffect = "NOTE"\n'
    assert not read_checklist(text.format("number").encode(), "x.toml").findings
    assert [finding.code for finding in read_checklist(text.format("yn").encode(), "x.toml").findings] == [
        "effect-unreachable"
    ]


def test_the_shipped_checklists_have_nothing_to_complain_about() -> None:
    files = sorted((TEMPLATES / "checklists").glob("*.toml"))
    assert files
    for file in files:
        read = read_checklist(file.read_bytes(), file.name)
        assert read.findings == ()
        assert read.value.questions


def test_the_shipped_kinds_and_facts_have_nothing_to_complain_about() -> None:
    facts = read_facts((TEMPLATES / "kinds" / "facts.toml").read_bytes(), "facts.toml")
    assert facts.findings == ()
    kinds = [file for file in sorted((TEMPLATES / "kinds").glob("*.toml")) if file.name != "facts.toml"]
    assert len(kinds) == 12
    for file in kinds:
        read = read_kind(file.read_bytes(), file.name, facts.value)
        assert read.findings == ()
        assert (read.value.id, bool(read.value.facts)) == (file.stem, True)


def test_a_kind_that_names_an_unknown_fact_says_so_and_keeps_it() -> None:
    facts = read_facts(b'[facts.target_ring]\ntitle = "Ring"\ntype = "enum"\nvalues = ["beta"]\n', "facts.toml").value
    read = read_kind(b'title = "T"\nfacts = ["target_ring", "target_rnig"]\n', "kinds/own.toml", facts)
    assert [(finding.code, finding.fix) for finding in read.findings] == [
        ("unknown-fact", "Did you mean “target_ring”?")
    ]
    assert [fact.id for fact in read.value.facts] == ["target_ring", "target_rnig"]
    assert read.value.id == "own"


def test_a_fact_with_choices_must_list_them() -> None:
    (finding,) = read_facts(b'[facts.ring]\ntype = "enum"\n', "facts.toml").findings
    assert (finding.code, finding.severity, finding.where.part) == ("missing", Severity.ERROR, "fact ring, values")
