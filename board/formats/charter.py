"""The charter: `board.toml`, with the defaults of its `rules` number filled in and every contradiction found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from board.core.charter import Charter, KindRule, Member, Seat, Voting
from board.core.dates import is_timezone
from board.core.finding import Severity
from board.core.layout import is_strict_name
from board.core.panel import BRINGS
from board.core.rules import PATHS, default_kinds, default_seats
from board.core.stated import FACTS
from board.formats.charter_check import check
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.starter import starter_charter as starter_charter
from board.formats.starter import write_charter as write_charter
from board.formats.toml import FILE_LIMIT, load

RULES = 1
SIGNING = ("required", "unsigned")
VOTES = ("always", "tier-high")
ROLES = ("chair", "secretary", "sponsor", "on-call", "observer")


@lru_cache(maxsize=8)  # whoever opens a repository, finds its branch and judges it reads the same bytes
def read_charter(data: bytes, path: str = "board.toml") -> Read[Charter]:
    """The charter, always usable; an error among the findings means that no tally may rest on it."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    rules = fields.number("rules", RULES, least=1)
    if not fields.has("rules"):
        fields.missing("rules", why="The number says what every other word here means.", fix="Add “rules = 1”.")
    if rules > RULES:
        message = f"This charter follows rules {rules}; this program knows rules {RULES}."
        fields.report("newer-rules", message, "rules", fix="Update the program; it will not guess what they mean.")
    board, repository = fields.table("board"), fields.table("repository")
    seats = _seats(fields)
    charter = Charter(
        rules=rules,
        name=board.text("name", required=True),
        timezone=_timezone(board),
        holidays=_holidays(board),
        repository=repository.text("id", required=True),
        branch=repository.text("branch", "main"),
        root=_root(repository),
        signing=repository.choice("signing", SIGNING, "required"),
        example=fields.flag("example"),
        seats=seats,
        members=_members(fields),
        voting=_voting(fields.table("voting")),
        kinds=_kinds(fields, seats),
        rings=_rings(fields.table("rings")),
        publish_names=board.flag("publish_names"),
        contact=" ".join(board.text("contact").split()),
        facts=_facts(board),
    )
    check(fields, charter)
    return Read(charter, (*table.findings, *fields.done()))


def _timezone(fields: Fields) -> str:
    name = fields.text("timezone", "UTC")
    if is_timezone(name):
        return name
    message = f"“{name}” is not a time zone this machine knows; days are counted in UTC."
    fields.report("odd-timezone", message, "timezone", fix="Write a name such as “Europe/Berlin”.")
    return "UTC"


def _facts(fields: Fields) -> int:
    facts = fields.number("facts", 1, least=1)
    if facts > FACTS:
        message = f"This charter asks for list {facts} of owed facts; this program knows lists up to {FACTS}."
        fields.report("newer-facts", message, "facts", fix="Update the program; it will not guess what is owed.")
    return facts


def _holidays(fields: Fields) -> tuple[date, ...]:
    value = fields.raw("holidays")
    if value is None:
        return ()
    if not isinstance(value, list):
        fields.wrong("holidays", "a list of dates", value)
        return ()
    days = [each for each in value if isinstance(each, date) and not isinstance(each, datetime)]
    if len(days) < len(value):
        fields.wrong("holidays", "a list of dates such as 2026-12-25, without quotes", value)
    return tuple(days)


def _root(fields: Fields) -> str:
    root = fields.text("root", ".").rstrip("/") or "."
    if root != "." and (root.startswith("/") or not all(map(is_strict_name, root.split("/")))):
        message = f"The folder “{root}” cannot hold the board's files; the top of the repository is used."
        fields.report("odd-root", message, "root", fix="Name a folder below the top, such as “governance”.")
        return "."
    return root


def _seats(fields: Fields) -> tuple[Seat, ...]:
    listed = fields.named("seats", "seat")
    if not listed:
        return default_seats()
    for name, each in listed.items():
        _strict(each, name, "A seat's name")
    return tuple(
        Seat(name, each.text("title", name), each.choice("votes", VOTES, "always")) for name, each in listed.items()
    )


def _members(fields: Fields) -> tuple[Member, ...]:
    found = []
    for handle, each in fields.named("members", "member").items():
        _strict(each, handle, "A handle")
        roles = each.texts("roles")
        for role in (role for role in roles if role not in ROLES):
            each.report("unknown-word", f"“{role}” is not a role; roles are {', '.join(ROLES)}.", "roles")
        for word in (word for word in each.texts("panel") if word not in BRINGS):
            message = f"“{word}” is nothing a member brings to the panel; write {', '.join(BRINGS)}."
            each.report("unknown-word", message, "panel", severity=Severity.WARNING)
        found.append(
            Member(
                id=handle,
                name=each.text("name", required=True),
                emails=each.texts("emails"),
                keys=each.texts("keys"),
                seats=each.texts("seats"),
                alternate=each.texts("alternate"),
                roles=roles,
                start=each.day("from"),
                end=each.day("until"),
                suspended=each.flag("suspended"),
                openpgp=each.texts("openpgp"),
                reports_to=each.texts("reports_to"),
                panel=each.texts("panel"),
            )
        )
    return tuple(found)


def _strict(fields: Fields, name: str, what: str) -> None:
    if not is_strict_name(name):
        message = f"{what} is “{name}”; it names files, so it takes small letters, digits, dot, hyphen and underscore."
        fields.report("odd-name", message)


def _voting(fields: Fields) -> Voting:
    usual = Voting()
    return Voting(
        quorum_seats=fields.number("quorum_seats", usual.quorum_seats, least=1),
        quorum_seats_high=fields.number("quorum_seats_high", usual.quorum_seats_high, least=1),
        quorum_people=fields.number("quorum_people", usual.quorum_people, least=2),
        majority=_majority(fields) or usual.majority,
        window_working_days=fields.number("window_working_days", usual.window_working_days, least=1),
        hide_ballots_until_cast=fields.flag("hide_ballots_until_cast", usual.hide_ballots_until_cast),
        proposer_may_vote=fields.flag("proposer_may_vote", usual.proposer_may_vote),
        deferrals=fields.number("deferrals", usual.deferrals, least=0),
    )


def _majority(fields: Fields) -> tuple[int, int] | None:
    """The share as two whole numbers; between none and all, both left out, so that yes can win and need not be all."""
    value = fields.raw("majority")
    if value is None:
        return None
    if not (isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)):
        fields.wrong("majority", "two whole numbers such as [1, 2]", value)
        return None
    part, whole = value
    if not 0 < part < whole:
        message = f"The majority [{part}, {whole}] is not a share between none and all."
        fields.report("odd-majority", message, "majority", fix="Write [1, 2] for more than one half.")
        return None
    return part, whole


def _kinds(fields: Fields, seats: tuple[Seat, ...]) -> Mapping[str, KindRule]:
    """The default rules, each changed by what the charter writes; all seats that always vote sign a new kind."""
    kinds = default_kinds()
    always = tuple(seat.id for seat in seats if seat.votes == "always")
    for name, each in fields.named("kinds", "kind").items():
        usual = kinds.get(name, KindRule(name, must_sign=always))
        own_majority = _majority(each)
        kinds[name] = KindRule(
            id=name,
            must_sign=each.texts("must_sign") if each.has("must_sign") else usual.must_sign,
            must_sign_high=each.texts("must_sign_high") if each.has("must_sign_high") else usual.must_sign_high,
            path=each.choice("path", PATHS, usual.path),
            expires_days=each.number("expires_days", usual.expires_days, least=0),
            notice_working_days=each.number("notice_working_days", usual.notice_working_days, least=0),
            majority=own_majority or usual.majority,
            quorum_seats=each.number("quorum_seats", usual.quorum_seats, least=1),
            must_sign_when=_seats_when(each, usual),
            must_sign_roles=each.texts("must_sign_roles") if each.has("must_sign_roles") else usual.must_sign_roles,
            path_when=_paths_when(each, usual),
            expires_when=_days_when(each, usual),
            majority_at_least=each.flag("majority_at_least", usual.majority_at_least and own_majority is None),
        )
    return kinds


def _seats_when(fields: Fields, usual: KindRule) -> Mapping[str, tuple[str, ...]]:
    if not fields.has("must_sign_when"):
        return usual.must_sign_when
    table = fields.table("must_sign_when")
    return {when: table.texts(when) for when in table.data if _is_case(table, when)}


def _paths_when(fields: Fields, usual: KindRule) -> Mapping[str, str]:
    if not fields.has("path_when"):
        return usual.path_when
    table = fields.table("path_when")
    return {when: table.choice(when, PATHS, "vote") for when in table.data if _is_case(table, when)}


def _days_when(fields: Fields, usual: KindRule) -> Mapping[str, int]:
    if not fields.has("expires_when"):
        return usual.expires_when
    table = fields.table("expires_when")
    return {when: table.number(when, usual.expires_days, least=0) for when in table.data if _is_case(table, when)}


def _is_case(fields: Fields, when: str) -> bool:
    fact, equals, value = when.partition("=")
    if fact and equals and value:
        return True
    fields.report("odd-case", f'“{when}” should be a fact and its value, such as "target_ring=general".', when)
    return False


def _rings(fields: Fields) -> tuple[str, ...]:
    rings = fields.texts("order")
    if not rings:
        return Charter().rings
    if len(set(rings)) < len(rings):
        fields.report("duplicate-id", "A ring is listed twice.", "order")
    return tuple(dict.fromkeys(rings))
