"""The report: what a study asked, how, what it found and what it recommends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from compass_model.envelope import Assembled, Section
from compass_model.facts import Block, Plain, Words, fields, link, shown, text
from compass_model.fields import Link, Open, Text
from compass_model.identifiers import doi_url
from compass_model.kinds.figure import Figure, figure_table
from compass_model.kinds.register_entries import Doi
from compass_model.kinds.register_timeline import dates
from compass_model.spans import Span


class Report(Assembled):
    """A study from its questions to its recommendations, assembled from other pages.

    The page says in short what was asked, how, what was found and where the limits are. Its parts
    are usually the lists of findings and of recommendations, its appendices the instruments.
    """

    name: ClassVar[str] = "report"
    title: ClassVar[Words] = Words("Report")
    folder: ClassVar[str] = "research/{id}/index.md"
    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            "Questions",
            ("Research questions", "What was asked", "What we asked"),
            "what the study wanted to know",
        ),
        Section(
            "Method",
            ("Methods", "How it was done", "How we did it"),
            "who took part, how they were asked and how the answers were read",
        ),
        Section(
            "Ethics",
            ("Ethics approval", "Consent and ethics", "Ethics and consent"),
            "who approved the study, and what people agreed to",
        ),
        Section(
            "Findings", ("Results", "What was found", "What we found"), "what was found, in short"
        ),
        Section(
            "Recommendations",
            ("What is recommended", "What was recommended", "What we recommend"),
            "what is recommended, to whom and by whom",
        ),
        Section(
            "Limitations",
            ("Limits", "What it cannot say", "Planned and published"),
            "what the study cannot say, and what differs from its plan",
        ),
        Section(
            "Data protection",
            ("Data", "What happens to the data", "Data and privacy"),
            "where the data are, who sees them and how long they are kept",
        ),
    )

    study: Open[Text] = Field(examples=["A made-up study of our community"])
    """The study that it reports, as inline text; a citation is best."""
    period: Open[Span] | None = None
    """When the study was done: a month, or the first and the last."""
    figures: Open[list[Figure]] = []
    """Numbers such as the sample, each with its source."""
    doi: Open[Doi] | None = Field(default=None, examples=["10.5281/zenodo.1234567"])
    """The DOI of the report, without ``https://doi.org/``."""
    published: Open[Link] | None = None
    """Where the report can be read, if that is not this page."""

    def facts(self) -> Iterator[Block]:
        """At a glance, and the numbers with their sources."""
        yield fields(
            "at-a-glance",
            None,
            (Words("Study"), text(self.study, "study")),
            (Words("When"), dates(self.period)),
            (Words("Published at"), link(self.published)),
            (Words("DOI"), shown(self.doi, lambda doi: (Plain(doi, doi_url(doi)),))),
        )
        yield from figure_table("figures", self.figures)
