"""Setting a board up: a charter by questions, and the board's own copy of the checklists."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from board.actions.common import message
from board.actions.model import Done
from board.actions.own_key import public_key
from board.actions.session import Clock, utc_now
from board.core.charter import Charter, Member
from board.core.dates import local_date
from board.core.finding import Finding, Refused, Severity, Where, refuse
from board.core.layout import CHARTER, Layout
from board.core.leaving import BEFORE_THE_FIRST
from board.core.panel import PANEL, lacks, no_panel
from board.core.rules import default_seats, quorum_people
from board.core.seating import in_office
from board.formats.charter import read_charter
from board.formats.names import own_twins
from board.formats.ruled import Rule, odd_rule, with_rules
from board.formats.shipped import shipped_dir
from board.formats.starter import starter_charter, write_charter
from board.store.base import Change, Person, Signer, Snapshot
from board.store.identity import Identity, git_identity
from board.store.repository import GitStore, open_repository

_BY_HAND = (
    "The chair may change board.toml by hand until the first proposal is opened; after that, only an approved charter "
    "change does it."
)


@dataclass(frozen=True, slots=True)
class Founding:
    """The answers `board init` asks for."""

    name: str
    timezone: str = "UTC"
    members: tuple[Member, ...] = ()
    branch: str = ""
    """The governed branch; "" for the one checked out, and main where there is no repository yet."""
    root: str = "."
    signing: str = "unsigned"
    contact: str = ""
    rules: tuple[Rule, ...] = ()
    """What is ruled otherwise than usual: key and value as they stand in board.toml."""


@dataclass(frozen=True, slots=True)
class Founder:
    """Who sits here, as git knows her: `key` is the public SSH key she signs with, "" where git has none.

    `block` is the OpenPGP public key instead, where git signs with gpg. `why_not_sign` says what stands in the way of
    a signature; "" when she can sign.
    """

    name: str
    email: str
    key: str = ""
    why_not_sign: str = ""
    block: str = ""

    @property
    def has_key(self) -> bool:
        """Whether git has a key of hers that the charter can list."""
        return bool(self.key or self.block)


def founder(directory: Path, branch: str = "") -> Founder:
    """Who would found a board here; asked before anything else, so that no answer is typed in vain.

    Writes nothing. Raises Refused when git knows nobody, or when a board governs the repository already.
    """
    store = _existing(directory, branch)
    if store is not None:
        _not_governed(store)
    identity = _known(directory)
    why_not = _why_not_sign(identity)
    return Founder(identity.name, identity.email, public_key(identity), why_not, "" if why_not else _block(identity))


def odd_key(line: str) -> str:
    """Why a line is no public key that a charter can hold, in words; "" when it is one."""
    from board.trust.sshsig import BadKey, parse_key

    try:
        parse_key(line)
    except BadKey as bad:
        return str(bad)
    return ""


def contradictions(founding: Founding, who: Founder) -> tuple[Finding, ...]:
    """What would make the board unusable from its first day: rules of the charter, and who may found it."""
    found = tuple(
        replace(each, where=Where(part=each.where.part))  # there is no file yet to which a line could point
        for each in read_charter(_charter(founding, who), CHARTER).findings
        if each.severity is Severity.ERROR and each.code != "no-chair"
    )
    odd = (Finding("founding.odd-rule", words) for rule in founding.rules if (words := odd_rule(*rule)))
    found = (*odd, *found)
    me = next((member for member in founding.members if _is(member, who.email)), None)
    if me is None or "chair" not in me.roles:
        nobody = not any("chair" in member.roles for member in founding.members)
        found += (
            Finding(
                "founding.not-chair",
                "Nobody is chair yet."
                if nobody
                else f"git says you are {who.name} <{who.email}>, and that is not the chair of this board.",
                why="Everybody trusts the first commit because the chair made it; `board verify` checks that.",
                fix=f"Give the role “chair” to who founds the board: {who.name} <{who.email}>."
                if nobody
                else "Give the chair that mail address, or let the chair found the board.",
            ),
        )
    elif founding.signing == "required" and who.key and me.keys and who.key not in map(_bare, me.keys):
        found += (
            Finding(
                "founding.other-key",
                f"git signs with another key than the one you give for {me.id}.",
                why="The first commit would count for nothing.",
                fix=f"Leave the key of {me.id} out, or set user.signingkey to it.",
            ),
        )
    return found


def board_files(layout: Layout) -> dict[str, bytes]:
    """The board's own copies: checklists and policy, as repository paths."""
    source = shipped_dir()
    found = {layout.at(f"checklists/{file.name}"): file.read_bytes() for file in (source / "checklists").glob("*.toml")}
    found[layout.policy()] = (source / "policy.toml").read_bytes()
    return found


def init(directory: Path, founding: Founding, now: Clock = utc_now, touch: Callable[[str], None] | None = None) -> Done:
    """Write charter, checklists and policy in one commit; makes a repository where there is none.

    Nothing else in an existing repository is touched, and nothing is left behind when it fails. Raises Refused when
    it is governed already, when git knows nobody, or when the charter would contradict itself. `touch` hears that a
    security key waits.
    """
    who = founder(directory, founding.branch)
    founding = replace(founding, branch=_branch(directory, founding.branch))
    signed = founding.signing == "required"
    if signed and who.why_not_sign:
        raise refuse("signing.no-key", who.why_not_sign, "Or found the board without signatures: --unsigned.")
    wrong = contradictions(founding, who)
    if wrong:
        raise Refused(*wrong)
    with _repository(directory, founding.branch) as store:
        identity = git_identity(store.place)
        files: dict[str, bytes | None] = {CHARTER: _charter(founding, who), **board_files(Layout(founding.root))}

        def make(snapshot: Snapshot) -> Change:
            fresh = {path: data for path, data in files.items() if not snapshot.blob(path)}
            return Change(fresh, message(f"Found the board: {founding.name}"), create_only=(CHARTER,))

        twins = own_twins(store.snapshot().paths(), Layout(founding.root)) if store.tip() else ()
        written = store.write(make, Person(who.name, who.email), now(), _signer(founding, identity, touch))
    rule = "Every act must be signed." if signed else "Acts need no signature; `board verify` says what that means."
    return Done(
        f"The board “{founding.name}” exists. {rule} `board.toml` holds its charter; every rule can be read there.",
        written.commit,
        written.branch,
        written.files,
        written.pushed,
        notes=(
            *written.notes,
            *(f"{each.where.path}: {each.message} {each.why} {each.fix}" for each in twins),
            *_elsewhere(directory, written.branch),
            *_first_steps(founding, who, now()),
        ),
    )


def _branch(directory: Path, named: str) -> str:
    """The branch to govern: the one named, else the one checked out, be it without a commit; main where all is new."""
    store = None if named else _existing(directory, "")
    return named or (store.branch if store is not None else "main")


def _elsewhere(directory: Path, branch: str) -> tuple[str, ...]:
    """Where the board's files are not in sight: another branch than the governed one is checked out."""
    store = _existing(directory, "")
    if store is None or store.branch == branch:
        return ()
    return (
        f"The board is on the branch {branch}, and you are on {store.branch}, which does not hold its files. "
        f"`git switch {branch}` shows them.",
    )


def _first_steps(founding: Founding, who: Founder, now: datetime) -> tuple[str, ...]:
    """What is still missing that the board cannot do for itself later, and the way out of it."""
    members = _with_own_key(founding, who)
    said = _nobody_there(rules_of(founding), local_date(now, founding.timezone))
    keyless = [one.name or one.id for one in members if not (one.keys or one.openpgp)]
    if founding.signing == "required" and keyless:
        said.append(
            f"No key yet: {', '.join(keyless)}. Who has no key cannot vote, so the board may never be able to approve "
            f"a change that adds one. {BEFORE_THE_FIRST}"
        )
    said += _panel_lacks(members)
    if not any("sponsor" in one.roles for one in members):
        said.append(
            "Nobody is the sponsor. The sponsor answers for the board to management: add “sponsor” to the roles of "
            "somebody in board.toml."
        )
    return (*said, _BY_HAND) if said else ()


def _nobody_there(charter: Charter, today: date) -> list[str]:
    """That no chair is in office, that seats are vacant, or that too few may vote for any quorum."""
    said = []
    chairs = [one for one in charter.members if "chair" in one.roles]
    if not any(in_office(one, today) for one in chairs):
        terms = "; ".join(f"{one.name or one.id}, {one.start or 'open'} to {one.end or 'open'}" for one in chairs)
        said.append(f"No chair is in office today, so nobody acts as chair. The term: {terms}.")
    voters = [one for one in charter.members if (one.seats or one.alternate) and in_office(one, today)]
    if len(voters) < (needed := quorum_people(charter)):
        count = f"only {len(voters)}" if voters else "nobody"
        said.append(f"The board can approve nothing yet: its quorum is {needed} people, and {count} may vote today.")
    filled = {seat for one in charter.members for seat in one.seats}
    if vacant := [seat.id for seat in charter.seats if seat.id not in filled and seat.id != PANEL]:
        said.append(f"Nobody holds these seats: {', '.join(vacant)}. Give them to members in board.toml.")
    return said


def _panel_lacks(members: tuple[Member, ...]) -> list[str]:
    """That there is no ethics panel, or what its make-up lacks, with the way out of it."""
    charter = Charter(seats=default_seats(), members=members)
    missing = lacks(charter)
    if no_panel(charter):
        return [f"{no_panel(charter)} Name its members in board.toml."]
    return [f"{' '.join(missing)} Say in board.toml, under `panel`, what each member brings."] if missing else []


def rules_of(founding: Founding) -> Charter:
    """The charter that a founding comes to, for the rules in it."""
    return read_charter(_charter(founding, Founder("", ""))).value


def _charter(founding: Founding, who: Founder) -> bytes:
    text = starter_charter(
        name=founding.name,
        timezone=founding.timezone,
        members=_with_own_key(founding, who),
        repository=secrets.token_hex(16),
        branch=founding.branch,
        root=founding.root,
        signing=founding.signing,
        contact=founding.contact,
    )
    return write_charter(with_rules(text, founding.rules).value) if founding.rules else text


def _known(directory: Path) -> Identity:
    identity = git_identity(directory)
    if not identity.email or not identity.name:
        raise refuse(
            "identity.none",
            "git does not know who you are, and the first commit needs an author.",
            'Set `git config --global user.name "Your Name"` and `git config --global user.email you@your.example`.',
        )
    return identity


def _why_not_sign(identity: Identity) -> str:
    if not identity.signing_key:
        return (
            "git has no key to sign with. Set `git config --global gpg.format ssh` and "
            "`git config --global user.signingkey ~/.ssh/id_ed25519.pub`."
        )
    try:
        _own_signer(identity)
    except Refused as refusal:
        return " ".join(str(finding) for finding in refusal.findings)
    return ""


def _signer(founding: Founding, identity: Identity, touch: Callable[[str], None] | None) -> Signer | None:
    return _own_signer(identity, touch) if founding.signing == "required" else None


def _own_signer(identity: Identity, touch: Callable[[str], None] | None = None) -> Signer:
    from board.trust.signing import signer_for

    person = f"{identity.name} <{identity.email}>"
    return signer_for(
        identity.signing_format,
        identity.signing_key,
        person=person,
        interactive=True,
        program=identity.signing_program,
        tell=touch,
    )


def _with_own_key(founding: Founding, who: Founder) -> tuple[Member, ...]:
    """The members as named; whoever founds the board and gave no key gets the one git signs with."""
    keys, blocks = (who.key,) if who.key else (), (who.block + "\n",) if who.block else ()
    return tuple(
        replace(member, keys=keys, openpgp=blocks)
        if who.has_key and not member.keys and _is(member, who.email)
        else member
        for member in founding.members
    )


def _block(identity: Identity) -> str:
    """The OpenPGP public key that git signs with, as the charter holds it; "" where git signs otherwise."""
    if identity.signing_format != "openpgp":
        return ""
    from board.trust.gpg import exported

    return exported(identity.signing_key, os.environ, identity.signing_program)


def _is(member: Member, email: str) -> bool:
    return email.casefold() in {mail.casefold() for mail in member.emails}


def _bare(key: str) -> str:
    """A key line without its comment."""
    return " ".join(key.split()[:2])


def _existing(directory: Path, branch: str) -> GitStore | None:
    from board.store.place import find

    try:
        find(directory)
    except Refused:
        return None
    return open_repository(directory, branch)


def _not_governed(store: GitStore) -> None:
    if store.snapshot().blob(CHARTER):
        raise refuse(
            "repository.governed", "This repository has a board.toml already.", "`board` opens it.", path=CHARTER
        )


@contextmanager
def _repository(directory: Path, branch: str) -> Iterator[GitStore]:
    """The repository at `directory`, made where there is none; one that was made goes again when the rest fails."""
    from board.store.porcelain import init as init_repository

    store = _existing(directory, branch)
    if store is not None:
        yield store
        return
    there = directory.exists()
    init_repository(directory, branch)
    try:
        yield open_repository(directory, branch)
    except BaseException:
        shutil.rmtree(directory / ".git", ignore_errors=True)
        if not there:
            with suppress(OSError):
                directory.rmdir()
        raise
