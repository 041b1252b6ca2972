"""Conformance: who signed, who may change the rules (rows 2 to 16, 37)."""

from __future__ import annotations

from tests.conformance.cases import BALLOTS, MESSAGE, QUESTION, RECORD, case, cast, header, swap
from tests.trust.history import DECIDED, OPEN, History, charter, key_line, signature


@case("00-honest")
def honest(history: History) -> None:
    """Nothing was tampered with."""


@case("02-unsigned_fail", "commit.unsigned")
def unsigned(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara", key="")


@case("02-unsigned-proposal")
def unsigned_proposal(history: History) -> None:
    history.commit({"proposals/2026/0003-idea.md": "An idea in prose.\n"}, "stranger", key="")


@case("03-outsider-key_fail", "signer.unknown")
def outsider(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara", key="mallory")


@case("04-signature-moved_fail", "signature.wrong")
def moved(history: History) -> None:
    body = history.raw(history.commit({MESSAGE: QUESTION}, "chiara"))
    start = body.index(b"gpgsig ")
    end = body.index(b"-----END SSH SIGNATURE-----\n") + len(b"-----END SSH SIGNATURE-----\n")
    history.commit(
        {f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")},
        "chiara",
        key="",
        change=lambda plain: plain.replace(b"\n\n", b"\n" + body[start:end] + b"\n", 1),
    )


@case("05-two-signatures_fail", "commit.malformed")
def two_signatures(history: History) -> None:
    extra = "gpgsig " + signature("mallory", b"").strip().replace("\n", "\n ")
    history.commit({MESSAGE: QUESTION}, "chiara", change=header(extra))


@case("05-two-armour-blocks_fail", "signature.form")
def two_blocks(history: History) -> None:
    more = signature("mallory", b"").strip().replace("\n", "\n ").encode()
    end = b"-----END SSH SIGNATURE-----\n"
    history.commit({MESSAGE: QUESTION}, "chiara", change=lambda body: body.replace(end, end + b" " + more + b"\n", 1))


@case("06-foreign-signature_fail", "commit.malformed")
def foreign(history: History) -> None:
    history.commit({MESSAGE: QUESTION}, "chiara", change=header("gpgsig-sha256 x"))


@case("07-other-namespace_fail", "signature.form")
def namespace(history: History) -> None:
    from board.trust.commits import with_signature

    history.commit(
        {MESSAGE: QUESTION}, "chiara", key="", change=lambda b: with_signature(b, signature("chiara", b, b"file"))
    )


@case("08-author-is-not-signer_fail", "signer.other")
def other_author(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "chiara", key="mo")


@case("08-committer-is-not-signer_fail", "signer.other")
def other_committer(history: History) -> None:
    history.commit({MESSAGE: QUESTION}, "chiara", committer="ana")


def _claimed(what: str, path: str) -> None:
    @case(f"08-outsider-decides-{what}-in-2031-as-the-chair_fail", "signer.unknown")
    def claimed(history: History) -> None:
        """What is only believed for a while comes to nothing by itself: no rule has looked at it yet."""
        record = history.read(RECORD).decode()
        text = swap(DECIDED, path)(swap("decided_at = 2026", "decided_at = 2031")(record))
        history.commit({f"decisions/{path}/record.toml": text}, "ana", key="mallory")


_claimed("what-nobody-proposed", "2026/7777-none")
_claimed("what-is-open", OPEN)


@case("09-ballot-of-another_fail", "path.not-yours")
def not_yours(history: History) -> None:
    history.commit({f"{BALLOTS}/chiara-1.toml": cast(history, "chiara")}, "mo")


@case("09-review-of-another_fail", "path.not-yours")
def not_your_review(history: History) -> None:
    history.commit({f"decisions/{OPEN}/reviews/ben.toml": "[[views]]\n"}, "mo")


@case("10-removed-key-back-dated_fail", "signer.unknown", "young")
def removed(history: History) -> None:
    gone = charter().partition("[members.mo]")[0]
    history.commit({"board.toml": gone}, "ana")
    history.commit({"meetings/0001.md": "Minutes.\n"}, "mo", seconds=-100_000)


@case("11-key-before-its-time_fail", "signer.unknown", "young")
def too_early(history: History) -> None:
    added = (
        charter() + f'\n[members.nina]\nname = "Nina"\nemails = ["nina@example.org"]\nkeys = ["{key_line("nina")}"]\n'
    )
    history.commit({"meetings/0001.md": "Minutes.\n"}, "nina", seconds=500_000)
    history.commit({"board.toml": added}, "ana", seconds=-400_000)


@case("11-key-from-its-time-on", begin="young")
def in_time(history: History) -> None:
    added = (
        charter() + f'\n[members.nina]\nname = "Nina"\nemails = ["nina@example.org"]\nkeys = ["{key_line("nina")}"]\n'
    )
    history.commit({"board.toml": added}, "ana")
    history.commit({"meetings/0001.md": "Minutes.\n"}, "nina")


# The charter


@case("12-outsider-adds-herself_fail", "signer.unknown", "young")
def adds_self(history: History) -> None:
    more = f'\n[members.eve]\nname = "Eve"\nemails = ["eve@example.org"]\nkeys = ["{key_line("eve")}"]\n'
    history.commit({"board.toml": charter() + more}, "eve")


@case("13-chair-changes-charter-alone_fail", "charter.not-decided")
def alone(history: History) -> None:
    history.commit({"board.toml": charter() + "\n[voting]\nquorum_seats = 1\n"}, "ana")


@case("13-checklist-without-decision_fail", "charter.not-decided")
def checklist(history: History) -> None:
    history.commit({"checklists/risk.toml": "title = 'Nothing to ask'\n"}, "ana")


@case("13-member-before-the-first-docket_fail", "charter.not-decided", "young")
def member_early(history: History) -> None:
    history.commit({"policy.toml": "limit = 1\n"}, "ben")


@case("15-rule-weakened-with-the-vote_fail", "charter.not-decided")
def combined(history: History) -> None:
    weak = charter() + "\n[voting]\nquorum_seats = 1\n"
    history.commit({f"{BALLOTS}/ana-1.toml": cast(history, "ana"), "board.toml": weak}, "ana")


@case("16-one-key-two-members_fail", "charter.broken", "young")
def shared_key(history: History) -> None:
    history.commit({"board.toml": charter(ben=key_line("mo") + " other comment")}, "ana")


def _bad_charter(row: str, old: str, new: str) -> None:
    @case(f"37-{row}_fail", "charter.broken", "young")
    def broken(history: History) -> None:
        history.commit({"board.toml": swap(old, new)(charter())}, "ana")


_bad_charter("duplicate-key", "rules = 1", "rules = 1\nrules = 1")
_bad_charter("threshold-beyond-members", "rules = 1", "rules = 1\nvoting.quorum_seats = 99")
_bad_charter("negative-threshold", "rules = 1", "rules = 1\nvoting.quorum_seats = -1")
_bad_charter("bool-as-number", "rules = 1", "rules = 1\nvoting.quorum_seats = true")
_bad_charter("not-a-number", "rules = 1", "rules = 1\nvoting.quorum_seats = nan")


@case("14-other-repository-id_fail", "charter.moved", "young")
def moved_id(history: History) -> None:
    history.commit({"board.toml": swap("0123456789abcdef", "fedcba9876543210")(charter())}, "ana")


@case("71-rules-of-a-later-version_fail", "charter.broken", "young")
def later_rules(history: History) -> None:
    history.commit({"board.toml": swap("rules = 1", "rules = 99")(charter())}, "ana")
