"""What contradicts itself in a charter: seats nobody knows, two holders, shared keys, a quorum out of reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from board.core.charter import Charter, Member
from board.core.finding import Severity
from board.core.panel import PANEL
from board.core.rules import quorum_people
from board.formats.fields import Fields, nearest
from board.formats.keys import SSH_TYPES, BadBlock, fingerprint_of, key_mark, marks, read_block

_OUTSIDE = "external"
SHORTEST_WINDOW = 3
"""Working days: the 72 hours that those who vote by themselves are given at least."""
MOST_DEFERRALS = 2
"""How often the chair may put a proposal off before that is remarked on; the default."""


def check(fields: Fields, charter: Charter) -> None:
    """Report every contradiction of a charter on the table it was read from."""
    _seats_known(fields, charter)
    _one_holder(fields, charter)
    _panel(fields, charter)
    _terms(fields, charter)
    _keys(fields, charter)
    _shared(
        fields,
        charter,
        "emails",
        lambda member: [address.strip().casefold() for address in member.emails],
        "The address “{0}” belongs to {1} and to {2}.",
        "git knows people by their address: the program could not tell whose work this is.",
    )
    _shared(
        fields,
        charter,
        "keys",
        marks,
        "{1} and {2} have the same key: one key, one person.",
        "One key listed twice would count as two people.",
    )
    _chair(fields, charter)
    _offices(fields, charter)
    _quorum(fields, charter)
    _hasty(fields, charter)
    _own_rings(fields, charter)


def _member(
    fields: Fields,
    member: Member,
    message: str,
    name: str,
    code: str,
    *,
    fix: str = "",
    why: str = "",
    severity: Severity = Severity.ERROR,
) -> None:
    """A finding on one line of one member."""
    inner = Fields(fields.file, ("members", member.id), f"member {member.id}", fields)
    inner.report(code, message, name, fix=fix, why=why, severity=severity)


def _own_rings(fields: Fields, charter: Charter) -> None:
    """Rings by names of one's own: rules, questions and policy numbers that ask for more name the usual ones."""
    usual = Charter().rings
    own = [ring for ring in charter.rings if ring not in (*usual, _OUTSIDE)]
    if own:
        names = " and ".join(f"“{ring}”" for ring in own)
        message = f"What rules and questions ask for “beta” or “general” is not asked for the ring {names}."
        why = "A wide ring under another name loses a signature and questions that can bar approval."
        fix = f"Use the names {', '.join(usual)}; or state the same for it in each kind ([kinds.…]) and checklist."
        table = Fields(fields.file, ("rings",), "rings", fields)
        table.report("own-ring", message, "order", severity=Severity.WARNING, fix=fix, why=why)


def _seats_known(fields: Fields, charter: Charter) -> None:
    seats = [seat.id for seat in charter.seats]
    for member in charter.members:
        for name, listed in (("seats", member.seats), ("alternate", member.alternate)):
            for seat in (seat for seat in listed if seat not in seats):
                message = f"{member.name or member.id} is listed for “{seat}”, which is not a seat."
                _member(fields, member, message, name, "unknown-seat", fix=nearest(seat, seats))
    for rule in charter.kinds.values():
        wanted = (
            *rule.must_sign,
            *rule.must_sign_high,
            *(seat for when in rule.must_sign_when.values() for seat in when),
        )
        written = Fields(fields.file, ("kinds", rule.id), f"kind {rule.id}", fields)
        if written.data:
            for seat in dict.fromkeys(seat for seat in wanted if seat not in seats):
                message = f"“{rule.id}” must be signed by “{seat}”, which is not a seat."
                written.report("unknown-seat", message, "must_sign", fix=nearest(seat, seats))


def _one_holder(fields: Fields, charter: Charter) -> None:
    """Two people in one seat at the same time; one who follows another is no fault."""
    for seat in charter.seats:
        holders = [member for member in charter.members if seat.id in member.seats and not member.suspended]
        for index, member in enumerate(holders):
            for earlier in holders[:index]:
                if _overlap(earlier, member):
                    message = f"The seat {seat.title} is held by {earlier.name} and by {member.name} at the same time."
                    fix = "Make one of them the alternate, or end one term before the other begins."
                    _member(fields, member, message, "seats", "two-holders", fix=fix)
        if not holders and charter.members:
            message = f"Nobody holds the seat {seat.title}."
            table = Fields(fields.file, ("seats", seat.id), f"seat {seat.id}", fields)
            table.report("vacant-seat", message, severity=Severity.WARNING, fix="Name a member for it.")


def _panel(fields: Fields, charter: Charter) -> None:
    """Somebody who brings something to the ethics panel and is not on it."""
    for member in charter.members:
        if member.panel and PANEL not in (*member.seats, *member.alternate):
            message = f"{member.name or member.id} brings something to the ethics panel and is not on it."
            fix = f'Add alternate = ["{PANEL}"], or remove the line.'
            _member(fields, member, message, "panel", "not-on-panel", severity=Severity.WARNING, fix=fix)


def _overlap(one: Member, other: Member) -> bool:
    return not (
        (one.end and other.start and one.end < other.start) or (other.end and one.start and other.end < one.start)
    )


def _terms(fields: Fields, charter: Charter) -> None:
    for member in charter.members:
        if member.start and member.end and member.end < member.start:
            message = f"The term of {member.name or member.id} ends before it begins."
            _member(fields, member, message, "until", "odd-term")


def _keys(fields: Fields, charter: Charter) -> None:
    for member in charter.members:
        for key in member.keys:
            if "PRIVATE KEY" in key:
                message = f"The charter holds the private key of {member.name or member.id}."
                fix = "Remove it, treat the key as lost, and list the public key of a new one."
                _member(fields, member, message, "keys", "private-key", fix=fix)
            elif key.startswith("openpgp") and not fingerprint_of(key):
                message = f"“{key[:60]}” is not an OpenPGP fingerprint."
                fix = "Write openpgp4fpr: and the 40 or 64 digits; the key itself belongs under openpgp."
                _member(fields, member, message, "keys", "odd-key", fix=fix)
            elif not key_mark(key) or (key.startswith(SSH_TYPES) and len(key.split()) < 2):
                message = f"A key of {member.name or member.id} is not a public key."
                fix = "Paste the whole line of the file that ends in .pub."
                _member(fields, member, message, "keys", "odd-key", fix=fix)
        for block in member.openpgp:
            try:
                read_block(block)
            except BadBlock as bad:
                message = f"An OpenPGP key of {member.name or member.id} cannot be used: {bad}."
                code = "private-key" if "private" in str(bad) else "odd-key"
                fix = "Paste what gpg --armor --export-options export-minimal --export FINGERPRINT prints."
                _member(fields, member, message, "openpgp", code, fix=fix)


def _shared(
    fields: Fields,
    charter: Charter,
    name: str,
    marks: Callable[[Member], Iterable[str]],
    message: str,
    why: str,
) -> None:
    """What may belong to one person only, and belongs to two."""
    owners: dict[str, Member] = {}
    for member in charter.members:
        for mark in dict.fromkeys(marks(member)):
            owner = owners.setdefault(mark, member)
            if owner is not member:
                said = message.format(mark, owner.name or owner.id, member.name or member.id)
                _member(fields, member, said, name, f"shared-{name.rstrip('s')}", why=why)


def _chair(fields: Fields, charter: Charter) -> None:
    if not any("chair" in member.roles and not member.suspended for member in charter.members):
        why = "Without one, two seat-holders must act together to open and decide."
        fix = 'Add roles = ["chair"] to one member.'
        severity = Severity.ERROR if not any(member.presides for member in charter.members) else Severity.WARNING
        fields.report("no-chair", "No member is chair.", "members", severity=severity, why=why, fix=fix)


def _offices(fields: Fields, charter: Charter) -> None:
    """An office that nobody holds, besides the chair's: the board works, until it needs that office."""
    missed = {
        "secretary": "When the chair is away or stands aside, two seat-holders must act together to open and decide.",
        "sponsor": "Nobody can overrule a stop or appoint somebody for a seat; a charter change goes unsigned by one.",
    }
    for role, why in missed.items():
        if charter.members and not any(role in member.roles and not member.suspended for member in charter.members):
            fix = f'Add roles = ["{role}"] to one member.'
            message = f"No member is {role}."
            fields.report(f"no-{role}", message, "members", severity=Severity.WARNING, why=why, fix=fix)


def _hasty(fields: Fields, charter: Charter) -> None:
    """Numbers that let few decide, in no time, or never: allowed, and told."""
    voting, rules = Fields(fields.file, ("voting",), "voting", fields), charter.voting
    if rules.window_working_days < SHORTEST_WINDOW:
        message = f"The board votes for {rules.window_working_days} of its working days."
        why = "People vote when they find time: less than 72 hours leaves out who is away for a day or two."
        fix = f"Write {SHORTEST_WINDOW} or more; who has voted early holds nothing up."
        voting.report("short-window", message, "window_working_days", severity=Severity.WARNING, why=why, fix=fix)
    if rules.deferrals > MOST_DEFERRALS:
        message = f"The chair may put a proposal off {rules.deferrals} times."
        why = "What is put off again and again is never decided, and nobody can appeal."
        fix = f"Write {MOST_DEFERRALS} or fewer."
        voting.report("many-deferrals", message, "deferrals", severity=Severity.WARNING, why=why, fix=fix)
    _minority(voting, rules.majority)
    for rule in charter.kinds.values():
        _minority(Fields(fields.file, ("kinds", rule.id), f"kind {rule.id}", fields), rule.majority)


def _minority(fields: Fields, majority: tuple[int, int] | None) -> None:
    if fields.has("majority") and majority is not None and 2 * majority[0] < majority[1]:
        message = f"A share of {majority[0]}/{majority[1]} lets fewer than half of the seats approve."
        fix = "Write [1, 2] for more than one half."
        fields.report("weak-majority", message, "majority", severity=Severity.WARNING, fix=fix)


def _quorum(fields: Fields, charter: Charter) -> None:
    """A number the charter writes and its seats or members can never reach."""
    voting = Fields(fields.file, ("voting",), "voting", fields)
    always = sum(seat.votes == "always" for seat in charter.seats)
    members = sum(bool(member.seats or member.alternate) and not member.suspended for member in charter.members)
    limits = (
        ("quorum_seats", charter.voting.quorum_seats, always, "seats"),
        ("quorum_seats_high", charter.voting.quorum_seats_high, len(charter.seats), "seats"),
        ("quorum_people", charter.voting.quorum_people, members, "people"),
    )
    for name, wanted, there, what in limits:
        if voting.has(name) and wanted > there:
            message = f"The quorum asks for {wanted} {what}, but only {there} can vote."
            severity = Severity.WARNING if what == "people" else Severity.ERROR  # a founder begins alone
            voting.report("quorum-too-large", message, name, severity=severity, fix="Name more, or lower the number.")
    _left_to_vote(voting, charter, members)


def _left_to_vote(voting: Fields, charter: Charter, members: int) -> None:
    """That so few can vote that nothing is ever decided which one of them proposes."""
    needed = quorum_people(charter)
    if members == needed and not charter.voting.proposer_may_vote:
        message = (
            f"The quorum is {needed} people, and just {members} can vote. A proposer has no vote, so the board can "
            "decide nothing that one of them proposes, not even a change of this."
        )
        fix = (
            "Name one more member or alternate, or set voting.proposer_may_vote = true: by hand before the first "
            "opening, afterwards by a charter change that somebody without a seat proposes."
        )
        voting.report("proposers-stuck", message, "quorum_people", severity=Severity.WARNING, fix=fix)
