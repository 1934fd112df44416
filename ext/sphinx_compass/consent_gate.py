"""The gate: which words of participants this build may show, decided before any page is read.

What is wrong with participants and excerpts is an error: the build goes on without the words, so
that pages of an earlier build lose them too, and then fails. ``suppress_warnings`` changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import SphinxError

from compass_model.consent.files import leads_to_study
from compass_model.consent.known import Known, known_of
from compass_model.consent.pages import (
    page_texts,
    places_in,
    printed_pseudonyms,
    unknown_excerpts,
)
from compass_model.consent.repeated import repeated_words
from compass_model.consent.rules import judge
from compass_model.consent.study import line_of_excerpt, read_study
from compass_model.envelope import Definition
from compass_model.problems import Problem
from compass_model.records import Defined
from compass_model.source_file import is_inside, read_source
from sphinx_compass.domain import CompassDomain, compass_domain
from sphinx_compass.listings import today
from sphinx_compass.reporting import logger, report
from sphinx_compass.state import Gate

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def judge_excerpts(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Handle ``env-before-read-docs``: decide what may be shown; say what is wrong.

    Runs after the facts of all pages that will be read are known (500).
    """
    domain = compass_domain(env)
    domain.gate = Gate()
    study = read_study(domain.srcdir)
    if not study.files and not study.problems:
        return
    judged = judge(study, today(env), _known(domain, set(docnames)))
    pages = (Path(env.doc2path(name, base=False)).as_posix() for name in env.found_docs)
    texts = list(page_texts(domain.srcdir, pages))
    places = [place for path, text in texts for place in places_in(path, text)]
    ids = [entry.id for entry in study.participants if entry.id]
    problems = [*judged.problems, *printed_pseudonyms(texts, ids)]
    problems += repeated_words(texts, study.excerpts)
    reported = frozenset(place.id for place in places)
    domain.gate = Gate(judged.shown, study.whole, bool(problems), reported)
    _fail(domain.srcdir, problems)
    if study.whole:
        report(domain.srcdir, unknown_excerpts(places, judged.shown))


def _known(domain: CompassDomain, reading: set[str]) -> Known:
    """Return what pages define: those to be read as they are now, the others as noted."""

    def things() -> Iterator[Defined | Definition]:
        for page in domain.reading.pages.values():
            yield from page.facts.defines()
        for docname, record in domain.state["records"].items():
            if docname not in reading and docname not in domain.reading.pages:
                yield from record.defines

    return known_of(things(), domain.reading.lost)


def _fail(srcdir: Path, problems: Iterable[Problem]) -> None:
    """Report errors. They have no type, so that nothing suppresses them."""
    for problem in dict.fromkeys(problems):
        location = str(srcdir / problem.place)
        logger.error("%s [compass.%s]", problem.shown, problem.code, location=location)


def refuse_whole_files(app: Sphinx, doctree: nodes.document) -> None:
    """Handle ``doctree-read``: stop at a page that shows or offers the files of the study.

    :raises SphinxError: before anything of the page is kept
    """
    srcdir = Path(app.srcdir)
    page = app.env.doc2path(app.env.docname, base=False)
    for name in (page, *app.env.dependencies.get(app.env.docname, ())):
        if leads_to_study(srcdir, srcdir / name) or (name != page and _is_copy(srcdir, name)):
            message = (
                f"{page} shows or offers a file about participants; show single excerpts with "
                "{compass:excerpt} instead. Nothing was written."
            )
            raise SphinxError(message)


def _is_copy(srcdir: Path, name: str) -> bool:
    """Return whether a file that a page shows holds an excerpt, wherever it is in the sources."""
    if not is_inside(srcdir / name, srcdir):
        return False
    text, _problems = read_source(srcdir, name)
    return bool(line_of_excerpt(text or ""))


def fail_at_the_end(app: Sphinx, exception: Exception | None) -> None:
    """Handle ``build-finished``: a build with such problems has not worked."""
    if exception is None and compass_domain(app.env).gate.refuses:
        app.statuscode = 1


def register(app: Sphinx) -> None:
    """Connect the gate."""
    app.connect("env-before-read-docs", judge_excerpts, priority=600)
    # After the collectors (500), one of which notes the files that are included.
    app.connect("doctree-read", refuse_whole_files, priority=900)
    app.connect("build-finished", fail_at_the_end, priority=900)
