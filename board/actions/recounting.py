"""Counting again: whether an opening binds what was there, and whether a decision is what its ballots come to.

It shares the tally and the templates with deciding, and nothing of how deciding puts a record together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from board.actions.by_whom import agreed_in, may_open, may_write, out_of_term, stands
from board.actions.cases import case_now, load_case
from board.actions.effective import Past
from board.actions.evidence import evidence_lines
from board.actions.freezing import Conditioned, Elsewhere, frozen
from board.actions.lasting import why_other_days
from board.actions.load import World
from board.actions.on_days import opened_on, said_on
from board.actions.placing import KINDS as INSTALLING
from board.actions.prefilling import unborne_in
from board.actions.put_in_force import put_in_force
from board.actions.recounted_openings import wrong_in
from board.actions.restricted import Stopped
from board.actions.summing import moved_in, sum_up
from board.core.case import Bar, Case, Tally
from board.core.dates import local_date
from board.core.digest import sha256
from board.core.finding import Refused
from board.core.going_back import stops
from board.core.kind import Kind
from board.core.questions import standings
from board.core.record import NAMED, RENDER, Outcome, Record, held_in
from board.core.replacing import standing_replacements, why_not_replaced
from board.core.rested import checklist_versions, pack_version, residual_band
from board.core.risk import ends_on
from board.core.said_days import dates_of
from board.core.seating import may_preside, standing_aside
from board.core.stated import STRICTER
from board.formats.followups import is_pulled
from board.formats.paths import Sort
from board.formats.records import read_record, read_record_head
from board.formats.reviews import read_answers
from board.formats.toml import may_hold
from board.render.decision import DecisionInputs, altered, decision_digest, parse_free, render_decision, superseded_text
from board.render.ethics import ETHICS, render_ethics
from board.store.audit import Audit
from board.trust.dating import Days, moved_days
from board.trust.late_acts import late_acts
from board.trust.report import Fault
from board.trust.state import State
from board.trust.step import Step, Touch, openings_in
from board.trust.terms import in_term

_FORMS = range(1, RENDER + 1)
_SILENT = 1
"""Up to this form records named neither the days that come back nor what a custodian holds."""
_GIVEN = (Outcome.DEFERRED, Outcome.WITHDRAWN)


@dataclass
class Recount:
    """What the walk asks of each commit that opens or decides."""

    audit: Audit
    kinds: Mapping[str, Kind]
    alone: bool = False
    """Whether only the commits of one decision are at hand, as in a proof."""
    _past: Past | None = None
    _late: Conditioned = field(default_factory=Conditioned)
    _stopped: Stopped = field(default_factory=Stopped)
    _forms: dict[str, int] = field(default_factory=dict)
    """The form of each record, by its digest."""

    def __call__(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """Every fault of the openings and the decision in one step."""
        step = in_term(step)
        self._begin(step, states)
        try:
            found = [
                fault for touch in step.touches if touch.place.sort is Sort.DOCKET for fault in self._opens(step, touch)
            ]
            record = next((t for t in step.touches if t.place.sort in (Sort.RECORD, Sort.ROUND)), None)
            return [*found, *(self._decides(step, record) if record else ())]
        except Refused as refusal:
            return [Fault("decision.record", str(refusal), path=step.touches[0].path)]
        finally:
            self.note(step)

    def doubts(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """The pre-filled answers of what a step opens that are not what stood where they say."""
        yield from self.dated(step, states)
        layout = step.ground.layout
        for touch in step.touches:
            path = layout.evidence(touch.place.proposal, "answers.toml") if touch.place.sort is Sort.DOCKET else ""
            data = step.before.read(path) or b"" if path and touch.new is not None else b""
            if not may_hold(data, b"prefilled"):
                continue
            self._begin(step, states)
            worlds = partial(self.past.world, step.before)
            for question, why in unborne_in(read_answers(data, path).value, touch.place.proposal, worlds).items():
                words = f"The answer to {question} of {touch.place.proposal} is said to be pre-filled, but {why}."
                yield Fault("unproven.prefilled", words, path=path)

    def dated(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """What comes to something else on the days that signed commits allow than on those it names."""
        yield from late_acts(step)
        for touch in step.touches:
            if touch.place.sort in (Sort.RECORD, Sort.ROUND, Sort.DOCKET) and touch.new is not None:
                days = moved_days(step, touch)
                if days is not None:
                    self._begin(step, states)
                    opens = touch.place.sort is Sort.DOCKET
                    yield from self._tier_on(step, touch, days) if opens else self._decided_on(step, touch, days)

    def _decided_on(self, step: Step, touch: Touch, days: Days) -> Iterator[Fault]:
        record = read_record(touch.new or b"", touch.path).value
        if record is None or record.outcome in _GIVEN:
            return
        world, zone = self.past.world(step.before, touch.place.proposal), step.charter.timezone
        loaded = load_case(world, touch.place.proposal)
        case = said_on(opened_on(loaded, days.opened), days.late, step.ground.layout)
        decided = local_date(days.decided, zone)
        _, sums = self._counted(step, world, case, record.render, decided)
        words = f"By the dates that members signed, {touch.place.proposal} was not"
        if sums.outcome is not record.outcome or not sums.may_decide:
            words = f"{words} {record.outcome}: {sums.why_not_yet or sums.sentence}"
            yield Fault("date.decisive", words, path=touch.path)
        elif case.tier is not loaded.tier:
            words = f"{words} decided at tier {loaded.tier}, but at {case.tier}."
            yield Fault("date.decisive", words, path=touch.path)
        elif record.decided_at:
            claimed = local_date(record.decided_at, zone)
            if why := out_of_term(step, decided) or why_other_days(case, record, claimed, decided):
                yield Fault("date.decisive", f"{words} {why}.", path=touch.path)

    def _tier_on(self, step: Step, touch: Touch, days: Days) -> Iterator[Fault]:
        """An opening takes the tier over to which motions brought the one before it."""
        loaded = load_case(self.past.world(step.before, touch.place.proposal), touch.place.proposal)
        case = said_on(loaded, days.late, step.ground.layout)
        opened = openings_in(touch.new or b"")[-1].tier
        if loaded.tier.rank <= opened.rank < case.tier.rank:
            words = f"By the dates that members signed, {case.id} was at tier {case.tier}, not {loaded.tier}"
            yield Fault("date.decisive", f"{words}, when it was opened again.", path=touch.path)

    def _counted(self, step: Step, world: World, case: Case, form: int, today: date) -> tuple[Case, Tally]:
        """What the ballots come to on a day, and the case as it stands then."""
        case = replace(case, restricted=self._stopped.on(case, partial(self.past.world, step.before)))
        case = replace(case, frozen=self._frozen(step, case, today), form=form, day=today)
        sums = sum_up(world, case, today)
        if sums.bars:  # an exception in force somewhere else may lift a bar
            sums = sum_up(self.past.world(step.before), case, today)
        return case, sums

    def _begin(self, step: Step, states: Mapping[str, State]) -> None:
        self._past = self._past or Past(self.audit, self.kinds, states, step.ground.layout)

    def note(self, step: Step) -> None:
        """Remember which decisions have conditions, and on what; whether one counted is asked where it matters."""
        for touch in step.touches:
            if touch.place.sort is Sort.EMERGENCY:
                self._stopped.note(touch.place.proposal)
            data = touch.new if touch.place.sort is Sort.RECORD else None
            made = read_record_head(data, touch.path).value if data else None
            if data and made is not None:
                self._forms[sha256(data)] = made.render
                if stops(made):
                    self._stopped.note(touch.place.proposal)
                if made.conditions:
                    self._late.note(touch.place.proposal, made)

    @property
    def past(self) -> Past:
        """The files that counted at each commit."""
        assert self._past is not None  # made with the first step
        return self._past

    def _opens(self, step: Step, touch: Touch) -> Iterator[Fault]:
        world = self.past.world(step.before, touch.place.proposal)
        if not world.has(touch.place.proposal):
            yield Fault("docket.binding", f"There is no proposal {touch.place.proposal}.", path=touch.path)
            return
        case = load_case(world, touch.place.proposal)
        opening, now = openings_in(touch.new or b"")[-1], case_now(world, case, judged=True)
        by = hands(step, touch, now, alone=may_open(step.member, now, opening))
        wrong = list(wrong_in(step, world, case, now, opening, by))
        if wrong:
            words = f"The opening of {case.id} does not name what lay there: {', '.join(wrong)}."
            yield Fault("docket.binding", words, path=touch.path)

    def _decides(self, step: Step, touch: Touch) -> Iterator[Fault]:
        record = read_record(touch.new or b"", touch.path).value
        proposal = touch.place.proposal
        if record is None or record.decided_at is None or record.render not in _FORMS:
            yield Fault("decision.record", f"{touch.path} cannot be read as a record of this form.", path=touch.path)
            return
        today = local_date(record.decided_at, step.charter.timezone)
        world = self.past.world(step.before, proposal)
        case, sums = self._counted(step, world, load_case(world, proposal), record.render, today)
        latest = case.docket.latest
        by = hands(step, touch, case, alone=may_write(step.member, case, record, today))
        if not by:
            words = f"{step.member.id} is neither chair nor secretary, nor did two who may agree to {touch.path}."
            yield Fault("path.role", words, path=touch.path)
        yield from _absent(step, touch, case, today)
        yield from _outcome(step, touch, record, case, sums)
        yield from _follows(step, touch, record, case, sums, today)
        if record.decided_by not in by:
            yield Fault("decision.record", "The record names somebody else as the one who decided.", path=touch.path)
        if record.base != step.before.commit and not self._on_base(step, record, case, today):
            words = "The record was made on another commit than the one before it, and not by two who agreed on it."
            yield Fault("decision.record", words, path=touch.path)
        yield from _links(step, touch, record, case)
        if record.render < (newest := self._form_before(step)):
            words = f"The record claims form {record.render}; the decision before it is of form {newest} already."
            yield Fault("decision.record", words, path=touch.path)
        elif latest is not None and latest.facts >= STRICTER and record.render < NAMED:
            words = f"The record claims form {record.render}; what is opened by this list is written in form {NAMED}."
            yield Fault("decision.record", words, path=touch.path)
        yield from put_in_force(step, self.past, world, case, record, alone=self.alone)
        if touch.place.sort is Sort.RECORD:
            evidence = tuple((one.id, one.title, one.where, one.sha256) for one in evidence_lines(world, case))
            yield from _texts(step, DecisionInputs(case, sums, record, standings(case), evidence))

    def _form_before(self, step: Step) -> int:
        """The form of the record decided last, the newest so far; 0 before the first."""
        last = step.before.link.last
        if last and last not in self._forms:  # it was decided before this walk began, or is proved elsewhere
            for path in step.before.files(step.ground.layout.at("decisions/")):
                data = step.before.read(path) if path.endswith("/record.toml") else None
                if data and sha256(data) not in self._forms:
                    made = read_record_head(data, path).value
                    self._forms[sha256(data)] = made.render if made is not None else 0
        return self._forms.get(last, 0)

    def _frozen(self, step: Step, case: Case, today: date) -> tuple[Bar, ...]:
        """The late conditions of earlier decisions that bar this one, under the policy it was opened with."""
        narrow, whole = self.past.world, lambda: self.past.world(step.before)
        others = Elsewhere(lambda: self._late.on(case, whole), lambda one: narrow(step.before, one), whole)
        return frozen(narrow(step.before, case.id), case, today, others)

    def _on_base(self, step: Step, record: Record, case: Case, today: date) -> bool:
        """Whether two agreed to a record that was made on an earlier commit of the chain, and its sum holds there."""
        state = self.past.states.get(record.base)
        if step.member.presides or state is None or not step.before.link.follows(state.link):
            return False
        world = self.past.world(state)
        sums = sum_up(world, replace(load_case(world, case.id), form=record.render), today)
        return (sums.sum, sums.ballots) == (record.sum, record.ballots)


def hands(step: Step, touch: Touch, case: Case, *, alone: bool) -> tuple[str, ...]:
    """Who may be named as having opened or decided: the member herself; or, where she may not alone, two who agreed."""
    acted_on_call = step.by_path.get(step.ground.layout.file(case.id, "emergency.toml")) is not None
    if alone or acted_on_call:
        return (step.member.id,)
    aside = standing_aside(case)
    agreed = (one for one, _ in agreed_in(step, touch) if one.seats)
    found = tuple(dict.fromkeys(one.id for one in agreed if one.id not in aside))
    return found if len(found) > 1 else ()


def _absent(step: Step, touch: Touch, case: Case, today: date) -> Iterator[Fault]:
    """Where chair or secretary could decide, two who do so in their absence both say why."""
    if step.member.presides or not may_preside(case, step.charter, today):
        return
    said = {one.id for one, act in agreed_in(step, touch) if act.reason}
    if len(said) < 2:
        words = "The chair or the secretary could have decided, and two members do not say why they did."
        yield Fault("path.role", words, path=touch.path)


def _outcome(step: Step, touch: Touch, record: Record, case: Case, sums: Tally) -> Iterator[Fault]:
    """The outcome is the tally's, or one that only the chair or secretary gives, with a reason."""
    if record.outcome in _GIVEN:
        before = sum(one.outcome is Outcome.DEFERRED for one in case.rounds)
        latest = case.docket.latest
        alone = step.member.presides or latest is None or latest.facts < STRICTER
        may = (record.outcome is Outcome.WITHDRAWN and not stands(case) and alone) or (
            record.outcome is Outcome.DEFERRED
            and "chair" in step.member.roles
            and before < case.charter.voting.deferrals
        )
        if not (may and record.reason):
            yield Fault(
                "decision.outcome", f"{step.member.id} may not end the round as {record.outcome}.", path=touch.path
            )
    elif record.outcome is not sums.outcome:
        words = f"The record says {record.outcome}; the ballots come to {sums.outcome}: {sums.sentence}"
        yield Fault("decision.outcome", words, path=touch.path)
    elif not sums.may_decide:
        yield Fault("decision.outcome", f"It was decided too early: {sums.why_not_yet}", path=touch.path)
    if record.sum != sums.sum:
        yield Fault("decision.outcome", f"The sum is another: {sums.sentence}", path=touch.path)
    if record.ballots != sums.ballots:
        words = "The record names other ballots, or counts them otherwise, than lay there."
        yield Fault("decision.outcome", words, path=touch.path)
    final = record.outcome.final and record.outcome is not Outcome.WITHDRAWN
    if final != (touch.place.sort is Sort.RECORD):
        yield Fault("decision.incomplete", f"An outcome of {record.outcome} is not written here.", path=touch.path)


def _follows(step: Step, touch: Touch, record: Record, case: Case, sums: Tally, today: date) -> Iterator[Fault]:
    """Everything else in the record follows from the proposal, the opening and the tally."""
    latest = case.docket.latest
    if latest is None:
        return
    yes = record.outcome.yes
    charter_level = yes and case.proposal.kind in INSTALLING
    expected: dict[str, object] = {
        "id": touch.place.proposal,
        "round": latest.round,
        "rules": case.charter.rules,
        "title": case.proposal.title,
        "kind": case.proposal.kind,
        "tier": case.tier.value,
        "way": sums.way if record.render > 1 else "",
        "silent": sums.silent if record.render > 1 else (),
        "motions": moved_in(sums) if record.render > 1 else (),
        "residual_band": residual_band(case) if record.render > 2 else "",
        "pack_version": pack_version(case) if record.render > 2 else "",
        "checklist_versions": checklist_versions(case) if record.render > 2 else {},
        "ring": next(iter(case.proposal.fact("target_ring")), ""),
        "artefacts": case.proposal.artefacts(),
        "expires": ends_on(case, today) if yes else None,
        "conditions": sums.conditions if yes else (),
        "supersedes": case.proposal.supersedes if yes else "",
        "ratifies": "",
        "proposer": case.proposal.proposer if record.proposer or record.render >= NAMED else "",
        "acknowledges": case.proposal.fact("acknowledges") if charter_level else (),
        "dates": dates_of(case) if yes and record.render > _SILENT else {},
        "held": held_in(case.proposal) if record.render > _SILENT else (),
    }
    wrong = [name for name, value in expected.items() if getattr(record, name) != value]
    bound = ("revision", "charter", "checklists", "policy")
    wrong += [name for name in bound if record.digests.get(name, "") != getattr(latest, name)]
    wrong += sorted(set(record.digests) - {*bound, "decision", "ethics-review"})
    if record.reason and record.outcome not in _GIVEN:
        wrong.append("reason")
    if wrong:
        words = f"The record does not follow from what it rests on: {', '.join(wrong)}."
        yield Fault("decision.record", words, path=touch.path)


def _links(step: Step, touch: Touch, record: Record, case: Case) -> Iterator[Fault]:
    """The record before it, and the decision it supersedes: one that stands, said yes, and is not replaced yet."""
    if touch.place.sort is Sort.RECORD and record.previous != step.before.link.last:
        yield Fault("decision.link", "The record does not name the one decided before it.", path=touch.path)
    changed = [t for t in step.touches if t.place.sort is Sort.DECISION and t.old is not None]
    if not record.supersedes:
        return
    layout = step.ground.layout
    old = read_record(step.before.read(layout.file(record.supersedes, "record.toml")) or b"", "").value
    why = why_not_replaced(record.supersedes, record.id, old, _replaced(step, record.supersedes))
    if why:
        words = f"{record.supersedes} is no decision that can be superseded: it {why}."
        yield Fault("decision.link", words, path=touch.path)
        return
    text = (step.before.read(layout.decision(record.supersedes)) or b"").decode("utf-8", "replace")
    # Both ways of writing the link that this form of decisions has known.
    known = [
        superseded_text(text, record.id, old_id, form=record.render).encode() for old_id in (record.supersedes, "")
    ]
    if [t.path for t in changed] != [layout.decision(record.supersedes)] or changed[0].new not in known:
        words = f"In {record.supersedes} more, less or something else than its Status lines changed."
        yield Fault("decision.link", words, path=layout.decision(record.supersedes))


def _replaced(step: Step, old: str) -> str:
    paths = (path for path in step.before.files(step.ground.layout.at("decisions/")) if path.endswith("/record.toml"))
    records = (read_record(step.before.read(path) or b"", path).value for path in paths)
    made = [(one.id, one.supersedes) for one in records if one is not None and one.supersedes and one.outcome.yes]
    folders = {one: step.ground.layout.file(one, "follow-up/") for one, _ in made}
    pulled = {one for one, folder in folders.items() if any(map(is_pulled, step.before.files(folder)))}
    return standing_replacements(made, pulled).get(old, "")


def _texts(step: Step, inputs: DecisionInputs) -> Iterator[Fault]:
    """The fixed parts of both pages, made again from the record, and the digests of the whole."""
    layout, record = step.ground.layout, inputs.record
    decision, review = (
        step.by_path[path]
        for path in (layout.decision(inputs.case.id), layout.file(inputs.case.id, "ethics-review.md"))
    )
    text, page = ((touch.new or b"").decode("utf-8", "replace") for touch in (decision, review))
    if record.digests.get("decision") != decision_digest(text):
        yield Fault("decision.text", "The record names another text than the published one.", path=decision.path)
    if record.digests.get("ethics-review") != sha256(review.new or b""):
        yield Fault("decision.text", "The record names another ethics review than the published one.", path=review.path)
    made = altered(text, render_decision(inputs, parse_free(text)))
    pages = altered(page, render_ethics(inputs, parse_free(page, ETHICS)), ETHICS)
    for touch, findings in ((decision, made), (review, pages)):
        for finding in findings:
            part = finding.where.part or finding.message.partition("You changed ")[2].partition(", which")[0]
            yield Fault("decision.text", f"A fixed part is not what the record says: {part}.", path=touch.path)
