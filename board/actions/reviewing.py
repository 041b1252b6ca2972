"""The guided review: the questions that apply, mine first; every view is on disk as a draft at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from board.actions.answers_file import refreshed
from board.actions.aside import why_aside
from board.actions.cases import load_case
from board.actions.common import done, latest_opening, message
from board.actions.drafting import view_to_json, views_from_json
from board.actions.evidence import evidence_lines
from board.actions.facts import fact_title, fact_words
from board.actions.load import World
from board.actions.measured import measured
from board.actions.model import Done, ReviewForm, ReviewItem
from board.actions.prefilling import earlier_answers, nothing_named, unborne
from board.actions.session import Session
from board.core.answering import refuse_strange
from board.core.case import Case
from board.core.charter import Member
from board.core.duties import duties, follows_from, of_answer
from board.core.finding import Finding, Refused, Severity, refuse
from board.core.from_facts import made_here, with_facts
from board.core.lacking import refuse_strange_evidence, rests_on
from board.core.lines_owed import lines_owed
from board.core.prefilled import unchanged
from board.core.questions import Asked, Standing, asked_in, standing, tier_in, tier_waits_for
from board.core.recusal import in_words
from board.core.review import Answer, Review, View, about_present, as_answered, as_said
from board.core.seating import is_proposer as proposes
from board.core.sentence import and_, plural
from board.formats.read import Read
from board.formats.reviews import put_answer, read_answers, read_review, write_review
from board.store.base import Change
from board.store.files import replace as replace_file
from board.store.overlay import in_work_tree

T = TypeVar("T")


def my_views(session: Session, case: Case) -> tuple[View, ...]:
    """My views as I see them now: what I shared, with my draft on top."""
    shared = next((review.views for review in case.reviews if review.member == session.me.member), ())
    drafted = {view.question: view for view in views_from_json(session.drafts.load(case.id).get("views"))}
    merged = {view.question: view for view in shared} | drafted
    (mine,) = as_answered((Review(session.me.member, tuple(merged.values())),), case.answers)
    return tuple(view for view in mine.views if not view.blank or view.overtaken)


def review_form(session: Session, proposal_id: str) -> ReviewForm:
    """The questions that apply, mine first, with the proposer's answers, the others' views and my own so far."""
    case = load_case(where(session, proposal_id), proposal_id)
    mine = {view.question: view for view in my_views(session, case)}
    proposes = is_proposer(session, case)
    last = earlier_answers(session.world, case, session.today) if proposes else {}
    items = tuple(
        replace(_item(session, case, one, mine.get(one.question.id)), last=last.get(one.question.id))
        for one in asked_in(case)
    )
    first = tier_waits_for(case) if proposes else ()
    order = sorted(items, key=lambda item: (not item.mine, bool(item.dropped), item.question.id not in first))
    start = next((i for i, item in enumerate(order) if asks_me(item) or _only_notes(item)), 0)
    return ReviewForm(
        case=case,
        items=tuple(order),
        start=start,
        saved_at=session.drafts.saved_at(case.id),
        evidence=evidence_lines(where(session, proposal_id), case),
        read_only=_why_read_only(session, case),
        tier_now=tier_in(case).value,
        aside=() if _has_voted(session, case) else in_words(why_aside(session, case), case.id),
        adds=adds(session, case),
        unborne=unborne(where(session, proposal_id), case),
    )


def asks_me(item: ReviewItem) -> bool:
    """Whether a question of mine has no view of mine on the answer that stands."""
    return item.mine and not item.dropped and (item.view is None or item.view.overtaken)


def _only_notes(item: ReviewItem) -> bool:
    """Whether I began to say something of a question of mine and took no view: there the review goes on."""
    view = item.view
    return item.mine and not item.dropped and not item.computed and view is not None and not (view.view or view.value)


def _has_voted(session: Session, case: Case) -> bool:
    """Whether I cast a ballot in this round: then I have settled for myself whether I stand aside."""
    return any(one.member == session.me.member and one.round == case.round and not one.motion for one in case.ballots)


def adds(session: Session, case: Case) -> tuple[str, ...]:
    """What views add to the board's duties beyond the proposer's own answers, with my draft counted in."""
    draft = review_of(session, case)
    others = tuple(review for review in case.reviews if review.member != session.me.member)
    return duties(replace(case, reviews=()), replace(case, reviews=(*others, *([draft] if draft else []))))


def _why_read_only(session: Session, case: Case) -> str:
    try:
        session.member()
        latest_opening(case)
    except Refused as refusal:
        return " ".join(str(finding) for finding in refusal.findings)
    return ""


def _item(session: Session, case: Case, asked: Asked, mine: View | None) -> ReviewItem:
    question = asked.question
    others = tuple(
        (review.member, view)
        for review in case.reviews
        if review.member != session.me.member and (view := review.view(question.id)) is not None
    )
    stands = _standing_with(session, case, asked, mine)
    answer = next((one for one in case.answers if one.question == question.id), None)
    return ReviewItem(
        question=question,
        wording=asked.wording,
        section=f"{asked.checklist_title} · {question.section}" if question.section else asked.checklist_title,
        mine=asked.judge in session.me.seats,
        judge_title=case.charter.seat_title(asked.judge) if asked.judge else "",
        answer=answer,
        answer_words=value_words(question.options, answer.value) if answer else "",
        view=mine,
        others=others,
        split=stands.split,
        effects=stands.effects,
        computed=stands.computed,
        dropped=asked.dropped,
        blocking=asked.blocking,
        facts=(
            *(f"{fact_title(name)}: {said}" for name in question.beside if (said := fact_words(case, name))),
            *(f"A line for: {one}" for one in lines_owed(question, case)),
        ),
    )


def _standing_with(session: Session, case: Case, asked: Asked, mine: View | None) -> Standing:
    """The standing of a question as it would be with my draft counted in."""
    if mine is None:
        return standing(asked, case)
    others = tuple(review for review in case.reviews if review.member != session.me.member)
    return standing(asked, replace(case, reviews=(*others, Review(session.me.member, (mine,)))))


def value_words(options: object, value: tuple[str, ...]) -> str:
    """An answer in words: option labels where there are options, "yes", "no" and so on elsewhere."""
    labels = {option.value: option.label for option in options} if isinstance(options, tuple) else {}
    return ", ".join(labels.get(one, one) for one in value) or "not answered"


def save_view(session: Session, proposal_id: str, view: View) -> datetime:
    """Put my view into the draft on disk; returns when. A blank view is kept too: it hides the one I shared.

    One that agrees, or names a value of its own, binds the answer that stands now, so that it judges no other.
    """
    session.member()
    binds = view.view == "agree" or view.value
    view = about_present(view, load_case(where(session, proposal_id), proposal_id).answers if binds else ())
    draft = dict(session.drafts.load(proposal_id))
    kept = draft.get("views")
    views = dict(kept) if isinstance(kept, Mapping) else {}
    views[view.question] = {"question": view.question} | view_to_json(view)
    return session.drafts.save(proposal_id, draft | {"views": views})


def review_of(session: Session, case: Case) -> Review | None:
    """The review I would share now, or None when I have no view on anything."""
    views = my_views(session, case)
    seats = {one.question.id: one.judge for one in asked_in(case)}
    placed = tuple(
        view if view.seat else replace(view, seat=_seat_for(session, seats.get(view.question, ""))) for view in views
    )
    return Review(session.me.member, placed, updated_at=session.now()) if placed else None


def review_bytes(session: Session, world: World, case: Case) -> bytes:
    """My review as its file, keys that we do not know kept; empty when I have no view on anything."""
    review = review_of(session, case)
    if review is None:
        return b""
    kept = replace(review, views=as_said(review.views))
    return write_review(kept, whole(world, world.layout.review(case.id, session.me.member), read_review))


def whole(world: World, path: str, reader: Callable[[bytes, str], Read[T]]) -> bytes:
    """The bytes of a file that is about to be written anew, empty where there is none.

    Raises Refused where it holds what nobody could read: writing it anew would lose that.
    """
    data = world.snapshot.read(path)
    if data is None:
        if not world.snapshot.blob(path):
            return b""
        raise refuse(
            "file.too-large", f"{path} is too large to be read.", "Shorten it by hand, then try again.", path=path
        )
    broken = next((one for one in reader(data, path).findings if one.severity is Severity.ERROR), None)
    if broken is not None:
        words = f"{path} cannot be read as it is, and writing it anew would lose what stands there."
        fix = "Mend the file by hand and commit it, then try again."
        raise Refused(Finding("file.broken", words, where=broken.where, why=broken.message, fix=fix), broken)
    return data


def _seat_for(session: Session, judge: str) -> str:
    if judge in session.me.seats or judge in session.me.alternate:
        return judge
    return session.me.seats[0] if session.me.seats else ""


def share(session: Session, proposal_id: str) -> Done:
    """Commit my review without a ballot; the draft goes once it is committed."""
    session.member()
    taken: dict[str, object] = {}

    def make(world: World) -> Change:
        taken.clear()
        taken.update(drafted(session, proposal_id, "views"))
        case = load_case(world, proposal_id)
        latest_opening(case)
        review = review_of(session, case)
        if review is None:
            raise refuse("review.empty", "You have no view on any question yet.", f"`board review {proposal_id}`")
        said = f"{plural(len(review.views), 'view')} by {session.me.member}."
        text = message(f"Review {proposal_id}", said, proposal=proposal_id)
        path = world.layout.review(proposal_id, session.me.member)
        return Change({path: review_bytes(session, world, case)}, text)

    written = session.commit(make, queue=True)
    forget(session, proposal_id, taken)
    return done(f"Your review of {proposal_id} is shared.", written)


def drafted(session: Session, proposal_id: str, *sections: str) -> dict[str, object]:
    """What some sections of my draft hold now, so that just this goes from it once it is committed (`forget`)."""
    draft = session.drafts.load(proposal_id)
    return {name: draft.get(name) for name in sections}


def forget(session: Session, proposal_id: str, sent: Mapping[str, object]) -> None:
    """What was committed goes from the draft; what was typed meanwhile, here or in another window, stays."""
    drafts, now = session.drafts, dict(session.drafts.load(proposal_id))
    gone = {name for name, value in sent.items() if now.get(name) == value}
    views, before = now.get("views"), sent.get("views")
    if "views" in sent and "views" not in gone and isinstance(views, Mapping) and isinstance(before, Mapping):
        later = {name: view for name, view in views.items() if name not in before or view != before[name]}
        if len(later) < len(views) and not drafts.elsewhere(proposal_id):
            drafts.save(proposal_id, now | {"views": later})
    if gone:
        drafts.drop(proposal_id, *gone)


def save_answer(session: Session, proposal_id: str, answer: Answer) -> Done:
    """The proposer's answer goes into answers.toml and is committed; a member's becomes her view, in the draft."""
    world = where(session, proposal_id)
    case = load_case(world, proposal_id)
    known = {one.question.id: one.question for one in asked_in(case)}
    if answer.question in known:
        refuse_strange(known[answer.question], answer.value, case, session.today)
        refuse_strange_evidence(known[answer.question], answer.value, answer.evidence, case)
        answer = rests_on(known[answer.question], answer)
    if known and answer.question not in known:
        raise refuse(
            "question.unknown",
            f"{answer.question} is not asked of {proposal_id}.",
            f"`board review {proposal_id}` lists the questions that apply.",
        )
    if not is_proposer(session, case):
        view = View(answer.question, "", "", answer.value, answer.note, answer.evidence, answer.confidence)
        at = save_view(session, proposal_id, view)
        return Done(f"Saved in your draft at {at:%H:%M}. `board share {proposal_id}` commits it.")
    put = put_answers(session, proposal_id, (answer,))
    others = tuple(one for one in case.answers if one.question != answer.question)
    after = replace(case, answers=(*others, answer))
    adds = of_answer(case, after, answer.question)
    return replace(put, notes=(*put.notes, *adds, *follows_from(after, answer.question)))


def put_answers(session: Session, proposal_id: str, answers: Sequence[Answer]) -> Done:
    """Write answers of the proposer's into answers.toml in one commit; in the work tree for a draft that is no more.

    What an answer was pre-filled from stays as long as its value does.
    """
    session.writable()
    world = where(session, proposal_id)
    named = and_(one.question for one in answers)
    words = f"{named} {'is' if len(answers) == 1 else 'are'} answered"
    if world is not session.world:
        path = _answered_on_disk(session, world, proposal_id, answers)
        return Done(f"{words}, in your work tree.", files=(path,))

    def make(world: World) -> Change:
        path = world.layout.evidence(proposal_id, "answers.toml")
        text = message(f"Answer {named} of {proposal_id}", proposal=proposal_id)
        return Change({path: _with_answers(world, path, answers)}, text)

    return done(f"{words}.", session.commit(make))


def take(session: Session, proposal_id: str, questions: Sequence[str]) -> Done:
    """Answer these questions as last time: each is written with where it comes from and who confirmed it."""
    case = load_case(where(session, proposal_id), proposal_id)
    if not is_proposer(session, case):
        words = "Only its proposer answers these questions."
        raise refuse("proposal.not-yours", words, f"`board review {proposal_id}` puts yours to you.")
    known = earlier_answers(session.world, case, session.today)
    missing = [one for one in questions if one not in known]
    if missing or not questions:
        words = f"No answer of an earlier decision can be taken over{f' for {and_(missing)}' if missing else ''}."
        there = f"There is one for: {', '.join(known) or 'no question'}."
        raise refuse("answer.no-earlier", words, nothing_named(case) or there)
    me = session.me.member or f"{session.me.name} <{session.me.email}>"
    _refuse_to_lose(case, questions, {name: known[name].note for name in questions})
    told = put_answers(session, proposal_id, [known[one].answer(one, me) for one in questions])
    wanted = {each.question.id for each in asked_in(case) if each.question.wants_evidence}
    bare = [one for one in questions if one in wanted or known[one].rested]
    if not bare:
        return told
    how = f"`board answer {proposal_id} {bare[0]} VALUE --evidence NAME` does."
    return replace(told, notes=(*told.notes, f"Evidence is not taken over. Name it anew for {and_(bare)}: {how}"))


def _refuse_to_lose(case: Case, questions: Sequence[str], notes: Mapping[str, str]) -> None:
    """Raise Refused where an earlier answer would replace a note or evidence that stands beside one now."""
    for one in case.answers:
        mine = one.note.strip() and one.note != notes.get(one.question) and not made_here(one.note)
        if one.question in questions and (mine or one.evidence):
            what = "a note of yours" if mine else "evidence"
            words = f"{one.question} has {what} already, which the earlier answer would take away."
            fix = (
                f'`board answer {case.id} {one.question} VALUE` keeps it; with `--note "" --evidence ""` it goes first.'
            )
            raise refuse("answer.would-lose", words, fix)


def _with_answers(world: World, path: str, answers: Sequence[Answer]) -> bytes:
    data = whole(world, path, read_answers)
    for answer in answers:
        data = put_answer(unchanged(answer, read_answers(data, path).value), data, path)
    return data


def where(session: Session, proposal_id: str) -> World:
    """The tip; for a proposal that only lies in the work tree, the tip with the work tree's drafts on top."""
    return session.world if proposal_id in session.world.ids else session.world_with_drafts()


def _answered_on_disk(session: Session, world: World, proposal_id: str, answers: Sequence[Answer]) -> str:
    """The answers to questions of a draft that is not committed yet go into the file in the work tree; its path."""
    path = world.layout.evidence(proposal_id, "answers.toml")
    file = in_work_tree(session.store.place.work_tree or Path(), path)
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = file.stat().st_mode if file.exists() else 0o644
    data, case = _with_answers(world, path, answers), load_case(world, proposal_id)
    answered = read_answers(data, path).value
    given = with_facts(case.checklists, case.proposal, answered, case.policy, measured(world, case.proposal))
    replace_file(file, refreshed(data, path, replace(case, answers=given)))
    file.chmod(mode)
    return path


def is_proposer(session: Session, case: Case) -> bool:
    """Whether I proposed this. Anybody can take a name, so beside a mail address no outsider's name counts."""
    me = session.me
    own = session.charter.member(me.member)
    if own is not None and proposes(case, own):
        return True
    name = me.name if me.member or "@" not in case.proposal.proposer else ""
    return bool(me.email) and proposes(case, Member(me.member, name, (me.email,)))
