"""`board risks`: the register of risks across proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from board.cli import output
from board.cli.call import Call, command
from board.core.harm import HARMS, LIKELIHOOD_SHARES
from board.core.risk import IMPACT_WORDS, LIKELIHOOD_WORDS, Band, Rating, band_of, duties, matrix

if TYPE_CHECKING:
    from board.actions.risks import RiskRow

_VALUES = ("inherent", "residual", "target")


@command("risks")
@click.argument("proposal", required=False, default="", metavar="[ID]")
@click.option("--band", type=click.Choice([*map(str, Band), "not-rated"]), default=None, help="Only this band.")
@click.option("--owner", metavar="NAME", default="", help="Only what this person accepts; “nobody” for none.")
@click.option("--overdue", is_flag=True, help="Only where a date of the proposal has passed.")
@click.option("--matrix", "which", type=click.Choice(_VALUES), default=None, help="As a matrix of one of the values.")
@click.option("--scale", is_flag=True, help="What each step means, in plain lines only.")
@click.option("--all", "everything", is_flag=True, help="Also what was refused, or is in use no more.")
def risks_command(
    call: Call,
    proposal: str,
    band: str | None,
    owner: str,
    overdue: bool,
    which: str | None,
    scale: bool,
    everything: bool,
) -> int:
    """Without ID it lists the risks of everything open or in use, the gravest first. With ID it explains those of one.

    A risk is how likely a harm is (1 to 5) times how bad (1 to 5), with what raises it. docs/risks.md has the method.
    """
    if scale and not call.json:
        return _scale()
    from board.actions.risks import risk_register, risks_in

    if proposal:
        session, proposal_id = call.open(proposal)
        rows = risks_in(session, proposal_id)
    else:
        rows = risk_register(call.session(), everything=everything)
    rows = tuple(
        row
        for row in rows
        if (band is None or band == (row.risk.band or "not-rated"))
        and (not owner or owner.casefold() in (row.risk.owner or "nobody").casefold())
        and (not overdue or row.overdue)
    )
    if call.json:
        output.document({"risks": [_shape(row) for row in rows]})
    elif which:
        _matrix(rows, which)
    elif not rows:
        output.line("No risk is told of here.")
    elif proposal:
        _explain(rows)
    else:
        _list(rows)
    return 0


def _scale() -> int:
    """The steps in words: how likely, then how bad for each sort of harm, of which the highest that fits counts."""
    steps = range(1, 6)
    output.heading("How likely, within twelve months at the ring asked for")
    for step, words, share in zip(steps, LIKELIHOOD_WORDS, LIKELIHOOD_SHARES, strict=True):
        output.line(f"  {step} {words}: {share}")
    for sort, row in HARMS.items():
        output.heading(f"How bad: {sort}")
        for step, words in zip(steps, row, strict=True):
            output.line(f"  {step} {words}")
    output.line()
    output.paragraph("Take the highest step that fits in any of them; they are never added.")
    return 0


def _list(rows: tuple[RiskRow, ...]) -> None:
    output.table(
        ("Band", "Score", "Proposal", "Risk", "Accepted by", "Target", "Stage"),
        [
            (
                row.risk.band or "not rated",
                str(row.risk.residual.score) if row.risk.residual else "",
                row.risk.proposal,
                row.risk.text,
                row.risk.owner or "nobody",
                row.risk.target.band if row.risk.target else "",
                row.stage.words,
            )
            for row in rows
        ],
    )
    raised = [row.risk for row in rows if row.risk.residual and row.risk.band is not band_of(row.risk.residual.score)]
    if raised:
        output.heading("Graver than the score alone says")
    for risk in raised:
        score = risk.residual.score if risk.residual else 0
        why = " ".join(risk.residual.reasons) if risk.residual else ""
        told = f"{risk.proposal}, {risk.id}: {score} alone is {band_of(score)}; it is {risk.band}. {why}"
        output.paragraph(told, "    ", "  ")
    beyond = [(row, concern) for row in rows for concern in row.concerns if row.risk.residual]
    if beyond:
        output.heading("Beyond what the board accepts")
    for row, concern in beyond:
        output.paragraph(f"{row.risk.proposal}, {row.risk.id}: {concern}", "    ", "  ")
    output.line()
    for band in reversed(Band):
        count = sum(row.risk.band is band for row in rows)
        if count:
            output.paragraph(f"{band}: {count}. {' '.join(duties(band))}", "  ")
    unrated = sum(row.risk.residual is None for row in rows)
    if unrated:
        output.line(f"not rated: {unrated}. The proposer answers R-15 and R-16, and a seat judges.")


def _matrix(rows: tuple[RiskRow, ...], which: str) -> None:
    """Who sits where, one row for each likelihood; a field's band is that of the bare product."""
    lines = []
    for line in matrix([row.risk for row in rows], which):
        cells = [", ".join(f"{one.proposal} {one.id}" for one in cell.risks) or f"({cell.band})" for cell in line]
        lines.append((f"{line[0].likelihood} {LIKELIHOOD_WORDS[line[0].likelihood - 1]}", *cells))
    output.table(("Likely", *(f"{bad} {words}" for bad, words in enumerate(IMPACT_WORDS, 1))), lines)


def _explain(rows: tuple[RiskRow, ...]) -> None:
    for row in rows:
        risk = row.risk
        output.heading(f"{risk.id}: {risk.text}")
        output.line(f"  Accepted by: {risk.owner or 'nobody yet'}")
        if risk.safeguards:
            output.paragraph(f"Safeguards today: {risk.safeguards}", "    ", "  ")
        _rated("Without safeguards", risk.inherent)
        _rated("With those in place today", risk.residual)
        _rated("Once the conditions are met", risk.target)
        for words in duties(risk.band) if risk.band else ():
            output.paragraph(f"Asks for: {words}", "    ", "  ")
        for concern in row.concerns:
            output.paragraph(f"Look at this: {concern}", "    ", "  ")
        for late in row.overdue:
            output.paragraph(f"Late: {late}", "    ", "  ")


def _rated(when: str, rating: Rating | None) -> None:
    if rating is None:
        output.line(f"  {when}: not said")
        return
    likely, bad = LIKELIHOOD_WORDS[rating.likelihood - 1], IMPACT_WORDS[rating.impact - 1]
    how = f"{likely} ({rating.likelihood}) x {bad} ({rating.impact}) = {rating.score}"
    output.line(f"  {when}: {rating.band}, {how}")
    for reason in rating.reasons:
        output.paragraph(f"- {reason}", "      ", "    ")


def _shape(row: RiskRow) -> dict[str, Any]:
    risk = row.risk
    return {
        "proposal": risk.proposal,
        "title": row.title,
        "stage": str(row.stage),
        "tier": row.tier,
        "rings": list(row.rings),
        "id": risk.id,
        "text": risk.text,
        "owner": risk.owner,
        "safeguards": risk.safeguards,
        "band": str(risk.band) if risk.band else None,
        "inherent": _rating_shape(risk.inherent),
        "residual": _rating_shape(risk.residual),
        "target": _rating_shape(risk.target),
        "asks_for": list(duties(risk.band)) if risk.band else [],
        "concerns": list(row.concerns),
        "overdue": list(row.overdue),
    }


def _rating_shape(rating: Rating | None) -> dict[str, Any] | None:
    if rating is None:
        return None
    return {
        "likelihood": rating.likelihood,
        "impact": rating.impact,
        "score": rating.score,
        "band": str(rating.band),
        "reasons": list(rating.reasons),
    }
