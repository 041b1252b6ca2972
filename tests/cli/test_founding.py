"""`board init`: nothing is typed in vain, each answer is looked at at once, and what is written was seen before."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pexpect
import pytest

from board.cli.founding import odd_key, odd_mail, odd_zone
from tests.boards import git
from tests.cli.running import Board, Ran
from tests.cli.test_prompts import ended, terminal

MAIL = "ana@hollowoak.example"
ANA = (
    "--name",
    "Ours",
    "--member",
    "ana",
    f"Ana Lindqvist <{MAIL}>",
    "--seat",
    "ana",
    "legal",
    "--role",
    "ana",
    "chair",
)


@pytest.fixture
def ana(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ana Lindqvist")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", MAIL)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A signing key that git's own settings name."""
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ana@laptop", "-f", str(path)], check=True)
    settings = tmp_path / "home" / "git" / "config"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[gpg]\nformat = ssh\n[user]\nsigningkey = "{path}.pub"\n')
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


def answered(child: pexpect.spawn[str], *pairs: tuple[str, str]) -> None:
    for question, typed in pairs:
        child.expect(question)
        child.sendline(typed)


TO_THE_MEMBERS = (
    ("What is the board called", "Our board"),
    ("Time zone", "UTC"),
    ("Must every act", ""),
    ("Where may anybody write", ""),
)
USUAL = (("Take the usual rules", ""),)
MYSELF = (("Name", ""), ("Handle", ""), ("Mail address", ""), ("Seats", "security"), ("Alternate", ""), ("Roles", ""))


def test_given_wrong_answers_each_is_asked_again_at_once(ana: None, new: Path) -> None:
    """Without signatures no key is asked for: nobody needs one."""
    child = terminal(new, "init")
    answered(
        child,
        ("What is the board called", "Our board"),
        ("Time zone", "Berlin"),
        ("Did you mean Europe/Berlin", "Europe/Berlin"),
        ("Must every act", ""),
        ("Where may anybody write", "board@hollowoak.example"),
        (r"Name \[Ana Lindqvist\]", ""),
        ("Handle", "Ana L"),
        ("cannot be a handle", ""),
        (r"Mail address, as git knows it \[ana@hollowoak.example\]", "ana"),
        ("is not a mail address", ""),
        ("Seats", "nonsense"),
        ("is not one of", "security"),
        ("Alternate for", ""),
        (r"Roles; commas between several, - for none \[chair\]", ""),
        ("Name of the next member; Enter when done", "Ben Okafor"),
        ("Handle", "ana"),
        ("is the handle of another member", "ben"),
        ("Mail address", MAIL),
        ("belongs to Ana", "ben@hollowoak.example"),
        ("Seats", "security"),
        ("Ana Lindqvist holds the seat security already", "legal"),
        ("Alternate for", ""),
        ("Roles; commas between several, Enter for none", ""),
        ("Name of the next member", ""),
        *USUAL,
        ("Write this", "maybe"),
        ("Please type yes", "yes"),
    )
    child.expect("exists")
    assert ended(child) == 0
    who = Board(new)("whoami", "--json").data
    assert (who["member"], who["seats"], who["roles"], who["signing"]) == ("ana", ["security"], ["chair"], "unsigned")
    written = (new / "board.toml").read_text()
    assert 'timezone = "Europe/Berlin"' in written
    assert 'contact = "board@hollowoak.example"' in written


def test_at_the_end_every_answer_can_be_corrected_and_a_board_without_its_founder_is_not_written(
    ana: None, new: Path
) -> None:
    child = terminal(new, "init")
    answered(child, *TO_THE_MEMBERS, *MYSELF, ("next member", ""), *USUAL)
    answered(child, ("Write this", "1"), ("What is the board called", "Another name"), ("Name: Another name", "5"))
    answered(child, *MYSELF[:-1], ("Roles", "-"))
    child.expect("Nobody is chair yet")
    answered(child, ("Write this", "yes"), ("Write this", "5"), *MYSELF[:-1], ("Roles", "chair"))
    answered(child, ("Write this", "+"), ("next member", "Ben Okafor"), ("Handle", ""), ("Mail", "ben@b.example"))
    answered(child, ("Seats", ""), ("Alternate", ""), ("Roles", ""), ("next member", ""))
    answered(child, ("Ben Okafor <ben@b.example>; handle ben; no seat", "6"), ("- removes this member", "-"))
    child.expect("This is what will be written")
    answered(child, ("Write this", "yes"))
    child.expect("“Another name” exists")
    assert ended(child) == 0
    assert "ben" not in (new / "board.toml").read_text().partition("[voting]")[0].partition("[members")[2]


def test_given_a_no_at_the_end_nothing_is_there(ana: None, new: Path) -> None:
    child = terminal(new, "init")
    answered(child, *TO_THE_MEMBERS, *MYSELF, ("next member", ""), *USUAL, ("Write this", "no"))
    child.expect("Nothing was written")
    assert ended(child) == 1
    assert list(new.iterdir()) == []


def test_given_a_signing_key_the_board_is_signed_unless_one_says_no(
    ana: None, new: Path, key: Path, tmp_path: Path
) -> None:
    child = terminal(new, "init", XDG_CONFIG_HOME=str(tmp_path / "home"))
    answered(child, *TO_THE_MEMBERS[:2], (r"signed\? yes or no \[yes\]", ""), TO_THE_MEMBERS[3], *MYSELF)
    child.expect("The signing key is the one git has for you")
    answered(child, ("next member", "Ben Okafor"), ("Handle", ""), ("Mail", "ben@b.example"), ("Seats", ""))
    answered(child, ("Alternate", ""), ("Roles", ""), ("Public signing key", "nonsense"))
    answered(child, ("This is not a public SSH key", ""), ("next member", ""), *USUAL)
    answered(child, ("every act of the board must be signed", ""), ("Write this", "yes"))
    child.expect("exists. Every act must be signed")
    assert ended(child) == 0
    assert Board(new)("verify").status == 0


def test_given_a_refusal_when_it_writes_the_answers_are_still_there(ana: None, new: Path, key: Path) -> None:
    config = str(key.parent / "home")
    child = terminal(new, "init", XDG_CONFIG_HOME=config)
    answered(child, *TO_THE_MEMBERS, *MYSELF, ("next member", ""), *USUAL)
    child.expect("Write this")
    key.rename(key.with_name("elsewhere"))
    child.sendline("yes")
    child.expect("What to do:")
    child.expect("Write this")
    assert list(new.iterdir()) == []
    key.with_name("elsewhere").rename(key)
    child.sendline("yes")
    child.expect("exists")
    assert ended(child) == 0


def test_after_a_plain_git_init_the_branch_that_git_chose_is_governed_and_the_files_are_there(
    ana: None, new: Path
) -> None:
    git(new, "init", "--quiet", "--initial-branch=master")
    board = Board(new)
    assert board("init", *ANA).status == 0
    assert (new / "board.toml").is_file()
    assert board("whoami", "--json").data["branch"] == "master"
    assert (board("list").status, (verified := board("verify", "--unsigned")).status) == (0, 0)
    assert verified.out.startswith("Yes, if every author line is true: this board works without signatures")


def test_in_a_repository_on_master_the_board_governs_master_beside_what_is_there(ana: None, new: Path) -> None:
    git(new, "init", "--quiet", "--initial-branch=master")
    (new / "code.txt").write_text("ours\n")
    git(new, "add", "code.txt")
    git(new, "commit", "--quiet", "-m", "Code")
    board = Board(new)
    assert board("init", *ANA).status == 0
    assert (new / "board.toml").is_file()
    assert (new / "code.txt").read_text() == "ours\n"
    assert board("verify", "--unsigned").status == 0


def test_given_another_branch_than_the_one_checked_out_it_says_where_and_every_command_finds_it(
    ana: None, new: Path
) -> None:
    git(new, "init", "--quiet", "--initial-branch=master")
    board = Board(new)
    ran = board("init", *ANA, "--branch", "governance")
    assert ran.status == 0
    assert "`git switch governance`" in " ".join(ran.out.split())
    assert board("whoami", "--json").data["branch"] == "governance"
    assert (board("list").status, board("verify", "--unsigned").status) == (0, 0)
    git(new, "branch", "other", "governance")
    assert board("list").status == 0


def test_given_members_without_keys_a_signed_board_says_how_to_add_them_before_it_is_too_late(
    ana: None, new: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(key.parent / "home"))
    ran = Board(new)("init", *ANA, "--signed", "--member", "ben", "Ben Okafor <ben@hollowoak.example>")
    said = " ".join(ran.out.split())
    assert "No key yet: Ben Okafor." in said
    assert "git commit -S board.toml" in said
    assert "Nobody is the sponsor" in said
    listed = " ".join(Board(new)("member").out.split())
    assert "git commit -S board.toml" in listed
    assert "Nobody is sponsor." in listed


def test_a_board_that_cannot_decide_yet_says_why_and_how_long_that_is_mended_by_hand(
    ana: None, new: Path, tmp_path: Path
) -> None:
    """Given a chair without a seat whose term has not begun, then each is told; a board that is complete hears none."""
    alone = ("--name", "Ours", "--member", "ana", f"Ana <{MAIL}>", "--role", "ana", "chair")
    said = _said(Board(new)("init", *alone, "--term", "ana", "2099-01-01", "-"))
    assert "No chair is in office today, so nobody acts as chair. The term: Ana, 2099-01-01" in said
    assert "its quorum is 2 people, and nobody may vote today" in said
    assert "Nobody holds these seats: engineering, security, product, legal." in said
    assert said.endswith("until the first proposal is opened; after that, only an approved charter change does it.")
    whole = tmp_path / "whole"
    whole.mkdir()
    seats = (("ana", "product"), ("ana", "engineering"), ("ben", "security"))
    more = ("--member", "ben", "Ben <ben@b.example>", *(word for pair in seats for word in ("--seat", *pair)))
    said = _said(Board(whole)("init", *ANA, *more))
    assert "exists" in said and not any(words in said for words in ("in office", "quorum", "these seats"))


def refused(ran: Ran, place: Path, status: int, words: str) -> None:
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err
    assert list(place.iterdir()) == []


def test_given_no_identity_it_says_so_before_the_first_question_and_leaves_no_repository(new: Path) -> None:
    child = terminal(new, "init")
    child.expect("git does not know who you are")
    child.expect("git config --global user.name")
    assert ended(child) == 1
    assert list(new.iterdir()) == []
    refused(Board(new)("init", *ANA), new, 1, "git does not know who you are")


def test_given_no_key_a_signed_board_is_refused_before_the_first_question(ana: None, new: Path) -> None:
    child = terminal(new, "init", "--signed")
    child.expect("git has no key to sign with")
    child.expect("user.signingkey")
    assert ended(child) == 1
    refused(Board(new)("init", *ANA, "--signed"), new, 1, "git has no key to sign with")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--timezone", "Berlin"), "Did you mean Europe/Berlin?"),
        (("--key", "ana", "my key"), "not a public SSH key"),
        (("--key", "ana", "-----BEGIN OPENSSH PRIVATE KEY-----"), "private half"),
        (("--member", "ben", "Ben <ben>"), "is not a mail address"),
        (("--seat", "ana", "throne"), "“throne” is not one of"),
        (("--role", "ana", "king"), "“king” is not one of"),
        (("--panel", "ana", "wise"), "“wise” is not one of"),
    ],
)
def test_given_a_flag_that_makes_no_sense_nothing_is_written(
    ana: None, new: Path, flags: tuple[str, ...], words: str
) -> None:
    refused(Board(new)("init", *ANA, *flags), new, 2, words)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--member", "ben", "Ben <ben@b.example>", "--seat", "ben", "legal"), "at the same time"),
        (("--member", "ben", f"Ben <{MAIL}>"), "belongs to"),
        (("--root", "../up"), "cannot hold the board's files"),
    ],
)
def test_given_a_charter_that_contradicts_itself_nothing_is_written(
    ana: None, new: Path, more: tuple[str, ...], words: str
) -> None:
    refused(Board(new)("init", *ANA, *more), new, 1, words)


def test_given_somebody_else_than_the_chair_the_board_is_not_founded(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "somebody@hollowoak.example")
    refused(Board(new)("init", *ANA), new, 1, "that is not the chair of this board")


def test_without_signatures_the_board_says_so(ana: None, new: Path) -> None:
    assert "Acts need no signature" in Board(new)("init", *ANA, "--unsigned").out


def test_a_board_without_an_ethics_panel_is_told_what_that_means_and_one_with_a_panel_what_it_lacks(
    ana: None, tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    assert "There is no ethics panel: nobody holds its seat." in _said(Board(tmp_path / "none")("init", *ANA))
    ruth = (
        "--member",
        "ruth",
        "Ruth Abara <ruth@example.org>",
        "--seat",
        "ruth",
        "ethics",
        "--panel",
        "ruth",
        "outside",
    )
    (tmp_path / "one").mkdir()
    board = Board(tmp_path / "one")
    said = _said(board("init", *ANA, *ruth))
    assert "no ethics panel" not in said and "from outside" not in said
    assert "Nobody on the ethics panel is named as close to the people it affects." in said
    rules = _said(board("charter"))
    assert "The ethics panel is 1 person; one is from outside the organisation." in rules
    assert "named as without a technical background" in rules
    assert board("member", "--json").data["members"][1]["panel"] == ["outside"]


def _said(ran: Ran) -> str:
    return " ".join(ran.out.split())


def test_who_is_on_the_panel_is_asked_what_she_brings(ana: None, new: Path) -> None:
    child = terminal(new, "init")
    answered(
        child,
        *TO_THE_MEMBERS,
        *MYSELF[:3],
        ("Seats", "security, ethics"),
        ("Alternate", ""),
        ("Brings to the panel", "lay, affected"),
        ("Roles", ""),
        ("next member", ""),
        *USUAL,
        ("Write this", "yes"),
    )
    child.expect("exists")
    assert ended(child) == 0
    assert 'panel = ["lay", "affected"]' in (new / "board.toml").read_text()


def test_in_a_governed_repository_nothing_is_asked(ana: None, new: Path) -> None:
    assert Board(new)("init", *ANA).status == 0
    child = terminal(new, "init")
    child.expect("has a board.toml already")
    assert ended(child) == 1


def test_every_line_of_the_dialogue_breaks_between_words(ana: None, new: Path) -> None:
    child = terminal(new, "init", COLUMNS="60")
    said = ""
    for question, typed in (
        *TO_THE_MEMBERS,
        *MYSELF,
        ("next member", ""),
        *USUAL,
        ("Write this", "no"),
    ):
        child.expect(question)
        said += f"{child.before}{child.after}\n"
        child.sendline(typed)
    assert ended(child) == 1
    lines = said.replace("\r", "").replace(" > ", " >\n").split("\n")
    assert max(map(len, lines)) <= 60
    assert len(lines) > 30


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_a_time_zone_is_a_time_zone(zone: str) -> None:
    assert odd_zone(zone) == ""


@pytest.mark.parametrize("mail", ["ana", "@b", "a@", "a b@c.example", "<a@b.example>", "a@b@c", "a@b,c@d"])
def test_what_is_no_mail_address_is_told(mail: str) -> None:
    assert odd_mail(mail)


def test_a_weak_or_broken_key_is_told() -> None:
    assert odd_key("ssh-ed25519 AAAA")
    assert odd_key("ssh-dss AAAAB3NzaC1kc3MAAACB")
