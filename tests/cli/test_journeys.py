"""The main job by the command line alone: read, review, vote, decide, follow up; git has it afterwards."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Board

Play = Callable[[str], Board]
LETTERS = "2026/0014-admit-hollowoak-letters"
SEARCH = "2026/0015-search-shorter-pieces"


def git(where: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", "-C", str(where), *arguments], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_given_an_open_proposal_when_the_last_seat_votes_the_chair_decides_and_the_remote_has_it(
    example: Path, play: Play, tmp_path: Path
) -> None:
    ana = play("ana")
    assert SEARCH in ana("list", "--mine").out
    assert "The others' ballots are hidden" in ana("tally", "15").out

    views = tmp_path / "views.toml"
    views.write_text('[[views]]\nquestion = "R-02"\nview = "agree"\nnote = "Read it."\n')
    assert ana("review", "15", "--answers", str(views)).status == 0
    voted = ana(
        "vote", "15", "approve-with-conditions", "--reason", "One gap.",
        "--condition", "Tell the wards", "--owner", "mo", "--due", "2099-01-10", "--proof", "The letter",
        "--verifier", "kim", "--consequence", "No search on the wards",
    )  # fmt: skip
    assert voted.status == 0, voted.err
    assert f"decisions/{SEARCH}/ballots/ana-1.toml" in voted.out
    assert f"decisions/{SEARCH}/reviews/ana.toml" in voted.out

    tally = ana("tally", "15", "--json").data
    assert (tally["outcome"], tally["may_decide"]) == ("approved-with-conditions", True)
    assert tally["explanation"].startswith("4 seats have a vote; 4 say yes")
    [told] = [condition for condition in tally["conditions"] if condition["text"] == "Tell the wards"]
    assert told["consequence"] == "No search on the wards"

    before = git(example, "rev-parse", "main")
    seen = ana("decide", "15")
    assert seen.status == 0
    assert "Nothing was written." in seen.out
    assert "Chiara Romano: Thirteen questions" in seen.out, "who still waits for an answer is named as people know her"
    assert git(example, "rev-parse", "main") == before

    decided = ana("decide", "15", "--yes")
    assert decided.status == 0, decided.err
    commit = git(example, "rev-parse", "main")
    changed = git(example, "show", "--name-only", "--format=", commit).splitlines()
    assert {f"decisions/{SEARCH}.md", f"decisions/{SEARCH}/record.toml"} <= set(changed)
    assert git(tmp_path / "remote.git", "rev-parse", "main") == commit
    assert "gpgsig" in git(example, "cat-file", "commit", commit)
    assert git(example, "status", "--short") == ""
    subprocess.run(["git", "fsck", "--strict"], cwd=example, check=True, capture_output=True)

    row = play("lena")("history", "--json").data["decisions"][0]
    assert (row["id"], row["outcome"], row["commit"]) == (SEARCH, "approved-with-conditions", commit)
    page = (example / f"decisions/{SEARCH}.md").read_text()
    [printed] = [row for row in page.splitlines() if row.startswith("| Tell the wards ")]
    assert printed.endswith("| No search on the wards |"), "what happens if it is missed stands on the page"
    assert "Tell the wards" in play("lena")("show", "15", "--decision").out
    assert "If missed: No search on the wards" in play("lena")("follow-up", "15").out

    assert play("mo")("follow-up", "15", "prove", "c1", "--text", "Sent today.").status == 0
    own_work = play("mo")("follow-up", "15", "verify", "c1", "--text", "I saw it.")
    assert own_work.status == 1
    assert "somebody else must verify" in own_work.err
    assert play("kim")("follow-up", "15", "verify", "c1", "--text", "I saw the letter.").status == 0
    told = play("kim")("follow-up", "15", "--json").data["follow_ups"]
    assert [(item["kind"], item["condition"]) for item in told] == [("proof", "c1"), ("verified", "c1")]


def test_given_a_new_proposal_it_is_drafted_checked_submitted_and_opened(example: Path, play: Play) -> None:
    mo = play("mo")
    drafted = mo("new", "model-adopt", "Adopt Zebra")
    assert "draft in your work tree" in drafted.out and "adopt-zebra/answers.toml" in drafted.out
    row = next(row for row in mo("list", "--json").data["proposals"] if row["title"] == "Adopt Zebra")
    assert (row["stage"], row["committed"]) == ("draft", False)
    checked = mo("check", f"proposals/{row['id']}.md", "--json")
    assert checked.status == 1
    assert not checked.data["ok"]
    about = {f"proposals/{row['id']}.md", f"proposals/{row['id']}/answers.toml"}
    assert {finding["path"] for finding in checked.data["findings"]} == about
    assert {"proposal.placeholder", "answers.missing"} <= {finding["code"] for finding in checked.data["findings"]}

    (example / "notes.txt").write_text("mine")
    submitted = mo("submit", row["id"])
    assert submitted.status == 0 and "The text is still nothing but the scaffold:" in submitted.out
    assert git(example, "status", "--short") == "?? notes.txt"
    assert mo("open", row["id"]).status == 1
    assert " must vote." in play("kim")("open", row["id"], "--preview").out
    opened = play("kim")("open", row["id"])
    assert opened.status == 0, opened.err
    [row] = [r for r in mo("list", "--json").data["proposals"] if r["id"] == row["id"]]
    assert row["stage"] == "in-review"


def test_given_a_proposal_nobody_took_up_its_proposer_takes_it_back(play: Play) -> None:
    mo = play("mo")
    assert mo("new", "model-adopt", "Adopt Zebra").status == 0
    assert mo("submit", "zebra").status == 0
    assert mo("withdraw", "zebra").status == 2
    assert mo("check", "zebra").status == 1, "as long as it is proposed, what it lacks is told"
    assert mo("withdraw", "zebra", "--reason", "Not needed.").status == 0
    assert mo("check", "zebra").status == 0
    rows = mo("list", "zebra", "--json").data["proposals"]
    assert [row["stage"] for row in rows] == ["withdrawn"]


def test_given_messages_one_asks_another_replies_and_a_concern_is_settled(play: Play) -> None:
    before = play("ana")("show", "14", "--json").data["messages"]
    assert play("ana")("ask", "14", "Who holds the key?", "--to", "mo").status == 0
    assert play("ben")("ask", "14", "-", "--concern", typed="The key may be lost.\n").status == 0
    messages = play("mo")("show", "14", "--json").data["messages"]
    asked, concern = messages[len(before) :]
    assert (asked["kind"], asked["to"], asked["unanswered"]) == ("question", "mo", True)
    assert (concern["kind"], concern["text"].strip()) == ("concern", "The key may be lost.")
    assert play("mo")("reply", "14", str(asked["number"]), "The custodian.").status == 0
    assert play("ben")("reply", "14", concern["file"], "Seen.", "--resolved").status == 0
    after = play("mo")("show", "14", "--json").data["messages"]
    assert [m["unanswered"] for m in after[len(before) : len(before) + 2]] == [False, False]
    shown = play("mo")("show", "14").out
    assert f"  {asked['number']}  question by Ana Lindqvist to Mo Haddad" in shown


@pytest.mark.parametrize(
    ("verdict", "missing"),
    [
        ("reject", {"--reason"}),
        ("return", {"--change"}),
        ("stop", {"--ground", "--evidence", "--clears"}),
        ("recuse", {"--interest"}),
        ("approve-with-conditions", {"--condition"}),
    ],
)
def test_given_no_terminal_a_vote_says_which_flags_its_verdict_still_needs(
    play: Play, verdict: str, missing: set[str]
) -> None:
    ran = play("ana")("vote", "15", verdict, "--json")
    assert ran.status == 2
    told = " ".join(finding["fix"] for finding in ran.data["refused"])
    assert {word.rstrip(".") for word in told.split() if word.startswith("--")} == missing


@pytest.mark.parametrize(
    ("verdict", "flags"),
    [
        ("approve", ()),
        ("return", ("--change", "Measure it", "--change", "Say so")),
        ("reject", ("--reason", "Too early.")),
        (
            "stop",
            (
                "--ground",
                "missing-rights",
                "--evidence",
                "eval",
                "--clears",
                "A licence",
                "--reason",
                "No right to it.",
            ),
        ),
        ("abstain", ()),
        ("recuse", ("--interest", "supplier")),
    ],
)
def test_given_all_that_a_verdict_needs_nothing_is_asked(play: Play, verdict: str, flags: tuple[str, ...]) -> None:
    ran = play("ana")("vote", "15", verdict, *flags)
    assert ran.status == 0, ran.err
    assert play("ana")("show", "15", "--json").data["my_ballot"] == verdict


def test_whoever_stands_aside_gives_a_category_and_no_words(example: Path, play: Play) -> None:
    """Given words beside the category, then nothing is cast and it says why; the ballot holds the category alone."""
    ana = play("ana")
    told = ana("vote", "15", "recuse", "--interest", "family", "--reason", "My husband works at the supplier.")
    assert told.status == 2
    assert "gives a category only" in told.err
    assert "never taken back" in told.err
    assert ana("show", "15", "--json").data["my_ballot"] is None
    assert ana("vote", "15", "recuse", "--interest", "family").status == 0
    cast = tomllib.loads((example / f"decisions/{SEARCH}/ballots/ana-1.toml").read_text())
    assert cast["interest"] == "family"
    assert not {"reason", "conditions", "changes", "ground", "evidence", "clears"} & set(cast)


def test_given_another_revision_than_the_one_seen_the_ballot_is_refused(play: Play) -> None:
    ran = play("ana")("vote", "15", "approve", "--seen", "sha256:" + "0" * 64)
    assert ran.status == 1
    assert play("ana")("show", "15", "--json").data["my_ballot"] is None


def test_given_a_stale_ballot_one_command_casts_it_again(example: Path, play: Play) -> None:
    assert play("ana")("vote", "15", "approve").status == 0
    document = example / f"proposals/{SEARCH}.md"
    document.write_text(document.read_text().replace("## Way back", "## The way back"))
    assert play("mo")("submit", "15").status == 0
    refused = play("kim")("open", "15")
    assert refused.status == 2
    assert "--yes" in refused.err
    assert "The way back" in play("kim")("open", "15", "--preview").out
    assert play("kim")("open", "15", "--yes").status == 0
    stale = play("ana")("show", "15", "--json").data
    assert stale["stale_why"]
    assert play("ana")("vote", "15", "--confirm").status == 0
    assert play("ana")("show", "15", "--json").data["stale_why"] == ""


def test_given_what_a_person_writes_of_a_decision_the_preview_shows_it_and_keeps_it(play: Play, tmp_path: Path) -> None:
    free = tmp_path / "free.toml"
    free.write_text('[decision]\nwhat = "We take the letters in, and we say why."\n')
    shown = play("ana")("decide", "14", "--free", str(free), "--json").data
    assert "We take the letters in, and we say why." in shown["files"][f"decisions/{LETTERS}.md"]
    again = play("ana")("decide", "14", "--json").data
    assert "We take the letters in, and we say why." in again["files"][f"decisions/{LETTERS}.md"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[decision]\nwhta = 'x'\n", "has no part “whta”"),
        ("[decisions]\nwhat = 'x'\n", "“decisions” is not one of the tables"),
        ("[decision]\nwhat = 3\n", "is not a text"),
        ("[decision\n", "free.toml"),
    ],
)
def test_given_a_mistake_in_that_file_it_is_named_and_nothing_is_kept(
    play: Play, tmp_path: Path, text: str, words: str
) -> None:
    free = tmp_path / "free.toml"
    free.write_text(text)
    before = play("ana")("decide", "14", "--json").data
    ran = play("ana")("decide", "14", "--free", str(free))
    assert ran.status == 2
    assert words in ran.err
    assert play("ana")("decide", "14", "--json").data["files"].keys() == before["files"].keys()


def test_given_a_wrong_question_in_a_file_of_views_none_of_it_is_saved(play: Play, tmp_path: Path) -> None:
    views = tmp_path / "views.toml"
    views.write_text('[[views]]\nquestion = "R-02"\nview = "agree"\n[[views]]\nquestion = "Z-99"\nview = "agree"\n')
    ran = play("ana")("review", "15", "--answers", str(views))
    assert ran.status == 2
    assert "is not asked “Z-99”" in ran.err
    asked = play("ana")("review", "15", "--json").data["questions"]
    assert next(q for q in asked if q["question"] == "R-02")["view"] is None
    saved = play("ana")("answer", "15", "R-13", "critical-open").out
    assert "That bars approval: " in saved, "whoever judges reads what her answer does"


def test_given_somebody_who_may_not_decide_the_refusal_says_who_may(play: Play) -> None:
    ran = play("mo")("decide", "14", "--yes")
    assert ran.status == 1
    assert "Only the chair or the secretary" in ran.err


def test_given_a_folder_without_a_board_every_command_says_what_to_do(tmp_path: Path) -> None:
    for arguments in (("list",), ("show", "1"), ("check",), ("whoami",), ("vote", "1", "approve")):
        ran = Board(tmp_path)(*arguments)
        assert ran.status == 2
        assert "What to do:" in ran.err
        assert ran.out == ""


def test_a_board_is_founded_by_flags_in_an_empty_folder_and_its_first_proposal_goes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ana Lindqvist")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ana@hollowoak.example")
    new = Board(tmp_path / "new")
    (tmp_path / "new").mkdir()
    lacking = new("init", "--name", "Our board")
    assert lacking.status == 2
    assert "--member" in lacking.err
    no_chair = new("init", "--name", "Our board", "--member", "ana", "Ana Lindqvist <ana@hollowoak.example>")
    assert no_chair.status == 2
    assert "No member is the chair." in no_chair.err
    assert not (tmp_path / "new" / "board.toml").exists()
    founded = new(
        "init", "--name", "Our board", "--timezone", "Europe/Berlin",
        "--member", "ana", "Ana Lindqvist <ana@hollowoak.example>", "--seat", "ana", "security",
        "--role", "ana", "chair",
        "--member", "ben", "Ben Okafor <ben@hollowoak.example>", "--seat", "ben", "engineering",
    )  # fmt: skip
    assert founded.status == 0, founded.err
    who = new("whoami", "--json").data
    assert (who["member"], who["roles"], who["board"]) == ("ana", ["chair"], "Our board")
    assert new("new", "model-adopt", "Adopt a model").status == 0
    assert new("submit", "1").status == 0
    assert [row["stage"] for row in new("list", "--json").data["proposals"]] == ["submitted"]


def test_who_has_left_is_told_so_and_her_words_break_no_rule(play: Callable[[str], Board]) -> None:
    """Given a member whose term ended and whose key went with it, then she learns both, and no commit is made."""
    petra, before = play("petra"), play("ana")("whoami", "--json").data["tip"]
    told = petra("whoami").out
    assert "Outside your term: your ballot does not count today." in told
    assert "You cannot sign here" in told
    asked = petra("ask", "15", "Still there?")
    assert asked.status == 1
    assert "nothing was recorded" in asked.err
    assert play("ana")("whoami", "--json").data["tip"] == before
    assert "Outside your term" not in play("ana")("whoami").out
