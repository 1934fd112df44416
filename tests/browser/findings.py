"""Ways to say all that is wrong at once, and how well letters stand out."""

from __future__ import annotations

from collections.abc import Iterable


def none(findings: Iterable[str]) -> bool:
    """Return whether there is no finding; otherwise fail and list them all."""
    found = list(findings)
    assert not found, f"{len(found)} findings:\n" + "\n".join(found)
    return True


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    brighter, darker = sorted(map(luminance, (one, other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
