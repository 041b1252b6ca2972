"""Findings in the forms build servers read: SARIF 2.1.0, JUnit XML, and annotations of GitHub Actions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from shlex import quote
from xml.etree import ElementTree as ET

from board import __version__
from board.cli import output
from board.cli.errors import finding_lines
from board.core.answering import OPEN
from board.core.finding import Finding, Severity
from board.core.layout import CHARTER
from board.core.text import one_line, safe_text

_SAID_THERE = ("missing-fact", "missing-evidence")
_FEW = 10
"""So many open questions are told in their words."""
FORMATS = ("text", "json", "sarif", "junit", "github")
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def text(findings: Sequence[Finding], explained: Collection[tuple[str, int]] = ()) -> None:
    """Print the findings below the file they speak of, in the order they come, then how many there are.

    Where a scaffold's own line says what may stand there (`explained`: path and line), it is not told once more here.
    """
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.where.path, []).append(finding)
    for path, listed in by_path.items():
        output.line(one_line(path) or "The repository as a whole")
        there = [one for one in listed if one.code in _SAID_THERE and (path, one.where.line) in explained]
        for code in _SAID_THERE:
            _tell_missing([one for one in there if one.code == code])
        for finding in listed:
            if finding not in there and finding.code != OPEN:
                _tell(finding)
        _tell_open([one for one in listed if one.code == OPEN])
        output.line()
    counts = Counter(finding.severity for finding in findings)
    told = [f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in Severity if counts[s]]
    files = f" in {len(by_path)} {'file' if len(by_path) == 1 else 'files'}"
    output.line(f"{', '.join(told)}{files}." if told else "Nothing is missing and nothing is wrong.")


def _list(finding: Finding) -> str:
    """The checklist that an open question stands in."""
    return finding.where.part.rpartition(", ")[0]


def _tell_open(findings: Sequence[Finding]) -> None:
    """The open questions under their checklists; where they are many, their ids: they are read when they are asked."""
    for name, questions in groupby(findings, key=_list):
        listed = list(questions)
        if len(findings) > _FEW:
            ids = ", ".join(one.message.partition(":")[0].partition(",")[0] for one in listed)
            output.paragraph(ids, "      ", f"  {one_line(name)}, open: ")
            continue
        output.line(f"  {one_line(name)}")
        for one in listed:
            output.paragraph(one.message, "      ", "    ")


def _tell_missing(missing: Sequence[Finding]) -> None:
    """What is missing of one sort, a line each: where it belongs, and why; then the command that asks for it."""
    if not missing:
        return
    fact = missing[0].code == _SAID_THERE[0]
    one, many = ("fact is", "facts are") if fact else ("piece of evidence is", "pieces of evidence are")
    output.line(f"  {missing[0].severity}: {len(missing)} {one if len(missing) == 1 else many} missing, on line:")
    for each in missing:
        name, _, then = each.message.partition("“")[2].partition("” is missing")
        why = f"{name}: {each.why}" if each.why else name
        then = then.removeprefix("; ").removesuffix(".")
        output.paragraph(
            f"{why} {then[:1].upper()}{then[1:]}.".replace(" .", ""), "           ", f"    {each.where.line:>5}  "
        )
    proposal = quote(missing[0].where.path.rpartition("proposals/")[2].removesuffix(".md"))
    asks = f"board answer {proposal} --facts" if fact else f"board evidence add {proposal}"
    output.paragraph(f"`{asks}` asks for {'it' if len(missing) == 1 else 'them'}.", "      ", "    What to do: ")


def _tell(finding: Finding) -> None:
    line = f"line {finding.where.line}" if finding.where.line else ""
    spot = ", ".join(filter(None, (line, one_line(finding.where.part))))
    output.paragraph(f"{finding.severity}: {finding.message}", "    ", f"  {spot}: " if spot else "  ")
    for said in finding_lines(finding)[1:]:
        if not said.startswith("  Where:"):
            output.paragraph(said.strip(), "      ", "    ")


def rendered(findings: Sequence[Finding], form: str) -> str:
    """The findings as one text in one of FORMATS other than text and json."""
    match form:
        case "sarif":
            return _sarif(findings)
        case "junit":
            return _junit(findings)
        case _:
            return _github(findings)


def of_commits(found: Sequence[tuple[Finding, str]]) -> str:
    """Findings about a history as SARIF, each with the full id of the commit it was found in.

    Build servers show nothing without a file, so what concerns none of them is shown at the charter.
    """
    placed = [one if one.where.path else replace(one, where=replace(one.where, path=CHARTER)) for one, _ in found]
    return _sarif(placed, [commit for _, commit in found])


def refused(findings: Sequence[Finding], status: int, form: str) -> str:
    """Why a command could not do its work, in one of FORMATS other than text and json; build servers want a file."""
    if form == "sarif":
        return of_refusal(findings, status)
    return rendered([replace(each, severity=Severity.ERROR) for each in findings], form)


def of_refusal(findings: Sequence[Finding], status: int) -> str:
    """Why nothing was judged as SARIF: no result, and a run that failed; build servers refuse an empty file."""
    notes = [
        {"descriptor": {"id": one.code}, "level": "error", "message": {"text": " ".join(finding_lines(one))}}
        for one in findings
    ]
    ran = {"executionSuccessful": False, "exitCode": status, "toolExecutionNotifications": notes}
    return _sarif((), invocations=[ran])


def _sarif(findings: Sequence[Finding], commits: Sequence[str] = (), **more: object) -> str:
    rules = sorted({finding.code for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "Governance Board",
                "version": __version__,
                "rules": [{"id": code} for code in rules],
            }
        },
        "results": [_result(*each) for each in zip(findings, commits or [""] * len(findings), strict=True)],
        **more,
    }
    return json.dumps({"version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(finding: Finding, commit: str) -> dict[str, object]:
    where = f"Commit {commit}." if commit else ""
    words = " ".join(part for part in (finding.message, where, finding.why, finding.fix) if part)
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": {"text": words},
    }
    if commit:
        result["properties"] = {"commit": commit}
    if finding.where.path:
        place: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.where.path)}}
        if finding.where.line:
            place["region"] = {"startLine": finding.where.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path, errors="replace")


def _junit(findings: Sequence[Finding]) -> str:
    """One test case for each file that has findings; errors fail it, the rest is its output."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.where.path or "repository", []).append(finding)
    by_path = by_path or {"repository": []}
    failed = sum(any(f.severity is Severity.ERROR for f in listed) for listed in by_path.values())
    suite = ET.Element("testsuite", name="board check", tests=str(len(by_path)), failures=str(failed), errors="0")
    for path, listed in by_path.items():
        case = ET.SubElement(suite, "testcase", classname="board.check", name=safe_text(path))
        errors = [str(finding) for finding in listed if finding.severity is Severity.ERROR]
        others = [f"{f.severity}: {f}" for f in listed if f.severity is not Severity.ERROR]
        if errors:
            failure = ET.SubElement(case, "failure", message=one_line(errors[0]))
            failure.text = safe_text("\n".join(errors))
        if others:
            ET.SubElement(case, "system-out").text = safe_text("\n".join(others))
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _github(findings: Sequence[Finding]) -> str:
    """Workflow commands; text from files cannot start a command of its own, for line ends and signs are escaped."""
    lines = []
    for finding in findings:
        place = [f"file={_property(finding.where.path)}"] if finding.where.path else []
        if finding.where.path and finding.where.line:
            place.append(f"line={finding.where.line}")
        place.append(f"title={_property(finding.code)}")
        words = _data(safe_text(" ".join(p for p in (finding.message, finding.why, finding.fix) if p)))
        lines.append(f"::{_GITHUB[finding.severity]} {','.join(place)}::{words}\n")
    return "".join(lines)


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(safe_text(value)).replace(":", "%3A").replace(",", "%2C")
