"""Who made a commit: the member whose key signed it, by the charter of its parent (trust.md §3)."""

from __future__ import annotations

from functools import lru_cache

from board.core.charter import Charter, Member
from board.formats.keys import BadBlock, fingerprint_of, read_block
from board.trust import gpg
from board.trust.rawcommit import BadCommit, Signed, strict
from board.trust.report import Fault
from board.trust.sshsig import BadKey, BadSignature, parse_key, verify

_PGP = "-----BEGIN PGP SIGNATURE-----"
_CODES = {"wrong": "signature.wrong", "malformed": "signature.wrong", "untouched": "signature.untouched"}


class Unfit(Exception):  # noqa: N818 - caught by the walk, which goes on with the next commit
    """A commit that speaks for nobody; carries the fault."""

    def __init__(self, code: str, words: str, path: str = "") -> None:
        super().__init__(words)
        self.fault = Fault(code, words, path=path)


def author(raw: bytes, charter: Charter) -> tuple[Member, str]:
    """The member who made a commit, and the code of what about that cannot be proven ("" when all is).

    Raises Unfit unless signer, author and committer are one member of this charter who is not suspended.
    """
    try:
        commit = strict(raw)
    except BadCommit as problem:
        raise Unfit("commit.malformed", str(problem)) from problem
    named = _by_mail(charter, commit.author)
    if charter.signing == "unsigned" and not commit.armored:
        return _one_person(named, commit), "unproven.unsigned"
    if not commit.armored:
        raise Unfit("commit.unsigned", "The commit changes the board's files and carries no signature.")
    unsigned = charter.signing == "unsigned"  # then a key that nobody lists says as little as no signature at all
    try:
        signer = _signer(charter, commit)
    except gpg.Unable:
        if unsigned and not (named and named.openpgp):
            return _one_person(named, commit), "unproven.unsigned"
        if named is None or not (named.openpgp or _only_named(named)):
            raise Unfit("signer.unknown", "The commit is signed with OpenPGP by nobody known here.") from None
        return _one_person(named, commit), "unproven.openpgp"
    if signer is None and unsigned:
        return _one_person(named, commit), "unproven.unsigned"
    if signer is None:
        raise Unfit("signer.unknown", "The commit is signed with a key that belongs to no member at this point.")
    if named is None or named.id != signer.id or _by_mail(charter, commit.committer) != signer:
        raise Unfit(
            "signer.other",
            f"{signer.id} signed the commit, but it names {commit.author or 'nobody'} as its author "
            f"and {commit.committer or 'nobody'} as its committer.",
        )
    return _in_good_standing(signer), ""


def claimed(raw: bytes, charter: Charter) -> Member | None:
    """The member who made a commit if its SSH signature is hers; None where that would not suffice or prove it."""
    try:
        commit = strict(raw)
    except BadCommit:
        return None
    named = _by_mail(charter, commit.author)
    if charter.signing == "unsigned" or named is None or named.suspended:
        return None
    if _by_mail(charter, commit.committer) != named:
        return None
    return named if commit.armored and not commit.armored.startswith(_PGP) else None


def _signer(charter: Charter, commit: Signed) -> Member | None:
    """Whose key signed; raises gpg.Unable where an OpenPGP signature cannot be checked from here."""
    if commit.armored.startswith(_PGP):
        return _openpgp_signer(charter, commit)
    try:
        key = verify(commit.payload, commit.armored)
    except BadSignature as problem:
        raise Unfit(_CODES.get(problem.reason, "signature.form"), str(problem)) from problem
    return _by_key(charter).get(key.blob)


def _openpgp_signer(charter: Charter, commit: Signed) -> Member | None:
    """Whose OpenPGP key signed; a member of whom the charter holds only a fingerprint cannot be checked."""
    by_fingerprint = _blocks(charter.members)
    blocks = tuple(block for _, block in by_fingerprint.values())
    try:
        fingerprint = gpg.who_signed(blocks, commit.payload, commit.armored)
    except BadSignature as problem:
        if problem.reason != "unknown":
            raise Unfit(_CODES.get(problem.reason, "signature.form"), str(problem)) from problem
        named = _by_mail(charter, commit.author)
        if named is not None and _only_named(named):
            raise gpg.Unable("The charter holds only the fingerprint.") from problem
        return None
    member, _ = by_fingerprint.get(fingerprint, (None, ""))
    return member


def _only_named(member: Member) -> bool:
    """Whether the charter holds no key of hers and only names one: an OpenPGP fingerprint without its block.

    Whoever has a key that can be checked is never taken at her word for another: that would let anybody sign for her.
    """
    return not member.openpgp and any(map(fingerprint_of, member.keys)) and not any(map(_ssh, member.keys))


def _fingerprint(block: str) -> str:
    try:
        return read_block(block).fingerprint
    except BadBlock:
        return ""


@lru_cache(maxsize=64)
def _blocks(members: tuple[Member, ...]) -> dict[str, tuple[Member, str]]:
    """Members and their OpenPGP keys by fingerprint; a key that two of them list belongs to neither."""
    found: dict[str, tuple[Member, str]] = {}
    shared: set[str] = set()
    for member in members:
        for block in member.openpgp:
            fingerprint = _fingerprint(block)
            if fingerprint and found.setdefault(fingerprint, (member, block))[0] is not member:
                shared.add(fingerprint)
    return {fingerprint: each for fingerprint, each in found.items() if fingerprint not in shared}


def _one_person(named: Member | None, commit: Signed) -> Member:
    if named is None or commit.author != commit.committer:
        raise Unfit("signer.other", f"{commit.author or 'Nobody'} is no member, or not also the committer.")
    return _in_good_standing(named)


def _in_good_standing(member: Member) -> Member:
    if member.suspended:
        raise Unfit("signer.suspended", f"The key of {member.id} is suspended at this point.")
    return member


def _by_mail(charter: Charter, mail: str) -> Member | None:
    return _mails(charter.members).get(mail) if mail else None


def _by_key(charter: Charter) -> dict[bytes, Member]:
    return _keys(charter.members)


@lru_cache(maxsize=64)
def _mails(members: tuple[Member, ...]) -> dict[str, Member]:
    return {mail.strip().casefold(): member for member in members for mail in member.emails}


@lru_cache(maxsize=64)
def _keys(members: tuple[Member, ...]) -> dict[bytes, Member]:
    """Members by key material; a key that two of them list belongs to neither."""
    found: dict[bytes, Member] = {}
    shared: set[bytes] = set()
    for member in members:
        for line in filter(_ssh, member.keys):
            blob = parse_key(line).blob
            if found.setdefault(blob, member) is not member:
                shared.add(blob)
    return {blob: member for blob, member in found.items() if blob not in shared}


def _ssh(line: str) -> bool:
    try:
        parse_key(line)
    except BadKey:
        return False
    return True
