"""Every text is there in every language of its instrument, or in the first only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from compass_model.fields import Finding, Language, Model
from compass_model.problems import Code, did_you_mean
from compass_model.yaml_source import Loc


def wordings_in(model: Model) -> Iterator[tuple[Loc, dict[str, str]]]:
    """Yield every text below *model* that was written in several languages, with its place."""
    yield from _in_model(model, ())


def wording_findings(model: Model, languages: Sequence[str]) -> Iterator[Finding]:
    """Each text that has wordings has one in each of *languages*, the first first.

    A text without wordings is one in the first language; translators' catalogues do the rest.
    """
    for loc, wording in wordings_in(model):
        for language in languages:
            if language not in wording:
                message = (
                    f"this text is missing in '{language}'; add it, or write the text in "
                    f"'{languages[0]}' alone and leave the rest to the translators"
                )
                yield Finding(loc, Code.MISSING_WORDING, message)
        for language in wording:
            if language not in languages:
                hint = did_you_mean(language, languages) or "; add it there or take it out here"
                message = f"'{language}' is not one of the 'languages' of this instrument{hint}"
                yield Finding((*loc, language), Code.UNKNOWN_REFERENCE, message)
        first = next(iter(wording), "")
        if first != languages[0] and languages[0] in wording:
            message = (
                f"this text begins with '{first}', but the original is in '{languages[0]}'; "
                "write the original first"
            )
            yield Finding(loc, Code.WRONG_VALUE, message)


def _in_model(model: BaseModel, loc: Loc) -> Iterator[tuple[Loc, dict[str, str]]]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name, None)
        yield from _in_value(value, field.annotation, (*loc, str(field.alias)))


def _in_value(value: Any, annotation: Any, loc: Loc) -> Iterator[tuple[Loc, dict[str, str]]]:
    if isinstance(value, BaseModel):
        yield from _in_model(value, loc)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _in_value(item, _inside(annotation, list), (*loc, i))
    elif isinstance(value, dict):
        inside = _branch(annotation, dict)
        if get_args(inside)[:1] == (Language,):
            yield loc, value
            return
        for key, item in value.items():
            yield from _in_value(item, _inside(annotation, dict), (*loc, key))


def _inside(annotation: Any, origin: type) -> Any:
    """Return the type of the entries of a list or mapping."""
    arguments = get_args(_branch(annotation, origin))
    return arguments[-1] if arguments else None


def _branch(annotation: Any, origin: type) -> Any:
    """Find the list or mapping among the alternatives of a type."""
    if get_origin(annotation) is Annotated:
        return _branch(get_args(annotation)[0], origin)
    if get_origin(annotation) in {Union, UnionType}:
        found = (_branch(argument, origin) for argument in get_args(annotation))
        return next((branch for branch in found if branch is not None), None)
    return annotation if get_origin(annotation) is origin else None
