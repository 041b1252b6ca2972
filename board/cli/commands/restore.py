"""`board restore`: what faulty commits touched, put back as it counts; without --yes it only says what it would do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from board.cli import output
from board.cli.call import Call, command
from board.core.finding import ExitStatus
from board.core.sentence import and_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from board.actions.restoring import Restoring


_EACH = 20
"""So many files are named one by one."""


@command("restore")
@click.argument("commit", metavar="[COMMIT]", default="")
@click.option("--yes", is_flag=True, help="Put the files back, signed by you, and propose to acknowledge the fault.")
def restore_command(call: Call, commit: str, yes: bool) -> int:
    """Without COMMIT, all commits whose fault still stands. Without --yes nothing is written.

    A faulty commit has no effect, but its files lie there until somebody puts them back. Any member may. The fault
    itself is settled when the board decides the proposal that this command makes. Commits that count though nobody can
    prove that they should, and members' checkpoints over another history, are acknowledged likewise. Answers 1 while a
    fault stands, 3 while only such a doubt does.
    """
    from board.actions.restoring import restore, to_restore

    session = call.session()
    if yes:
        return call.act(lambda: restore(session, commit))
    found = to_restore(session, commit)
    status = ExitStatus.NO if found.wrong else ExitStatus.CANNOT_TELL if found.doubts else ExitStatus.YES
    if call.json:
        output.document(
            {
                "faults": [{"commit": one, "words": list(words)} for one, words in found.faults.items()],
                "doubts": [{"commit": one, "words": list(words)} for one, words in found.doubts.items()],
                "files": [{"path": path, "comes_back": there} for path, there in found.files.items()],
                "folders": [*found.folders, *found.grafts],
                "proposed": list(found.proposed),
            }
        )
        return status
    _show(found)
    return status


def _files(files: Mapping[str, bool]) -> Iterator[str]:
    """Each file; where they are many, how many of each folder, whose names begin as far down as few lines allow."""
    if len(files) <= _EACH:
        yield from (path if there else f"{path} (is taken away)" for path, there in files.items())
        return
    for depth in range(max(path.count("/") for path in files), -1, -1):
        folders: dict[str, Counter[bool]] = {}
        for path, there in files.items():
            folders.setdefault("/".join(path.split("/")[:-1][:depth]), Counter())[there] += 1
        if len(folders) <= _EACH:
            break
    for folder, many in sorted(folders.items()):
        words = (f"{many[True]:,} put back" if many[True] else "", f"{many[False]:,} taken away" if many[False] else "")
        yield f"{folder or 'at the top'}{'/' if folder else ''}: {and_(filter(None, words))}"
    yield f"{len(files):,} files in all; `--json` names each."


def _folders(found: Restoring) -> Iterator[str]:
    """The folders that are written anew; where they are many, the first of them."""
    for folder in found.folders[:_EACH]:
        name = "the top folder" if folder == "/" else folder
        yield f"{name} (is written anew, with each name once and in order)"
    if len(found.folders) > _EACH:
        yield f"{len(found.folders) - _EACH:,} more folders are written anew; `--json` names each."
    if found.more:
        yield "More folders hold such names than are written anew at once: run it again after that."


def _show(found: Restoring) -> None:
    """What there is to settle, in lines."""
    if not (found.faults or found.doubts or found.folders):
        output.line("No fault stands: there is nothing to restore.")
        return
    commits = {one: words for one, words in found.doubts.items() if one not in found.notes}
    for heading, told in (
        ("Commits that broke a rule", found.faults),
        ("Commits that are not proven", commits),
        ("Checkpoints that speak of another history", found.notes),
    ):
        if told:
            output.heading(heading)
        for one, words in told.items():
            output.paragraph(f"{one[:12]}  {' '.join(words)}", "    ", "  ")
    if found.files or found.folders or found.grafts:
        output.heading("Files to put back")
    for line in _files(found.files):
        output.line(f"  {line}")
    for line in _folders(found):
        output.line(f"  {line}")
    for folder in found.grafts:
        output.line(f"  {folder} (is put back whole)")
    for proposal in found.proposed:
        output.paragraph(f"{proposal} acknowledges them, once the board has decided it.", "    ", "  ")
    if found.files or found.folders or found.grafts or found.unnamed:
        output.line()
        does = "puts them back and proposes to acknowledge the fault" if found.faults else "proposes to acknowledge it"
        output.line(f"Nothing was written. `board restore --yes` {does}.")
