"""Where an attack on a board that is alive takes place, and the list of attacks with the reasons verify may give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from board.actions.cases import load_case
from board.actions.load import World
from board.core.case import Case
from tests.trust.live import LiveBoard, LiveStore

Pick = Callable[[list[Any]], Any]
"""Draws one of a list."""


@dataclass
class Scene:
    """The board as the attacker finds it; `pick` draws, `gone` are keys that no longer count, by member."""

    board: LiveBoard
    world: World
    pick: Pick
    gone: dict[str, str]
    pinned: str
    """The tip that was verified last."""

    @property
    def store(self) -> LiveStore:
        return self.board.store

    @property
    def at(self) -> int:
        return int(self.board.now.timestamp())

    def forge(self, files: dict[str, bytes | str | None], by: str, **how: object) -> str:
        """A commit of the attacker's, signed by the member's present key where nothing else is said."""
        key = how.pop("key", self.board.key_of(by))
        return self.store.forge(files, by, how.pop("at", self.at), key=key, **how)

    def cases(self) -> list[Case]:
        return [load_case(self.world, one) for one in sorted(self.world.ids)]

    def open_cases(self) -> list[Case]:
        return [one for one in self.cases() if self.is_open(one)]

    @staticmethod
    def is_open(case: Case) -> bool:
        latest = case.docket.latest
        return bool(latest and case.record is None and all(one.round < latest.round for one in case.rounds))

    def sound(self, *people: str) -> list[str]:
        """Members whose key signs, those named left out."""
        listed = (one.id for one in self.world.charter.members if not one.suspended)
        return [one for one in listed if one not in people]

    def files(self, folder: str) -> list[str]:
        return [path for path in self.world.snapshot.paths("decisions/") if f"/{folder}" in path]

    def read(self, path: str) -> bytes:
        found = self.world.snapshot.read(path)
        assert found is not None
        return found

    def next_ballot(self, case: Case, member: str) -> tuple[str, bytes]:
        """The honest next ballot of a member who holds a seat, as her program would write it."""
        found, latest = self.world.charter.member(member), case.docket.latest
        assert found is not None
        assert latest is not None
        mine = sorted((one for one in case.ballots if one.member == member), key=lambda one: one.number)
        number = mine[-1].number + 1 if mine else 1
        path = self.world.layout.ballot(case.id, member, number)
        fields = f'schema = 1\nrepository = "{self.world.charter.repository}"\nproposal = "{case.id}"\n'
        fields += f'round = {latest.round}\nrevision = "{latest.revision}"\ncharter = "{latest.charter}"\n'
        fields += f'checklists = "{latest.checklists}"\npolicy = "{latest.policy}"\nreview = ""\nmember = "{member}"\n'
        fields += f"seats = {[*found.seats, *found.alternate]}\nnumber = {number}\n".replace("'", '"')
        fields += f'previous = "{mine[-1].sha256 if mine else ""}"\nverdict = "approve"\nreason = ""\n'
        return path, f"{fields}cast_at = {self.board.now:%Y-%m-%dT%H:%M:%SZ}\n".encode()


Attack = Callable[[Scene], object]
ATTACKS: dict[str, tuple[frozenset[str], Attack]] = {}
"""Each attack by name: the reasons of which verify must name at least one, and no other; and how it is made.

An attack returns None where the board gives it nothing to work on.
"""


def attack(*codes: str) -> Callable[[Attack], Attack]:
    """Put a function into the list."""

    def keep(function: Attack) -> Attack:
        ATTACKS[function.__name__] = (frozenset(codes), function)
        return function

    return keep
