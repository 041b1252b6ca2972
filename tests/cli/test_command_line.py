"""The command line as a whole: help, wrong use, exit statuses, and what a person reads when something goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from board.actions.timeline import read_timeline
from board.cli import errors, main
from board.cli.register import BY_NAME, ENTRIES
from board.core.finding import ExitStatus, Finding, Refused, Where
from board.store.pins import Pin, Pins
from board.store.repository import open_repository
from tests.boards import git
from tests.cli.running import Board, Ran

board = Board()


def shell(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "board", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **settings)  # type: ignore[call-overload, no-any-return]  # settings differ by test


@pytest.mark.parametrize("name", list(BY_NAME))
def test_every_command_has_help_that_says_what_it_does_and_takes_the_common_options(name: str) -> None:
    ran = board(name, "--help")
    assert ran.status == 0
    assert BY_NAME[name].summary in " ".join(ran.out.split())
    assert all(option in ran.out for option in ("--json", "--as MEMBER", "-C DIR"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_option_and_every_command_says_what_it_is_for(entry: object) -> None:
    command = entry.load()  # type: ignore[attr-defined]  # parametrized with Entry
    undescribed = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not undescribed
    assert command.help.count("\n\n") >= 1, "a command explains itself in more than one line"


def test_help_lists_every_command_by_section() -> None:
    shown = board("--help").out
    assert all(f"  {entry.name} " in shown and entry.section in shown for entry in ENTRIES)


def test_given_a_command_that_is_almost_right_the_right_one_is_suggested_and_the_status_is_wrong_use() -> None:
    ran = board("tallly")
    assert ran == Ran(2, "", "There is no command “tallly”. Did you mean “board tally”?\n")


def test_given_a_command_like_no_other_the_list_is_pointed_to() -> None:
    ran = board("zzzzzz")
    assert ran.status == 2
    assert "`board --help` lists all commands." in ran.err


def test_given_a_missing_argument_the_usage_is_shown_and_the_status_is_wrong_use() -> None:
    ran = board("show")
    assert ran.status == 2
    assert ran.out == ""
    assert "Usage: board show" in ran.err
    assert "`board show --help` says more." in ran.err


def test_given_no_terminal_the_screens_are_refused_in_words() -> None:
    ran = board()
    assert ran.status == 2
    assert "The screens need a terminal" in ran.err
    assert "board list" in ran.err


def test_given_a_refusal_a_person_reads_what_where_why_and_what_to_do() -> None:
    finding = Finding(
        "x", "The text changed.", where=Where("proposals/1-a.md", 3), why="You saw another text.", fix="Look again."
    )

    def refuse() -> int:
        raise Refused(finding, status=1)

    with pytest.MonkeyPatch.context() as patch:
        told: list[str] = []
        patch.setattr(errors, "say", told.append)
        assert errors.guarded(refuse) == 1
    assert told == [
        "The text changed.",
        "  Where: proposals/1-a.md:3",
        "  Why it matters: You saw another text.",
        "  What to do: Look again.",
    ]


def test_given_json_a_refusal_is_a_document_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(self: object) -> click.Command:
        def refuse(**_: object) -> int:
            raise Refused(Finding("x.y", "No."), status=ExitStatus.CANNOT_TELL)

        return click.Command("list", callback=refuse, params=[click.Option(["--json", "as_json"], is_flag=True)])

    monkeypatch.setattr(type(ENTRIES[0]), "load", load)
    ran = board("list", "--json")
    assert ran.status == 3
    assert ran.data["refused"][0]["code"] == "x.y"
    assert (ran.data["schema"], ran.data["status"]) == (1, 3)
    assert ran.err == "No.\n"


def test_given_a_fault_of_the_program_a_person_never_sees_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def fail() -> int:
        raise RuntimeError("an inner matter")

    assert errors.guarded(fail) == 3
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "an inner matter" not in told
    [kept] = (tmp_path / "governance-board" / "errors").iterdir()
    assert str(kept) in told
    assert "an inner matter" in kept.read_text()
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_given_a_full_disk_the_system_s_words_are_passed_on(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise OSError(28, "No space left on device", "/some/file")

    assert errors.guarded(fail) == 3
    told = capsys.readouterr().err
    assert "The system refused: No space left on device (/some/file)." in told
    assert "Make room on the disk" in told
    assert "`board log ID` shows whether anything was recorded" in told
    assert "report it" not in told


def test_given_a_fault_that_could_not_be_kept_no_file_is_spoken_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    def fail() -> int:
        raise RuntimeError("an inner matter")

    assert errors.guarded(fail) == 3
    assert "that file" not in capsys.readouterr().err


def test_given_a_stop_from_the_keyboard_it_says_whether_something_was_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stop() -> int:
        raise KeyboardInterrupt

    def stop_in_the_middle() -> int:
        with errors.writing():
            raise KeyboardInterrupt

    assert errors.guarded(stop) == 130
    assert "Stopped. Nothing was written." in capsys.readouterr().err
    assert errors.guarded(stop_in_the_middle) == 130
    assert "Stopped while writing." in capsys.readouterr().err


def test_given_a_reader_that_goes_away_the_command_ends_quietly_and_not_with_success() -> None:
    end, ours = os.pipe()
    os.close(end)
    process = subprocess.run(
        [sys.executable, "-m", "board", "completion", "bash"],
        stdout=ours,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(ours)
    assert (process.returncode, process.stderr) == (141, b"")


def test_output_has_no_colour_and_no_escape_whatever_the_environment_asks_for() -> None:
    environment = {**os.environ, "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "TERM": "xterm-256color"}
    for arguments in (("--help",), ("vote", "--help"), ("nonsense",), ("whoami", "-C", "/")):
        ran = shell(*arguments, env=environment)
        assert "\x1b" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_scripts_call_the_board_command(name: str) -> None:
    if name == "bash" and not Path("/bin/bash").exists():
        pytest.skip("there is no bash here")
    ran = board("completion", name)
    assert ran.status == 0
    assert "_BOARD_COMPLETE" in ran.out


def test_completion_offers_commands_by_their_beginning() -> None:
    environment = {**os.environ, "_BOARD_COMPLETE": "bash_complete", "COMP_WORDS": "board re", "COMP_CWORD": "1"}
    code = "from board.cli.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    offered = {line.partition(",")[2] for line in ran.stdout.splitlines()}
    assert offered == {entry.name for entry in ENTRIES if entry.name.startswith("re")}


def test_help_imports_no_command() -> None:
    code = (
        "import sys\nfrom board.cli.main import answer\nanswer(['--help'])\n"
        "print([m for m in sys.modules if m.startswith('board.cli.commands')], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr.strip() == "[]"


def test_the_version_is_the_package_s() -> None:
    from board import __version__

    assert board("--version").out == f"Governance Board {__version__}\n"
    assert main.board.name == "board"


def test_a_demo_made_where_another_one_lay_starts_anew_and_says_once_how_long_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a demo that was verified and thrown away, when one is made in its place, then its history is no fault."""
    whole = read_timeline()
    monkeypatch.setattr("board.actions.demo.read_timeline", lambda: replace(whole, steps=whole.steps[:20]))
    place = tmp_path / "made"
    git(tmp_path, "init", "-q", "-b", "main", str(place))
    pins = Pins(open_repository(place).key)
    pins.save(Pin("7f3c", "a" * 40, "b" * 40, "c" * 40))
    shutil.rmtree(place)
    ran = board("demo", "--no-open", "--at", str(place))
    assert (ran.status, ran.err) == (0, "Making the example: about 5 seconds.\n")
    assert pins.load() is None
