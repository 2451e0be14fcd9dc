"""Pictures: figures as images that say in words what they show, for whoever does not see them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from mi_abm.plots.curves import draw
from mi_abm.report.scales import panel
from mi_abm.widgets.outcome import GAP, Outcome

DRAWN = ("miti", GAP, "practice")


def panels(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Yield (name, image) of each panel: plan and reference week by week, and by how much they differ in the MITI score."""
    for name in DRAWN:
        effect = outcome.effects["miti" if name == GAP else name]
        how = panel(effect)
        if name == GAP:
            how = replace(how, title=f"{effect.title}: your plan less the other, pair by pair")
        drawn = draw(
            outcome.gaps if name == GAP else outcome.bands(name), how, outcome.titles, outcome.acts, name == GAP
        )
        yield name, picture(drawn.encode(), "svg+xml", f"{how.title}, week by week, with bands. {outcome.heading()}.")


def picture(content: bytes, kind: str, said: str, width: int = 560) -> str:
    """Return an image with nothing to fetch, at most `width` pixels wide; `kind`: "png" or "svg+xml"."""
    data = base64.b64encode(content).decode()
    style = f"width:100%;max-width:{width}px"
    return f'<img src="data:image/{kind};base64,{data}" alt="{escape(said, quote=True)}" style="{style}">'


def link(content: bytes, kind: str, name: str, text: str) -> str:
    """Return a link that saves a file without asking anybody for it."""
    data = base64.b64encode(content).decode()
    return (
        f'<a class="mi-link" href="data:{kind};base64,{data}" download="{escape(name, quote=True)}">{escape(text)}</a>'
    )
