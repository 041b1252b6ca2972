"""Which key a person signs with: found, named or made now; and git told of it, if she says yes (join, init)."""

from __future__ import annotations

import os
from pathlib import Path

from board.actions import joining
from board.cli import errors, output, prompts
from board.core.finding import Refused
from board.formats.keys import key_mark, short
from board.trust.keyring import SORTS, FoundKey

_NEW, _OTHER = "make a new key", "name another key"


def ask_key(comment: str, usual: FoundKey | None = None, taken: frozenset[str] = frozenset()) -> FoundKey:
    """A key chosen from those on this machine, named, or made by ssh-keygen; asked again until there is one.

    Keys whose marks are `taken` would be refused, so they are not offered.
    """
    while True:
        here = list(joining.keys_here())
        if usual is not None:
            here = [usual, *(key for key in here if key.line != usual.line)]
        found = [key for key in here if key_mark(key.line) not in taken]
        listed = {f"{short(key.line)}, {_where(key, usual)}": key for key in found}
        if not found:
            every = "Every signing key on this computer is in the charter already."
            output.line(every if here else "There is no signing key on this computer yet.")
        choices = [(words, words) for words in (*listed, _NEW, _OTHER)]
        picked = prompts.pick("Which key do you sign with?", choices, "1")
        try:
            if picked == _NEW:
                return ask_new_key(comment)
            if picked == _OTHER:
                return joining.named(prompts.ask("A file that ends in .pub, or an OpenPGP fingerprint", needed=True))
            return joining.with_block(listed[picked])
        except Refused as refused:
            told(refused)


def ask_new_key(comment: str) -> FoundKey:
    """A new key made by ssh-keygen, which asks for a passphrase itself; never over one that is there."""
    sort = prompts.pick("What sort of key?", list(SORTS.items()), "1")
    place = Path(prompts.ask("Into which file?", str(_free_file(sort)), needed=True)).expanduser()
    if sort.endswith("-sk"):
        output.line("Plug the security key in now, and touch it when it blinks.")
    output.line("ssh-keygen asks for a passphrase now. With one, a copied file is worth nothing to a thief.")
    output.flush()
    return joining.new_key(place, comment, sort=sort, locked=True, interactive=True)


def _free_file(sort: str) -> Path:
    """The usual name of such a key below ~/.ssh, or one that is not taken."""
    folder = Path(os.environ.get("HOME", "~")).expanduser() / ".ssh"
    names = (f"id_{sort.replace('-', '_')}", "id_board", *(f"id_board_{number}" for number in range(2, 100)))
    return next(folder / name for name in names if not (folder / name).exists())


def _where(key: FoundKey, usual: FoundKey | None) -> str:
    return f"{key.where}; git uses it now" if key is usual else key.where


def offer_git(key: FoundKey, wanted: bool | None, *, ask: bool) -> str:
    """Tell how git signs with a key; with a yes, or `wanted`, tell git so. Returns what was done, "" for nothing."""
    settings = joining.how_to_sign(key)
    if wanted is None and ask:
        output.line("So that git signs with this key:")
        output.whole(*(f"  {each}" for each in settings))
        output.line(
            "With commit.gpgsign, a plain `git commit` of yours is signed too; the board's own acts always are."
        )
        wanted = prompts.yes_or_no("Do this now, in your own git settings?", default=False)
    if not wanted:
        return ""
    joining.sign_with(key)
    return (
        "Set in your own git settings: " + ", ".join(name for name, _ in joining.own_settings(key)) + ". "
        "What `board` does for you and every `git commit` of yours is signed with this key from now on."
    )


def told(refused: Refused) -> None:
    """What stood in the way, on standard output, because the dialogue goes on."""
    for finding in refused.findings:
        output.lines(*errors.finding_lines(finding))
