"""What a proposal states, as rules compare it: a fact that is owed and missing, or has an odd value, is unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from board.core.places import country
from board.core.proposal import Proposal

UNKNOWN = "unknown"
_DOMAINS = (
    "none hiring work credit insurance education health housing benefits policing justice migration biometrics "
    "critical-infrastructure democracy"
)
_YES_NO = frozenset({"yes", "no"})
KNOWN: Mapping[str, frozenset[str]] = {
    "audience": frozenset({"staff", "business-customers", "public", "children", "workers-as-subjects"}),
    "decides_about_people": frozenset({"no", "informs", "decides"}),
    "domain": frozenset(_DOMAINS.split()),
    "safety_component": _YES_NO,
    "interacts_with_people": _YES_NO,
    "generates_content": frozenset({"none", "text", "image", "audio", "video", "code"}),
    "agentic": frozenset({"none", "suggests", "acts-with-confirmation", "acts-alone"}),
    "personal_data": frozenset({"none", "present", "special-category", "children"}),
    "infers_sensitive": _YES_NO,
    "weights_origin": frozenset({"own", "third-party-open", "third-party-closed", "hosted-api"}),
    "change_class": frozenset({"patch", "minor", "major"}),
}
"""The values that the rules know of each fact they rest on; any other counts as unknown, never as harmless."""
JURISDICTIONS, _RING = "jurisdictions", "target_ring"
_USE = (*(fact for fact in KNOWN if fact not in ("infers_sensitive", "change_class")), JURISDICTIONS, _RING)
_EMERGENCY = "emergency-action"
OWED: Mapping[str, tuple[str, ...]] = {
    "model-adopt": _USE,
    "model-train": _USE,
    "model-change": (*_USE, "change_class"),
    "dataset-admit": ("personal_data", "decides_about_people", "domain", JURISDICTIONS),
    "use-change": _USE,
    "ring-promote": (*_USE, "export_destinations"),
    "external-release": (*_USE, "export_destinations"),
    _EMERGENCY: tuple(fact for fact in _USE if fact not in ("weights_origin", JURISDICTIONS, _RING)),
}
"""The facts on which rules rest and which a kind owes; kinds that are not about a use or data owe none.

An emergency owes those that set the tier, so that silence in a hurry does not make a grave use a harmless one.
`infers_sensitive` is owed by nobody: where it matters, the tier counts its absence as a yes.
"""
_FIRST = ("decides_about_people", "audience", "interacts_with_people", "generates_content", "agentic", "personal_data")
OWED_AT_FIRST: Mapping[str, tuple[str, ...]] = {
    kind: tuple(fact for fact in owed if fact in _FIRST and (kind != "dataset-admit" or fact == "personal_data"))
    for kind, owed in OWED.items()
    if kind != _EMERGENCY
}
"""What kinds owed when the first histories were written: their openings stay as good as they were."""
WHOLE_LIST, STRICTER = 2, 3
FACTS = STRICTER
"""The number that openings made now carry. It binds each rule that came later, so that no old vote is counted anew:

1 owes the facts of `OWED_AT_FIRST`. From 2 on those of `OWED` are owed, and a high risk that is left asks for every
seat and the panel (grave.py). From 3 on:

- an emergency owes facts too; a medium risk asks for a condition (grave.py);
- a bar that an exception lifts asks for the seat that judges the question (bars.py);
- a blank raises tier and band as unknown does (questions.py, risk.py);
- a risk that nobody rated counts as the gravest, and one that nobody says can be undone as lasting (risk.py);
- a “yes, if” without a whole condition counts as abstaining (ballots.py);
- a tier that answers have raised since the opening is taken up before a yes (counting.py);
- a proposer's n-a to what bars or raises is unknown until its seat agrees (said.py);
- n-a answers nothing but a question for yes or no (values.py);
- the day that a judge names comes back in place of the fact's (said_days.py);
- a seat judges at most a third from 27 questions on (sharing.py);
- the policy's number counts where an effect names one (limits.py);
- an emergency is confirmed by another seat than that of the person on call (entitled.py);
- an emergency is rejected by most of the seats alone (tally.py);
- an approval that nobody uses lapses (unused.py);
- notice to overrule a stop runs from before neither the opening nor the stop (motions.py);
- motions look at terms, and at a seat's holder before her alternate (motions.py);
- what nobody signed fills proposals/ with a tenth of the paths (trust/listing.py);
- a decision is replaced only by one about the same thing, also in an emergency (replacing.py, tally.py);
- what names or replaces a stop, or replaces what was decided on a harder path, takes the full vote (easier.py);
- an appeal is granted to a proposal that lies there alone (trust/follow_ups.py);
- two who open give the board the two working days more (recounted_openings.py);
- exceptions compare ids and versions in whatever letters (waivers.py, same_thing.py);
- a lowering that waits for a stop carries once a later motion overruled that (motions.py);
- a tier that the board lowered holds for the text in its later rounds, and nothing unchanged is opened after it
  (lowered.py, recounted_openings.py);
- a stop closes easier paths to what its proposal would have put in force, in its ring and wider (stopped.py);
- an opening sets tier and window as the facts and the charter give them, and none repeats the last one
  (recounted_openings.py);
- only chair or secretary take a proposal back (recounting.py);
- a record is of form 4 at least (recounting.py);
- only a charter change puts a charter in force (put_in_force.py);
- a late condition freezes a thing by its name in any letters or its bytes, for every kind that goes to a ring, and
  `models` or `datasets` written alone are a list of one (conditions.py, proposal.py);
- an exception lifts a bar only where it covers every ring and every version that is named (waivers.py);
- only an approval is let lapse, or said to be out of use (entitled.py);
- a decided standard change is pulled within 20 working days alone (trust/follow_ups.py);
- the late conditions of a replaced decision freeze a ring too (freezing.py);
- a lower tier waits while it would silence a stop, and holds against a single seat (stops.py, motions.py);
- terms bind offices, follow-ups, acts at once and acts of two as well, and acts about a proposal lie beside it
  (trust/terms.py, trust/pairs.py);
- nobody checks a condition of her own seat or office (offices.py, ballots.py, entitled.py), nor whose proof she gave,
  and where it binds all who preside, two seats let it go (entitled.py);
- who judges a question may speak for its seat in a ballot (seating.py);
- a stop stands when its caster's key is suspended later (seating.py);
- who stood aside on a standard change or proposed it does not pull it (entitled.py);
- a stop said again on its ground is the same stop, for motions to overrule it (stops.py);
- what acted at once stands when its mover's key is suspended later (motions.py);
- where somebody acted at once, a stop is a no and ends nothing (tally.py);
- an act at once says when it was done (trust/rules.py);
- one member at most is named as the proposer, and her stop counts (proposers.py);
- a seat that a raised tier brings in has a window of its own (raised_late.py);
- no file names a moment more than a day after its own commit (trust/clocks.py), and one that has not come by the day of
  the count starts no notice and no window (stops.py, raised_late.py); what was opened by such a one is opened again
  (recounted_openings.py);
- a look says when it was, on a day that has come (ageing.py);
- a motion that acts at once is made in its mover's term by the day of its commit, and not before its round was opened
  (trust/motions.py);
- a decided standard change that a seat pulled owes no conditions and freezes nothing (conditions.py);
- who stands aside opens, and writes down what is no yes, where nobody else can (seating.py, last_resort).
"""
_IMPLIED = {("external-release", _RING): ("external",)}
"""What a kind says by itself when the proposal is silent."""


def owed_by(facts: int, kind: str) -> Collection[str]:
    """The facts that a kind owes by the list of this number."""
    if kind == _EMERGENCY and facts < STRICTER:
        return ()
    return (OWED_AT_FIRST if facts < WHOLE_LIST else OWED).get(kind, ())


def values_of(proposal: Proposal, fact: str, owed: Collection[str] | None = None) -> tuple[str, ...]:
    """A fact's values as rules compare them: lower case, hyphens for spaces, yes and no for true and false.

    A fact that the kind owes (`owed`; by default what `rules = 1` asks of the kind) and the proposal does not state
    reads `unknown`; so does a value that rules do not know, beside the others.
    """
    if fact == "kind":
        return (proposal.kind,)
    stated = tuple(dict.fromkeys(_read(fact, proposal.fact(fact))))
    if not stated:
        stated = _IMPLIED.get((proposal.kind, fact), ())
    if not stated and fact in (OWED.get(proposal.kind, ()) if owed is None else owed):
        return (UNKNOWN,)
    return stated


@lru_cache(maxsize=4096)
def plain(value: str) -> str:
    """A value as rules compare it."""
    word = value.strip().casefold().replace("_", "-").replace(" ", "-")
    return {"true": "yes", "false": "no", "unsure": UNKNOWN}.get(word, word)


def _read(fact: str, values: tuple[str, ...]) -> Iterator[str]:
    known = KNOWN.get(fact)
    for value in values:
        word = plain(value)
        if fact == JURISDICTIONS:
            yield plain(country(value)) or UNKNOWN
            continue
        yield word
        if known is not None and word not in known:
            yield UNKNOWN
