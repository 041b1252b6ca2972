"""Who sits at the keyboard: the person git names, as the charter knows her, and whether she can sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from board.actions.asking import Me
from board.core.charter import Charter, Member
from board.core.finding import Finding, Severity
from board.store.identity import Identity

Findings = Callable[[], tuple[Finding, ...]]


def who(identity: Identity, charter: Charter, broken: Findings) -> Me:
    """The person git names, found in the charter by mail address; `broken` says what is wrong with the charter."""
    mail = identity.email.casefold()
    member = next((one for one in charter.members if mail and mail in {each.casefold() for each in one.emails}), None)
    if member is None:
        return Me(identity.name, identity.email, why_reader=_how_to_be_added(identity, charter, broken))
    me = Me(identity.name, identity.email, member.id, member.seats, member.alternate, member.roles)
    if member.suspended:
        return replace(me, can_sign=False, why_not_sign="Your key is suspended. The board must replace it first.")
    problem = "" if charter.signing == "unsigned" else _cannot_sign(identity, member)
    return replace(me, can_sign=not problem, why_not_sign=problem)


def _how_to_be_added(identity: Identity, charter: Charter, broken: Findings) -> str:
    if not identity.email:
        return (
            "git does not know who you are, so you can read but not vote. "
            "Set `git config --global user.name` and `user.email`, then ask the chair to add you."
        )
    error = next((one for one in broken() if one.severity is Severity.ERROR), None)
    if error is not None and not charter.members:
        return (
            f"The charter cannot be read, so nobody can vote: {error.where}: {error.message} "
            "Mend board.toml with git, or take its last good version back; `board check` shows what is wrong."
        )
    chair = next((member.name for member in charter.members if "chair" in member.roles), "the chair")
    written = f" The board reads {charter.contact}" if charter.contact else ""
    return (
        f"{identity.email} is not in the charter, so you can read but not vote. "
        f"Ask {chair} to propose a charter change that adds you, with your public signing key: "
        f"`board join` prepares it.{written}"
    )


def _cannot_sign(identity: Identity, member: Member) -> str:
    if not identity.signing_key:
        return (
            "git has no signing key for you, and this board wants signatures. "
            "Set `git config --global gpg.format ssh` and `user.signingkey` to your public key file."
        )
    if not (member.keys or member.openpgp):
        return "The charter lists no key for you yet. `board join` proposes to add your public signing key."
    return ""
