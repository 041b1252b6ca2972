"""`board init` and the rules of the charter: one question takes the usual ones, and each can be stated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from board.core.charter import Charter, Voting
from board.formats.charter import read_charter
from board.formats.ruled import odd_rule
from board.formats.starter import VOTING_WORDS
from tests.boards import git
from tests.cli.running import Board
from tests.cli.test_founding import ANA, MYSELF, TO_THE_MEMBERS, ana, answered, new
from tests.cli.test_prompts import ended, terminal

__all__ = ["ana", "new"]  # fixtures of the module beside this one


def charter(folder: Path) -> Charter:
    read = read_charter((folder / "board.toml").read_bytes())
    assert not [one for one in read.findings if one.severity == "error"]
    return read.value


def test_a_script_states_every_rule_by_its_key_and_each_keeps_its_comment(ana: None, new: Path) -> None:
    """Given rules and a term by flags, then the charter holds them, and a comment beside each key of the vote."""
    rules = {
        "voting.quorum_seats": "2", "voting.quorum_seats_high": "4", "voting.quorum_people": "3",
        "voting.majority": "[2, 3]", "voting.window_working_days": "4", "voting.hide_ballots_until_cast": "false",
        "voting.proposer_may_vote": "true", "voting.deferrals": "1", "board.holidays": "[2026-12-25]",
        "board.publish_names": "true", "rings.order": '["lab", "all"]', "seats.legal.title": "Law",
        "kinds.model-adopt.expires_days": "90", 'kinds.model-change.path_when."change_class=patch"': "vote",
    }  # fmt: skip
    flags = [word for key, value in rules.items() for word in ("--rule", key, value)]
    ran = Board(new)("init", *ANA, "--role", "ana", "sponsor", "--term", "ana", "2026-01-01", "-", *flags)
    assert ran.status == 0, ran.err
    made = charter(new)
    assert made.voting == Voting(2, 4, 3, (2, 3), 4, hide_ballots_until_cast=False, proposer_may_vote=True, deferrals=1)
    assert (made.holidays, made.publish_names, made.rings) == ((date(2026, 12, 25),), True, ("lab", "all"))
    assert made.seat_title("legal") == "Law"
    assert made.rule("model-adopt").expires_days == 90
    assert "legal" in made.rule("model-adopt").must_sign, "what is not stated stays as usual"
    assert made.rule("model-change").path_when == {"change_class=patch": "vote", "change_class=minor": "consent"}
    [one] = made.members
    assert (one.start, one.end, one.roles) == (date(2026, 1, 1), None, ("chair", "sponsor"))
    written = (new / "board.toml").read_text()
    assert all(f"# {words}" in written for words in VOTING_WORDS.values())


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--rule", "voting.quorom", "2"), "does not know"),
        (("--rule", "voting.majority", "[2, 1]"), "not a share between none and all"),
        (("--rule", "voting.deferrals", "some"), "should be a whole number"),
        (("--rule", "repository.id", "x"), "is no rule"),
        (("--rule", "voting.deferrals", "1\nrules = 2"), "is no rule"),
        (("--term", "ana", "2026-05-01", "2026-01-01"), "ends before it begins"),
        (("--term", "ben", "2026-05-01", "-"), "not one of the members"),
    ],
)
def test_a_rule_or_a_term_that_no_charter_can_hold_is_refused_before_anything_is_written(
    ana: None, new: Path, flags: tuple[str, ...], words: str
) -> None:
    ran = Board(new)("init", *ANA, *flags)
    assert ran.status == 2
    assert words in ran.err
    assert list(new.iterdir()) == []


def test_on_a_no_each_rule_is_asked_with_what_it_does_and_again_where_the_answer_cannot_be(
    ana: None, new: Path
) -> None:
    """Given no to the usual rules, then the vote, holidays, names, rings and terms are asked and written."""
    child = terminal(new, "init")
    answered(child, *TO_THE_MEMBERS, *MYSELF, ("next member", ""))
    child.expect("The usual rules: 3 seats must speak, 5 at tier high")
    answered(
        child,
        ("Take the usual rules", "no"),
        (r"quorum_seats: so many seats must speak", "9"),
        ("only 4 can vote", "2"),
        ("quorum_seats_high", ""),
        ("quorum_people", ""),
        (r"majority: .*\[1/2\]", "2/3"),
        (r"window_working_days", "ten"),
        ("should be a whole number", "10"),
        ("hide_ballots_until_cast", "no"),
        ("proposer_may_vote", ""),
        ("deferrals", ""),
        ("Holidays", "2026-12-25, 2027-01-01"),
        ("public texts name people", ""),
        ("Rings", ""),
        ("Term of Ana Lindqvist", "soon"),
        ("Write two days", "2026-01-01 2027-12-31"),
    )
    child.expect("6  Rules: ")
    answered(child, ("Write this", "yes"))
    child.expect("exists")
    assert ended(child) == 0
    made = charter(new)
    assert made.voting == Voting(2, majority=(2, 3), window_working_days=10, hide_ballots_until_cast=False)
    assert made.holidays == (date(2026, 12, 25), date(2027, 1, 1))
    assert made.rings == Charter().rings
    assert made.members[0].end == date(2027, 12, 31)


def test_the_rules_can_be_corrected_at_the_end_and_taken_back_to_the_usual_ones(ana: None, new: Path) -> None:
    child = terminal(new, "init", "--rule", "voting.deferrals", "0")
    answered(child, *TO_THE_MEMBERS, *MYSELF, ("next member", ""))
    child.expect("6  Rules: voting.deferrals = 0")
    answered(child, ("Write this", "6"), (r"Take the usual rules\? yes or no \[no\]", "yes"), ("Write this", "yes"))
    child.expect("exists")
    assert ended(child) == 0
    assert charter(new).voting == Voting()


def test_every_key_of_the_vote_can_be_a_rule() -> None:
    for name in VOTING_WORDS:
        value = getattr(Voting(), name)
        written = str(list(value)) if isinstance(value, tuple) else str(value).lower()
        assert odd_rule(f"voting.{name}", written) == ""
        assert odd_rule(f"voting.{name}", "somehow") != ""


def test_whoever_founds_beside_a_folder_that_a_mac_takes_for_the_boards_is_told(ana: None, tmp_path: Path) -> None:
    """Given a project with a folder Templates, then founding names it once; below a folder of its own it does not."""
    for name, more, told in (("top", (), True), ("below", ("--root", "board"), False)):
        place = tmp_path / name
        (place / "Templates").mkdir(parents=True)
        git(place, "init", "-q", "-b", "main")
        for letter in ("a.md", "b.md"):
            (place / "Templates" / letter).write_text("Dear all\n")
        git(place, "add", ".")
        git(place, "commit", "-q", "-m", "Letters")
        ran = Board(place)("init", *ANA, *more)
        assert ran.status == 0, ran.err
        said = " ".join((ran.out + ran.err).split())
        assert said.count("Templates: The name differs from the board's own templates") == told
