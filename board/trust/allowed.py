"""An allowed-signers file, with which plain git and ssh-keygen check a board's signatures (ssh-keygen(1))."""

from __future__ import annotations

import re

from board.core.charter import Charter
from board.trust.sshsig import BadKey, parse_key

_MAIL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._%+/=-]*@[A-Za-z0-9.-]+")
_HEAD = """\
# The keys that board.toml lists now, for git and ssh-keygen:
#   git -c gpg.ssh.allowedSignersFile=FILE log --format='%H %G? %GS'
# That check does not see: whether the author is the signer; whether the key was a member's when it signed (a key
# removed since is missing here, a new one passes on old commits); a second signature in a commit; who may write which
# file; what a ballot binds; and whether a decision is what its ballots come to. `board verify` sees all of these.
"""


def allowed_signers(charter: Charter) -> str:
    """A line a key: the member's addresses, what it may sign, and the key; keys of suspended members are left out.

    No dates: git compares them with the time a signer claims, so they prove nothing.
    """
    lines = [_HEAD]
    for member in charter.members:
        mails = [mail for mail in member.emails if _MAIL.fullmatch(mail)]
        if member.suspended or not mails:
            continue
        lines += (f'{",".join(mails)} namespaces="git" {line}\n' for line in map(_plain, member.keys) if line)
    return "".join(lines)


def _plain(line: str) -> str:
    try:
        return parse_key(line).line
    except BadKey:
        return ""
