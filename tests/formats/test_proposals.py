"""Proposals: everything is listed, and what each lacks is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.finding import Severity
from board.core.kind import EvidenceSlot, Fact, Kind
from board.core.proposal import Evidence, Proposal
from board.formats.proposals import missing_facts, read_head, read_proposal

WHOLE = b"""\
+++
title = "Promote triage 2.1 to opt-in beta"
kind = "ring-promote"
proposer = "mo"
[facts]
target_ring = "beta"
models = [{ id = "triage", version = "2.1.0", sha256 = "00" }]
interacts_with_people = true
[[evidence]]
id = "eval"
title = "Frozen benchmark, run 14"
path = "eval-run-14.toml"
answers = ["R-05", "R-07"]
+++
Prose for people.
"""


def _codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_proposal(data, "proposals/0014-a.md", "0014-a").findings]


def test_a_whole_proposal_lacks_nothing() -> None:
    read = read_proposal(WHOLE, "proposals/0014-a.md", "0014-a")
    assert not read.findings
    proposal = read.value
    assert (proposal.title, proposal.kind, proposal.state) == (
        "Promote triage 2.1 to opt-in beta",
        "ring-promote",
        "ready",
    )
    assert proposal.fact("target_ring") == ("beta",)
    assert proposal.fact("interacts_with_people") == ("yes",)
    assert proposal.artefacts()[0].version == "2.1.0"
    assert proposal.evidence == (
        Evidence("eval", "Frozen benchmark, run 14", "eval-run-14.toml", answers=("R-05", "R-07")),
    )
    assert (proposal.body, proposal.body_line) == ("Prose for people.\n", 15)


def test_prose_alone_is_listed_with_what_it_lacks() -> None:
    read = read_proposal(b"Let us use a model.\n", "proposals/2026/0003-use-a-model.md", "2026/0003-use-a-model")
    assert read.value.title == "Use a model"
    assert {finding.code for finding in read.findings} == {"no-title", "no-kind", "no-proposer"}


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Adopt MiniLM #\n", "Adopt MiniLM"),
        ("- Feature Name: x\n- Start Date: 2020\n\n# Adopt it\n", "Adopt it"),
        ("Adopt MiniLM\n============\n", "Adopt MiniLM"),
        ("```\n# a comment in code\n```\n# Real\n", "Real"),
        ("## Summary\n", "Use a model"),
        ("#hashtag\n", "Use a model"),
        ("", "Use a model"),
    ],
)
def test_without_a_title_the_first_heading_serves_and_else_the_name(body: str, title: str) -> None:
    data = body.encode()
    assert read_proposal(data, "p", "2026/0003-use-a-model").value.title == title
    assert read_head(data, "p", "2026/0003-use-a-model").value.title == title


def test_foreign_yaml_is_read_leniently_and_its_unknown_keys_are_one_note() -> None:
    data = (
        b"---\neip: 1\ntitle: Purpose\nauthor: A <a@x>, B\nstatus: Draft\ncreated: 2015-10-27\ntype: Meta\n---\nText\n"
    )
    read = read_proposal(data, "p", "eip-1")
    assert (read.value.proposer, read.value.created, read.value.state) == ("A <a@x>, B", "2015-10-27", "draft")
    (note,) = [finding for finding in read.findings if finding.code == "unknown-key"]
    assert note.severity is Severity.NOTE
    assert "eip, type" in note.message


def test_yaml_facts_read_like_toml_facts() -> None:
    facts = b"facts:\n  agentic: none\n  interacts_with_people: true\n  domain: [health]\n"
    data = b"---\ntitle: T\nkind: use-change\nproposer: mo\n" + facts + b"---\n"
    proposal = read_proposal(data, "p", "x").value
    assert proposal.fact("interacts_with_people") == ("yes",)
    assert proposal.fact("domain") == ("health",)
    assert proposal.fact("agentic") == ("none",)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('id = "a"\ntitle = "Card"', "evidence-nowhere"),
        ('id = "a"\nurl = "https://example.org/x"', "evidence-unpinned"),
        ('id = "a"\nheld_by = "legal"', "evidence-unpinned"),
        ('id = "a"\npath = "../../board.toml"', "evidence-outside"),
        ('id = "a"\npath = "/etc/passwd"', "evidence-outside"),
        ('id = "a"\npath = "x"\nsha256 = "12"', "odd-digest"),
        ('path = "x"', "missing"),
        ('id = "a"\npath = "x"\n[[evidence]]\nid = "a"\npath = "y"', "duplicate-id"),
        ('id = "a"\npath = ["x"]', "wrong-type"),
    ],
)
def test_evidence_says_where_it_is_and_what_pins_it(entry: str, code: str) -> None:
    data = f'+++\ntitle = "T"\nkind = "k"\nproposer = "mo"\n[[evidence]]\n{entry}\n+++\n'.encode()
    read = read_proposal(data, "p", "x")
    assert code in [finding.code for finding in read.findings]
    assert all(finding.where.line for finding in read.findings)


def test_a_digest_in_any_spelling_reads_as_one() -> None:
    data = f'+++\n[[evidence]]\nid = "a"\npath = "x"\nsha256 = "{"AB" * 32}"\n+++\n'.encode()
    assert read_proposal(data, "p", "x").value.evidence[0].sha256 == "sha256:" + "ab" * 32


def test_an_unknown_state_is_reported_and_the_proposal_counts_as_ready() -> None:
    data = b'+++\ntitle = "T"\nkind = "k"\nproposer = "mo"\nstate = "raedy"\n+++\n'
    read = read_proposal(data, "p", "x")
    assert read.value.state == "ready"
    (finding,) = read.findings
    assert (finding.code, finding.where.line, finding.fix) == ("unknown-word", 5, "Did you mean “ready”?")


def test_hidden_characters_are_reported_wherever_they_hide() -> None:
    prose = read_proposal(WHOLE + "safe\u202etext\n".encode(), "p", "x").findings
    assert [(finding.code, finding.where.line) for finding in prose] == [("hidden-characters", 16)]
    escaped = WHOLE.replace(b"Frozen", rb"Fro\u001bzen")
    for read in (read_proposal, read_head):
        (finding,) = read(escaped, "p", "x").findings
        assert (finding.code, finding.where.line) == ("hidden-characters", 11)
        assert "ESCAPE" in finding.message


def test_the_head_of_a_proposal_is_the_proposal_without_its_prose() -> None:
    head, whole = read_head(WHOLE, "p", "x"), read_proposal(WHOLE, "p", "x")
    assert head.value.body == ""
    assert (head.value.title, head.value.facts, head.value.evidence) == (
        whole.value.title,
        whole.value.facts,
        whole.value.evidence,
    )
    long = WHOLE + b"A long line of prose.\n" * 20_000
    assert read_head(long, "p", "x").value == head.value


KIND = Kind(
    "ring-promote",
    "Promote",
    "",
    facts=(
        Fact("target_ring", "Ring", "It decides who meets it.", "enum", ("beta", "general"), example='"beta"'),
        Fact("interacts_with_people", "Talks to people", "", "bool"),
        Fact("users", "Users", "", "number"),
        Fact("ends", "End", "", "date"),
        Fact("models", "Models", "", "refs"),
        Fact("domain", "Domain", "", "multi", ("health", "none")),
    ),
    evidence=(
        EvidenceSlot("criteria", "Criteria report", "Numbers decide."),
        EvidenceSlot("note", "Note", "", required=False),
    ),
)


def _with(facts: str, evidence: str = "") -> tuple[str, ...]:
    data = f'+++\nkind = "ring-promote"\n[facts]\n{facts}\n{evidence}\n+++\n'.encode()
    proposal = read_proposal(data, "p", "x").value
    return tuple(f"{finding.code} {finding.where.part}" for finding in missing_facts(proposal, KIND, "p"))


def test_each_missing_fact_and_piece_of_evidence_is_named_with_why() -> None:
    missing = missing_facts(read_proposal(b"", "p", "x").value, KIND, "p")
    assert [finding.code for finding in missing] == ["missing-fact"] * 6 + ["missing-evidence"] * 2
    assert missing[0].why == "It decides who meets it."
    shown, _, asks = missing[0].fix.partition(" `")
    assert shown == 'Add “target_ring = "…"” under [facts], with one of: beta, general.'
    assert asks == "board answer x --facts` asks for it."
    assert [finding.severity for finding in missing[-2:]] == [Severity.ERROR, Severity.NOTE]


def test_facts_of_the_right_sort_are_accepted_and_unknown_is_an_answer() -> None:
    evidence = '[[evidence]]\nid = "criteria"\npath = "c"\n[[evidence]]\nid = "note"\npath = "n"'
    right = 'target_ring = "beta"\ninteracts_with_people = false\nusers = 40\nends = 2026-12-01\n'
    right += 'models = ["a"]\ndomain = ["none"]'
    assert _with(right, evidence) == ()
    unknown = "\n".join(f'{fact.id} = "unknown"' for fact in KIND.facts)
    assert _with(unknown, evidence) == ()


def test_facts_of_the_wrong_sort_are_named() -> None:
    wrong = (
        'target_ring = "bta"\ninteracts_with_people = "perhaps"\nusers = true\n'
        'ends = "soon"\nmodels = [{ version = "1" }]\ndomain = ["health", "law"]'
    )
    assert [code for code in _with(wrong) if code.startswith("odd")] == [
        f"odd-fact fact {fact.id}" for fact in KIND.facts
    ]


def test_a_text_where_a_list_is_wanted_and_none_beside_something_are_named() -> None:
    assert "odd-fact fact models" in _with('models = "MiniLM"')
    assert "odd-fact fact models" in _with('models = { id = "minilm" }')
    assert "odd-fact fact domain" in _with('domain = ["none", "health"]')


@pytest.mark.parametrize(
    ("risks", "found"),
    [
        ('[{ id = "k", residual = { likelihood = 2, impact = "unknown" } }]', 0),
        ('"none"', 0),
        ("[]", 0),
        ('[{ id = "k" }, { id = "l", residual = { likelihood = 2, impact = 3 } }, "It kills"]', 2),
        ('[{ id = "k", residual = "2 x 3" }]', 1),
        ('{ id = "k", residual = { likelihood = 2, impact = 3 } }', 1),
        ('"It kills"', 1),
    ],
)
def test_a_risk_that_is_named_and_not_rated_is_told(risks: str, found: int) -> None:
    assert _with(f"risks = {risks}").count("odd-fact fact risks") == found


def test_a_fact_under_a_name_that_looks_like_it_is_asked_about() -> None:
    data = b'+++\nkind = "ring-promote"\n[facts]\ntarget-ring = "beta"\n+++\n'
    missing = missing_facts(read_proposal(data, "p", "x").value, KIND, "p")
    assert missing[0].fix == "It says “target-ring”; did you mean “target_ring”?"


def test_evidence_whose_header_is_still_a_comment_is_told_of_the_header() -> None:
    """Given the lines of a piece of evidence freed of their # and its header not, then they are facts: it is said."""
    data = b'+++\nkind = "ring-promote"\n[facts]\n# [[evidence]]\nid = "criteria"\npath = "c"\n+++\n'
    (lacks, _) = (one for one in missing_facts(read_proposal(data, "p", "x").value, KIND, "p") if "evid" in one.code)
    assert "[[evidence]]" in lacks.fix and "comment" in lacks.fix


SENSITIVE = Kind(
    "model-change",
    "Change",
    "",
    facts=(Fact("personal_data", "Data about people", "", "enum", ("none", "special-category")),),
    hanging=(Fact("infers", "Guesses", "", "bool", after={"personal_data": ("special-category",)}),),
)


@pytest.mark.parametrize(("said", "asked"), [("none", False), ("unknown", False), ("special-category", True)])
def test_a_fact_that_hangs_on_another_is_asked_where_that_one_makes_it_matter(said: str, asked: bool) -> None:
    proposal = Proposal("x", "x", "model-change", facts={"personal_data": said})
    assert [one.where.part for one in missing_facts(proposal, SENSITIVE)] == (["fact infers"] if asked else [])


def test_an_unknown_kind_is_said_once() -> None:
    proposal = read_proposal(b'+++\nkind = "modle-adopt"\n+++\n', "p", "x").value
    assert [finding.code for finding in missing_facts(proposal, None, "p")] == ["unknown-kind"]
    assert missing_facts(read_proposal(b"", "p", "x").value, None, "p") == ()


def test_every_real_proposal_is_listed_with_what_it_lacks(shared: Path) -> None:
    """Given 1,455 documents written elsewhere, when they are read, then each has a title and a list of lacks."""
    files = sorted((shared / "real" / "proposals").rglob("*.md"))
    assert len(files) == 1455
    for file in files:
        data = file.read_bytes()
        read = read_proposal(data, file.name, file.stem)
        assert read.value.title.strip()
        assert "no-kind" in [finding.code for finding in read.findings]
        assert len(read.findings) <= 5
        assert all(finding.severity is not Severity.ERROR or finding.code == "no-kind" for finding in read.findings)
        assert read_head(data, file.name, file.stem).value.title == read.value.title


def test_real_yaml_headers_give_title_and_proposer(shared: Path) -> None:
    data = (shared / "real" / "proposals" / "eips" / "eip-1.md").read_bytes()
    proposal = read_proposal(data, "eip-1.md", "eip-1").value
    assert proposal.title == "EIP Purpose and Guidelines"
    assert proposal.proposer.startswith("Martin Becze")
    assert proposal.created == "2015-10-27"
