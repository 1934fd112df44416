"""What a person reads before anything is fetched: what, from where, under which licence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from compass_scripts.models.catalogue import Item
from compass_scripts.models.hub_token import SETTINGS, VARIABLE, NoToken, read_token
from compass_scripts.models.plan import Plan
from compass_scripts.models.progress import megabytes
from compass_scripts.models.sites import host

USES = {
    "recognition": "writes down what is said",
    "alignment": "gives each word its time",
    "sentences": "knows where a sentence ends",
    "diarisation": "tells the speakers apart",
    "voice-activity": "finds where somebody speaks",
}


def explain(plan: Plan, folder: Path, environ: Mapping[str, str]) -> str:
    """Return the text.

    :param plan: what is going to be fetched
    :param folder: where to
    :param environ: the environment variables
    """
    parts = [
        f"To be fetched into {folder}:",
        "\n\n".join(_lines(item, plan.changed.get(item.name, "")) for item in plan.wanted),
        _servers(plan.wanted, environ),
    ]
    if plan.here:
        parts.insert(0, f"Here already: {', '.join(item.name for item in plan.here)}.")
    gated = [item for item in plan.wanted if item.gated]
    parts += [_steps(item, environ) for item in gated]
    return "\n\n".join(parts) + "\n"


def _lines(item: Item, changed: str) -> str:
    size = f"about {megabytes(item.megabytes * 1_000_000, digits=0)}" if item.megabytes else ""
    name = f"{item.name} ({item.language})" if item.language else item.name
    facts = [f"licence: {item.licence}", size, item.note, "needs a token" if item.gated else ""]
    lines = [
        f"  {name}: {USES[item.part]}",
        f"    {'; '.join(fact for fact in facts if fact)}",
        f"    {item.page}",
    ]
    if changed:
        lines.append(f"    here it has changed ({changed}); only what is different is fetched")
    return "\n".join(lines)


def _servers(items: Sequence[Item], environ: Mapping[str, str]) -> str:
    hosts = " and ".join(dict.fromkeys(host(item, environ) for item in items))
    return (
        "By fetching a model you accept its licence; please read its page. Nothing of yours is\n"
        "sent; "
        f"as with any page that you open, your address on the internet is seen by {hosts}."
    )


def _steps(item: Item, environ: Mapping[str, str]) -> str:
    try:
        read_token(environ)
        state = f"{VARIABLE} is set."
    except NoToken:
        state = f"{VARIABLE} is not set: without it, everything but this model is fetched."
    return f"""\
{item.name} is gated: its authors ask who uses it. It is free. Once:
  1. Make an account at https://huggingface.co/join and sign in.
  2. Open {item.page} and accept the conditions.
  3. Make a token of the type 'read' at {SETTINGS}
  4. In the terminal, type  read -rs {VARIABLE}; export {VARIABLE}  then paste the token, press
     Enter, and run this command again. The token is shown and stored nowhere.
{state}"""
