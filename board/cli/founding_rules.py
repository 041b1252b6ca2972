"""The rules of a new board: the usual ones with one word, or each by a question that says what it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from board.actions.founding import Founding, rules_of
from board.cli import output, prompts
from board.cli.founding import OPEN, in_term, odd_term
from board.core.charter import Charter, Member, Voting
from board.formats.ruled import Rule, odd_rule
from board.formats.starter import VOTING_WORDS


def ask_rules(founding: Founding) -> Founding:
    """One question; on a no, each rule of the vote, holidays, names, rings, and the terms of the members."""
    output.lines("")
    output.paragraph(f"The usual rules: {in_short(Charter())}.")
    if prompts.yes_or_no("Take the usual rules?", default=not (founding.rules or _termed(founding))):
        members = tuple(replace(member, start=None, end=None) for member in founding.members)
        return replace(founding, rules=(), members=members)
    output.paragraph("Enter takes what stands in brackets. What each kind of proposal asks for stands in board.toml.")
    now, usual = rules_of(founding), Charter()
    given = dict([*_voting(now.voting), *_board(now)])
    ordinary = dict([*_told(usual.voting), *_told_of_the_board(usual)])
    kept = [(key, value) for key, value in founding.rules if key not in ordinary]
    rules = (*kept, *((key, value) for key, value in given.items() if value != ordinary[key]))
    return replace(founding, rules=rules, members=tuple(map(_with_term, founding.members)))


def in_short(charter: Charter) -> str:
    """The numbers of a charter that `board init` asks about, in one sentence."""
    rules = charter.voting
    return (
        f"{rules.quorum_seats} seats must speak, {rules.quorum_seats_high} at tier high, and {rules.quorum_people} "
        f"people; more than {_share(rules)} of the eligible seats must say yes; {rules.window_working_days} working "
        f"days to vote; ballots are {'hidden until your own is cast' if rules.hide_ballots_until_cast else 'open'}; "
        f"the proposer {'may vote' if rules.proposer_may_vote else 'has no vote'}; put off {rules.deferrals} times at "
        f"most; {len(charter.holidays) or 'no'} holidays and no terms; public texts name "
        f"{'people' if charter.publish_names else 'seats'}; rings {', '.join(charter.rings)}"
    )


def told(founding: Founding) -> str:
    """The rules as the founder stated them, for the summary before anything is written."""
    said = [f"{key} = {value}" for key, value in founding.rules]
    said += [f"term of {one.id}: {_days(one)}" for one in founding.members if one.start or one.end]
    return "; ".join(said) or "the usual ones"


def _termed(founding: Founding) -> bool:
    return any(one.start or one.end for one in founding.members)


def _share(rules: Voting) -> str:
    return "half" if rules.majority == (1, 2) else f"{rules.majority[0]}/{rules.majority[1]}"


def _told(rules: Voting) -> list[Rule]:
    """Every rule of the vote as a line of TOML says it."""
    found: list[Rule] = []
    for name in VOTING_WORDS:
        value = getattr(rules, name)
        written = str(list(value)) if isinstance(value, tuple) else str(value).lower()
        found.append((f"voting.{name}", written))
    return found


def _told_of_the_board(charter: Charter) -> list[Rule]:
    return [
        ("board.holidays", f"[{', '.join(map(str, charter.holidays))}]"),
        ("board.publish_names", str(charter.publish_names).lower()),
        ("rings.order", _texts(charter.rings)),
    ]


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(f'{chr(34)}{value}{chr(34)}' for value in values)}]"


def _voting(now: Voting) -> list[Rule]:
    """Each rule of the vote, asked with what it does; asked again where a charter could not hold the answer."""
    found: list[Rule] = []
    for (key, written), (name, words) in zip(_told(now), VOTING_WORDS.items(), strict=True):
        question = f"{name}: {words}"
        if written in ("true", "false"):
            found.append((key, str(prompts.yes_or_no(question, default=written == "true")).lower()))
            continue
        shown = "/".join(map(str, now.majority)) if name == "majority" else written
        typed = prompts.checked(question, partial(_odd_number, key), shown, needed=True)
        found.append((key, _number(typed)))
    return found


def _odd_number(key: str, typed: str) -> str:
    return odd_rule(key, _number(typed))


def _number(typed: str) -> str:
    """A number as it is; a share such as 2/3 as the charter writes it."""
    part, slash, whole = typed.partition("/")
    return f"[{part.strip()}, {whole.strip()}]" if slash else typed


def _board(now: Charter) -> list[Rule]:
    days = prompts.several(
        "Holidays, as 2026-12-25",
        lambda parts: odd_rule("board.holidays", f"[{', '.join(parts)}]"),
        [str(day) for day in now.holidays],
    )
    names = prompts.yes_or_no("Do public texts name people, not only seats?", default=now.publish_names)
    rings = prompts.several(
        "Rings, from few people to many", lambda parts: odd_rule("rings.order", _texts(parts)), now.rings
    )
    off = tuple(map(date.fromisoformat, days))
    return _told_of_the_board(replace(now, holidays=off, publish_names=names, rings=rings or now.rings))


def _with_term(member: Member) -> Member:
    question = f"Term of {member.name}: first and last day, as in 2026-01-01 2027-12-31; Enter for no end"
    return in_term(member, prompts.checked(question, odd_term, _days(member)) or f"{OPEN} {OPEN}")


def _days(member: Member) -> str:
    return f"{member.start or OPEN} {member.end or OPEN}" if member.start or member.end else ""
