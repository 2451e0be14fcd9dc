"""Pictures: figures as images that say in words what they show, for whoever does not see them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from mi_abm.plots import trajectories
from mi_abm.plots.style import image
from mi_abm.report.scales import panel
from mi_abm.widgets.outcome import Outcome

DRAWN = ("miti", "practice")


def panels(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Yield (measure, image) of each panel: plan and reference, week by week, with their bands and the calendar."""
    places = {name: i for i, name in enumerate(outcome.titles)}
    for measure in DRAWN:
        effect = outcome.effects[measure]
        figure = trajectories.draw(outcome.bands, [panel(effect)], outcome.titles, outcome.acts, places, columns=1)
        yield measure, picture(image(figure, "png"), f"{effect.title}, week by week, with bands. {outcome.heading()}.")


def picture(png: bytes, said: str, width: int = 560) -> str:
    """Return an image with nothing to fetch, at most `width` pixels wide."""
    data = base64.b64encode(png).decode()
    return f'<img src="data:image/png;base64,{data}" alt="{escape(said, quote=True)}" style="width:100%;max-width:{width}px">'


def link(content: bytes, kind: str, name: str, text: str) -> str:
    """Return a link that saves a file without asking anybody for it."""
    data = base64.b64encode(content).decode()
    return (
        f'<a class="mi-link" href="data:{kind};base64,{data}" download="{escape(name, quote=True)}">{escape(text)}</a>'
    )
