"""The files of an export, before any of them is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from compass_model.export.export_file import EXPORT_FILE
from compass_model.export.manifest import MANIFEST_FILE, Manifest, digest, write_manifest
from compass_model.problems import Code, Problem


@dataclass
class Output:
    """What an export writes."""

    files: dict[str, bytes] = field(default_factory=dict)
    """The content of each file, by its path in the folder of the export."""
    sources: dict[str, str] = field(default_factory=dict)
    """The file of the compass that each was made from."""
    labels: dict[str, str] = field(default_factory=dict)
    """What each label stands for."""
    book_terms: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    """Where two files would have one name."""

    def add(self, path: str, content: str | bytes, source: str = "") -> None:
        """Add a file.

        Args:
            path: where it goes, in the folder of the export
            content: what it holds
            source: the file of the compass that it is made from; empty when there is no one file
        """
        made = content.encode() if isinstance(content, str) else content
        if self.files.setdefault(path, made) != made:
            first, second = self.sources.get(path, EXPORT_FILE), source or EXPORT_FILE
            message = (
                f"'{path}' would be made from '{first}' and from '{second}'; give a page, a "
                "chapter or a file that it shows another name"
            )
            self.problems.append(Problem(second, 1, message, Code.LABEL_CLASH))
        if source:
            self.sources[path] = source

    def write(self, folder: Path) -> None:
        """Write all files and the list of them."""
        hashes = {path: digest(content) for path, content in self.files.items()}
        manifest = Manifest(hashes, self.sources, self.labels, self.book_terms)
        for path, content in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        (folder / MANIFEST_FILE).write_bytes(write_manifest(manifest))
