"""One proposal with all that belongs to it, and the rows of the lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from board.actions.altered import altered
from board.actions.computed import bearing_incidents, computed_answers
from board.actions.evidence import evidence_findings
from board.actions.load import World
from board.actions.measured import measured
from board.actions.opened import binds, not_what_was_opened, opened_charter, opened_policy, opening_world, with_signers
from board.actions.placing import unfit
from board.actions.restricted import replaced_in, restricted_in, taken_over_by, touched_in
from board.actions.scaffold import no_words
from board.core.ageing import LASTING, PRACTISED, practised_within
from board.core.case import Case
from board.core.checklist import Checklist
from board.core.cloaks import cloaks
from board.core.docket import Docket, Opening
from board.core.finding import Finding, Severity, Where, refuse
from board.core.from_facts import with_facts
from board.core.going_back import EMERGENCY
from board.core.limits import needs_policy, with_limits
from board.core.motions import acted
from board.core.proposal import Evidence, Proposal, Tier
from board.core.proposers import why_not_one
from board.core.record import NAMED, Outcome, Record
from board.core.review import Answer, as_answered
from board.core.rings import ring_findings
from board.core.stated import FACTS, STRICTER
from board.core.unused import IN_USE, USE_WITHIN, in_use
from board.formats.acts import read_act, read_emergency, read_motion
from board.formats.ballots import read_ballot
from board.formats.dockets import read_docket
from board.formats.evidence import outside
from board.formats.followups import read_follow_up
from board.formats.kinds import missing_facts
from board.formats.messages import read_message
from board.formats.paths import Sort, classify
from board.formats.read import Read
from board.formats.records import read_record
from board.formats.reviews import read_answers, read_review
from board.formats.toml import may_hold

T = TypeVar("T")


_FOLDERS = {
    "ballots/": Sort.BALLOT,
    "reviews/": Sort.REVIEW,
    "messages/": Sort.MESSAGE,
    "rounds/": Sort.ROUND,
    "follow-up/": Sort.FOLLOW_UP,
    "motions/": Sort.MOTION,
    "acts/": Sort.ACT,
}


class _Files:
    """Reads the files of one decision folder by subfolder, gathering findings.

    Only a file that lies and is named as its sort wants is read: none can be put where nobody looks and count.
    """

    def __init__(self, world: World, proposal_id: str) -> None:
        self.world = world
        self.paths = world.decision_files(proposal_id)
        self.sorted: dict[Sort, list[str]] = {}
        self.findings: list[Finding] = []
        for path in self.paths:
            place = classify(path, world.layout, world.ids)
            if place.sort is Sort.UNKNOWN or place.proposal != proposal_id:
                self.findings.append(_misplaced(path))
            else:
                self.sorted.setdefault(place.sort, []).append(path)

    def under(self, folder: str, reader: Callable[[bytes, str], Read[T] | Read[T | None]], what: str) -> tuple[T, ...]:
        """The parsed files of a subfolder, in path order; what could not be read is left out, with findings."""
        return tuple(self._read(folder, reader, what))

    def _read(self, folder: str, reader: Callable[[bytes, str], Read[T] | Read[T | None]], what: str) -> Iterator[T]:
        for path in self.sorted.get(_FOLDERS[folder], ()):
            read = self.world.parsed.read(self.world.snapshot, path, reader, what)
            if read:
                self.findings += read.findings
                if read.value is not None:
                    yield read.value


def _misplaced(path: str) -> Finding:
    return Finding(
        "misplaced",
        "No file of this name belongs here, so nobody reads it and it does not count.",
        Severity.WARNING,
        Where(path),
        fix="Remove it, or move it to where it belongs.",
    )


def fetch_cases(world: World, ids: Collection[str]) -> tuple[str, ...]:
    """Fetch ahead what light cases of these proposals rest on, in a fixed number of round trips; the paths fetched."""
    layout, snapshot = world.layout, world.snapshot
    paths: list[str] = []
    open_ids: list[str] = []
    for one in ids:
        if snapshot.blob(layout.file(one, "record.toml")):
            follow_up = layout.file(one, "follow-up/")
            paths += (
                layout.file(one, "record.toml"),
                *(p for p in world.decision_files(one) if p.startswith(follow_up)),
            )
        else:
            open_ids.append(one)
            paths += (world.ids[one], layout.evidence(one, "answers.toml"), *world.decision_files(one))
    world.parsed.fetch(snapshot, paths)
    decided = ((one, head.value) for one in ids if one not in open_ids and (head := world.head(one)))
    heads = [(one, head) for one, head in decided if head is not None]
    more = [layout.file(one, "docket.toml") for one, head in heads if _in_use(world, head) not in ("", IN_USE)]
    more += [world.ids[one] for one, head in heads if _goes_on(world, head)]
    answered = [one for one, head in heads if _names_a_day(world, head)]
    more += [layout.evidence(one, "answers.toml") for one in answered]
    more += [path for one in answered for path in snapshot.paths(layout.file(one, "reviews/"))]
    world.parsed.fetch(snapshot, more, beside=True)
    docketed = [one for one in open_ids if snapshot.blob(layout.file(one, "docket.toml"))]
    world.fetch_revisions(docketed)
    latest = {one: docket for one in docketed if (docket := world.docket(one)).latest}
    policy = world.current["policy"]
    world.opened_at(
        {
            one: len(docket.openings)
            for one, docket in latest.items()
            if docket.latest and not (docket.latest.policy == policy and binds(world, one, docket.latest))
        }
    )
    return (*paths, *more)


def load_case(world: World, proposal_id: str, *, light: bool = False, superseded_by: str | None = None) -> Case:
    """Everything the board knows about one proposal.

    `light` is for lists: evidence unseen, and a decided proposal from its record and follow-up alone. `superseded_by`
    spares the look through all records, where it is known.
    """
    if proposal_id not in world.ids:
        raise refuse("proposal.unknown", f"There is no proposal {proposal_id}.", "`board list` shows all of them.")
    closed = _closed_case(world, proposal_id, superseded_by) if light else None
    if closed is not None:
        return closed
    files = _Files(world, proposal_id)
    layout, snapshot, parsed = world.layout, world.snapshot, world.parsed
    if not light:  # for lists, the files of many proposals are fetched together
        parsed.fetch(snapshot, files.paths)
    docket = parsed.read(snapshot, layout.file(proposal_id, "docket.toml"), read_docket, "docket")
    record = parsed.read(snapshot, layout.file(proposal_id, "record.toml"), read_record, "record")
    acts = parsed.read(snapshot, layout.file(proposal_id, "emergency.toml"), read_emergency, "emergency")
    decided = record is not None and record.value is not None
    tip_read = world.proposal(proposal_id)
    bound = world if docket is None or (light and decided) else opening_world(world, proposal_id)
    text = bound.proposal(proposal_id).value if bound.has(proposal_id) else tip_read.value
    latest = docket.value.latest if docket else None
    proposal = with_signers(world, bound, text.listed() if latest is None or latest.facts >= STRICTER else text)
    kind = world.kinds.get(proposal.kind)
    foreign = latest is not None and not (light and decided) and not binds(bound, proposal_id, latest)
    answers = with_facts(
        bound.checklists, proposal, _answers(bound, proposal_id, files), bound.policy, measured(bound, proposal)
    )
    case = Case(
        charter=opened_charter(world, bound),
        proposal=proposal,
        tip_revision="" if light and docket is None else world.revision(proposal_id),
        answers=answers,
        docket=docket.value if docket else Docket(),
        ballots=() if foreign else files.under("ballots/", read_ballot, "ballot"),
        reviews=as_answered(files.under("reviews/", read_review, "review"), answers),
        messages=files.under("messages/", read_message, "message"),
        rounds=files.under("rounds/", read_record, "record"),
        record=record.value if record else None,
        superseded_by=(by := _superseded(world, proposal_id, superseded_by) if decided else ""),
        taken_over=taken_over_by(world, by),
        follow_ups=files.under("follow-up/", read_follow_up, "follow-up"),
        motions=files.under("motions/", read_motion, "motion"),
        checklists=_with_limits(world, bound, proposal, latest),
        current=world.current,
        files=(world.ids[proposal_id], *world.evidence_files(proposal_id), *files.paths),
        kind_checklists=kind.checklists if kind else {},
        extra_questions=kind.extra_questions if kind else (),
        policy=world.policy,
        emergency=acts.value if acts else None,
        in_use=_in_use(world, record.value if record else None),
        slots=_slots(world, proposal.kind),
        altered=altered(world, record.value) if record and record.value else {},
        replaced=None if decided else replaced_in(world, proposal),
        restricted="" if decided else restricted_in(world, opened_charter(world, bound), proposal, latest),
        signed=world.signed(proposal_id),
    )
    findings = (*tip_read.findings, *(docket.findings if docket else ()), *(record.findings if record else ()))
    if foreign:
        findings = (*findings, not_what_was_opened(layout.file(proposal_id, "docket.toml")))
    case = replace(case, findings=(*findings, *files.findings, *_own_findings(world, case, light=light)))
    if any(each.kind == "appeal" for each in case.follow_ups):
        agreed = tuple(one.member for one in files.under("acts/", read_act, "act"))
        again = {one.proposal for one in case.follow_ups if one.kind == "granted"}
        case = replace(case, agreed=agreed, reheard=tuple(one for one in sorted(again) if _taken_up(world, one)))
    case = replace(case, incidents=bearing_incidents(bound, case))
    return acted(replace(case, computed=computed_answers(world, case)))


def case_now(world: World, case: Case, *, judged: bool = False) -> Case:
    """The case with the proposal, answers and checklists as they lie at the tip, whatever revision is open.

    Where an opening is `judged`, nobody looks for what was stopped: that is counted with the vote.
    """
    path = world.layout.evidence(case.id, "answers.toml")
    proposal = with_signers(world, world, world.proposal(case.id).value.listed())
    given = read_answers(world.snapshot.read(path) or b"", path).value
    answers = with_facts(world.checklists, proposal, given, world.policy, measured(world, proposal))
    return replace(
        case,
        charter=world.charter,
        proposal=proposal,
        replaced=replaced_in(world, proposal),
        restricted="" if judged else touched_in(world, proposal),
        answers=answers,
        reviews=as_answered(case.reviews, answers),
        checklists=with_limits(world.checklists, proposal, world.policy, FACTS),
        incidents=bearing_incidents(world, replace(case, proposal=proposal, checklists=world.checklists)),
    )


def _taken_up(world: World, proposal_id: str) -> bool:
    """Whether the board took a proposal up, and nobody withdrew it since."""
    latest = world.docket(proposal_id).latest if proposal_id in world.ids else None
    if latest is None:
        return False
    path = world.layout.file(proposal_id, f"rounds/{latest.round}.toml")
    ended = world.parsed.read(world.snapshot, path, read_record, "record")
    return ended is None or ended.value is None or ended.value.outcome is not Outcome.WITHDRAWN


def _superseded(world: World, proposal_id: str, told: str | None) -> str:
    return world.superseded.get(proposal_id, "") if told is None else told


def _closed_case(world: World, proposal_id: str, superseded_by: str | None) -> Case | None:
    """A decided proposal as its record tells it, for lists; None where it is not decided or the record says too little.

    What is wrong with the text it was decided on is no finding here: nobody can mend it any more.
    """
    read = world.head(proposal_id)
    record = read.value if read else None
    if read is None or record is None:
        return None
    tier = next((each for each in Tier if each.value == record.tier), None)
    if tier is None or not world.snapshot.blob(world.layout.file(proposal_id, "docket.toml")):
        return None
    told = record.title and record.kind and record.proposer
    text = Proposal(proposal_id, "") if told else world.proposal(proposal_id).value
    files = _Files(world, proposal_id)
    follow_ups = files.under("follow-up/", read_follow_up, "follow-up")
    if any(each.kind == "appeal" for each in follow_ups):
        return None  # who may hear it hangs on more than the record's head
    use = _in_use(world, record)
    latest = world.docket(proposal_id).latest if use not in ("", IN_USE) else None
    facts = latest.facts if latest else 1
    rests = _rests(world, proposal_id, record)
    days = _names_a_day(world, record)
    return Case(
        charter=world.charter,
        proposal=Proposal(
            proposal_id,
            record.title or text.title,
            record.kind or text.kind,
            proposer=record.proposer or text.proposer,
            evidence=rests,
        ),
        docket=Docket((Opening(record.round, "", "", "", tier, facts=facts),)),
        answers=_answers(world, proposal_id, files) if days else (),
        reviews=files.under("reviews/", read_review, "review") if days else (),
        record=record,
        in_use=use,
        signed=world.signed(proposal_id),
        superseded_by=(by := _superseded(world, proposal_id, superseded_by)),
        taken_over=taken_over_by(world, by),
        follow_ups=follow_ups,
        files=(world.ids[proposal_id], *world.evidence_files(proposal_id), *files.paths),
        findings=(*read.findings, *files.findings),
        policy=world.policy,
        slots=_slots(world, record.kind) if rests else {},
        altered=altered(world, record) if rests else {},
    )


def _with_limits(world: World, bound: World, proposal: Proposal, latest: Opening | None) -> tuple[Checklist, ...]:
    """The questions as the opening binds them, with the numbers of the policy that it binds too."""
    if not any(needs_policy(one, proposal.kind) for each in bound.checklists for one in each.questions):
        return bound.checklists  # nobody has to look up which policy it binds
    policy = opened_policy(world, proposal.id)
    return with_limits(bound.checklists, proposal, policy, latest.facts if latest else FACTS)


def _slots(world: World, kind: str) -> Mapping[str, str]:
    """How fast the evidence ages that a kind asks for, by the id of its slot."""
    known = world.kinds.get(kind)
    return {slot.id: slot.sort for slot in known.evidence if slot.sort} if known else {}


def _rests(world: World, proposal_id: str, record: Record) -> tuple[Evidence, ...]:
    """The evidence of an approval that goes on, for lists: what has a day, or names what it was made on.

    It is read from the proposal as it lies there now; a whole case reads the one that was decided.
    """
    if not _goes_on(world, record):
        return ()
    data = world.parsed.raw(world.snapshot, world.ids[proposal_id])
    return world.proposal(proposal_id).value.evidence if may_hold(data, b"dated", b"artefact") else ()


def _names_a_day(world: World, record: Record) -> bool:
    """Whether an answer may name a day that comes back after this decision and that its record does not keep."""
    within = practised_within(world.policy, record.ring)
    return record.outcome.yes and record.kind in PRACTISED and within is not None


def _goes_on(world: World, record: Record) -> bool:
    """Whether the evidence of a decision may grow old under it, by the board's policy."""
    policy = world.policy
    return record.outcome.yes and record.kind in LASTING and bool(policy.evidence_days or policy.void_on_changed_hash)


def _in_use(world: World, record: Record | None) -> str:
    """Whether the registers show what was approved in use; "" for kinds whose approval stands without it."""
    if record is None or not record.outcome.yes or record.kind not in USE_WITHIN or record.render < NAMED:
        return ""
    return world.used(record.id) or in_use(record, world.registered, world.charter.rings)


def _answers(world: World, proposal_id: str, files: _Files) -> tuple[Answer, ...]:
    read = world.parsed.read(
        world.snapshot, world.layout.evidence(proposal_id, "answers.toml"), read_answers, "answers"
    )
    if read is None:
        return ()
    files.findings += read.findings
    return read.value


def _as_acted(case: Case) -> Proposal:
    """The proposal with what the person on call recorded, so that nobody is asked for it again."""
    done = case.emergency.facts() if case.emergency else {}
    return replace(case.proposal, facts={**done, **case.proposal.facts})


def _own_findings(world: World, case: Case, *, light: bool) -> tuple[Finding, ...]:
    path = world.ids[case.id]
    found: list[Finding] = []
    kind = world.kinds.get(case.proposal.kind)
    if case.record is None and case.proposal.state == "withdrawn":
        return ()  # nobody has to mend what nobody proposes any more
    if kind is not None and case.record is None:
        found += missing_facts(_as_acted(case), kind, path)
        found += ring_findings(case.proposal, case.charter.rings, path)
        if kind.id == EMERGENCY and case.docket.latest is not None:
            found += no_words(case.proposal, kind, path)
    if case.record is None and (several := why_not_one(world.charter, world.proposal(case.id).value)):
        fix = "Name who proposes it; who helped stands aside by her own word."
        found.append(Finding("proposer.several", several, where=Where(path), fix=fix))
    if light:
        return tuple(found)
    text = world.proposal(case.id).value
    inside = tuple(one for one in text.evidence if not outside(one.path))  # of the others the document's finding tells
    found += evidence_findings(world, replace(text, evidence=inside), path)
    found += cloaks(world.proposal(case.id).value, path)
    if case.record is None:
        found += unfit(world, world.proposal(case.id).value)
    if case.record is not None:
        return (*found, *_edited_since(case, case.record, path))
    latest = case.docket.latest
    if latest is not None and latest.revision != case.tip_revision:
        found.append(
            Finding(
                "proposal.changed-since-opened",
                "The text changed since the board took it up. The board looks at the revision it opened.",
                Severity.WARNING,
                Where(path),
                fix="Chair or secretary: look at the difference, then open the new revision or leave it.",
            )
        )
    return tuple(found)


def _edited_since(case: Case, record: Record, path: str) -> tuple[Finding, ...]:
    """A note where the text at the tip is not the one that was decided."""
    if record.digests.get("revision", case.tip_revision) == case.tip_revision:
        return ()
    words = "The text was edited since the board decided. The decision speaks of the older text, not of this one."
    fix = "Put the older text back, or propose a change that supersedes the decision."
    return (Finding("proposal.differs", words, Severity.NOTE, Where(path), fix=fix),)
