"""Goes through one transcript: what is replaced, what a person decides, and what comes of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple

from compass_model.study.review import Entry
from compass_model.study.roster import Roster
from compass_model.study.transcript import Flag, Line, Recording, Transcript
from compass_scripts.study.capitals import few_capitals, find_capitals, find_numbers
from compass_scripts.study.findings import REASONS, Findings, Open, Replacement
from compass_scripts.study.labels import (
    recording_is_explained,
    recording_without_names,
    speaker_is_explained,
    without_names,
)
from compass_scripts.study.lexicon import Lexicon
from compass_scripts.study.media import ENDINGS
from compass_scripts.study.names import find_names, longest, may_name
from compass_scripts.study.near_misses import NearMisses, find_near_misses
from compass_scripts.study.patterns import find_patterns
from compass_scripts.study.replacing import Moved, cleaned, edited_line, edits_of
from compass_scripts.study.tokens import Place, Said, Token, tokens_of

_AROUND = 60
"""Letters of a context on each side, at most."""


class Reader:
    """Reads transcripts with one roster."""

    def __init__(self, roster: Roster) -> None:
        self._lexicon = Lexicon(roster)
        self._near = NearMisses(self._lexicon)

    def leads_to_somebody(self, text: str) -> bool:
        """Return whether a replacement holds a name of the roster, or an address."""
        if find_patterns(text, self._lexicon):
            return True
        tokens = tokens_of([Said(1, "", text)])
        hits = (longest(tokens, i, self._lexicon) for i in range(len(tokens)))
        return any(hit and may_name(tokens, hit, self._lexicon) for hit in hits)

    def analyse(self, transcript: Transcript) -> Analysis:
        """Find everything in a transcript that is replaced or that a person decides."""
        lines = [cleaned(line) for line in transcript.lines]
        said = [Said(line.number, line.speaker or "", line.text) for line in lines]
        findings = Findings()
        for i, line in enumerate(said):
            for found in find_patterns(line.text, self._lexicon):
                place = Place(i, found.start, found.end)
                findings.replaced.append(Replacement((place,), found.text))
        tokens = _outside(tokens_of(said), findings.replaced)
        explained = find_names(tokens, self._lexicon, findings)
        explained |= find_near_misses(tokens, explained, self._near, findings)
        find_capitals(tokens, explained, self._lexicon, findings)
        taken = [place for one in findings.replaced for place in one.places]
        find_numbers([line.text for line in said], taken, findings)
        if few_capitals(tokens):
            findings.ask("no-capitals", "all of the text", ())
        speakers = self._speakers(lines, transcript.speakers, findings)
        name = self._name(transcript, findings)
        return Analysis(transcript, lines, findings, speakers, name)

    def plain(self, text: str) -> str:
        """Return a sentence of the program with the names of the roster replaced."""
        return without_names(text, self._lexicon)

    def _speakers(
        self, lines: Sequence[Line], known: Sequence[str], findings: Findings
    ) -> dict[str, str]:
        labels = {*known, *(line.speaker for line in lines)}
        labels |= {word.speaker for line in lines for word in line.words}
        named = {label: without_names(label, self._lexicon) for label in labels if label}
        for label in sorted(named.values()):
            if not speaker_is_explained(label, self._lexicon):
                findings.ask("speaker", label, ())
        return named

    def _name(self, transcript: Transcript, findings: Findings) -> str:
        sha256 = transcript.recording.sha256
        name = recording_without_names(transcript.id, sha256, self._lexicon, self._near)
        if not recording_is_explained(name, self._lexicon):
            findings.ask("recording", name, (), f"recording-{sha256[:8]}")
        return name


class Analysis(NamedTuple):
    """What was found in a transcript."""

    transcript: Transcript
    lines: list[Line]
    """Its lines, without signs that nobody sees."""
    findings: Findings
    speakers: dict[str, str]
    """The label of each speaker, and what stands there without names of the roster."""
    name: str
    """The name of the recording, without names of the roster."""

    @property
    def open(self) -> list[Open]:
        """What a person decides, as it stands in the review."""
        kinds = list(REASONS)
        found = self.findings.open.values()
        return sorted(
            found, key=lambda one: (kinds.index(one.kind), one.found.casefold(), one.found)
        )

    def lines_of(self, one: Open) -> list[int]:
        """Return the numbers of the lines that an entry is about."""
        if one.kind == "no-capitals":
            return []
        if one.kind == "speaker":
            mine = {label for label, name in self.speakers.items() if name == one.found}
            return [line.number for line in self.lines if line.speaker in mine]
        numbers = {self.lines[places[0].line].number for places in one.occurrences}
        return sorted(numbers)

    def apply(self, decisions: dict[str, Entry], reader: Reader) -> Applied:
        """Return the transcript with everything replaced that is to be replaced."""
        replaced = list(self.findings.replaced)
        speakers, name = dict(self.speakers), self.name
        for one in self.open:
            entry = decisions.get(one.id)
            if entry is None or not entry.replacement:
                continue
            if one.kind == "speaker":
                for label in [label for label, now in speakers.items() if now == one.found]:
                    speakers[label] = entry.replacement
            elif one.kind == "recording":
                name = entry.replacement
            replaced += [
                Replacement(places, entry.replacement)
                for places in one.occurrences
                if not entry.in_lines or self.lines[places[0].line].number in entry.in_lines
            ]
        edits = edits_of(replaced, self.lines)
        lines = [edited_line(line, edits.get(i, []), speakers) for i, line in enumerate(self.lines)]
        result = _renamed(self.transcript, name, lines, speakers, reader)
        moved = {i: Moved(found) for i, found in edits.items()}
        return Applied(result, moved, len(self.findings.replaced))


class Applied(NamedTuple):
    """A transcript in which everything is replaced that is to be replaced."""

    transcript: Transcript
    moved: dict[int, Moved]
    replaced: int
    """How much of it was replaced without a question."""

    def contexts(self, one: Open, most: int) -> list[str]:
        """Return what stands around the first occurrences of a form, as it is now."""
        return [self._context(places[0]) for places in one.occurrences[:most]]

    def _context(self, place: Place) -> str:
        text = self.transcript.lines[place.line].text
        start, end = place.start, place.end
        if place.line in self.moved:
            start = self.moved[place.line].position(start)
            end = max(start, self.moved[place.line].position(end, end=True))
        before, after = text[:start], text[end:]
        if len(before) > _AROUND:
            before = "… " + before[-_AROUND:].partition(" ")[2]
        if len(after) > _AROUND:
            after = after[:_AROUND].rpartition(" ")[0] + " …"
        return f"{before}»{text[start:end]}«{after}"


def _outside(tokens: Sequence[Token], replaced: Sequence[Replacement]) -> list[Token]:
    """Return the words that no pattern replaced; names do not go on over those."""
    taken: dict[int, bytearray] = {}
    for place in (one.places[0] for one in replaced):
        marks = taken.setdefault(place.line, bytearray())
        marks.extend(bytes(max(0, place.end - len(marks))))
        marks[place.start : place.end] = b"\1" * (place.end - place.start)
    kept: list[Token] = []
    cut = False
    for token in tokens:
        line, start, end = token.place
        if line in taken and taken[line].find(1, start, end) != -1:
            cut = True
        else:
            kept.append(token._replace(gap=None) if cut else token)
            cut = False
    return kept


def _renamed(
    transcript: Transcript,
    name: str,
    lines: Sequence[Line],
    speakers: dict[str, str],
    reader: Reader,
) -> Transcript:
    """Return a transcript that says nothing of its recording but a name that names nobody."""
    # What follows the last full stop may be a name as well, as in "Interview with Dr. Example".
    ending = PurePosixPath(transcript.recording.name).suffix
    ending = ending if ending[1:].lower() in ENDINGS else ""
    flags = [_plain_flag(flag, speakers, reader) for flag in transcript.flags]
    recording = transcript.recording
    return replace(
        transcript,
        id=name,
        recording=Recording(name=name + ending, sha256=recording.sha256, seconds=recording.seconds),
        speakers=tuple(dict.fromkeys(speakers.get(one, one) for one in transcript.speakers)),
        lines=tuple(lines),
        flags=tuple(flags),
        options={},  # the terms that the recogniser was given are names, more often than not
    )


def _plain_flag(flag: Flag, speakers: dict[str, str], reader: Reader) -> Flag:
    message = flag.message
    for label, name in sorted(speakers.items(), reverse=True):
        if label != name:
            message = message.replace(label, name)
    return replace(flag, message=reader.plain(message))
