"""`board join`: a signing key, proven to be in one's hands, and the charter entry for the board to approve."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from board.cli import errors, output, prompts
from board.cli.call import Call, command
from board.cli.founding import ROLES, brought, odd_handle, odd_mail, odd_parts, require_sound
from board.core.finding import ExitStatus, Finding, Refused, Where
from board.core.ids import slug
from board.core.panel import BRINGS, PANEL

if TYPE_CHECKING:
    from board.actions.joining import Entry, Joining
    from board.actions.model import Done
    from board.actions.session import Session
    from board.core.charter import Member
    from board.store.settings import Setting
    from board.trust.keyring import FoundKey


@command("join")
@click.option("--handle", metavar="HANDLE", default="", help="The name of your files on the board; it stays.")
@click.option("--name", metavar="TEXT", default="", help="Your name; git's if you say nothing.")
@click.option("--mail", metavar="MAIL", multiple=True, help="Your mail, as git knows it; repeat for several.")
@click.option("--seat", metavar="SEAT", multiple=True, help="A seat you ask for; repeat for several.")
@click.option("--alternate", metavar="SEAT", multiple=True, help="A seat you would fill for another.")
@click.option("--panel", metavar="WORD", multiple=True, help="What you bring to the ethics panel: outside, lay, …")
@click.option("--role", metavar="ROLE", multiple=True, help="chair, secretary, on-call, sponsor or observer.")
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When your term begins.")
@click.option("--key", metavar="KEY", default="", help="A file that ends in .pub, a key line, an OpenPGP fingerprint.")
@click.option("--make-key", metavar="FILE", type=click.Path(path_type=Path), help="Let ssh-keygen make a new key.")
@click.option("--no-passphrase", is_flag=True, help="The new key has no passphrase; whoever copies it can sign.")
@click.option("--set-git/--no-set-git", default=None, help="Tell your own git settings to sign with the key.")
@click.option("--print", "only_print", is_flag=True, help="Propose nothing; print the entry to hand over.")
def join_command(
    call: Call,
    handle: str,
    name: str,
    mail: tuple[str, ...],
    seat: tuple[str, ...],
    alternate: tuple[str, ...],
    panel: tuple[str, ...],
    role: tuple[str, ...],
    start: datetime | None,
    key: str,
    make_key: Path | None,
    no_passphrase: bool,
    set_git: bool | None,
    only_print: bool,
) -> int:
    """Run it on your own computer, in a clone of the board's repository. At a terminal it asks, one thing at a time.

    Your key signs a challenge, which proves that you hold it. Then a charter change with your entry is put before the
    board; where you cannot push, the entry is printed for somebody who can. A member adds a key of hers this way.
    """
    from board.actions import joining
    from board.actions.joining import Joining

    session = call.session()
    _known_to_git(call, session, name, mail, set_git)
    known = joining.known_as(session.charter, session.me.email)
    if known is not None and not call.json:
        output.line(f"You are a member already: {known.name or known.id}. This proposes one more key for you.")
    chosen = _key(call, session, key, make_key, locked=not no_passphrase)
    asked = Joining(
        handle=handle,
        name=name or session.me.name,
        mails=tuple(dict.fromkeys((session.me.email, *mail))),
        seats=seat,
        alternate=alternate,
        roles=role,
        panel=panel,
        start=start.date() if start else None,
    )
    asked = _completed(call, session, asked, known)
    made = joining.entry(session, asked, chosen, interactive=call.interactive)
    return _finish(call, session, made, set_git, only_print=only_print)


def _known_to_git(call: Call, session: Session, name: str, mail: tuple[str, ...], set_git: bool | None) -> None:
    """Who joins: as git says, else as the flags say, else asked."""
    from board.actions import joining

    me = session.me
    for address in mail:
        require_sound(odd_mail(address), "--mail")
    who, where = me.name or name, me.email or (mail[0] if mail else "")
    missing = [] if who else [("--name", "Your name")]
    missing += [] if where else [("--mail", "Your mail address")]
    prompts.require(call, missing)
    if missing:
        output.line("git does not know who you are yet.")
        who = who or prompts.ask("Your name", needed=True)
        where = where or prompts.checked("Your mail address", odd_mail, needed=True)
    if (who, where) != (me.name, me.email):
        unknown = joining.introduced(session, who, where)
        _tell_git(call, unknown, set_git)


def _tell_git(call: Call, unknown: tuple[Setting, ...], set_git: bool | None) -> None:
    """Write into her own git settings who she is, with a yes or --set-git; else say what to type."""
    from board.actions import joining

    lines = joining.as_commands(unknown)
    if set_git is None and call.interactive:
        output.line("git must know you, or nothing you do on the board counts as yours:")
        output.whole(*(f"  {one}" for one in lines))
        set_git = prompts.yes_or_no("Tell git so now, in your own git settings?", default=True)
    if set_git:
        joining.tell_git(unknown)
        errors.say(f"Set in your own git settings: {' and '.join(name for name, _ in unknown)}.")
    else:
        errors.say("git does not know who you are, and until it does, nothing you do counts as yours. Type:")
        for one in lines:
            errors.say(f"  {one}", whole=True)


def _key(call: Call, session: Session, named: str, make: Path | None, *, locked: bool) -> FoundKey:
    """The key she signs with: named, made now, chosen from those found, or the one git uses."""
    from board.actions import joining

    comment = session.me.email
    if make is not None:
        sort = "ed25519"
        return joining.new_key(make.expanduser(), comment, sort=sort, locked=locked, interactive=call.interactive)
    if named:
        return joining.named(named)
    try:
        usual = joining.key_of_git(session.identity)
    except Refused:
        usual = None  # what git names is not there: she chooses
    if call.interactive:
        from board.cli.signing_questions import ask_key

        return ask_key(comment, usual, joining.listed_keys(session.charter))
    if usual is None:
        found = joining.keys_here()
        there = f"Found here: {', '.join(key.where for key in found)}." if found else "None was found here."
        raise Refused(
            Finding(
                "missing-argument",
                f"Which key you sign with is missing. {there}",
                where=Where(part="--key"),
                fix="Name it with --key, or make one with --make-key FILE.",
            ),
            status=ExitStatus.WRONG_USE,
        )
    return usual


def _completed(call: Call, session: Session, asked: Joining, known: Member | None) -> Joining:
    """What a newcomer asks for, with what is missing asked at a terminal."""
    from dataclasses import replace

    if known is not None:
        return replace(asked, handle=known.id, name=known.name)
    seats = tuple(one.id for one in session.charter.seats)
    for flag, parts, allowed in (
        ("--seat", asked.seats, seats),
        ("--alternate", asked.alternate, seats),
        ("--role", asked.roles, ROLES),
        ("--panel", asked.panel, tuple(BRINGS)),
    ):
        require_sound(odd_parts(parts, allowed), flag)
    prompts.require(call, [] if asked.handle else [("--handle", "Your handle")])
    if asked.handle:
        require_sound(odd_handle(asked.handle), "--handle")
        return asked
    first = slug(asked.name.split()[0]) if asked.name.split() else ""
    handle = prompts.checked("Handle, which names your files and stays", odd_handle, first, needed=True)
    output.line(f"  Seats: {', '.join(_held(session, seat) for seat in seats)}")
    taken = asked.seats or prompts.several("Seats you ask for", lambda parts: odd_parts(parts, seats))
    fills = asked.alternate or prompts.several("Alternate for which seats", lambda parts: odd_parts(parts, seats))
    brings = asked.panel or (brought() if PANEL in (*taken, *fills) else ())
    output.line(f"  Roles: {', '.join(ROLES)}")
    roles = asked.roles or prompts.several("Roles", lambda parts: odd_parts(parts, ROLES))
    return replace(asked, handle=handle, seats=taken, alternate=fills, panel=brings, roles=roles)


def _held(session: Session, seat: str) -> str:
    holder = next((one.name for one in session.charter.members if seat in one.seats and not one.suspended), "")
    return f"{seat} ({holder})" if holder else f"{seat} (vacant)"


def _finish(call: Call, session: Session, made: Entry, set_git: bool | None, *, only_print: bool) -> int:
    """Show the entry, tell git of the key if she wants it, and propose; or print what to hand over."""
    from board.actions import joining
    from board.cli.signing_questions import offer_git

    if not call.json:
        _show(made)
    uses = joining.uses(session.identity, made.key)
    said = offer_git(made.key, set_git, ask=call.interactive) if set_git or not uses else ""
    if said and not call.json:
        output.line(said)
    by_hand = "" if only_print else joining.by_hand_only(session)
    if by_hand and not call.interactive:
        errors.say(by_hand)
    elif by_hand:
        output.paragraph(by_hand)
    if call.interactive and not only_print:
        only_print = not prompts.yes_or_no("Put this before the board now?", default=not by_hand)
    if only_print:
        return _handed_over(call, made, None)
    try:
        with errors.writing():
            done = joining.join(session, made)
    except Refused as refused:
        return _handed_over(call, made, refused)
    return _proposed(call, made, done)


def _show(made: Entry) -> None:
    output.line("The key signed a challenge, so it is in your hands. This entry goes into the charter:")
    output.line()
    output.whole(*(f"  {line}" for line in made.text.strip().split("\n")))
    output.line()


def _proposed(call: Call, made: Entry, done: Done) -> int:
    if call.json:
        from board.cli.shapes_people import join_shape

        output.document(join_shape(made, done))
        return 0
    output.done(done)
    output.paragraph("When the board has decided it, the entry is in board.toml and you can act.", "  ")
    return 0


def _handed_over(call: Call, made: Entry, refused: Refused | None) -> int:
    """The entry and its proof as text; where proposing was refused, why, and the status of that."""
    for finding in refused.findings if refused else ():
        for line in errors.finding_lines(finding):
            errors.say(line)
    if call.json:
        from board.cli.shapes_people import join_shape

        output.document(join_shape(made, None))
        return refused.status if refused else 0
    if refused:
        output.line("It could not be proposed from here.")
    output.paragraph(
        "Send the entry above and this proof to a member, who proposes a charter change with them. Before the board "
        "has opened its first proposal, the chair may add the entry to board.toml and commit it."
    )
    output.whole("", *made.challenge.rstrip("\n").split("\n"), *made.signature.rstrip("\n").split("\n"))
    return refused.status if refused else 0
