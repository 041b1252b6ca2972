"""Conformance: ballots, messages, decisions (rows 9, 13, 18, 19, 21 to 27, 36)."""

from __future__ import annotations

from board.core.digest import lines_digest, sha256
from tests.conformance.cases import (
    BALLOTS,
    MESSAGE,
    QUESTION,
    RECORD,
    REVIEW,
    TEXT,
    case,
    cast,
    decide_again,
    deciding,
    swap,
)
from tests.conformance.openings import DOCKET
from tests.trust.history import DECIDED, OPEN, History, charter


@case("18-honest-ballot")
def one_more(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara")


@case("18-number-skipped_fail", "ballot.number")
def skipped(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-7.toml": cast(history, "chiara", 7)}, "chiara")


@case("18-second-without-the-first_fail", "ballot.number")
def not_following(history: History) -> None:
    history.commit({f"{BALLOTS}/ben-2.toml": cast(history, "ben", 2)}, "ben")


@case("18-two-in-one-commit_fail", "ballot.number")
def two_ballots(history: History) -> None:
    files = {f"{BALLOTS}/chiara-{number}.toml": cast(history, "chiara", number) for number in (1, 2)}
    history.commit({**files}, "chiara")


@case("19-replay-on-another-proposal_fail", "file.unreadable")
def replayed(history: History) -> None:
    ballot = history.read(f"decisions/{DECIDED}/ballots/chiara-1.toml")
    history.commit({f"{BALLOTS}/chiara-1.toml": ballot}, "chiara")


@case("19-replay-of-another-repository_fail", "ballot.binding")
def other_repository(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara", repository="fedcba98")}, "chiara")


@case("19-another-revision_fail", "ballot.binding")
def other_revision(history: History) -> None:
    text = cast(history, "chiara", revision="sha256:" + "0" * 64)
    history.commit({f"{BALLOTS}/chiara-1.toml": text}, "chiara")


@case("19-a-review-it-never-had_fail", "ballot.binding")
def other_review(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara", review="sha256:" + "1" * 64)}, "chiara")


@case("09-seat-of-another_fail", "ballot.seat")
def other_seat(history: History) -> None:
    text = cast(history, "chiara").replace('"product"', '"legal"')
    history.commit({f"{BALLOTS}/chiara-1.toml": text}, "chiara")


@case("22-vote-after-closing_fail", "ballot.closed")
def after_closing(history: History) -> None:
    text = history.read(f"decisions/{DECIDED}/ballots/ben-1.toml").decode()
    text = text.replace('"ben"', '"kim"').replace("engineering", "product")
    history.commit({f"decisions/{DECIDED}/ballots/kim-1.toml": text}, "kim", seconds=-150_000)


@case("26-ballot-edited_fail", "file.changed")
def edited(history: History) -> None:
    text = history.read(f"{BALLOTS}/ben-1.toml").decode()
    history.commit({f"{BALLOTS}/ben-1.toml": text.replace("approve", "reject")}, "ben")


@case("26-ballot-deleted_fail", "file.changed")
def deleted(history: History) -> None:
    history.commit({f"{BALLOTS}/ben-1.toml": None}, "ben")


@case("26-ballot-renamed_fail", "file.changed")
def renamed(history: History) -> None:
    text = history.read(f"{BALLOTS}/ben-1.toml").decode()
    history.commit(
        {f"{BALLOTS}/ben-1.toml": None, f"{BALLOTS}/ben-2.toml": text.replace("number = 1", "number = 2")}, "ben"
    )


@case("26-decision-edited_fail", "file.changed")
def decision_edited(history: History) -> None:
    history.commit({TEXT: history.read(TEXT).decode().replace("yes", "no")}, "ana")


@case("26-record-deleted_fail", "file.changed")
def record_deleted(history: History) -> None:
    history.commit({RECORD: None}, "ana")


@case("26-charter-deleted_fail", "charter.not-decided")
def charter_deleted(history: History) -> None:
    history.commit({"board.toml": None}, "ana")


@case("09-message-of-another_fail", "path.not-yours")
def message_of_another(history: History) -> None:
    history.commit({MESSAGE: QUESTION}, "ben")


@case("26-message-edited_fail", "file.changed")
def message_edited(history: History) -> None:
    history.commit({MESSAGE: QUESTION}, "chiara")
    history.commit({MESSAGE: QUESTION + "Really?\n"}, "chiara")


@case("09-message-from-outside")
def message_from_outside(history: History) -> None:
    history.commit({MESSAGE.replace("chiara", "guest-visitor"): QUESTION}, "visitor")


@case("09-message-under-a-strangers-name_fail", "signer.unknown")
def message_of_a_stranger(history: History) -> None:
    history.commit({MESSAGE.replace("chiara", "visitor"): QUESTION}, "visitor")


@case("09-concern-settled-by-another_fail", "path.not-yours")
def settled_by_another(history: History) -> None:
    history.commit({MESSAGE: QUESTION.replace("question", "concern")}, "chiara")
    name = MESSAGE.rpartition("/")[2]
    text = f'+++\nkind = "resolved"\nre = "{name}"\n+++\nFine.\n'
    history.commit({MESSAGE.replace("chiara", "ben"): text}, "ben")


@case("09-concern-settled-from-outside_fail", "signer.unknown")
def settled_from_outside(history: History) -> None:
    history.commit({MESSAGE: QUESTION.replace("question", "concern")}, "chiara")
    text = f'+++\nkind = "resolved"\nre = "{MESSAGE.rpartition("/")[2]}"\n+++\nFine.\n'
    history.commit({MESSAGE.replace("chiara", "guest-visitor"): text}, "visitor")


@case("21-proposal-edited-after-the-decision")
def edited_after(history: History) -> None:
    history.commit({f"proposals/{DECIDED}.md": "+++\ntitle = 'Other'\n+++\n"}, "mo", key="")


@case("13-member-decides_fail", "path.role")
def member_decides(history: History) -> None:
    decide_again(history, swap('decided_by = "ana"', 'decided_by = "ben"'), by="ben")


@case("24-quorum-missing_fail", "decision.outcome")
def quorum_missing(history: History) -> None:
    decide_again(history, lambda text: text, back=3)


@case("24-other-outcome_fail", "decision.outcome")
def other_outcome(history: History) -> None:
    decide_again(history, swap('outcome = "approved"', 'outcome = "rejected"'))


@case("24-yes-if-without-a-condition")
def bare_yes(history: History) -> None:
    """It lies there as she signed it, and counts as abstaining."""
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara", verdict="approve-with-conditions")}, "chiara")


@case("24-yes-if-without-a-condition-counted-as-a-yes_fail", "decision.outcome")
def bare_yes_counted(history: History) -> None:
    """Given a ballot written by hand that says yes to nothing, and a record that was approved with its help."""
    made = deciding(history)
    mine = f"decisions/{DECIDED}/ballots/lena-1.toml"
    files: dict[str, bytes | str | None] = {path: history.read(path, made) for path in (TEXT, REVIEW)}
    record, whole = history.read(RECORD, made).decode(), history.read(mine, made).decode()
    hollow = swap('"approve"', '"approve-with-conditions"')(whole)
    base = history.git("rev-parse", f"{made}~1")
    history.git("update-ref", "refs/heads/main", history.git("rev-parse", f"{base}~1"))
    voted = history.commit({mine: hollow}, "lena")
    parts = record.replace(base, voted).split(sha256(whole.encode()))
    record = sha256(hollow.encode()).join([parts[0], swap('"approve"', '"approve-with-conditions"')(parts[1])])
    said = "4 say yes, 1 of them with a condition"
    for old, new in (("4 say yes", said), (": approved.", ": approved with conditions.")):
        record = swap(old, new)(record)
    history.commit(
        {**files, RECORD: swap('outcome = "approved"', 'outcome = "approved-with-conditions"')(record)}, "ana"
    )


@case("24-risk-that-nobody-rated", begin="blank")
def nobody_rated(history: History) -> None:
    """It counts as the gravest: every seat spoke, and one with a condition."""
    assert 'residual_band = "critical"' in history.read(RECORD).decode()


@case("24-risk-that-nobody-rated-told-as-none_fail", "decision.record", "blank")
def told_as_none(history: History) -> None:
    decide_again(history, swap('residual_band = "critical"', 'residual_band = "none"'))


@case("25-proposer-stands-aside", begin="own")
def proposer_aside(history: History) -> None:
    """Her alternate spoke for her seat, and the decision stands."""


@case("25-proposer-approves-her-own_fail", "decision.outcome", "own")
def proposer_approves(history: History) -> None:
    """The proposer casts a ballot, and the record counts it in place of her alternate's."""
    made = deciding(history)
    record = history.read(RECORD, made).decode()
    folder = f"decisions/{DECIDED}/ballots"
    theirs = history.read(f"{folder}/mo-1.toml", made).decode()
    hers = theirs.replace('"mo"', '"ben"')
    base = history.git("rev-parse", f"{made}~1")
    files: dict[str, bytes | str | None] = {path: history.read(path, made) for path in (TEXT, REVIEW)}
    history.git("update-ref", "refs/heads/main", history.git("rev-parse", f"{base}~1"))
    voted = history.commit({f"{folder}/ben-1.toml": hers}, "ben")
    text = record.replace(base, voted).replace("mo-1.toml", "ben-1.toml").replace('member = "mo"', 'member = "ben"')
    assert theirs != hers
    history.commit({**files, RECORD: text.replace(sha256(theirs.encode()), sha256(hers.encode()))}, "ana")


@case("71-record-of-a-later-form_fail", "decision.record")
def later_form(history: History) -> None:
    decide_again(history, swap("render = ", "render = 9"))


@case("36-ballot-with-another-sha256_fail", "decision.outcome")
def collision(history: History) -> None:
    def change(text: str) -> str:
        digest = text.partition("[[ballots]]")[2].partition('sha256 = "sha256:')[2][:64]
        return text.replace(digest, "3" * 64)

    decide_again(history, change)


@case("21-record-of-another-revision_fail", "decision.record")
def record_of_another(history: History) -> None:
    def change(text: str) -> str:
        digest = text.partition('revision = "sha256:')[2][:64]
        return text.replace(digest, "4" * 64)

    decide_again(history, change)


@case("27-supersedes-nothing_fail", "decision.link")
def supersedes_nothing(history: History) -> None:
    decide_again(history, swap("schema = 1", 'schema = 1\nsupersedes = "2026/0000-nothing"'))


@case("27-other-previous_fail", "decision.link")
def other_previous(history: History) -> None:
    decide_again(history, swap('previous = ""', f'previous = "sha256:{"5" * 64}"'))


@case("26-half-a-decision_fail", "decision.incomplete")
def half(history: History) -> None:
    made = deciding(history)
    record = history.read(RECORD, made)
    history.git("update-ref", "refs/heads/main", history.git("rev-parse", f"{made}~1"))
    history.commit({RECORD: record}, "ana")


@case("26-fixed-part-of-the-text_fail", "decision.text")
def fixed_part(history: History) -> None:
    from board.render.sections import decision_digest

    made = deciding(history)
    text = history.read(TEXT, made).decode()
    forged = text.replace("## Who decided\n", "## Who decided\n\nEverybody agreed.\n", 1)
    assert forged != text
    files: dict[str, bytes | str | None] = {path: history.read(path, made) for path in (RECORD, REVIEW)}
    record = history.read(RECORD, made).decode().replace(decision_digest(text), decision_digest(forged))
    history.git("update-ref", "refs/heads/main", history.git("rev-parse", f"{made}~1"))
    history.commit({**files, TEXT: forged, RECORD: record}, "ana")


@case("13-charter-slipped-into-a-decision_fail", "charter.not-decided")
def slipped_in(history: History) -> None:
    made = deciding(history)
    files: dict[str, bytes | str | None] = {path: history.read(path, made) for path in (RECORD, TEXT, REVIEW)}
    history.git("update-ref", "refs/heads/main", history.git("rev-parse", f"{made}~1"))
    history.commit({**files, "board.toml": charter() + "\n[voting]\nquorum_seats = 1\n"}, "ana")


@case("23-review-after-the-decision_fail", "review.late")
def late_review(history: History) -> None:
    history.commit({f"decisions/{DECIDED}/reviews/ben.toml": '[[views]]\nquestion = "R-01"\nview = "agree"\n'}, "ben")


@case("09-follow-up-in-another-name_fail", "follow-up.not-entitled")
def other_follow_up(history: History) -> None:
    path = f"decisions/{DECIDED}/follow-up/0001-appeal.toml"
    history.commit({path: 'kind = "appeal"\nmember = "ben"\ntext = "Hear it again"\n'}, "mo")


def _other_value(name: str, line: str, code: str) -> None:
    @case(f"13-record-with-another-{name}_fail", code)
    def another(history: History) -> None:
        def change(text: str) -> str:
            lines = text.splitlines()
            at = next((n for n, one in enumerate(lines) if one.startswith(f"{name} = ")), None)
            if at is None:
                lines.insert(1, line)
            else:
                assert lines[at] != line
                lines[at] = line
            return "\n".join(lines) + "\n"

        decide_again(history, change)


for _name, _line in {
    "title": 'title = "Another"',
    "kind": 'kind = "model-adopt"',
    "proposer": 'proposer = "ben"',
    "tier": 'tier = "high"',
    "ring": 'ring = "general"',
    "round": "round = 2",
    "decided_by": 'decided_by = "kim"',
    "base": f'base = "{"0" * 40}"',
    "expires": "expires = 2039-01-01",
    "acknowledges": 'acknowledges = ["000000000000"]',
    "ratifies": f'ratifies = "{OPEN}"',
    "reason": 'reason = "Because"',
    "rules": "rules = 2",
    "render": "render = 99",
    "residual_band": 'residual_band = "low"',
    "pack_version": 'pack_version = "2027-05"',
}.items():
    _other_value(_name, _line, "decision.record")
_other_value("sentence", 'sentence = "Everybody agreed."', "decision.outcome")
_other_value("yes", "yes = 3", "decision.outcome")


_other_value("way", 'way = "expedited"', "decision.record")
_other_value("silent", 'silent = ["mo"]', "decision.record")
_other_value("supersedes", f'supersedes = "{OPEN}"', "decision.record")


@case("13-record-that-names-no-proposer_fail", "decision.record")
def nobody_proposed(history: History) -> None:
    """As the first records did; with nobody named, any member could give proof as the proposer."""
    decide_again(history, swap('proposer = "mo"\n', ""))


@case("13-artefact-slipped-in_fail", "decision.record")
def artefact(history: History) -> None:
    decide_again(history, lambda text: text + '\n[[artefacts]]\nid = "other"\nsha256 = "%s"\n' % ("b" * 64))


@case("13-checklist-of-another-edition_fail", "decision.record")
def edition(history: History) -> None:
    decide_again(history, lambda text: text + '\n[checklist_versions]\nethics = "2027-05"\n')


@case("13-condition-slipped-in_fail", "decision.record")
def condition(history: History) -> None:
    decide_again(history, lambda text: text + '\n[[conditions]]\nid = "c1"\ntext = "Pay Ben"\n')


@case("13-on-call-opens-what-is-no-emergency_fail", "docket.binding")
def no_emergency(history: History) -> None:
    history.commit({"proposals/2026/0005-x.md": history.read(f"proposals/{OPEN}.md")}, "mo")
    text = history.read(DOCKET).decode().replace("kim", "mo")
    old = text.partition('revision = "')[2][:71]
    text = text.replace(old, lines_digest({"2026/0005-x.md": history.read(f"proposals/{OPEN}.md")}))
    acted = 'schema = 1\naction = "stop"\nacted_by = "mo"\nacted_at = 2026-10-05T09:00:00Z\n'
    folder = "decisions/2026/0005-x"
    history.commit({f"{folder}/docket.toml": text, f"{folder}/emergency.toml": acted}, "mo")


@case("09-appeal-by-its-member")
def appeal(history: History) -> None:
    path = f"decisions/{DECIDED}/follow-up/0001-appeal.toml"
    history.commit({path: 'kind = "appeal"\nmember = "ben"\ntext = "Hear it again"\n'}, "ben")


@case("09-appeal-without-a-seat_fail", "follow-up.not-entitled")
def appeal_without_seat(history: History) -> None:
    path = f"decisions/{DECIDED}/follow-up/0001-appeal.toml"
    history.commit({path: 'kind = "appeal"\nmember = "kim"\ntext = "Hear it again"\n'}, "kim")
