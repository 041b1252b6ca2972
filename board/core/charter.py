"""The charter: seats, members, and the rules a tally applies (formats.md, board.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Seat:
    """A voice on the board; `votes` is "always" or "tier-high"."""

    id: str
    title: str
    votes: str = "always"


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the board; the handle `id` names her files.

    `keys` are SSH public keys and OpenPGP fingerprints, `openpgp` the armoured blocks of OpenPGP keys; `reports_to` are
    the handles of those who line-manage her, where the charter says so; `panel` is what she brings to the ethics panel.
    """

    id: str
    name: str
    emails: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    alternate: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    suspended: bool = False
    openpgp: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()

    @property
    def presides(self) -> bool:
        """Whether she may open, decide and install: chair or secretary."""
        return "chair" in self.roles or "secretary" in self.roles


@dataclass(frozen=True, slots=True)
class Voting:
    """The numbers a tally uses; `majority` (1, 2) means strictly more than one half of eligible seats."""

    quorum_seats: int = 3
    quorum_seats_high: int = 5
    quorum_people: int = 2
    majority: tuple[int, int] = (1, 2)
    window_working_days: int = 5
    hide_ballots_until_cast: bool = True
    proposer_may_vote: bool = False
    deferrals: int = 2


@dataclass(frozen=True, slots=True)
class KindRule:
    """What the charter asks of one kind of proposal; None means: as [voting] says.

    The `…_when` tables are keyed `fact=value` and speak for proposals that state that fact (rules.py). `majority` is
    passed by strictly more than its share, or with `majority_at_least` by the share itself: two thirds of six is four.
    `must_sign_roles` names roles, such as sponsor, whose holder must sign besides the seats.
    """

    id: str
    must_sign: tuple[str, ...] = ()
    must_sign_high: tuple[str, ...] = ()
    path: str = "vote"
    expires_days: int = 180
    notice_working_days: int | None = None
    majority: tuple[int, int] | None = None
    quorum_seats: int | None = None
    must_sign_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    must_sign_roles: tuple[str, ...] = ()
    path_when: Mapping[str, str] = field(default_factory=dict)
    expires_when: Mapping[str, int] = field(default_factory=dict)
    majority_at_least: bool = False


@dataclass(frozen=True, slots=True)
class Charter:
    """Everything board.toml says, with defaults of its `rules` number filled in."""

    rules: int = 1
    name: str = ""
    timezone: str = "UTC"
    holidays: tuple[date, ...] = ()
    repository: str = ""
    branch: str = "main"
    root: str = "."
    signing: str = "required"
    example: bool = False
    seats: tuple[Seat, ...] = ()
    members: tuple[Member, ...] = ()
    voting: Voting = field(default_factory=Voting)
    kinds: Mapping[str, KindRule] = field(default_factory=dict)
    rings: tuple[str, ...] = ("sandbox", "beta", "general")
    publish_names: bool = False
    contact: str = ""
    """Where anybody may write to the board: a mail or web address."""
    facts: int = 1
    """The list of owed facts (stated.py) below which no opening goes; the first charters do not say, and mean 1."""

    def called(self, handle: str) -> str:
        """What people call somebody: the name of a member; the handle itself where the charter knows none."""
        member = self.member(handle)
        return member.name if member is not None and member.name else handle

    def member(self, handle: str) -> Member | None:
        """The member with this handle, or None."""
        return next((member for member in self.members if member.id == handle), None)

    def seat(self, seat_id: str) -> Seat | None:
        """The seat with this id, or None."""
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    def seat_title(self, seat_id: str) -> str:
        """The seat's title for people; its id when the charter no longer knows it."""
        seat = self.seat(seat_id)
        return seat.title if seat else seat_id

    def rule(self, kind: str) -> KindRule:
        """The rule for a kind; an unknown kind goes the ordinary way: a vote, all seats that always vote sign."""
        found = self.kinds.get(kind)
        if found is not None:
            return found
        always = tuple(seat.id for seat in self.seats if seat.votes == "always")
        return KindRule(kind, must_sign=always)
