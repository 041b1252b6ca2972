"""`board verify`: the whole history from its founding, or from the last commit this user verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from board.actions.backing import register_doubts
from board.actions.branch import board_elsewhere, governed_branch
from board.actions.effective import Past
from board.actions.founding_named import named_founding, signed_on
from board.actions.load import shipped_kinds
from board.actions.lost_charter import lost_charter
from board.actions.recounting import Recount
from board.actions.standing import is_example, known_before, known_elsewhere, never
from board.actions.witnessing import Watch
from board.core.charter import Charter
from board.core.digest import lines_digest_of
from board.core.finding import ExitStatus, Refused, refuse
from board.core.layout import CHARTER, Layout
from board.core.sentence import and_, plural
from board.core.text import one_line
from board.formats.charter import read_charter
from board.formats.paths import Sort, classify
from board.formats.records import read_record
from board.store.audit import Audit
from board.store.pins import Pin, Pins
from board.store.repository import GitStore, open_repository
from board.store.standings import Standing, Standings
from board.trust import again, dating
from board.trust.beside import WORTH, Beside, Doubtful, processors
from board.trust.objects import Objects
from board.trust.report import REASONS, Fault, Report
from board.trust.settling import ACKNOWLEDGED, dealt_with, settled
from board.trust.state import Start, State
from board.trust.suspended import suspended_notes
from board.trust.walk import Walk

Progress = Callable[[int, int], None]
Before = tuple[Pin | None, Standing | None, str, Collection[str]]
"""What this user verified and read here before, the branch, and the foundings known from elsewhere."""
_FOUNDINGS = 4
"""Of so many foundings it is told what was signed on each."""
_DATED = 20
"""So many odd dates of a sort are named one by one."""
_TOLD = ("settled", "unproven", "trusted")
_REGISTERS = "unproven.register"
_WEIGHTY: Mapping[Sort, str] = {
    Sort.DOCKET: "opening",
    Sort.BALLOT: "ballot",
    Sort.ROUND: "undecided round",
    Sort.RECORD: "decision",
}
"""What is counted among commits that rest on an author line."""


def verify(
    directory: Path,
    *,
    from_genesis: bool = False,
    unsigned: bool = False,
    watch: Watch | None = None,
    progress: Progress | None = None,
    founding: str = "",
) -> Report:
    """Verify the tip of the governed branch; the pin moves only when the answer is yes.

    Starts at the pin when the tip builds on it, and again at the founding when that finds anything, or when `watch`
    has checkpoints to compare. `progress` hears how many commits of how many are judged; whatever it raises ends the
    walk, and the pin stays. `founding` is the commit that a member named, or how it begins; it is remembered where
    the history holds it. Raises Refused, with status 3, where the history is not whole.
    """
    store = _governed(directory)
    strange = named_founding(store, founding) if founding else None
    return verify_store(
        store, from_genesis=from_genesis, unsigned=unsigned, watch=watch, progress=progress, strange=strange
    )


def verify_store(
    store: GitStore,
    *,
    from_genesis: bool = False,
    unsigned: bool = False,
    watch: Watch | None = None,
    progress: Progress | None = None,
    strange: Fault | None = None,
) -> Report:
    """The same for a store that is open already; `strange` is that the founding is not the one a member named."""
    pins, audit, tip = Pins(store.key), store.audit(), store.tip()
    pin = pins.load()
    moved_on = pin is not None and audit.builds_on(tip, pin.tip)
    whole = (watch is not None and watch.begin(store)) or from_genesis
    report, walk = _judged(store, audit, pin if moved_on and not whole else None, pin, progress)
    if pin is None and pins.damaged:
        words = f"{one_line(str(pins.file))} is damaged. What you verified here before is not known any more."
        lost = Fault("history.forgotten", words, report.genesis)
        report = replace(report, unproven=(*report.unproven, lost))
    elif pin is None:
        first = Fault("trusted.first", "This history is verified here for the first time.", report.genesis)
        report = replace(report, trusted=(*report.trusted, first))
    report = replace(report, faults=(*_against_pins(report, pin, moved_on, pins), *report.faults))
    if pin is None or moved_on:
        report = _against_clones(report, walk, audit, pins)
    ahead = dating.ahead(walk.dates, watch.now) if walk is not None and watch is not None else ()
    proven = report.status == 0 and walk is not None and not walk.states[report.tip].mended
    unpushed, wrong = _unpushed(store, report, _pin(report, walk, pin) if proven and walk is not None else None)
    report = replace(report, unsigned_allowed=unsigned, notes=(*report.notes, *ahead, *unpushed))
    report = replace(report, faults=(*report.faults, *wrong))
    if walk is not None and walk.disputed:
        Standings(store.key).dispute(tip)
    if watch is not None and walk is not None and whole:
        watch.known = pin is not None and moved_on
        report = watch.judge(report, walk)
    report = replace(report, faults=(strange, *report.faults)) if strange is not None else report
    if report.status == 0 and walk is not None and not walk.states[report.tip].mended:  # a pin holds a tree alone
        pins.save(_pin(report, walk, pin))
        if watch is not None:
            watch.agreed(report.tip)
    return report


def open_doubts(store: GitStore, now: datetime) -> tuple[Fault, ...]:
    """What the board may acknowledge though nothing of it is to be put back; no pin moves.

    Of a checkpoint the commit is its digest.
    """
    audit, pin, watch = store.audit(), Pins(store.key).load(), Watch(now)
    whole = watch.begin(store) or pin is None or not audit.builds_on(store.tip(), pin.tip)
    report, walk = _judged(store, audit, None if whole else pin, pin)
    if whole and walk is not None:
        watch.judge(report, walk)
    return (*(fault for fault in report.unproven if fault.code in ACKNOWLEDGED), *watch.contested)


def _judged(
    store: GitStore, audit: Audit, start: Pin | None, pin: Pin | None, progress: Progress | None = None, tip: str = ""
) -> tuple[Report, Walk | None]:
    """A walk on from where one may start, or from the founding; none where an object is not what its name says."""
    tip = tip or store.tip()
    try:
        noted = start is not None and None not in (start.uses, start.removed) and start.signed
        if start is not None and noted and "acts" in (start.dates or ()):
            report, walk = _verified(audit, tip, start, progress)
            if not (report.faults or walk.unsure):
                return report, walk
        return _verified(
            audit, tip, None, progress, (pin, Standings(store.key).load(), store.branch, known_elsewhere(store))
        )
    except Refused as refusal:
        return _broken(tip, refusal), None


def _unpushed(store: GitStore, report: Report, start: Pin | None) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """What lies on one's own branch beyond the remote's: that it does, and what of it would be a fault there."""
    state = store.sync_state()
    if not state.local_ahead:
        return (), ()
    tip = store.local_tip()
    words = f"{plural(state.local_ahead, 'commit')} of your branch {one_line(state.branch)}"
    there = "is" if state.local_ahead == 1 else "are"
    told = Fault("history.unpushed", f"{words} {there} not at the remote, as last seen.", tip)
    audit = store.audit()
    own = set(audit.lineage(tip, report.tip))
    judged, _ = _judged(store, audit, start if start and audit.builds_on(tip, start.tip) else None, start, tip=tip)
    wrong = (fault for fault in judged.faults if fault.commit in own)
    return (told,), tuple(replace(fault, words=f"Not at the remote yet: {fault.words}") for fault in wrong)


def _governed(directory: Path) -> GitStore:
    """The store on the branch that the charter names; a tip without a charter is verified all the same."""
    store = open_repository(directory)
    data = store.snapshot().read(CHARTER) if store.tip() else None
    if data is None and (elsewhere := lost_charter(store) or board_elsewhere(store)) is not None:
        return elsewhere
    charter = read_charter(data, CHARTER).value if data is not None else Charter()
    branch = governed_branch(store, charter.branch if data is not None else "")
    return store.on(branch) if branch else store


def _verified(
    audit: Audit, tip: str, pin: Pin | None, progress: Progress | None, before: Before = (None, None, "", ())
) -> tuple[Report, Walk]:
    """A walk from the pin, or from the founding; `before` is what was read here, for a history with two lines."""
    ids = audit.lineage(tip, pin.tip if pin else "") if tip else []
    start = Start(pin.tip, pin.tree, pin.genesis, pin.opened, pin.last, dates=pin.dates, uses=pin.uses) if pin else None
    founding, known = known_before(ids, *before) if pin is None else (pin.genesis, ())

    def walked(beside: Beside | None, stops: Callable[[Charter], bool] = is_example, founding: str = founding) -> Walk:
        def begun() -> Walk:
            walk = Walk(Objects(audit.objects, audit.altered), Recount(audit, shipped_kinds()), stops, progress)
            walk.beside, walk.founding, walk.known = beside, founding, known
            walk.edited = set(pin.edited or ()) if pin else set()
            walk.removed = dict(pin.removed or {}) if pin else {}
            return walk

        return again.through(begun, ids, start)

    walk = _shared_out(walked, len(ids))
    if walk.root is not None and walk.root.example:
        if founding or not audit.founded_twice(tip, CHARTER):
            raise _example()
        walk = walked(None, never)  # a stranger's example, joined to a board
    state = walk.states.get(tip)
    faults, over = settled(walk, state)
    acknowledged = dealt_with(walk, walk.doubts)
    if walk.disputed:  # every other fault depends on which founding is the right one
        told_of = {one: signed_on(walked(None, never, one), tip) for one in (walk.genesis, *walk.others)[:_FOUNDINGS]}
        faults = tuple(
            replace(fault, words=f"{fault.words}{told_of.get(fault.commit, '')}")
            for fault in faults
            if fault.code == "genesis.second"
        )
        over = ()
    told = {name: tuple(Fault(*each) for each in pin.told.get(name, [])) for name in _TOLD} if pin else {}
    return Report(
        tip=tip,
        genesis=walk.genesis,
        since=pin.tip if pin else "",
        commits=len(ids) + (pin.commits if pin else 0),
        strict=walk.strict + (pin.strict if pin else 0),
        decisions=walk.decisions + (pin.decisions if pin else 0),
        faults=faults,
        settled=(*told.get("settled", ()), *over, *acknowledged),
        unproven=(
            *(one for one in told.get("unproven", ()) if one.code != _REGISTERS),
            *_gathered([one for one in walk.doubts if one not in acknowledged], walk.ground.layout),
            *(_registers(walk, state, audit, told.get("unproven", ()) if pin else None) if state else ()),
        ),
        trusted=(*told.get("trusted", ()), *walk.trusted),
        notes=(*suspended_notes(walk, state), *_differing(walk, state, audit, pin)) if state else (),
    ), walk


def _registers(walk: Walk, state: State, audit: Audit, told: Sequence[Fault] | None) -> tuple[Fault, ...]:
    """What the registers say beyond the decisions; `told` is what they said at the pin, where nothing of it changed."""
    if walk.disputed or not walk.genesis:
        return ()
    if told is not None and not walk.rewritten:
        return tuple(fault for fault in told if fault.code == _REGISTERS)
    past = Past(audit, shipped_kinds(), walk.states, walk.ground.layout)
    return tuple(register_doubts(past.world(state), walk.removed, audit))


def _shared_out(walked: Callable[[Beside | None], Walk], commits: int) -> Walk:
    """A walk whose claims other processes prove meanwhile, where it is long enough; one that doubts nothing itself."""
    copies = processors() if commits >= WORTH else 0
    if copies:
        with suppress(Doubtful), Beside(copies) as beside:
            return walked(beside)
    return walked(None)


def _example() -> Refused:
    return refuse(
        "repository.example",
        "This is the shipped example: its files were written by a program, so there is no history to verify.",
        "Run `board demo`: it makes a scratch repository in which every step is signed.",
        status=ExitStatus.CANNOT_TELL,
    )


def _broken(tip: str, refusal: Refused) -> Report:
    """A history that cannot be read on: a named fault where there is one, otherwise the refusal stands."""
    finding = refusal.findings[0]
    if finding.code not in REASONS:
        raise refusal
    return Report(tip, faults=(Fault(finding.code, finding.message, path=finding.where.path),))


def _gathered(doubts: Sequence[Fault], layout: Layout) -> tuple[Fault, ...]:
    """What was taken on the word of an author line, told once with its number; so much of odd dates; then the rest."""
    by_word: tuple[str, ...] = ("unproven.unsigned", "unproven.openpgp")
    found = []
    for code in by_word:
        listed = [fault for fault in doubts if fault.code == code]
        if listed:
            commits = "1 commit rests" if len(listed) == 1 else f"{len(listed)} commits rest"
            words = f"{commits} on an author line alone{_among(listed, layout)}."
            found.append(Fault(code, words, listed[0].commit))
    for code in ("date.apart", "date.order"):
        listed = [fault for fault in doubts if fault.code == code]
        found += listed[:_DATED]
        if len(listed) > _DATED:
            words = f"{len(listed) - _DATED:,} more records are dated like this; the last is named."
            found.append(replace(listed[-1], words=words))
        by_word = (*by_word, code)
    return (*found, *(fault for fault in doubts if fault.code not in by_word))


def _among(listed: Sequence[Fault], layout: Layout) -> str:
    """What of weight is among some commits; a round that ended without a decision has no page to say it."""
    many = Counter(classify(fault.path, layout).sort for fault in listed)
    told = [plural(many[sort], thing) for sort, thing in _WEIGHTY.items() if many[sort]]
    return f", {and_(told)} among them" if told else ""


def _differing(walk: Walk, state: State, audit: Audit, pin: Pin | None) -> tuple[Fault, ...]:
    """Decided proposals that no longer hold the bytes the board decided on; only what was edited since can differ."""
    layout = walk.ground.layout
    below, decided = layout.at("proposals/"), layout.at("decisions/")
    files: dict[str, dict[str, str]] = {}
    wanted: dict[str, str] = {}
    if pin is not None and pin.edited is None:
        records = {path: blob for path, blob in state.files(decided).items() if path.endswith("/record.toml")}
    else:
        paths = (layout.file(one, "record.toml") for one in sorted(walk.edited))
        records = {path: blob for path in paths if (blob := state.blob(path))}
    state.objects.load_blobs(records.values())
    for path in records:
        record = read_record(state.read(path) or b"", path).value
        if record is not None:
            document = layout.proposal(record.id)
            listed = {document: state.blob(document), **state.files(layout.evidence(record.id))}
            files[record.id], wanted[record.id] = listed, record.digests.get("revision", "")
    sums = audit.sums({blob for listed in files.values() for blob in listed.values() if blob})
    found = []
    for proposal, listed in files.items():
        digits = {path[len(below) :]: sums[blob][1] for path, blob in listed.items() if blob}
        if lines_digest_of(digits) != wanted[proposal]:
            words = f"{proposal} changed since the board decided; the decision speaks of the older revision."
            found.append(Fault("proposal.differs", words, path=layout.proposal(proposal)))
    return tuple(found)


def _against_pins(report: Report, pin: Pin | None, moved_on: bool, pins: Pins) -> tuple[Fault, ...]:
    """What this user verified here before, where the history does not build on it."""
    if pin is not None and not moved_on:
        words = f"The history does not build on {pin.tip[:12]}, which was verified here before."
        why = f"It was rewritten or taken back. {one_line(str(pins.file))} remembers it."
        rewritten = Fault("history.rewritten", f"{words} {why}", pin.tip)
        if report.genesis in ("", pin.genesis):
            return (rewritten,)
        words = f"The board was founded by {pin.genesis[:12]} in what was verified here before."
        return (rewritten, Fault("genesis.other", words, report.genesis))
    return ()


def _against_clones(report: Report, walk: Walk | None, audit: Audit, pins: Pins) -> Report:
    """A report, and what this user verified of the same board in other clones on this computer that differs from it.

    What counts is the other clone's last signed step: commits below proposals/ anybody can make, so that one of them
    lacks here is only told. A step that lacks may be newer, or it was taken back. Only where this history has at least
    as many steps can it not come to hold that one any more.
    """
    identity = walk.root.repository if walk is not None and walk.root is not None else ""
    faults, doubts, notes = list[Fault](), list[Fault](), list[Fault]()
    for file, other in pins.same_board(identity) if identity else ():
        where = f"{one_line(str(file))} remembers it."
        signed = other.signed or other.tip
        lacks = "You verified {} in another clone on this computer; this history does not hold it."
        if other.genesis != report.genesis:
            words = f"Another clone on this computer has this board founded by {other.genesis[:12]}."
            faults.append(Fault("genesis.other", words, report.genesis))
        elif not audit.builds_on(report.tip, signed):
            apart = 0 < other.strict <= report.strict
            words = f"{lacks.format(signed[:12])} {where}"
            found = Fault("history.rewritten" if apart else "history.behind", words, signed)
            (faults if apart else doubts).append(found)
        elif not audit.builds_on(report.tip, other.tip):
            words = f"{lacks.format(other.tip[:12])} All that members signed there for the board lies here. {where}"
            notes.append(Fault("history.behind", words, other.tip))
    faults, doubts, notes = faults[:1], [] if faults else doubts[:1], [] if faults or doubts else notes[:1]
    return replace(
        report,
        faults=(*faults, *report.faults),
        unproven=(*report.unproven, *doubts),
        notes=(*report.notes, *notes),
    )


def _pin(report: Report, walk: Walk, before: Pin | None) -> Pin:
    state = walk.states[report.tip]
    signed = state.link.kept.commit
    if before is not None and signed == report.since:  # a walk from the pin that met no step
        signed = before.signed
    lists = {name: [one for one in getattr(report, name) if one.code != "trusted.first"] for name in _TOLD}
    told = {name: [[str(each) for each in asdict(one).values()] for one in listed] for name, listed in lists.items()}
    return Pin(
        repository=walk.root.repository if walk.root else "",
        genesis=report.genesis,
        tip=report.tip,
        tree=state.tree,
        opened=state.link.opened,
        last=state.link.last,
        commits=report.commits,
        strict=report.strict,
        decisions=report.decisions,
        told=told,
        edited=sorted(walk.edited),
        removed=walk.removed,
        dates=walk.dates.kept(),
        uses=walk.uses.kept(),
        signed=signed,
    )
