"""Risk: how likely times how bad, in four bands, and overrides that keep rare, grave harm in sight (domain.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from board.core.case import Case
from board.core.checklist import EffectKind
from board.core.once import once
from board.core.proposal import Proposal, Tier
from board.core.questions import Standing, standings
from board.core.rules import HIGH_RISK_DAYS, expires_on
from board.core.stated import STRICTER
from board.core.tier import UNKNOWN, plain

WORST_HARM, LIKELIHOOD, ACCEPTED_BY, UNDONE = "R-15", "R-16", "R-17", "E-14b"
"""The questions a case's own risk is read from."""
NO_BASIS = 4
"""The likelihood that stands, at least, where nobody can say how we know."""
_GRAVE, _GRAVEST = 4, 5
_HALF_A_YEAR = 184
"""The days an approval at high risk may last: the longest six months, counted from the day of the decision."""


class Band(StrEnum):
    """How much risk; what each asks of the board stands in APPETITE."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Low is 0, critical is 3."""
        return list(Band).index(self)

    def up(self, steps: int = 1) -> Band:
        """So many bands higher; critical is the highest."""
        return list(Band)[min(self.rank + steps, Band.CRITICAL.rank)]


LIKELIHOOD_WORDS = ("rare", "unlikely", "possible", "likely", "almost certain")
IMPACT_WORDS = ("an annoyance", "minor", "moderate", "serious", "the gravest")
APPETITE: Mapping[Band, str] = {
    Band.LOW: "The owner accepts it.",
    Band.MEDIUM: "The board accepts it by majority, with conditions.",
    Band.HIGH: "Every voting seat takes a view, and so does the ethics panel. An approval lasts six months at most.",
    Band.CRITICAL: "It may not go beyond the sandbox.",
}
"""What a residual risk in each band asks for; each band asks for what the bands below it ask as well."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One value of a risk: likelihood and impact from 1 to 5 as they count, their product, the band, and why."""

    likelihood: int
    impact: int
    score: int
    band: Band
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk of a proposal.

    `inherent` is the risk without safeguards, `residual` with those in place today, `target` once the conditions are
    met; each is None where nobody said. The residual one counts.
    """

    proposal: str
    id: str
    text: str
    owner: str = ""
    safeguards: str = ""
    inherent: Rating | None = None
    residual: Rating | None = None
    target: Rating | None = None

    @property
    def band(self) -> Band | None:
        """The band of the residual risk."""
        return self.residual.band if self.residual else None


def band_of(score: int) -> Band:
    """The band of a product of likelihood and impact, before any override: 1-4, 5-9, 10-16, 20-25."""
    if score >= 20:
        return Band.CRITICAL
    if score >= 10:
        return Band.HIGH
    return Band.MEDIUM if score >= 5 else Band.LOW


def rate(
    likelihood: int | None,
    impact: int | None,
    *,
    basis: bool = True,
    reversible: bool = True,
    raised: Sequence[str] = (),
) -> Rating:
    """One value of a risk; None is unknown and counts as the bad answer.

    Without a basis the likelihood is at least 4. Impact 5 is high at least, whatever the likelihood; impact 4 or 5
    that cannot be undone is one band up, and so is each sentence in `raised`. Harm that is less than serious goes up
    to high at most: critical is kept for serious harm.
    """
    reasons: list[str] = []
    if impact is None:
        reasons.append("How bad it could be is not known; that counts as the gravest.")
    bad = _GRAVEST if impact is None else _clamped(impact)
    chance = NO_BASIS if likelihood is None else _clamped(likelihood)
    if likelihood is None or (not basis and chance < NO_BASIS):
        reasons.append("How likely it is has no basis; that counts as likely, 4 of 5.")
        chance = max(chance, NO_BASIS)
    score = chance * bad
    band = band_of(score)
    if bad == _GRAVEST and band.rank < Band.HIGH.rank:
        band = Band.HIGH
        reasons.append("Harm this grave is high at least, however rare.")
    steps = tuple(raised)
    if bad >= _GRAVE and not reversible:
        steps = ("Serious harm that cannot be undone is one band up.", *steps)
    for reason in steps:
        if band is not Band.CRITICAL and (bad >= _GRAVE or band is not Band.HIGH):
            band = band.up()
            reasons.append(reason)
    return Rating(chance, bad, score, band, tuple(reasons))


@once
def risks_of(case: Case) -> tuple[Risk, ...]:
    """The risks of a proposal: the worst harm its answers tell of, then those it names, the highest band first."""
    found = [*_worst_harm(case), *_named(case)]
    return tuple(sorted(found, key=weight))


def case_band(case: Case) -> Band | None:
    """The highest residual band of a proposal; None while nobody rated it."""
    bands = [risk.band for risk in risks_of(case) if risk.band]
    return max(bands, key=lambda band: band.rank, default=None)


def ends_on(case: Case, decided: date) -> date | None:
    """The day an approval given on `decided` ends, sooner where a high risk is left; None when it does not end."""
    by_kind = expires_on(case.charter, case.proposal, decided)
    if by_kind is None:
        return None
    band = case_band(case)
    if band is None or band.rank < Band.HIGH.rank:
        return by_kind
    return min(by_kind, decided + timedelta(days=HIGH_RISK_DAYS))


def beyond_appetite(case: Case) -> str:
    """Why a critical risk bars approval, in words inside a sentence; "" where none does (domain.md 2.3)."""
    if not beyond_the_first(case) or case_band(case) is not Band.CRITICAL:
        return ""
    first = case.charter.rings[0] if case.charter.rings else "the first ring"
    return f"a critical risk is left, and such a risk may not go beyond {first}"


def beyond_the_first(case: Case) -> list[str]:
    """The rings wider than the first that a proposal is meant for."""
    first = case.charter.rings[0] if case.charter.rings else ""
    return [ring for ring in case.proposal.fact("target_ring") if ring != first]


def weight(risk: Risk) -> tuple[int, int, str, str]:
    """Sorts the gravest first, and what nobody rated last."""
    rating = risk.residual
    return (-rating.band.rank, -rating.score, risk.proposal, risk.id) if rating else (1, 0, risk.proposal, risk.id)


def duties(band: Band) -> tuple[str, ...]:
    """Everything a band asks for: its own, before that what the bands below ask, for they still hold."""
    return tuple(APPETITE[each] for each in Band if Band.LOW.rank < each.rank <= band.rank) or (APPETITE[Band.LOW],)


def concerns(case: Case, risk: Risk) -> tuple[str, ...]:
    """What in a proposal goes beyond the appetite of its band, in words."""
    return tuple(_concerns(case, risk))


def _concerns(case: Case, risk: Risk) -> Iterator[str]:
    if risk.band is None:
        yield "Nobody has rated it yet."
        return
    if not risk.owner:
        yield "Nobody accepts it by name."
    beyond = beyond_the_first(case)
    if risk.band is Band.CRITICAL and beyond:
        first = case.charter.rings[0] if case.charter.rings else "the first ring"
        yield f"A critical risk may not go beyond {first}, and this is meant for {', '.join(beyond)}."
    record = case.record
    if risk.band.rank >= Band.HIGH.rank and record and record.outcome.yes and record.decided_at:
        lasts = (record.expires - record.decided_at.date()).days if record.expires else 0
        if not record.expires or lasts > _HALF_A_YEAR:
            until = f"runs to {record.expires}" if record.expires else "has no end"
            yield f"An approval at this risk lasts six months at most; this one {until}."


def _worst_harm(case: Case) -> Iterator[Risk]:
    """The risk told by the answers; none where the question is not put to this kind of proposal."""
    stood = {each.asked.question.id: each for each in standings(case) if not each.asked.dropped}
    worst = stood.get(WORST_HARM)
    if worst is None:
        return
    rated = None
    likely, accepted, undone = (stood.get(name) for name in (LIKELIHOOD, ACCEPTED_BY, UNDONE))
    if worst.by or _silence_counts(case):
        strict = _silence_counts(case)
        raised = {name: reason for name, each in stood.items() if (each.by or strict) and (reason := _raises(each))}
        lasting = (undone is not None and _is_never(undone, strict)) or _stated_never(case, strict)
        if lasting and (_number(worst) or _GRAVEST) >= _GRAVE:
            raised.pop(UNDONE, None)  # the same harm is not counted twice
        rated = rate(
            _number(likely) if likely else None,
            _number(worst),
            reversible=not lasting,
            raised=tuple(raised.values()),
        )
    owner = ", ".join(one for one in accepted.value if plain(one) != UNKNOWN) if accepted and accepted.by else ""
    unsaid = "The worst harm, not put into words" if worst.by else "The worst harm, which nobody has rated yet"
    text = _note(case, WORST_HARM, worst) or unsaid
    yield Risk(case.id, WORST_HARM, text, owner, _note(case, ACCEPTED_BY, accepted), residual=rated)


def _raises(standing: Standing) -> str:
    """Why an answer raises the band by a step, or ""; an answer that raises the tier does not raise the band too."""
    tiers = {tier.value for tier in Tier}
    fired = (each for each in standing.effects if each.kind is EffectKind.RAISE and each.to not in tiers)
    effect = next(fired, None)
    if effect is None:
        return ""
    question = standing.asked.question.id
    return f"{question}: {effect.text}" if effect.text else f"{question} raises it by one step."


def _number(standing: Standing) -> int | None:
    return _whole(standing.value[0]) if standing.by and standing.value else None


def _is_never(standing: Standing, strict: bool) -> bool:
    said = standing.value if standing.by else ()
    return any(plain(value) in ("4", UNKNOWN) for value in said) or (strict and not said)


def _stated_never(case: Case, strict: bool) -> bool:
    said = case.proposal.fact("reversible")
    return any(plain(value) in ("no", UNKNOWN) for value in said) or (strict and not said)


def _note(case: Case, question: str, standing: Standing | None) -> str:
    """What was written beside the answer that stands: the judging seat's words, else the proposer's."""
    said = [answer.note for answer in case.answers if answer.question == question]
    judge = standing.asked.judge if standing else ""
    judged = (view for review in case.reviews if (view := review.view(question)) and view.seat == judge and judge)
    notes = [view.note for view in judged] + said
    return next((note.strip() for note in notes if note.strip()), "")


def _named(case: Case) -> Iterator[Risk]:
    """The risks that the proposal's fact `risks` lists, each a table."""
    strict = _silence_counts(case)
    said = case.proposal.facts.get("risks")
    listed: Sequence[object] = said if isinstance(said, (list, tuple)) else ()
    for number, each in enumerate(map(_as_table, listed_risks(case.proposal)) if strict else listed, 1):
        if isinstance(each, Mapping):
            residual = _value(each, "residual", strict)
            yield Risk(
                proposal=case.id,
                id=str(each.get("id") or f"risk-{number}"),
                text=str(each.get("text") or "A risk without words"),
                owner=str(each.get("owner") or ""),
                safeguards=str(each.get("safeguards") or ""),
                inherent=_value(each, "inherent", strict),
                residual=rate(None, None) if residual is None and strict else residual,
                target=_value(each, "target", strict),
            )


def listed_risks(proposal: Proposal) -> tuple[object, ...]:
    """What the fact `risks` names, in whatever shape; "none" names nothing."""
    said = proposal.facts.get("risks")
    each_of = said if isinstance(said, (list, tuple)) else (said,)
    return tuple(each for each in each_of if each and not (isinstance(each, str) and plain(each) in ("", "none")))


def unrated(risk: object) -> bool:
    """Whether what names a risk has no readable residual value; unknown is one."""
    left = risk.get("residual") if isinstance(risk, Mapping) else None
    if not isinstance(left, Mapping):
        return True
    said = (left.get(part) for part in ("likelihood", "impact"))
    return any(_whole(value) is None and plain(str(value)) != UNKNOWN for value in said)


def _silence_counts(case: Case) -> bool:
    """Whether a risk that nobody rated counts as unknown: in openings of the later list of facts, never in drafts."""
    latest = case.docket.latest
    return latest is not None and latest.facts >= STRICTER


def _as_table(named: object) -> Mapping[str, object]:
    return named if isinstance(named, Mapping) else {"text": str(named)}


def _value(table: Mapping[str, object], name: str, strict: bool) -> Rating | None:
    value = table.get(name)
    if not isinstance(value, Mapping):
        return None
    return rate(
        _whole(value.get("likelihood")),
        _whole(value.get("impact")),
        basis=bool(str(table.get("basis") or "").strip()),
        reversible=_undoable(table.get("reversible"), strict),
    )


def _undoable(said: object, strict: bool) -> bool:
    """Whether a named risk says that its harm can be undone; where silence counts, nothing but a yes says so."""
    return plain(str(said)) == "yes" if strict else said is not False


def _whole(value: object) -> int | None:
    """A value from 1 to 5; anything else is unknown."""
    text = str(value).strip()
    return int(text) if text in ("1", "2", "3", "4", "5") else None


def _clamped(value: int) -> int:
    return min(max(value, 1), 5)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the matrix: its place from 1 to 5, the words for both, its band, and who sits there.

    The band is that of a risk with a basis whose harm can be undone: the gravest harm is high however rare. A risk's
    own band may be higher: what else outweighs the product moves the band, never the place.
    """

    likelihood: int
    impact: int
    words: str
    band: Band
    risks: tuple[Risk, ...] = ()


def matrix(risks: Sequence[Risk], which: str = "residual") -> tuple[tuple[Cell, ...], ...]:
    """The 5 by 5 matrix of risks, rows from almost certain down to rare, columns from annoyance to the gravest.

    `which` is inherent, residual or target; a risk without that value sits nowhere.
    """
    seated: dict[tuple[int, int], list[Risk]] = {}
    for risk in sorted(risks, key=weight):
        rating: Rating | None = {"inherent": risk.inherent, "residual": risk.residual, "target": risk.target}[which]
        if rating is not None:
            seated.setdefault((rating.likelihood, rating.impact), []).append(risk)
    return tuple(
        tuple(
            Cell(
                likely,
                bad,
                f"{LIKELIHOOD_WORDS[likely - 1]}, {IMPACT_WORDS[bad - 1]}",
                rate(likely, bad).band,
                tuple(seated.get((likely, bad), ())),
            )
            for bad in range(1, 6)
        )
        for likely in range(5, 0, -1)
    )
