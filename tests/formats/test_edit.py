"""Changing what people wrote: one value changes, everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from board.core.finding import Refused
from board.core.proposal import Evidence, Proposal
from board.core.review import Answer
from board.formats.edit import add_evidence, set_front, set_front_value, set_values
from board.formats.front import split
from board.formats.pinning import pin
from board.formats.proposals import read_proposal, write_proposal
from board.formats.reviews import put_answer, read_answers
from tests.formats import strategies as some
from tests.soak import count

WRITTEN = b"""\
+++
# What it is about
title = "x"   # kept
state = "draft" # until Monday

[facts]
a = 1
# the evidence
[[evidence]]
id = "e"
path = "p" # here
+++
Body
+++
"""


def test_only_the_line_of_the_value_changes() -> None:
    assert set_front_value(WRITTEN, "p.md", "state", "ready") == WRITTEN.replace(b'"draft"', b'"ready"')


def test_a_value_is_changed_only_where_it_was_what_the_caller_thinks() -> None:
    assert set_front_value(WRITTEN, "p.md", "state", "ready", only_if="withdrawn") == WRITTEN
    assert b'"ready"' in set_front_value(WRITTEN, "p.md", "state", "ready", only_if="draft")


def test_new_values_land_where_they_belong_and_comments_stay() -> None:
    data = set_front(WRITTEN, "p.md", {("proposer",): "mo", ("facts", "b"): ["x"], ("facts", "a"): None})
    front = split(data, "p.md").value
    assert front.table.data["proposer"] == "mo"
    assert front.table.data["facts"] == {"b": ["x"]}
    assert front.body == "Body\n+++\n"
    for comment in (b"# What it is about", b"# kept", b"# until Monday", b"# the evidence", b"# here"):
        assert comment in data


def test_evidence_is_added_at_the_end_and_replaced_by_id() -> None:
    more = add_evidence(WRITTEN, "p.md", Evidence("n", "New", "q", answers=("R-1",)))
    assert b'path = "p" # here' in more
    assert [each.id for each in read_proposal(more, "p.md", "p").value.evidence] == ["e", "n"]
    replaced = add_evidence(more, "p.md", Evidence("n", "Newer", "r"))
    assert [each.title for each in read_proposal(replaced, "p.md", "p").value.evidence] == ["", "Newer"]


def test_prose_without_front_matter_gets_some() -> None:
    assert set_front_value(b"Prose\n", "p.md", "state", "withdrawn") == b'+++\nstate = "withdrawn"\n+++\nProse\n'


def test_yaml_keeps_its_comments_too() -> None:
    data = b"---\ntitle: x # kept\nstate: draft\n---\nBody"
    assert set_front_value(data, "p.md", "state", "withdrawn") == data.replace(b"draft", b'"withdrawn"')
    assert set_front_value(data, "p.md", "proposer", "mo").startswith(data[:-8] + b'proposer: "mo"\n---')


@pytest.mark.parametrize(
    "data",
    [
        b"+++\nx = \n+++\nBody",
        b"+++\nx = 1\n",
        b"+++\nx" + b".x" * 30 + b" = 1\n+++\n",
        b"---\na: &b c\n---\n",
        b"---\nstate:\n  deep: x\n---\n",
        b"+++\nx = 1\n+++\ncaf\xe9",
    ],
)
def test_given_what_cannot_be_changed_safely_when_asked_to_then_it_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        set_front_value(data, "p.md", "state", "ready")
    assert refused.value.findings[0].message


def test_a_charter_keeps_its_comments() -> None:
    data = b"rules = 1 # for ever\n[members.ana] # chair\nkeys = [] # none yet\n"
    edited = set_values(data, "board.toml", {("members", "ana", "keys"): ["ssh-ed25519 AAAA"], ("example",): True})
    assert b"rules = 1 # for ever\n" in edited
    assert b'[members.ana] # chair\nkeys = ["ssh-ed25519 AAAA"] # none yet\n' in edited
    assert b"example = true" in edited
    with pytest.raises(Refused):
        set_values(b"rules = ", "board.toml", {("example",): True})


@settings(deadline=None, max_examples=count(60, 1_500))
@given(some.proposed)
def test_whatever_a_proposal_says_only_its_state_changes(proposal: Proposal) -> None:
    before = read_proposal(write_proposal(proposal), "p.md", "p").value
    after = read_proposal(set_front_value(write_proposal(proposal), "p.md", "state", "withdrawn"), "p.md", "p").value
    assert after.state == "withdrawn"
    assert (after.title, after.facts, after.evidence, after.body) == (
        before.title,
        before.facts,
        before.evidence,
        before.body,
    )


ANSWERS = b"""# Mine.

# R-02: Could it run a program?
[[answers]]
question = "R-02"   # by hand
value = ""
ours = "kept"

# R-05: Do the results hold?
[[answers]]
question = "R-05"
value = "yes"
"""


def test_one_answer_is_put_in_and_every_other_line_stays() -> None:
    """Given answers with comments, when one is given, then what is said about the others, and unknown keys, stay."""
    put = put_answer(Answer("R-02", ("no",), "It is data."), ANSWERS, "answers.toml")
    head, tail = ANSWERS.split(b"[[answers]]", 1)[0], ANSWERS.partition(b"# R-05")[2]
    assert put.startswith(head)
    assert put.endswith(b"\n\n# R-05" + tail)
    assert b'ours = "kept"' in put
    assert read_answers(put, "").value == (Answer("R-02", ("no",), "It is data."), Answer("R-05", ("yes",)))
    assert put_answer(Answer("R-09", ("a\nb",)), put, "").startswith(put)


@pytest.mark.parametrize(
    "before",
    [
        b'answers = [{ question = "R-02", value = "x" }, { question = "R-05", value = "yes" }]\n',
        b'[[ answers ]]\r\nquestion = "R-02"\r\nvalue = """\r\n[[answers]]\r\n"""\r\n'
        b'[[answers]]\nquestion = "R-05"\nvalue = "yes"\n',
        b'[[answers]]\nquestion = "R-02"\n[answers.more]\na = 1\n'
        b'[[answers]]\nquestion = "R-05"\nvalue = "yes"\n[x]\ny = 1\n',
    ],
)
def test_answers_written_in_any_other_way_are_put_in_too(before: bytes) -> None:
    put = put_answer(Answer("R-02", ("no",)), before, "answers.toml")
    assert set(read_answers(put, "").value) == {Answer("R-02", ("no",)), Answer("R-05", ("yes",))}
    assert (b"y = 1" in before) == (b"y = 1" in put)


PINNED = """+++
title = "A"  # mine

[[evidence]]
id = "one"
path = "one.toml"   # the first
dated = 2026-10-01

# The second slot: what it is for.
# [[evidence]]
# id = "slot"

[[evidence]]
id = "two"
sha256 = "sha256:old"
path = "two.toml"
+++
[[evidence]] in prose
path = "three"
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_pin_is_a_line_below_its_path_and_nothing_else_changes(end: str) -> None:
    data = PINNED.replace("\n", end).encode()
    made = pin(data, "p.md", {0: {"sha256": "a", "artefact": "b"}, 1: {"sha256": "c"}})
    lines = data.decode().splitlines(keepends=True)
    lines[lines.index(f'sha256 = "sha256:old"{end}')] = f'sha256 = "c"{end}'
    at = lines.index(f'path = "one.toml"   # the first{end}') + 1
    lines[at:at] = [f'sha256 = "a"{end}', f'artefact = "b"{end}']
    assert made.decode() == "".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\nevidence: []\n---\n",
        '+++\nevidence = [{ id = "one", path = "one.toml" }]\n+++\n',
        '+++\ntitle = """\n[[evidence]]\n"""\n[[evidence]]\nid = "one"\npath = "one.toml"\n+++\n',
        "Prose alone.\n",
    ],
)
def test_front_matter_that_cannot_be_pinned_line_by_line_stays_as_it_is(text: str) -> None:
    assert pin(text.encode(), "p.md", {0: {"sha256": "a"}}) == text.encode()
