"""What an attacker who can push may try on a board that is alive, and the reasons verify may give for refusing it."""

from __future__ import annotations

from dataclasses import replace

from board.actions.deciding import preview
from board.actions.model import FreeParts
from board.core.act import Act, Motion
from board.core.case import Case
from board.core.digest import sha256
from board.core.finding import Refused
from board.core.message import Message
from board.formats.acts import write_act, write_motion
from board.formats.ballots import read_ballot, write_ballot
from board.formats.messages import write_message
from tests.trust.history import signature
from tests.trust.live import EVERYBODY
from tests.trust.scene import ATTACKS as ATTACKS
from tests.trust.scene import Pick as Pick
from tests.trust.scene import Scene, attack


def _voter(scene: Scene, pool: list[str] | None = None) -> tuple[Case, str, str, bytes] | None:
    """An open case, a member with a sound key and a seat, and her honest next ballot."""
    cases = scene.open_cases()
    seated = [one for one in (pool or scene.sound()) if (m := scene.world.charter.member(one)) and m.seats]
    if not cases or not seated:
        return None
    case, member = scene.pick(cases), scene.pick(seated)
    return (case, member, *scene.next_ballot(case, member))


# Who signs


@attack("path.not-yours", "ballot.seat", "ballot.closed", "ballot.binding", "ballot.number")
def anothers_ballot(scene: Scene) -> object:
    if (found := _voter(scene)) is None:
        return None
    return scene.forge({found[2]: found[3]}, scene.pick(scene.sound(found[1])))


@attack("commit.unsigned")
def unsigned(scene: Scene) -> object:
    return (found := _voter(scene)) and scene.forge({found[2]: found[3]}, found[1], key="")


@attack("signer.unknown")
def outsiders_key(scene: Scene) -> object:
    return (found := _voter(scene)) and scene.forge({found[2]: found[3]}, found[1], key="mallory")


@attack("signer.other")
def key_of_another_member(scene: Scene) -> object:
    if (found := _voter(scene)) is None:
        return None
    return scene.forge({found[2]: found[3]}, found[1], key=scene.board.key_of(scene.pick(scene.sound(found[1]))))


@attack("signer.other")
def another_committer(scene: Scene) -> object:
    return (found := _voter(scene)) and scene.forge(
        {found[2]: found[3]}, found[1], committer=scene.pick([one for one in EVERYBODY if one != found[1]])
    )


@attack("signature.wrong")
def spliced_signature(scene: Scene) -> object:
    """The signature of an earlier commit of the same member under other content."""
    if (found := _voter(scene)) is None:
        return None
    mail = f"{found[1]}@example.org"
    own = [one.id for one in scene.store.history() if one.author.email == mail and one.signed]
    if not own:
        return None
    body = scene.store.raw(scene.pick(own))
    start, end = body.index(b"gpgsig "), body.index(b"-----END SSH SIGNATURE-----\n")
    armor = body[start : end + len(b"-----END SSH SIGNATURE-----\n")]
    return scene.forge(
        {found[2]: found[3]}, found[1], key="", change=lambda plain: plain.replace(b"\n\n", b"\n" + armor + b"\n", 1)
    )


@attack("commit.malformed")
def two_signatures(scene: Scene) -> object:
    extra = ("gpgsig " + signature("mallory", b"").strip().replace("\n", "\n ")).encode()
    return (found := _voter(scene)) and scene.forge(
        {found[2]: found[3]}, found[1], change=lambda body: body.replace(b"\n\n", b"\n" + extra + b"\n\n", 1)
    )


@attack("signature.form")
def other_namespace(scene: Scene) -> object:
    return (found := _voter(scene)) and scene.forge({found[2]: found[3]}, found[1], namespace=b"file")


@attack("signer.unknown", "signer.suspended")
def back_dated_with_a_lost_key(scene: Scene) -> object:
    """A key that was replaced or suspended, in a commit that claims to be from before."""
    if not scene.gone:
        return None
    who = scene.pick(sorted(scene.gone))
    return scene.forge({f"meetings/{scene.at}.md": "Minutes.\n"}, who, key=scene.gone[who], at=scene.at - 10_000_000)


# Ballots


def _cast(scene: Scene) -> str | None:
    paths = scene.files("ballots/")
    return scene.pick(paths) if paths else None


@attack("file.changed", "path.not-yours")
def ballot_edited(scene: Scene) -> object:
    if (path := _cast(scene)) is None:
        return None
    text, who = scene.read(path), path.rpartition("/")[2].partition("-")[0]
    by = who if who in scene.sound() else scene.pick(scene.sound())
    return scene.forge({path: text + b"# Changed\n"}, by)


@attack("file.changed", "path.not-yours")
def ballot_deleted(scene: Scene) -> object:
    return (path := _cast(scene)) and scene.forge({path: None}, scene.pick(scene.sound()))


@attack("file.unreadable", "ballot.closed", "ballot.binding", "ballot.number", "path.not-yours")
def ballot_replayed_on_another_proposal(scene: Scene) -> object:
    path, cases = _cast(scene), scene.open_cases()
    if path is None or not cases:
        return None
    who = path.rpartition("/")[2].partition("-")[0]
    target = scene.next_ballot(scene.pick(cases), who)[0] if scene.world.charter.member(who) else ""
    if not target or target.rpartition("/")[0] == path.rpartition("/")[0] or who not in scene.sound():
        return None
    return scene.forge({target: scene.read(path)}, who)


@attack("ballot.binding", "ballot.closed")
def ballot_of_a_round_that_never_was(scene: Scene) -> object:
    if (found := _voter(scene)) is None:
        return None
    ballot = read_ballot(found[3], found[2]).value
    assert ballot is not None
    field = scene.pick(["round", "revision", "charter", "checklists", "policy", "repository"])
    other = 9 if field == "round" else "sha256:" + "0" * 64
    return scene.forge({found[2]: write_ballot(replace(ballot, **{field: other}))}, found[1])


@attack("ballot.number")
def number_left_out(scene: Scene) -> object:
    if (found := _voter(scene)) is None:
        return None
    ballot = read_ballot(found[3], found[2]).value
    assert ballot is not None
    path = scene.world.layout.ballot(ballot.proposal, ballot.member, ballot.number + 4)
    return scene.forge({path: write_ballot(replace(ballot, number=ballot.number + 4))}, found[1])


@attack("ballot.closed", "date.made-up")
def vote_after_closing(scene: Scene) -> object:
    closed = [one for one in scene.cases() if one.docket.latest and not scene.is_open(one)]
    seated = [one for one in scene.sound() if (m := scene.world.charter.member(one)) and m.seats]
    if not closed or not seated:
        return None
    who = scene.pick(seated)
    path, data = scene.next_ballot(scene.pick(closed), who)
    return scene.forge({path: data}, who, at=scene.at - 1_000_000)


@attack("ballot.seat")
def seat_of_another(scene: Scene) -> object:
    if (found := _voter(scene)) is None:
        return None
    ballot, member = read_ballot(found[3], found[2]).value, scene.world.charter.member(found[1])
    assert ballot is not None
    assert member is not None
    named = {one.seat for one in found[0].motions if one.to == member.id}
    others = {"security", "engineering", "product", "legal"} - {*member.seats, *member.alternate, *named}
    taken = scene.pick(sorted(others))
    return scene.forge({found[2]: write_ballot(replace(ballot, seats=(*ballot.seats, taken)))}, found[1])


# Messages, reviews, motions, acts


@attack("path.not-yours")
def message_in_anothers_name(scene: Scene) -> object:
    cases, people = scene.open_cases(), scene.sound()
    if not cases or len(people) < 2:
        return None
    case, who = scene.pick(cases), scene.pick(people)
    file = f"{scene.board.now:%Y%m%dT%H%M%SZ}-{who}.md"
    text = write_message(Message(file, who, "question", "Why?\n", to="proposer", sent_at=scene.board.now))
    path = scene.world.layout.file(case.id, f"messages/{file}")
    return scene.forge({path: text}, scene.pick([one for one in people if one != who]))


@attack("path.not-yours", "review.late")
def review_of_another(scene: Scene) -> object:
    cases, people = scene.cases(), scene.sound("ana")
    path = scene.world.layout.review(scene.pick(cases).id, "ana") if cases else ""
    text = '[[views]]\nquestion = "R-90"\nview = "disagree"\nvalue = "no"\n'
    return scene.forge({path: text}, scene.pick(people)) if cases else None


@attack("path.not-yours", "motion.closed", "path.role")
def motion_in_anothers_name(scene: Scene) -> object:
    cases = [one for one in scene.open_cases() if one.docket.latest]
    if not cases:
        return None
    case = scene.pick(cases)
    number = 1 + max((one.number for one in case.motions), default=0)
    latest = case.docket.latest
    motion = Motion(number, "raise-tier", "ana", "Fear.", to="high", at=scene.board.now, round=latest.round)
    path = scene.world.layout.file(case.id, f"motions/{number}.toml")
    return scene.forge({path: write_motion(motion)}, scene.pick(scene.sound("ana")))


@attack("path.not-yours")
def act_in_anothers_name(scene: Scene) -> object:
    number = 1 + len(scene.world.snapshot.paths("acts/"))
    act = Act(number, "ana", "board.toml", sha256(b"rules = 1\n"), "Because.", scene.board.now)
    return scene.forge({f"acts/{number}-ana.toml": write_act(act)}, scene.pick(scene.sound("ana")))


# Dockets, decisions, the charter


@attack("docket.changed")
def docket_shortened(scene: Scene) -> object:
    dockets = scene.files("docket.toml")
    if not dockets or "kim" not in scene.sound():
        return None
    path = scene.pick(dockets)
    lines = scene.read(path).splitlines(keepends=True)
    return scene.forge({path: b"".join(lines[:-1])}, "kim")


@attack("path.role", "docket.binding")
def opened_without_the_role(scene: Scene) -> object:
    cases, people = scene.open_cases(), [one for one in scene.sound() if one not in ("ana", "kim")]
    if not cases or not people:
        return None
    case, who = scene.pick(cases), scene.pick(people)
    path = scene.world.layout.file(case.id, "docket.toml")
    text = scene.read(path).decode()
    last = text[text.rindex("[[openings]]") :]
    return scene.forge({path: text + "\n" + last}, who)


@attack(
    "decision.outcome", "decision.record", "decision.text", "decision.incomplete", "charter.not-decided", "path.role"
)
def another_outcome(scene: Scene) -> object:
    """A record that says yes where the ballots say no, or the other way round, published as usual.

    Where the chair stands aside, that she may not write it at all is told beside.
    """
    if "ana" not in scene.sound() or not scene.open_cases():
        return None
    case = scene.pick(scene.open_cases())
    try:
        seen = preview(scene.board.session("ana"), case.id, FreeParts())
    except Refused:
        return None
    path = next(one for one in seen.files if one.endswith("/record.toml") or "/rounds/" in one)
    other = "rejected" if seen.outcome.yes else "approved"
    text = seen.files[path].replace(f'outcome = "{seen.outcome}"', f'outcome = "{other}"')
    assert text != seen.files[path]
    return scene.forge({**{one: data.encode() for one, data in seen.files.items()}, path: text}, "ana")


@attack("file.changed", "decision.incomplete", "path.role", "decision.record", "decision.outcome", "decision.text")
def decision_edited(scene: Scene) -> object:
    found = [path for path in scene.world.snapshot.paths("decisions/") if path.endswith(("/record.toml", "-review.md"))]
    if not found or "ana" not in scene.sound():
        return None
    path = scene.pick(found)
    return scene.forge({path: scene.read(path) + b"\n# Changed\n"}, "ana")


@attack("charter.not-decided")
def charter_edited(scene: Scene) -> object:
    opened = any(case.docket.latest for case in scene.cases())
    by = "ana" if opened and "ana" in scene.sound() else scene.pick(scene.sound("ana"))
    text = scene.read("board.toml").decode() + "\n[voting]\nquorum_seats = 1\n"
    return scene.forge({"board.toml": text}, by)


@attack("charter.not-decided")
def questions_removed(scene: Scene) -> object:
    people = scene.sound("ana")
    return scene.forge({"checklists/risk.toml": 'id = "risk"\ntitle = "Nothing to ask"\n'}, scene.pick(people))


# Files and the line


@attack("path.mode")
def link_or_program(scene: Scene) -> object:
    mode = scene.pick(["120000", "100755"])
    path = f"meetings/{scene.at}.md"
    return scene.forge({path: "../board.toml"}, scene.pick(scene.sound()), modes={path: mode})


@attack("path.unknown")
def file_nobody_may_write(scene: Scene) -> object:
    path = scene.pick(["decisions/notes.txt", "decisions/2026/0001-life/ballots.toml", "acts/README"])
    return scene.forge({path: "x\n"}, scene.pick(scene.sound()))


@attack("chain.merge")
def merge_that_drops_a_ballot(scene: Scene) -> object:
    path, before = _cast(scene), [one.id for one in scene.store.history()][:-1]
    if path is None or not before:
        return None
    parents = (scene.store.tip(), scene.pick(before))
    return scene.forge({path: None}, scene.pick(scene.sound()), parents=parents)


@attack("chain.forked", "signer.unknown", "signer.suspended")
def merge_of_two_lines(scene: Scene) -> object:
    """A file on a line of its own, merged: both lines changed the board's files.

    Where the other line changed a member's key, her new one is not known yet on this line.
    """
    if (found := _voter(scene)) is None or len(scene.store.history()) < 2:
        return None
    tip = scene.store.tip()
    base = scene.world.store.snapshot(tip)
    line = scene.store.history()[-1].parents
    before = scene.world.store.snapshot(line[0])
    strict = [path for path in base.paths() if not path.startswith("proposals/")]
    if all(before.blob(path) == base.blob(path) for path in strict):
        return None
    side = scene.forge({f"meetings/{scene.at}.md": "Aside.\n"}, found[1], parents=line)
    return scene.forge({}, scene.pick(scene.sound()), parents=(tip, side))


@attack("history.rewritten")
def rewound(scene: Scene) -> object:
    """The branch is taken back behind what was verified here."""
    before = scene.store.audit().lineage(scene.pinned)[:-1]
    if len(before) < 1:
        return None
    scene.store.move(scene.pick(before))
    return scene.store.tip()


@attack("history.rewritten", "signer.unknown", "signer.suspended")
def rewritten(scene: Scene) -> object:
    """The last verified commit, which may have been one about keys, is replaced by another."""
    line = scene.store.audit().lineage(scene.pinned)
    if len(line) < 2:
        return None
    return scene.forge({"meetings/0.md": "Another past.\n"}, scene.pick(scene.sound()), parents=(line[-2],))
