"""The registers: what is in use, in which version, under whose care."""

from __future__ import annotations

from dataclasses import dataclass

from board.core.proposal import Artefact


@dataclass(frozen=True, slots=True)
class RegisteredFile:
    """One file of a registered artefact; `size` is in bytes, 0 when unknown, `sha256` reads "sha256:…"."""

    path: str
    sha256: str = ""
    size: int = 0
    format: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """One thing an artefact came from: a base model, a dataset, a transformation; `relation` says how."""

    id: str
    version: str = ""
    relation: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One model or dataset: `registers/models/<id>.toml` or `registers/datasets/<id>.toml`, read leniently.

    `sunset` is the last day in use once its end was announced (`deprecation.sunset` in the file).
    `sort` is "models" or "datasets"; `used_for` lists the features a model powers or the uses a dataset is allowed.
    """

    id: str
    sort: str
    name: str = ""
    version: str = ""
    status: str = ""
    ring: str = ""
    tier: str = ""
    owner: str = ""
    licence: str = ""
    licence_category: str = ""
    publisher: str = ""
    source: str = ""
    revision: str = ""
    sha256: str = ""
    fallback: str = ""
    approved_until: str = ""
    retention_until: str = ""
    deleted_on: str = ""
    sunset: str = ""
    intended_use: str = ""
    limitations: str = ""
    files: tuple[RegisteredFile, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    used_for: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def artefacts(self) -> tuple[Artefact, ...]:
        """What a decision names: this version by the digest of the whole, or of its only file; none without one."""
        whole = self.sha256 or (self.files[0].sha256 if len(self.files) == 1 else "")
        return (Artefact(self.id, self.version, whole),) if whole else ()

    @property
    def digests(self) -> tuple[str, ...]:
        """Every digest by which a decision can be found: the whole's, then each file's."""
        return tuple(dict.fromkeys(filter(None, (self.sha256, *(file.sha256 for file in self.files)))))
