"""The environments git runs in: one for reading and writing objects, one for the network and the user's own settings.

An opened repository is somebody else's directory: its configuration can name programs. Nothing it says may run one.
Every inherited `GIT_*` variable is dropped as well, because a hook or a shell can leave `GIT_DIR` or
`GIT_INDEX_FILE` behind and send our writes elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

# Highest precedence in git, above the repository's own files. An empty value resets what a file has set.
_NO_COMMANDS: tuple[tuple[str, str], ...] = (
    ("core.fsmonitor", "false"),
    ("core.hooksPath", "/dev/null"),
    ("core.sshCommand", "ssh"),
    ("core.attributesFile", "/dev/null"),
    ("core.excludesFile", "/dev/null"),
    ("core.commitGraph", "false"),  # a commit-graph file can lie about parents
    ("core.alternateRefsCommand", ""),
    ("core.editor", ":"),
    ("core.pager", "cat"),
    ("core.askPass", ""),
    ("diff.external", ""),
    ("gpg.program", "gpg"),
    ("gpg.ssh.program", "ssh-keygen"),
    ("gpg.ssh.defaultKeyCommand", ""),
    ("credential.helper", ""),
    ("log.showSignature", "false"),
    ("commit.gpgSign", "false"),
    ("submodule.recurse", "false"),
    ("fetch.recurseSubmodules", "false"),
)
_SAFE_BEHAVIOUR: tuple[tuple[str, str], ...] = (
    ("protocol.ext.allow", "never"),
    ("transfer.fsckObjects", "true"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("safe.bareRepository", "explicit"),
    ("core.fsync", "all"),  # "recorded" is shown only after the disk has it
    ("core.filesRefLockTimeout", "1000"),
    ("core.packedRefsTimeout", "1000"),
    ("core.logAllRefUpdates", "always"),  # a bare repository keeps no reflog by default
    ("core.protectHFS", "true"),
    ("core.protectNTFS", "true"),
)
_NETWORK_BEHAVIOUR: tuple[tuple[str, str], ...] = (
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("fetch.recurseSubmodules", "false"),
    ("push.recurseSubmodules", "no"),
    ("push.gpgSign", "false"),
    ("push.followTags", "false"),
    ("http.lowSpeedLimit", "1000"),
    ("http.lowSpeedTime", "20"),
    *_SAFE_BEHAVIOUR,
)
_SETTINGS_FILES = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_PROTOCOLS = "file:ssh:https"
_LOGGED_AS = {"GIT_COMMITTER_NAME": "Governance Board", "GIT_COMMITTER_EMAIL": "board@localhost"}
"""Who moved a ref, in its log: never the name that the repository's own settings say, which may be anything."""
_REFUSE_TO_ASK = "/bin/false" if Path("/bin/false").exists() else "/usr/bin/false"


def plain() -> dict[str, str]:
    """The process environment without any `GIT_*` variable, in a fixed language and time zone."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return kept | {"LC_ALL": "C", "LANGUAGE": "C", "TZ": "UTC"}


def reading(trusted: Iterable[Path] = ()) -> dict[str, str]:
    """For reading and writing objects and refs: no hook, helper, filter, monitor or pager, no user or system settings.

    `trusted` are the exact directories whose owner was checked; git is told so and never told `*`.
    """
    owned = tuple(("safe.directory", str(path)) for path in trusted)
    return (
        plain()
        | _always()
        | {
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ASKPASS": _REFUSE_TO_ASK,
            "SSH_ASKPASS": _REFUSE_TO_ASK,
        }
        | configured((*_NO_COMMANDS, *_SAFE_BEHAVIOUR, *owned))
    )


def network() -> dict[str, str]:
    """For fetch and push: the user's own settings, credential helper, agent and ssh; run it in a directory of ours.

    The repository's settings must not be in reach: `remote.py` gives git a directory that holds none of them.
    """
    return own_settings() | _always() | configured(_NETWORK_BEHAVIOUR)


def own_settings() -> dict[str, str]:
    """For asking git what the user has set. Where the settings lie (`GIT_CONFIG_GLOBAL`) is the user's own word."""
    named = {name: os.environ[name] for name in _SETTINGS_FILES if name in os.environ}
    return plain() | named | {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}


def configured(settings: Iterable[tuple[str, str]], base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Settings as the variables that outrank every file; with `base`, added behind those already in it."""
    known = dict(base or {})
    start = int(known.get("GIT_CONFIG_COUNT", "0"))
    listed = tuple(settings)
    for number, (key, value) in enumerate(listed, start):
        known[f"GIT_CONFIG_KEY_{number}"] = key
        known[f"GIT_CONFIG_VALUE_{number}"] = value
    known["GIT_CONFIG_COUNT"] = str(start + len(listed))
    return known


def _always() -> dict[str, str]:
    return {
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": ":",
        "GIT_PAGER": "cat",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_ADVICE": "0",
        **_LOGGED_AS,
    }
