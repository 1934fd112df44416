"""The help of fields: the docstrings below them in their class.

pydantic can read these while a class is made (``use_attribute_docstrings``). That took half of the
time to import the kinds, which every build pays, also one of pages without facts; so they are read
when somebody asks.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


def field_help(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring of each field of *model*, by the name of the field in Python."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found |= _own_help(base)
    return {name: found.get(name, "") for name in model.model_fields}


@cache
def _own_help(model: type[BaseModel]) -> dict[str, str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
    found = {}
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            value = text.value if isinstance(text, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[field.target.id] = inspect.cleandoc(value.value)
    return found
