"""A draft's facts, given one by one: what is typed becomes right TOML on its own line, or is refused by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from board.actions.deciding import decide, preview
from board.actions.docketing import open_proposal
from board.actions.propose import new
from board.actions.stating import facts_to_give, read_fact, state
from board.cli import stating
from board.core.finding import Refused
from board.core.kind import Fact
from tests.boards import small_board

SHA = "a" * 64


@pytest.mark.parametrize(
    ("sort", "typed", "value"),
    [
        ("refs", f"MiniLM gt 0.1.0 {SHA}", [{"id": "MiniLM", "version": "gt 0.1.0", "sha256": SHA}]),
        ("refs", "search, other 2", [{"id": "search"}, {"id": "other", "version": "2"}]),
        ("bool", "No", False),
        ("number", "4800", 4800),
        ("number", "90,000", 90000),
        ("number", "1,5", "1,5"),
        ("number", "3.2e21", 3.2e21),
        ("number", "many", "many"),
        ("date", "2027-01-31", date(2027, 1, 31)),
        ("date", "31.1.2027", "31.1.2027"),
        ("places", "DE, EU", ["DE", "EU"]),
        ("enum", " beta ", "beta"),
        ("bool", "Unknown", "unknown"),
    ],
)
def test_what_is_typed_has_the_form_of_its_fact(sort: str, typed: str, value: object) -> None:
    assert read_fact(Fact("x", "X", "", sort), typed) == value


def test_each_fact_goes_where_the_scaffold_left_its_line_and_every_other_line_stays(tmp_path: Path) -> None:
    """Given a new draft, when facts are given, then only their lines change, and what cannot be is refused by name."""
    session = small_board(tmp_path).session("mo")
    made = tmp_path / "board" / new(session, "model-change", "Try a thing").files[0]
    name = made.parent.name + "/" + made.stem
    before = made.read_text().splitlines()
    facts = {fact.id: fact for fact in facts_to_give(session, name)}
    state(session, name, facts["models"], read_fact(facts["models"], "search 2"))
    state(session, name, facts["reason"], 'He said "now"; # not later')
    state(session, name, facts["personal_data"], "special-category")
    with pytest.raises(Refused, match="“maybe” is not one of"):
        state(session, name, facts["agentic"], "maybe")
    with pytest.raises(Refused, match="says none and something else besides"):
        state(session, name, facts["generates_content"], ["none", "text"])
    with pytest.raises(Refused, match="should be a list such as"):
        state(session, name, facts["models"], "search")
    after = made.read_text().splitlines()
    assert [line for line in after if line not in before] == [
        'models = [{ id = "search", version = "2" }]',
        'reason = "He said \\"now\\"; # not later"',
        'personal_data = "special-category"',
    ]
    assert len(after) == len(before)
    left = [fact.id for fact in facts_to_give(session, name)]
    assert "infers_sensitive" in left, "it hangs on a fact that was given"
    assert set(facts) - set(left) == {"models", "reason", "personal_data"}


def test_questions_that_a_fact_closes_leave_the_answers_file_unless_answered(tmp_path: Path) -> None:
    """Given a new draft, when it says that no data about people is in it, then the blanks about those are gone."""
    session = small_board(tmp_path, checklists=True).session("mo")
    made = tmp_path / "board" / new(session, "dataset-admit", "Try a thing").files[0]
    name, answers = made.parent.name + "/" + made.stem, made.with_suffix("") / "answers.toml"
    before = answers.read_text()
    answers.write_text(before.replace('question = "C-15"\nvalue = ""', 'question = "C-15"\nvalue = "yes"'))
    (fact,) = (one for one in facts_to_give(session, name) if one.id == "personal_data")
    state(session, name, fact, "none")
    after = answers.read_text()
    assert 'question = "C-14"' in before and 'question = "C-14"' not in after
    assert 'question = "C-15"\nvalue = "yes"' in after


def test_a_fact_without_a_line_of_its_own_goes_below_the_header(tmp_path: Path) -> None:
    session = small_board(tmp_path).session("mo")
    made = tmp_path / "board" / new(session, "model-change", "Try a thing").files[0]
    made.write_text("".join(line for line in made.read_text().splitlines(keepends=True) if "# reason = " not in line))
    name = made.parent.name + "/" + made.stem
    (fact,) = (fact for fact in facts_to_give(session, name) if fact.id == "reason")
    state(session, name, fact, "It is late.")
    assert 'reason = "It is late."' in made.read_text().splitlines()


def test_what_the_board_has_or_another_proposed_is_not_written_into(tmp_path: Path) -> None:
    """Given what was decided, or somebody else's draft, then nobody is asked for its facts any more."""
    board = small_board(tmp_path)
    proposal = board.submit()
    open_proposal(board.session("kim"), proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    assert facts_to_give(board.session("mo"), proposal)
    decide(board.session("ana"), proposal, preview(board.session("ana"), proposal))
    with pytest.raises(Refused, match="is decided"):
        facts_to_give(board.session("mo"), proposal)
    made = new(board.session("mo"), "model-change", "Try a thing").files[0]
    name = made.removeprefix("proposals/").removesuffix(".md")
    with pytest.raises(Refused, match="Only its proposer"):
        facts_to_give(board.session("ben"), name)


@pytest.mark.parametrize(
    ("fact", "typed", "told"),
    [
        ("models", "whisper", "“whisper” has no version and no SHA-256"),
        ("models", "whisper-small 1.0.0 " + "a" * 40, "it has 40 digits, and a SHA-256 has 64"),
        ("source_url", "whisper, small", "“whisper, small” is no address, such as https://"),
        ("source_revision", "main of today", "is no exact revision"),
    ],
)
def test_a_fact_by_which_nobody_could_find_the_files_is_refused_when_it_is_typed(
    tmp_path: Path, fact: str, typed: str, told: str
) -> None:
    """Given a draft about a model, when what is typed names no exact files, then it says why; unknown goes."""
    session = small_board(tmp_path).session("mo")
    made = tmp_path / "board" / new(session, "model-adopt", "Try a thing").files[0]
    name = made.parent.name + "/" + made.stem
    asked = next(one for one in facts_to_give(session, name) if one.id == fact)
    with pytest.raises(Refused, match=told):
        state(session, name, asked, read_fact(asked, typed))
    assert f"\n{fact} = " not in made.read_text()
    state(session, name, asked, "unknown")
    assert f'\n{fact} = "unknown"\n' in made.read_text()


def test_a_fact_given_again_stands_once_in_the_place_of_the_one_before(tmp_path: Path) -> None:
    session = small_board(tmp_path).session("mo")
    made = tmp_path / "board" / new(session, "model-change", "Try a thing").files[0]
    name = made.parent.name + "/" + made.stem
    (fact,) = (fact for fact in facts_to_give(session, name) if fact.id == "reason")
    for said in ("It is late.", "It is slow."):
        state(session, name, fact, said)
    assert [line for line in made.read_text().splitlines() if line.startswith("reason")] == ['reason = "It is slow."']


def test_back_asks_for_the_fact_before_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a slip in the fact before, when she types back, then that fact is asked for again and takes another."""
    session = small_board(tmp_path).session("mo")
    made = tmp_path / "board" / new(session, "model-change", "Try a thing").files[0]
    name = made.parent.name + "/" + made.stem
    asked, lines = list[str](), iter(["search 1", "back", "search 2", "q"])
    monkeypatch.setattr(stating, "_ask", lambda fact: asked.append(fact.id) or next(lines))
    stating._asked(session, name)
    assert asked[0] == asked[2] == "models" and asked[1] == asked[3] != "models"
    assert 'models = [{ id = "search", version = "2" }]' in made.read_text()
