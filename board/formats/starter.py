"""A new board's `board.toml`: every rule a tally applies, each with a comment that says what it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from board.core.charter import Charter, KindRule, Member, Seat
from board.core.panel import BRINGS
from board.core.rules import default_kinds, default_seats
from board.core.stated import FACTS
from board.formats.toml import key_part, literal

_HEAD = """\
# The charter of this board: who sits on it, and the rules by which it decides.
# A change takes a proposal of the kind "charter-change"; `board check` finds contradictions.

"""
VOTING_WORDS = {
    "quorum_seats": "so many seats must speak; a seat that stands aside is taken off",
    "quorum_seats_high": "the same, where a use may change what happens to people (tier high)",
    "quorum_people": "so many different people must speak, whatever seats they hold",
    "majority": "strictly more than this share of the eligible seats must say yes",
    "window_working_days": "working days for voting; then the board may decide without those who are silent",
    "hide_ballots_until_cast": "others' ballots stay hidden here until one's own is cast; a clone shows them all",
    "proposer_may_vote": "whether the proposer may vote on the proposal",
    "deferrals": "how often the chair may put a proposal off",
}
"""Each key of [voting], in the order in which it is written and asked, with what it does."""
_WHATEVER = """\
# Whatever stands below: to abstain is to speak, but neither a yes nor a signature. Who stands aside does so for the
# round and leaves the seat to the alternate, and where nobody may fill it, it leaves the sum; a seat that is silent to
# the end of the window goes to the alternate and stays in the sum. A valid stop outweighs every yes; all other seats
# and the sponsor overrule it, five working days after the motion. A bad answer to a blocking question bars a yes,
# unless an exception waives it, and then the seat that judges the question must sign; so do a prohibited use, and a
# condition more than a week late where the ring is a wider one. Where a medium risk is left, somebody who says yes
# attaches a condition. Where a high one is left, every eligible seat speaks as well, the ethics panel gives its view,
# and an approval lasts 180 days at most. A critical risk goes no further than the first ring. Any seat raises the tier;
# only a vote of the seats lowers it. More than half of the seats saying “not yet” sends a proposal back.
#
# What makes a stop valid: a ground, evidence, and what would clear it; else it is a plain no. The grounds: unlawful or
# banned use; a high or critical risk that nobody manages; missing rights: licence, data or export; an unsafe artefact;
# the procedure was broken; evidence is missing or false. No vote overrules a stop against a banned use, a match on a
# sanctions list, or files that can run code and were not scanned. What carries a motion: more than half of the seats,
# and two people (to lower a tier, by the seats of the higher one; to overrule a concern; to appoint, by the other
# seats); to raise a tier or to ask for the full vote, one seat. A “yes, if” without a whole condition (what, who, until
# when, what proof, who else checks) counts as abstaining. Where answers raise the tier of an open proposal, nothing is
# approved until it is opened again. The proposer's “n-a” to what bars or raises is unknown until its seat agrees.
# Nothing lifts a BLOCK!, and no exception what policy.toml keeps; an exception lasts 90 days at most and is renewed
# once. The alternate of a silent seat may vote from the first working day after the window. At tier high an empty seat
# that must sign is filled first, and consent and the short way are closed. Consent, a standard change and the short way
# become a full vote where a seat objects or pulls it, where a medium or a high risk is left, where an exception lifts a
# bar, and where answers raised the tier; the first two also where a fact asks for more seats to sign. A role that must
# sign falls away where nobody holds it, or all who do stand aside. An emergency without its two yes is rejected only by
# the quorum and a no of more than half of the seats; until then a restriction stands. An adoption that nobody uses
# lapses after 180 days, a promotion after 60.
"""
_KIND_WORDS = """\
# How each kind of proposal is decided. must_sign: seats whose yes or no is needed besides the quorum; …_high: at tier
# high as well; …_when: as well, where the proposal states that fact, leaves it out or calls it unknown; …_roles: roles
# that sign as well. path: vote; consent (no objection until the window ends); standard (one approval by somebody else);
# expedited (the chair and one more seat, for low risk, in 24 hours); emergency (two seats by two people, one of them
# engineering or security, then ratified; it restricts, and may not expand). expires_days: how long an approval lasts, 0
# for no end; expires_when: another number where a fact is stated. notice_working_days: how long it lies open at least.
# quorum_seats, majority: its own numbers; majority_at_least: the share itself is enough.
"""


def starter_charter(
    *,
    name: str,
    members: Iterable[Member],
    repository: str,
    timezone: str = "UTC",
    branch: str = "main",
    root: str = ".",
    signing: str = "required",
    contact: str = "",
    seats: Iterable[Seat] = (),
) -> bytes:
    """The charter of a new board, from what its founder said; seats and rules are the defaults of `rules = 1`."""
    return write_charter(
        Charter(
            name=name,
            timezone=timezone,
            repository=repository,
            branch=branch,
            root=root,
            signing=signing,
            contact=contact,
            facts=FACTS,
            seats=tuple(seats) or default_seats(),
            members=tuple(members),
            kinds=default_kinds(),
        )
    )


def write_charter(charter: Charter) -> bytes:
    """The commented text of a charter; read again, it gives the same charter."""
    return ("\n".join(_lines(charter)) + "\n").encode("utf-8", "replace")


def _lines(charter: Charter) -> Iterator[str]:
    yield _HEAD + _line("rules", charter.rules, "what the words below mean; a number keeps its meaning for ever")
    if charter.example:
        yield _line("example", True, "shows how things look; governs nothing")
    yield "\n[board]"
    yield _line("name", charter.name)
    yield _line("timezone", charter.timezone, "days and deadlines are counted here")
    yield _line("holidays", charter.holidays, "no working days, besides Saturdays and Sundays")
    yield _line("contact", charter.contact, "where anybody may write to the board; published in decisions")
    yield _line("publish_names", charter.publish_names, "false: public texts name seats, not people")
    yield _line(
        "facts",
        charter.facts,
        "the list of owed facts, and rules for what is left, that openings go by; none goes by an older one",
    )
    yield "\n[repository]"
    yield _line("id", charter.repository, "made once; every ballot names it")
    yield _line("branch", charter.branch, "the branch on which the board decides")
    yield _line("root", charter.root, "the folder that holds proposals and decisions")
    yield _line("signing", charter.signing, "required: unsigned commits count for nothing; or unsigned")
    yield '\n# A seat votes "always", or with "tier-high" only where a use may change what happens to people.'
    for seat in charter.seats:
        yield f"[seats.{key_part(seat.id)}]"
        yield _line("title", seat.title)
        yield _line("votes", seat.votes) + "\n"
    yield "# The people. The name after “members.” is the handle that names their files. Where wanted: alternate (seats"
    yield "# filled for another), from and until (the term), suspended = true (the keys count for nothing), openpgp"
    yield "# (OpenPGP public keys, armoured), reports_to (line managers: they stand aside where this member owns it)."
    yield "# The ethics panel: who holds its seat carries its ballot; its alternates are the other members. Under panel"
    yield "# stands what each brings. It wants somebody from outside, somebody without a technical background, and"
    yield "# somebody close to the people it affects."
    for member in charter.members:
        yield from _member(member)
    yield _WHATEVER + "[voting]"
    yield from (_line(name, getattr(charter.voting, name), words) for name, words in VOTING_WORDS.items())
    yield "\n" + _KIND_WORDS.rstrip("\n")
    usual = default_kinds()
    for rule in charter.kinds.values():
        yield from _kind(rule, usual.get(rule.id, KindRule(rule.id)))
    yield "[rings]"
    yield _line("order", charter.rings, "from few people to many; an approval names one")


def member_entry(member: Member) -> str:
    """One member as a charter writes her, for a person to read or to hand over."""
    return "\n".join(_member(member)).strip() + "\n"


def _member(member: Member) -> Iterator[str]:
    yield f"[members.{key_part(member.id)}]"
    yield _line("name", member.name)
    yield _line("emails", member.emails, "as git knows the person")
    yield _line("keys", member.keys, "public keys; one key, one person")
    yield from _present(
        ("seats", member.seats, "held"),
        ("alternate", member.alternate, "filled when the holder may not or does not"),
        ("panel", member.panel, f"brought to the ethics panel: {', '.join(BRINGS)}"),
        ("roles", member.roles, "chair, secretary, sponsor, on-call, observer"),
        ("from", member.start, ""),
        ("until", member.end, ""),
        ("suspended", member.suspended, "the key counts for nothing until this is lifted"),
        ("openpgp", member.openpgp, "OpenPGP public keys, armoured"),
        ("reports_to", member.reports_to, "line managers; they stand aside where this member owns the model"),
    )
    yield ""


def _kind(rule: KindRule, usual: KindRule) -> Iterator[str]:
    yield f"[kinds.{key_part(rule.id)}]"
    yield _line("must_sign", rule.must_sign)
    for name in ("must_sign_high", "must_sign_when", "must_sign_roles"):
        if getattr(rule, name) or getattr(usual, name):
            yield _line(name, getattr(rule, name))
    yield _line("path", rule.path)
    if rule.path_when or usual.path_when:
        yield _line("path_when", rule.path_when)
    yield _line("expires_days", rule.expires_days)
    if rule.expires_when or usual.expires_when:
        yield _line("expires_when", rule.expires_when)
    for name in ("notice_working_days", "quorum_seats", "majority"):
        if getattr(rule, name) is not None:
            yield _line(name, getattr(rule, name))
    if rule.majority_at_least or usual.majority_at_least:
        yield _line("majority_at_least", rule.majority_at_least, "the share itself is enough")
    yield ""


def _present(*listed: tuple[str, object, str]) -> Iterable[str]:
    return (_line(name, value, words) for name, value, words in listed if value)


def _line(name: str, value: object, comment: str = "") -> str:
    """A key with its value and what it means; the comment goes above a value of several lines."""
    said = f"{name} = {literal(value)}"
    if not comment:
        return said
    return f"# {comment}\n{said}" if "\n" in said or len(said) + len(comment) > 110 else f"{said}  # {comment}"
