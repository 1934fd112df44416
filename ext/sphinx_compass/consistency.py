"""What is wrong between files: ids used twice, names of things that do not exist, and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compass_model.community import missing_community, read_community
from compass_model.consent.findings import unsupported
from compass_model.cross_file import cross_file_problems
from sphinx_compass.reporting import report

if TYPE_CHECKING:
    from sphinx_compass.domain import CompassDomain


def check_between_files(domain: CompassDomain) -> None:
    """Warn of problems between files, once everything was read and merged."""
    records, gate = domain.state["records"], domain.gate
    if not records:
        return
    community, _problems = read_community(domain.srcdir)
    problems = missing_community(domain.srcdir)
    lost = domain.reading.lost
    excerpts = gate.shown.keys() if gate.whole else None
    problems += cross_file_problems(records.values(), community, lost=lost, excerpts=excerpts)
    problems += unsupported(records.values(), gate.shown)
    report(domain.srcdir, problems)
