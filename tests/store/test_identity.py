"""Who sits at the keyboard: git's own settings, of which the repository has little to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store.identity import Identity, demo_identity, demo_members, git_identity, is_demo, save_demo_members
from board.store.place import find
from tests.store.tools import founded, git


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository."""
    return founded(tmp_path / "work")


def settings(text: str) -> None:
    """The user's own settings."""
    (Path.home() / ".gitconfig").write_text(text)


def test_name_mail_and_key_come_from_the_user(place: Path) -> None:
    settings("[user]\n\tname = Ana\n\temail = ana@x.example\n\tsigningKey = ~/.ssh/id.pub\n[gpg]\n\tformat = ssh\n")
    assert git_identity(place) == Identity("Ana", "ana@x.example", "ssh", str(Path.home() / ".ssh/id.pub"))
    assert git_identity() == git_identity(find(place)) == git_identity(place)


def test_nobody_is_an_empty_identity(place: Path) -> None:
    assert git_identity(place) == Identity()


def test_the_repository_says_name_and_mail_but_never_key_or_program(place: Path) -> None:
    settings("[user]\n\tname = Ana\n\temail = ana@x.example\n")
    for key, value in (("user.email", "ana@work.example"), ("user.signingKey", "/evil"), ("gpg.format", "ssh"),
                       ("gpg.ssh.program", "/evil"), ("gpg.program", "/evil")):  # fmt: skip
        git(place, "config", key, value)
    assert git_identity(place) == Identity("Ana", "ana@work.example")


def test_the_users_includes_are_followed(place: Path) -> None:
    """Given an includeIf for work repositories, when the repository lies there, then the work mail is used."""
    settings(f'[user]\n\tname = Ana\n\temail = a@home.example\n[includeIf "gitdir:{place}/"]\n\tpath = ~/work\n')
    (Path.home() / "work").write_text("[user]\n\temail = a@work.example\n\tsigningKey = ABCD\n")
    assert git_identity(place) == Identity("Ana", "a@work.example", "openpgp", "ABCD")
    assert git_identity().email == "a@home.example"


def test_the_environment_outranks_the_files(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings("[user]\n\tname = Ana\n\temail = ana@x.example\n")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ben")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@x.example")
    assert (git_identity(place).name, git_identity(place).email) == ("Ben", "ben@x.example")


def test_the_users_own_program_and_literal_key_are_kept(place: Path) -> None:
    settings(
        '[user]\n\tsigningKey = key::ssh-ed25519 AAAA\n[gpg]\n\tformat = ssh\n[gpg "ssh"]\n\tprogram = ~/bin/keygen\n'
    )
    found = git_identity(place)
    assert (found.signing_key, found.signing_program) == ("key::ssh-ed25519 AAAA", str(Path.home() / "bin/keygen"))


def test_where_the_settings_lie_is_the_users_word(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").write_text("[user]\n\tname = Kim\n\temail = kim@x.example\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "mine"))
    assert git_identity(place).name == "Kim"


def test_names_in_every_script_are_kept(place: Path) -> None:
    settings("[user]\n\tname = 陳大文 Ἀθηνᾶ עברית\n\temail = a@x.example\n")
    assert git_identity(place).name == "陳大文 Ἀθηνᾶ עברית"


def test_a_demo_has_members_with_keys_and_other_repositories_have_none(place: Path) -> None:
    found = find(place)
    assert not is_demo(found) and demo_members(found) == {}
    with pytest.raises(Refused, match="Only in a demo"):
        demo_identity(found, "ana")
    folder = save_demo_members(found, {"ana": ('Ana "A" Lindqvist', "ana@x.example"), "ben": ("Ben", "ben@x.example")})
    (folder / "ana").write_text("key")
    assert is_demo(found)
    assert demo_identity(found, "ana") == Identity(
        'Ana "A" Lindqvist', "ana@x.example", "ssh", str(folder / "ana"), "", True
    )
    assert demo_identity(found, "ben").signing_key == ""
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(Refused, match="ana, ben"):
        demo_identity(found, "../../etc/passwd")


def test_a_damaged_or_hostile_list_of_members_is_no_demo_member(place: Path) -> None:
    found = find(place)
    folder = save_demo_members(found, {})
    for text in (
        "not toml [",
        "members = 3",
        '[members."../../x"]\nname = "x"',
        "[members]\nana = 3",
        "a = " + "[" * 9999,
    ):
        (folder / "members.toml").write_text(text)
        assert demo_members(found) == {}
