"""The list by command, a ballot, a dossier and the demo: targets P5 and P6, and two without a number."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
from functools import partial
from pathlib import Path

from bench.measure import median_ms, once_ms, process
from bench.place import BOARD, PYTHON, Place, acting_in, forget
from bench.report import Line
from bench.repository import Made


def unparsed_ms(made: Made) -> float:
    """Milliseconds to list the tree and pour out every file that tells a status, parsing nothing."""
    wanted = (".md", "docket.toml", "record.toml")

    def run() -> None:
        listed = made.git("ls-tree", "-r", "main", "proposals", "decisions").splitlines()
        ids = [
            line.split()[2]
            for line in listed
            if line.endswith(tuple(part.encode() for part in wanted)) or b"/ballots/" in line
        ]
        made.git("cat-file", "--batch", "--buffer", stdin=b"\n".join(ids) + b"\n")

    return median_ms(run, 3)


def p5(place: Place) -> list[Line]:
    """The list by command, warm and cold."""
    made, environment = place.repository(), place.repository().environment()
    run = process([*BOARD, "list", "--json"], environment, made.path)
    click = median_ms(process([PYTHON, "-c", "import click"], environment, made.path))
    warm = median_ms(run, 5)

    def cold() -> float:
        forget(made)
        return once_ms(run)

    unparsed = unparsed_ms(made)
    all_rows = statistics.median(cold() for _ in range(3))
    return [
        Line("P5", "`board list`, warm", warm, floor=click, floor_name="import click", most=60, added=True),
        Line("P5", "`board list`, cold", all_rows, floor=unparsed, floor_name="ls-tree and cat-file", most=3.3),
    ]


def _cast_ms(made: Made, directory: Path | None = None, times: int = 7) -> float:
    """The median time from casting a signed ballot to its being recorded, in a program that runs already.

    The form is open, as on the screen; the first ballot is not counted.
    """
    from board.actions.session import open_session
    from board.actions.voting import ballot_form, cast
    from board.core.ballot import BallotDraft, Verdict

    taken = []
    with acting_in(made):
        session = open_session(directory or made.path)
        for number in range(times + 1):
            ballot_form(session, made.open_id)
            taken.append(once_ms(partial(cast, session, made.open_id, BallotDraft(Verdict.APPROVE, f"Cast {number}."))))
        session.store.close()
    return statistics.median(taken[1:])


def _vote_ms(made: Made, times: int = 5) -> float:
    """The median time of `board vote` as a whole process: start, opening the repository, and the act."""
    command = [*BOARD, "vote", made.open_id, "yes", "--reason", "As before."]
    return median_ms(process(command, made.environment(), made.path), times)


def _without_checkout(made: Made) -> Path:
    """A bare copy, where no index and no files follow the branch."""
    bare = made.path.with_name("bare.git")
    if not bare.exists():
        shutil.copytree(made.path / ".git", bare, symlinks=True)
        (bare / "index").unlink()
        subprocess.run(["git", "-C", str(bare), "config", "core.bare", "true"], check=True, env=made.environment())
    return bare


def _signing_ms(made: Made) -> float:
    """What ssh-keygen alone takes to sign as many bytes as a commit has."""
    file = made.home / "to-sign"
    file.write_bytes(b"x" * 400)

    def sign() -> None:
        file.with_suffix(".sig").unlink(missing_ok=True)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(made.home / "key"), str(file)]
        subprocess.run(command, check=True, capture_output=True)

    return median_ms(sign)


def _commit_ms(made: Made, times: int = 5) -> float:
    """The median time of `git add` and `git commit -S` for one small file in a copy of the repository."""
    copy = made.path.with_name("copy")
    shutil.copytree(made.path, copy, symlinks=True)
    environment = made.environment()

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=copy, env=environment, check=True, capture_output=True)

    git("status")
    taken = []
    for number in range(times):
        path = f"decisions/{made.open_id}/ballots/x-{number}.toml"
        (copy / path).write_text("verdict = 'approve'\n" * 20)

        def commit(path: str = path) -> None:
            git("add", path)
            git("commit", "-q", "-S", "-m", "Vote")

        taken.append(once_ms(commit))
    shutil.rmtree(copy)
    return statistics.median(taken)


def p6(place: Place) -> list[Line]:
    """Casting a signed ballot: the act in a running program, the same without a checkout, and the whole command."""
    large, small = place.repository(), place.repository(100)
    floor, cast, few = _commit_ms(large), _cast_ms(large), _cast_ms(small)
    bare, few_bare = (_cast_ms(made, _without_checkout(made)) for made in (large, small))
    name = "git add, commit -S"
    return [
        Line("P6", "cast a signed ballot", cast, floor=floor, floor_name=name, most=0.2),
        Line("P6", "… beside 100 proposals", cast, floor=few, floor_name="at 100", most=1.5),
        Line("P6", "… without a checkout to bring along", bare, floor=floor, floor_name=name, most=0.2),
        Line("P6", "… the same beside 100 proposals", bare, floor=few_bare, floor_name="at 100", most=1.5),
        Line("P6", "`board vote`, whole process", _vote_ms(large), floor=floor, floor_name=name),
        Line("P6", "ssh-keygen alone", _signing_ms(large)),
    ]


def _opened_ms(made: Made) -> tuple[float, float]:
    """Milliseconds to read a dossier, the first time in a program and the next time."""
    from board.actions.browse import dossier
    from board.actions.session import open_session

    with acting_in(made):
        session = open_session(made.path)
        assert session.world.founded  # the walk through the history is measured by P7
        taken = [once_ms(partial(dossier, session, made.open_id)) for _ in range(4)]
        session.store.close()
    return taken[0], statistics.median(taken[1:])


def dossiers(place: Place) -> list[Line]:
    """Reading a dossier, which looks at every earlier decision for precedents and exceptions; no target of its own."""
    (few, few_again), (first, again) = _opened_ms(place.repository(100)), _opened_ms(place.repository())
    return [
        Line("–", "a dossier, the first one", first, floor=few, floor_name="at 100"),
        Line("–", "a dossier, the next ones", again, floor=few_again, floor_name="at 100"),
    ]


def demo(place: Place) -> list[Line]:
    """`board demo` as a whole process."""
    made = iter(range(100))

    def run() -> None:
        at = place.folder / f"made-{next(made)}"
        process([*BOARD, "demo", "--no-open", "--at", str(at)], dict(os.environ), place.folder)()

    return [Line("–", "`board demo`", median_ms(run, 3) / 1000, "s", most=5)]
