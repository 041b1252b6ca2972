"""`board join` and `board member`: from a new computer to an entry the board can approve; nothing is overwritten."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from board.cli.founding_questions import _key_here, _Others
from board.core.charter import Member
from board.formats.charter import read_charter
from tests.boards import git
from tests.cli.running import Board, Ran
from tests.cli.test_json import problems
from tests.cli.test_prompts import ended, terminal
from tests.trust.history import copy_of, lived_board
from tests.trust.pgp import keyring, needs_gpg

PROPOSED = "proposals/2026/0003-nina-berg-joins-the-board"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = lived_board(tmp_path_factory.mktemp("lived"))
    return board.path


@pytest.fixture
def board(lived: Path, tmp_path: Path) -> Path:
    return copy_of(lived, tmp_path).path


@pytest.fixture
def nina(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Nina at her own computer, where git knows her name and has no key; returns her home."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Nina Berg")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "nina@example.org")
    home = tmp_path / "nina"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return home


def new_key(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "nina", "-f", str(path)], check=True)
    return path.with_name(f"{path.name}.pub")


def join(board: Path, *more: str) -> Ran:
    return Board(board)("join", "--handle", "nina", "--alternate", "legal", *more)


def test_given_nothing_but_git_s_name_the_script_is_told_what_is_missing(board: Path, nina: Path) -> None:
    ran = join(board)
    assert (ran.status, "None was found here" in ran.err) == (2, True)
    new_key(nina / ".ssh" / "id_ed25519")
    assert "~/.ssh/id_ed25519.pub" in join(board).err


def test_a_new_key_is_made_proven_and_proposed_and_the_history_verifies(board: Path, nina: Path) -> None:
    key = nina / ".ssh" / "id_ed25519"
    ran = join(board, "--make-key", str(key), "--no-passphrase", "--json")
    assert problems("join", ran.data) == []
    assert ran.status == 0
    new = read_charter(git(board, "show", f"HEAD:{PROPOSED}/new/board.toml").encode()).value
    added = new.member("nina")
    assert added is not None
    assert (added.alternate, added.emails) == (("legal",), ("nina@example.org",))
    assert added.keys == (" ".join(key.with_suffix(".pub").read_text().split()[:2]),)
    assert "BEGIN SSH SIGNATURE" in git(board, "cat-file", "commit", "HEAD"), "signed with the new key"
    proof = Board(board)("member", "proof", "3", "--json")
    assert (proof.status, problems("proof", proof.data)) == (0, [])
    assert Board(board)("verify").status == 0


def test_a_key_that_is_there_is_never_overwritten(board: Path, nina: Path) -> None:
    public = new_key(nina / ".ssh" / "id_ed25519")
    before = public.read_bytes(), public.with_suffix("").read_bytes()
    ran = join(board, "--make-key", str(public.with_suffix("")), "--no-passphrase")
    assert (ran.status, "never overwritten" in ran.err) == (1, True)
    assert (public.read_bytes(), public.with_suffix("").read_bytes()) == before


def test_git_is_told_of_the_key_only_when_she_says_so(board: Path, nina: Path) -> None:
    public = new_key(nina / "key")
    tip = git(board, "rev-parse", "main")
    ran = join(board, "--key", str(public), "--print")
    assert (ran.status, git(board, "rev-parse", "main")) == (0, tip)
    assert "[members.nina]" in ran.out
    assert "-----BEGIN SSH SIGNATURE-----" in ran.out
    assert not list(nina.glob(".gitconfig")), "nothing written"
    assert join(board, "--key", str(public), "--print", "--set-git").status == 0
    assert f"signingkey = {public}" in (nina / ".gitconfig").read_text()


def test_given_no_way_to_push_the_entry_is_printed_to_hand_over(board: Path, nina: Path) -> None:
    public = new_key(nina / "key")
    git(board, "remote", "add", "origin", str(nina / "nowhere.git"))
    ran = join(board, "--key", str(public))
    assert ran.status == 3
    assert "Send the entry above and this proof to a member" in ran.out
    assert f"key: {' '.join(public.read_text().split()[:2])}" in ran.out


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--handle", "ana"), "is the handle of Ana Lindqvist"),
        (("--handle", "Nina B"), "cannot be a handle"),
        (("--seat", "legal"), "held by Lena Vogt and by Nina Berg"),
        (("--seat", "nonsense"), "is not one of"),
        (("--key", "nowhere.pub"), "is no key to sign with"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    board: Path, nina: Path, flags: tuple[str, str], words: str
) -> None:
    public, tip = new_key(nina / "key"), git(board, "rev-parse", "main")
    ran = join(board, "--key", str(public), *flags)
    assert ran.status
    assert words in ran.err
    assert git(board, "rev-parse", "main") == tip


def test_a_proof_for_another_key_or_another_board_proves_nothing(board: Path, nina: Path) -> None:
    public = new_key(nina / "key")
    assert join(board, "--key", str(public)).status == 0
    text = board / f"{PROPOSED}/possession.txt"
    text.write_text(text.read_text().replace("nonce: ", "nonce: 0"))
    git(board, "commit", "-qam", "Another proof")
    ran = Board(board)("member", "proof", "3")
    assert (ran.status, "was not made with a key" in ran.err) == (1, True)


def test_row_19_a_signature_on_something_else_that_names_her_is_no_proof(board: Path, nina: Path) -> None:
    """Given her signature on a commit whose message names handle and board, when it is put in as proof, it is none."""
    public = new_key(nina / "key")
    assert join(board, "--key", str(public)).status == 0
    text = board / f"{PROPOSED}/possession.txt"
    lines = [line for line in text.read_text().splitlines() if line.startswith(("handle", "repository"))]
    text.write_text("tree 0123\nauthor Nina\n\nMerge\n" + "\n".join(lines) + "\n")
    text.with_name("possession.txt.sig").unlink()
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(nina / "key"), str(text)], check=True)
    git(board, "commit", "-qam", "Another proof")
    ran = Board(board)("member", "proof", "3")
    assert (ran.status, "speaks of another board or of nobody" in ran.err) == (1, True)


def test_a_member_adds_a_key_of_hers_this_way(board: Path, nina: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "lena@example.org")
    public = new_key(nina / "key")
    ran = Board(board)("join", "--key", str(public))
    assert (ran.status, "You are a member already: Lena Vogt" in ran.out) == (0, True)
    new = read_charter(git(board, "show", "HEAD:proposals/2026/0003-add-a-key-for-lena-vogt/new/board.toml").encode())
    lena = new.value.member("lena")
    assert lena is not None
    assert (len(lena.keys), lena.seats) == (2, ("legal",))
    assert Board(board)("member", "proof", "3").status == 0
    assert Board(board)("verify").status == 0


@needs_gpg
def test_an_openpgp_key_joins_with_its_block(board: Path, nina: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = nina / "g"
    home.mkdir()
    with keyring(home) as ring:
        fingerprint = ring.make("nina@example.org")
        monkeypatch.setenv("GNUPGHOME", str(home))
        ran = join(board, "--key", fingerprint)
        assert ran.status == 0, ran.err
    monkeypatch.delenv("GNUPGHOME")
    new = read_charter(git(board, "show", f"HEAD:{PROPOSED}/new/board.toml").encode())
    added = new.value.member("nina")
    assert added is not None
    assert (added.keys, len(added.openpgp)) == ((), 1)
    assert Board(board)("member", "proof", "3").status == 0


def test_at_a_terminal_everything_is_asked_and_a_no_keeps_it_to_oneself(board: Path, nina: Path) -> None:
    new_key(nina / ".ssh" / "id_ed25519")
    tip = git(board, "rev-parse", "main")
    child = terminal(board, "join", COLUMNS="80")
    said = ""
    for question, typed in (
        ("Which key do you sign with", ""),
        ("Handle", ""),
        ("Seats you ask for", ""),
        ("Alternate for which seats", "legal"),
        ("Roles", ""),
        ("Do this now, in your own git settings", "yes"),
        ("Put this before the board now", "no"),
    ):
        child.expect(question)
        said += f"{child.before}{child.after}"
        child.sendline(typed)
    line = " ".join((nina / ".ssh" / "id_ed25519.pub").read_text().split()[:2])
    assert f'keys = ["{line}"]' in said, "what is to be copied is never broken"
    child.expect("Send the entry above")
    assert ended(child) == 0
    assert git(board, "rev-parse", "main") == tip
    assert "signingkey" in (nina / ".gitconfig").read_text()


def test_whoever_git_does_not_know_is_told_what_to_type_and_with_set_git_git_is_told(
    board: Path, nina: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a new computer, when she joins with her name as an option, then git's own settings are not forgotten."""
    for variable in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(variable, raising=False)
    key = str(new_key(nina / ".ssh" / "id_ed25519"))
    names = ("--name", "Nina Berg", "--mail", "nina@example.org", "--key", key, "--print")
    told = join(board, *names)
    assert told.status == 0
    assert "git config --global user.name 'Nina Berg'" in told.err
    assert "git config --global user.email nina@example.org" in told.err
    assert not (nina / ".gitconfig").exists()
    assert join(board, *names, "--set-git").status == 0
    settings = (nina / ".gitconfig").read_text()
    assert "name = Nina Berg" in settings
    assert "email = nina@example.org" in settings


def test_a_new_key_gets_a_passphrase_at_the_terminal(board: Path, nina: Path) -> None:
    child = terminal(board, "join", "--handle", "nina", "--print")
    for question, typed in (
        ("Which key do you sign with", "1"),
        ("What sort of key", "1"),
        ("Into which file", ""),
        ("Enter passphrase", "a long one"),
        ("Enter same passphrase again", "a long one"),
        ("Enter passphrase", "a long one"),
        ("Do this now", "no"),
    ):
        child.expect(question)
        child.sendline(typed)
    child.expect("Send the entry above")
    assert ended(child) == 0
    assert (nina / ".ssh" / "id_ed25519.pub").is_file()


def test_the_members_are_listed_as_documented(board: Path) -> None:
    for name, arguments in (
        ("members", ("member",)),
        ("signed", ("member", "signed", "ben")),
        ("leave", ("member", "leave", "ben")),
    ):
        ran = Board(board)(*arguments, "--json")
        assert (ran.status, problems(name, ran.data)) == (0, [])
    told = Board(board)("member").out
    assert "The seat Security has no alternate." in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("suspend",), "The member's handle is missing"),
        (("suspend", "mo"), "Why the keys are suspended"),
        (("suspend", "mo", "--until", "2026-12-01"), "--until does not belong"),
        (("replace-key", "mo", "--reason", "Lost."), "The file with the new public key"),
        (("replace-key", "mo", "--reason", "Lost.", "--key", "nowhere"), "cannot be read as a public key"),
        (("list", "mo"), "takes no name"),
    ],
)
def test_what_is_missing_is_told_with_its_flag(board: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = Board(board)("member", *arguments)
    assert (ran.status, words in ran.err) == (2, True)


def test_leaving_drafts_a_charter_change_that_check_reads(board: Path, nina: Path) -> None:
    ran = Board(board)("member", "leave", "lena", "--give", "legal", "kim", "--draft", "--json")
    assert (ran.status, problems("done", ran.data)) == (0, [])
    [document] = (board / "proposals" / "2026").glob("0003-*.md")
    assert "Lena Vogt hands over" in document.read_text()
    kim = read_charter((document.with_suffix("") / "new/board.toml").read_bytes()).value.member("kim")
    assert kim is not None
    assert kim.seats == ("legal",)


@pytest.fixture
def fresh(nina: Path, tmp_path: Path) -> Path:
    """A signed board that opened nothing yet: Nina has a key and the chair, Ben has none; returns its folder."""
    public = new_key(nina / ".ssh" / "id_ed25519")
    (nina / ".gitconfig").write_text(f'[gpg]\nformat = ssh\n[user]\nsigningkey = "{public}"\n')
    place = tmp_path / "fresh"
    place.mkdir()
    nina_sits = (
        "--member",
        "nina",
        "Nina Berg <nina@example.org>",
        "--seat",
        "nina",
        "legal",
        "--role",
        "nina",
        "chair",
    )
    ben_sits = ("--member", "ben", "Ben Okafor <ben@example.org>", "--seat", "ben", "product")
    assert Board(place)("init", "--name", "Ours", *nina_sits, *ben_sits, "--signed").status == 0
    return place


def test_a_key_without_which_no_quorum_is_reached_goes_to_the_chair_by_default_and_opening_warns(
    fresh: Path, nina: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a board of two of whom one has a key, when the other joins, then Enter keeps the way by hand open."""
    new_key(nina / ".ssh" / "id_ben")
    key = str(nina / ".ssh" / "id_ben.pub")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ben Okafor")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
    child = terminal(fresh, "join", "--key", key)
    for question in ("Do this now", "opening one, this one too, ends that", "Put this before the board now"):
        child.expect([question.replace(" ", r"\s+")])
        if "opening" not in question:
            child.sendline("no" if "Do this" in question else "")
    child.expect("Send the entry above")
    assert ended(child) == 0
    scripted = Board(fresh)("join", "--key", key, "--no-set-git")
    assert scripted.status == 0 and "opening one, this one too, ends that" in scripted.err
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Nina Berg")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "nina@example.org")
    shown = Board(fresh)("open", "1", "--preview", "--json").data
    assert "quorum.locked" in {one["code"] for one in shown["problems"]}
    asked = Board(fresh)("open", "1")
    assert asked.status == 2 and "ends the time in which the chair may change board.toml by hand" in asked.err
    assert "`board open 2026/0001-" in asked.err and "docket.toml" not in git(fresh, "ls-tree", "-r", "HEAD")
    child = terminal(fresh, "open", "1")
    child.expect("ends the time in which")
    child.expect("all the same")
    child.sendline("no")
    child.expect("Nothing was written")
    assert ended(child) == 1
    consent = Board(fresh)("open", "1", "--yes")
    assert consent.status == 0 and "ends the time in which" in consent.err


def test_a_key_that_the_charter_lists_is_not_offered(fresh: Path) -> None:
    child = terminal(fresh, "join")
    child.expect("Every signing key on this computer is in the charter already")
    child.expect("1  make a new key")
    child.close(force=True)


def test_init_offers_the_key_found_on_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a key below ~/.ssh, then the founder is offered it, unless another member has it already."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _key_here(_Others(())) == ""
    new_key(tmp_path / ".ssh" / "id_hers")
    line = _key_here(_Others(()))
    assert line.startswith("ssh-ed25519 ")
    assert _key_here(_Others((Member("ben", "Ben", keys=(line,)),))) == ""
