"""Where each file of a governed repository lies; `board.toml` always lies at the top."""

from __future__ import annotations

import re
from dataclasses import dataclass

CHARTER = "board.toml"
_STRICT = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def is_strict_name(name: str) -> bool:
    """Whether a path component may be created by the program (formats.md)."""
    return bool(_STRICT.fullmatch(name)) and not name.endswith(".")


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths below the charter's root, as repository paths with forward slashes."""

    root: str = "."

    def at(self, path: str) -> str:
        """A path below the root as a path of the repository."""
        root = self.root.strip("/")
        return path if root in ("", ".") else f"{root}/{path}"

    def proposal(self, proposal_id: str) -> str:
        """The proposal's document."""
        return self.at(f"proposals/{proposal_id}.md")

    def evidence(self, proposal_id: str, name: str = "") -> str:
        """A file in the proposal's folder, or with no name the folder and a slash."""
        return self.at(f"proposals/{proposal_id}/{name}")

    def decision(self, proposal_id: str) -> str:
        """The decision record for people."""
        return self.at(f"decisions/{proposal_id}.md")

    def file(self, proposal_id: str, name: str = "") -> str:
        """A file in the decision's folder: docket.toml, record.toml, ballots/ana-1.toml …"""
        return self.at(f"decisions/{proposal_id}/{name}")

    def ballot(self, proposal_id: str, member: str, number: int) -> str:
        """One cast ballot."""
        return self.file(proposal_id, f"ballots/{member}-{number}.toml")

    def review(self, proposal_id: str, member: str) -> str:
        """A member's working judgement."""
        return self.file(proposal_id, f"reviews/{member}.toml")

    def checklists(self) -> str:
        """The folder of the board's questions, with a slash."""
        return self.at("checklists/")

    def policy(self) -> str:
        """The gate parameters."""
        return self.at("policy.toml")
