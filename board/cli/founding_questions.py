"""`board init` by questions: each answer is looked at at once, and all of them once more before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from board.actions import joining
from board.actions.founding import Founder, Founding, contradictions
from board.cli import errors, output, prompts
from board.cli.founding import ROLES, SEATS, brought, odd_contact, odd_handle, odd_key, odd_mail, odd_parts, odd_zone
from board.cli.founding_rules import ask_rules, told
from board.cli.signing_questions import ask_key, offer_git
from board.core.charter import Member
from board.core.finding import Refused
from board.core.ids import slug
from board.core.panel import PANEL
from board.core.rules import default_seats

_UNSIGNED = (
    "Without signatures only the author lines of commits say who did what, and whoever can push can write them. "
    "`board verify` then answers “cannot tell”."
)
_NO_KEY = "git has no key to sign with here yet; a yes helps you set one up. "
Again = Callable[[], Founder]
"""Looks once more who sits here, after git was told of a key."""
_CONFIRM = "Write this? yes, no, a number to change that line, or + to add a member"


def ask_founding(who: Founder, given: Founding, again: Again) -> tuple[Founding, Founder]:
    """Ask for what was not given: name, time zone, signatures, contact, members, rules; what `given` leaves empty.

    Also returns who sits here as git knows her then: a key may have been set up on the way.
    """
    output.line(
        "Ctrl-C stops; nothing is written before you have seen it all. You can correct every answer at the end."
    )
    named = replace(given, name=given.name or _name("Model governance board"))
    placed = replace(named, timezone=given.timezone or _zone(_here()))
    signing, who = (given.signing, who) if given.signing else _signing(who, again, default=who.has_key)
    ruled = replace(placed, signing=signing)
    ruled = replace(ruled, contact=given.contact or _contact(""))
    output.lines("", "Now the members, one after the other. Begin with yourself: who founds the board is its chair.")
    output.line(f"  Seats: {', '.join(f'{seat.id} ({seat.title})' for seat in default_seats())}")
    output.line(f"  Roles: {', '.join(ROLES)}")
    founding = _with_more(replace(ruled, members=(_first(who, signing == "required"),)), who)
    return founding if given.rules else ask_rules(founding), who


def confirmed(founding: Founding, who: Founder, again: Again, write: Callable[[Founding], int]) -> int:
    """Show all answers and let the person correct them; `write` is called once she says yes, again if it is refused."""
    while True:
        _show(founding, who)
        typed = prompts.ask(_CONFIRM, needed=True).lower()
        if typed in ("n", "no"):
            output.line("Nothing was written.")
            return 1
        if typed in ("y", "yes") and not contradictions(founding, who):
            try:
                return write(founding)
            except Refused as refused:
                # Every answer is still here: what stood in the way can be mended, here or in another window.
                for finding in refused.findings:
                    output.lines("", *errors.finding_lines(finding))
        elif typed == "+":
            founding = _with_more(founding, who)
        elif typed.isdecimal() and 0 < int(typed) <= 5 + len(founding.members):
            founding, who = _changed(founding, who, again, int(typed))
        elif typed not in ("y", "yes"):
            output.line(f"Please type yes, no, + or a number from 1 to {5 + len(founding.members)}.")


def _changed(founding: Founding, who: Founder, again: Again, line: int) -> tuple[Founding, Founder]:
    match line:
        case 1:
            return replace(founding, name=_name(founding.name)), who
        case 2:
            return replace(founding, timezone=_zone(founding.timezone)), who
        case 3:
            signing, who = _signing(who, again, default=founding.signing == "required")
            return replace(founding, signing=signing), who
        case 4:
            return replace(founding, contact=_contact(founding.contact)), who
    at = line - 5
    if at == len(founding.members):
        return ask_rules(founding), who
    old = founding.members[at]
    others = (*founding.members[:at], *founding.members[at + 1 :])
    name = prompts.ask("Name; - removes this member" if others else "Name", old.name, needed=True)
    new = () if name == "-" and others else (_member(name, who, others, old, founding.signing == "required"),)
    return replace(founding, members=(*founding.members[:at], *new, *founding.members[at + 1 :])), who


def _show(founding: Founding, who: Founder) -> None:
    signed = founding.signing == "required"
    output.lines("", "This is what will be written:")
    output.line(f"  1  Name: {founding.name}")
    output.line(f"  2  Time zone: {founding.timezone}")
    output.line(f"  3  Signatures: {'every act of the board must be signed' if signed else 'not needed'}")
    output.line(f"  4  Contact: {founding.contact or 'none'}")
    for number, member in enumerate(founding.members, 5):
        held = [f"{member.name} <{', '.join(member.emails)}>", f"handle {member.id}"]
        held += [f"seats {', '.join(member.seats)}"] if member.seats else ["no seat"]
        held += [f"alternate for {', '.join(member.alternate)}"] if member.alternate else []
        held += [f"brings to the panel: {', '.join(member.panel)}"] if member.panel else []
        held += [f"roles {', '.join(member.roles)}"] if member.roles else []
        mine = who.has_key and who.email in member.emails
        held += ["with a key" if member.keys or mine else "no key yet" + (": cannot act before" if signed else "")]
        output.paragraph("; ".join(held), "     ", f"  {number}  ")
    output.paragraph(f"Rules: {told(founding)}", "     ", f"  {5 + len(founding.members)}  ")
    for finding in contradictions(founding, who):
        output.lines("", *errors.finding_lines(finding))


def _name(default: str) -> str:
    return prompts.ask("What is the board called?", default, needed=True)


def _contact(default: str) -> str:
    question = "Where may anybody write to the board? A mail or web address; Enter for none"
    typed = prompts.checked(question, odd_contact, default)
    return "" if typed == "-" else typed


def _zone(default: str) -> str:
    return prompts.checked("Time zone", odd_zone, default, needed=True)


def _here() -> str:
    """The machine's time zone by name where the system says it, else UTC."""
    try:
        target = str(Path("/etc/localtime").readlink())
    except OSError:
        return "UTC"
    name = target.partition("/zoneinfo/")[2]
    return "UTC" if not name or odd_zone(name) else name


def _signing(who: Founder, again: Again, *, default: bool) -> tuple[str, Founder]:
    """Whether every act must be signed; where she cannot sign yet, a key is offered to be set up."""
    if not default:
        output.paragraph((_NO_KEY if not who.has_key else "") + _UNSIGNED)
    while prompts.yes_or_no("Must every act of the board be signed?", default=default):
        if not who.why_not_sign:
            return "required", who
        output.paragraph(f"You could not found such a board here: {who.why_not_sign}")
        have = joining.keys_here()
        question = "Let git sign with a key of this computer, or a new one?" if have else "Set up a key now?"
        if not prompts.yes_or_no(question, default=True):
            output.line(
                "Without a key the answer can only be no. You can ask for signatures later, by a charter change."
            )
            default = False
        elif said := offer_git(ask_key(who.email), None, ask=True):
            output.paragraph(said)
            who = again()
            if not who.why_not_sign:
                output.line("You can sign now: every act of the board must be signed.")
                return "required", who
            default = False
        else:
            output.paragraph(
                "The key is there, but git was not told of it, so git cannot sign with it. Type the lines above in "
                "another window and answer yes; or answer yes and let this program tell git; or go on without "
                "signatures."
            )
            who = again()
            default = False
    return "unsigned", who


def _first(who: Founder, signed: bool) -> Member:
    name = prompts.ask("Name", who.name, needed=True)
    return _member(name, who, (), Member("", "", (who.email,), roles=("chair",)), signed)


def _with_more(founding: Founding, who: Founder) -> Founding:
    while name := prompts.ask("Name of the next member; Enter when done"):
        made = _member(name, who, founding.members, Member("", ""), founding.signing == "required")
        founding = replace(founding, members=(*founding.members, made))
    return founding


@dataclass(frozen=True, slots=True)
class _Others:
    """The members besides the one that is asked about: nobody may take what is theirs."""

    members: Sequence[Member]

    def handle(self, handle: str) -> str:
        taken = any(member.id == handle for member in self.members)
        return f"“{handle}” is the handle of another member." if taken else odd_handle(handle)

    def mail(self, address: str) -> str:
        owner = next((m for m in self.members if address.casefold() in {each.casefold() for each in m.emails}), None)
        return f"“{address}” belongs to {owner.name}." if owner else odd_mail(address)

    def key(self, line: str) -> str:
        if line == "-":
            return ""
        body = line.split()[1:2]
        owner = next((m for m in self.members if body and any(key.split()[1:2] == body for key in m.keys)), None)
        return f"This is the key of {owner.name}: one key, one person." if owner else odd_key(line)

    def seats(self, parts: Sequence[str]) -> str:
        owner = next(((m, seat) for m in self.members for seat in parts if seat in m.seats), None)
        return f"{owner[0].name} holds the seat {owner[1]} already." if owner else odd_parts(parts, SEATS)


def _key_here(taken: _Others) -> str:
    """The first key on this computer that the charter can hold and no other member has; "" where there is none."""
    return next((key.line for key in joining.keys_here() if key.form == "ssh" and not taken.key(key.line)), "")


def _member(name: str, who: Founder, others: Sequence[Member], old: Member, signed: bool) -> Member:
    """Everything about one member; what `old` says is offered. A key is asked for where acts must be signed."""
    taken = _Others(others)
    first_name = slug(name.split()[0])
    handle = prompts.checked("Handle, which names the member's files", taken.handle, old.id or first_name, needed=True)
    address = prompts.checked("Mail address, as git knows it", taken.mail, ", ".join(old.emails[:1]), needed=True)
    seats = prompts.several("Seats", taken.seats, old.seats)
    fills = prompts.several("Alternate for which seats", lambda parts: odd_parts(parts, SEATS), old.alternate)
    brings = brought(old.panel) if PANEL in (*seats, *fills) else ()
    roles = prompts.several("Roles", lambda parts: odd_parts(parts, ROLES), old.roles)
    if who.has_key and address.casefold() == who.email.casefold():
        output.line("  The signing key is the one git has for you.")
        return Member(handle, name, (address,), (), seats, fills, roles, panel=brings)
    if not signed:
        return Member(handle, name, (address,), old.keys, seats, fills, roles, panel=brings)
    first = " ".join(old.keys) or (_key_here(taken) if address.casefold() == who.email.casefold() else "")
    question = "Public signing key, as in “ssh-ed25519 AAAA…”; " + ("- for none" if first else "Enter for none")
    key = prompts.checked(question, taken.key, first)
    return Member(handle, name, (address,), (key,) if key not in ("", "-") else (), seats, fills, roles, panel=brings)
