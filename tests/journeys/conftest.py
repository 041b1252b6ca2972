"""A copy of the demo repository and of one freshly founded board for each journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, away, copied, demo_copied
from tests.journeys.command import Board, good, warm

PEOPLE = {
    "ana": ("Ana Lindqvist", "security", "chair"),
    "ben": ("Ben Okafor", "engineering", ""),
    "chiara": ("Chiara Romano", "product", ""),
    "lena": ("Lena Vogt", "legal", ""),
}
"""A board of four: handle → name, seat, role."""
PROPOSALS = len([*(ROOT / "proposals").glob("*/*.md")])
"""How many proposals the demo has."""


@dataclass(frozen=True, slots=True)
class Example:
    """A demo repository of the test's own and the bare remote beside it."""

    path: Path
    remote: Path

    def __call__(self, member: str, path: Path | None = None) -> Board:
        """The command, played as a member."""
        return Board(path or self.path, member)


@pytest.fixture(scope="session", autouse=True)
def _warm_ends() -> Iterator[None]:
    """The process that has loaded the program ends with the tests."""
    yield
    if warm.cache_info().currsize:
        warm().close()


@pytest.fixture
def example(demo_folder: Path, tmp_path: Path) -> Example:
    """The worked example, as `board demo` made it."""
    path, remote = tmp_path / "board", tmp_path / "board-remote.git"
    demo_copied(demo_folder, path, remote)
    return Example(path, remote)


def as_person(directory: Path, handle: str, home: Path | None = None) -> Board:
    """The command run by somebody whom git's environment names; with a home, also by the settings in it."""
    name = PEOPLE[handle][0] if handle in PEOPLE else handle.title()
    identity = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": f"{handle}@plain.example"}
    return Board(directory, environment=identity if home is None else {"HOME": str(home)})


def init_words(*more: str) -> list[str]:
    """The command line that founds the board of four."""
    words = ["--name", "Our board", "--timezone", "Europe/Berlin"]
    for handle, (name, seat, role) in PEOPLE.items():
        words += ["--member", handle, f"{name} <{handle}@plain.example>", "--seat", handle, seat]
        words += ["--role", handle, role] if role else []
    return [*words, *more]


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "ours"
    folder.mkdir()
    home = away(tmp_path_factory.mktemp("founder"))
    good(as_person(folder, "ana").given(**home)("init", *init_words()))
    return folder


@pytest.fixture
def founded(_founded: Path, tmp_path: Path) -> Path:
    """A board of four without signatures and without any proposal."""
    return copied(_founded, tmp_path / "ours")


@pytest.fixture
def person(founded: Path) -> Callable[[str], Board]:
    """`person("ben")` runs commands on the founded board as ben."""
    return lambda handle: as_person(founded, handle)
