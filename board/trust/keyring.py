"""The keys a person could sign with on this machine: files, agent, security keys, OpenPGP; and making a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from board.core.finding import ExitStatus, refuse
from board.formats.keys import OPENPGP, BadBlock, fingerprint_of, read_block
from board.trust import gpg
from board.trust.signing import default_key, signer_for
from board.trust.sshsig import SK_ED25519, BadKey, SshKey, parse_key
from board.trust.tools import found_program, run

_LARGEST = 16 * 1024
SORTS = {"ed25519": "a key in a file", "ed25519-sk": "a key in a security key that you touch to sign"}


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key to sign with. `line` is what a charter lists, `where` tells a person which it is.

    `form` and `setting` are what git's gpg.format and user.signingkey would say; `block` is the OpenPGP public key.
    """

    line: str
    where: str
    form: str
    setting: str
    block: str = ""


def found_keys(env: Mapping[str, str]) -> tuple[FoundKey, ...]:
    """What can sign here: keys in files of ~/.ssh whose private half is there or in the agent, agent keys, OpenPGP."""
    held = _agent(env)
    found: dict[str, FoundKey] = {}
    folder = Path(env.get("HOME", "~"), ".ssh")
    for path in sorted(folder.glob("*.pub")) if folder.is_dir() else ():
        key = _public(path)
        if key is not None and (path.with_suffix("").is_file() or key.line in held):
            found.setdefault(key.line, FoundKey(key.line, f"~/.ssh/{path.name}{_touch(key)}", "ssh", str(path)))
    for line, comment in held.items():
        where = f"in the agent{f': {comment}' if comment else ''}{_touch(parse_key(line))}"
        found.setdefault(line, FoundKey(line, where, "ssh", f"key::{line}"))
    return (*found.values(), *_openpgp(env))


def named_key(text: str, env: Mapping[str, str]) -> FoundKey:
    """The key that a person names: a file, private or public, a key line, or an OpenPGP fingerprint of her keyring.

    Raises Refused when it is none of these.
    """
    if fingerprint := fingerprint_of(text):
        return openpgp_key(fingerprint, env)
    text = default_key(text, env)
    literal = text.removeprefix("key::").strip()
    path = Path(text.replace("~", env.get("HOME", "~"), 1) if text.startswith("~/") else text)
    if not literal.startswith(("ssh-", "ecdsa-", "sk-")):
        public = path if path.suffix == ".pub" else path.with_name(f"{path.name}.pub")
        key = _public(public)
        if key is None:
            raise _not_a_key(text, f"{public} holds no public SSH key that git can sign with")
        return FoundKey(key.line, str(public), "ssh", str(public))
    try:
        key = parse_key(literal)
    except BadKey as bad:
        raise _not_a_key(text, str(bad)) from bad
    return FoundKey(key.line, "as you typed it", "ssh", f"key::{key.line}")


def openpgp_key(key: str, env: Mapping[str, str], program: str = "") -> FoundKey:
    """An OpenPGP key of the person's keyring, by key id, fingerprint or mail; raises Refused where there is none."""
    block = gpg.exported(key, env, program)
    try:
        fingerprint = read_block(block).fingerprint
    except BadBlock as bad:
        raise _not_a_key(key, "gpg has no such key" if not block else str(bad)) from bad
    return FoundKey(OPENPGP + fingerprint, f"OpenPGP key …{fingerprint[-16:]}", "openpgp", fingerprint, block)


def made_key(
    path: Path, comment: str, *, sort: str, locked: bool, interactive: bool, env: Mapping[str, str]
) -> FoundKey:
    """A new key made by ssh-keygen, which asks for a passphrase itself when `locked`; a key that is there stays.

    Raises Refused when a file of that name is there, when nobody can be asked, and when ssh-keygen cannot.
    """
    public = path.with_name(f"{path.name}.pub")
    if path.exists() or public.exists():
        raise refuse(
            "key.exists",
            "There is a key of that name already, and it is never overwritten.",
            f"Use it with --key {public}, or name another file.",
            path=str(path),
        )
    if locked and not interactive:
        raise refuse(
            "key.passphrase",
            "A passphrase for the new key can be asked for only at a terminal.",
            "Run it there, or say --no-passphrase.",
            status=ExitStatus.WRONG_USE,
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    tool = found_program("ssh-keygen", env, "OpenSSH 8.2 or newer")
    command = [tool, "-q", "-t", sort, "-C", " ".join(comment.split()), "-f", str(path)]
    answer = run([*command, *([] if locked else ["-N", ""])], env=env, interactive=interactive)
    key = _public(public)
    if answer.status or key is None:
        said = " ".join(answer.errors.split())[:300]
        raise refuse("key.not-made", f"ssh-keygen made no key: {said or 'it gave no reason'}.", path=str(path))
    return FoundKey(key.line, str(public), "ssh", str(public))


def proof(
    key: FoundKey,
    challenge: bytes,
    *,
    interactive: bool,
    env: Mapping[str, str],
    tell: Callable[[str], None] | None = None,
) -> str:
    """A signature on a challenge by this key, checked; raises Refused when its private half is out of reach.

    `tell` is called with words when a security key waits for a touch.
    """
    signer = signer_for(key.form, key.setting, interactive=interactive, env=env, expected=(key.line,), tell=tell)
    return signer(challenge)


def _public(path: Path) -> SshKey | None:
    try:
        with path.open(encoding="utf-8") as file:
            return parse_key(file.read(_LARGEST).strip())
    except (OSError, ValueError):
        return None


def _touch(key: SshKey) -> str:
    return " (security key)" if key.type == SK_ED25519 else ""


def _agent(env: Mapping[str, str]) -> dict[str, str]:
    """The lines of the keys an agent holds, with their comments; none without an agent."""
    if not env.get("SSH_AUTH_SOCK"):
        return {}
    answer = run([found_program("ssh-add", env, "OpenSSH 8.2 or newer"), "-L"], env=env, interactive=False)
    found: dict[str, str] = {}
    for line in answer.output.decode("utf-8", "replace").splitlines() if not answer.status else ():
        try:
            found[parse_key(line).line] = " ".join(line.split()[2:])
        except BadKey:
            continue
    return found


def _openpgp(env: Mapping[str, str]) -> tuple[FoundKey, ...]:
    return tuple(
        FoundKey(OPENPGP + fingerprint, f"OpenPGP: {person}", "openpgp", fingerprint)
        for fingerprint, person in gpg.secret_keys(env)
    )


def _not_a_key(text: str, why: str) -> Exception:
    shown = " ".join(text.split())[:60]
    return refuse(
        "key.unknown",
        f"“{shown}” is no key to sign with: {why}.",
        "Name the file that ends in .pub, or an OpenPGP fingerprint.",
        status=ExitStatus.WRONG_USE,
    )
