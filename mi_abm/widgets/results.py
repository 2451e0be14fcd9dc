"""The right-hand side: finding, pictures, words, pitfalls with their cures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as w

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.widgets.advice import Case
from mi_abm.widgets.outcome import Outcome
from mi_abm.widgets.pictures import DRAWN, panels

BANDS = (
    "Bands: the middle 80 per cent of runs (pale), the 95 per cent interval of their mean (dark). Grey about zero: differences "
    "too small to matter in practice. Dotted lines: where something begins."
)


class Panel:
    """What an outcome shows. `cured` is called with the pitfall whose cure was asked for."""

    def __init__(self, cured: Callable[[Case], None]) -> None:
        self.cured = cured
        self.heading, self.state, self.words, self.wrong, self.preparing = (w.HTML() for _ in range(5))
        self.heading.add_class("mi-heading")
        self.images = {measure: w.HTML() for measure in DRAWN}
        for measure, image in self.images.items():
            image.add_class(f"mi-{measure}")
        self.warnings = w.VBox()
        pictures = w.HBox(list(self.images.values()), layout={"flex_flow": "row wrap"})
        note = w.HTML(f'<p class="mi-about">{BANDS} {CONDITIONAL}</p>')
        above = [self.heading, self.state, self.preparing, self.wrong, self.warnings]
        self.shown: list[str] = []  # pitfalls
        self.box = w.VBox([*above, pictures, self.words, note])
        self.box.add_class("mi-results")

    def show(self, outcome: Outcome, of: int) -> None:
        """Show an outcome, picture by picture; `of`: the pairs of runs there will be."""
        for measure, image in panels(outcome):
            self.images[measure].value = image
        also = f'<p class="mi-also">{escape(outcome.beside())}</p>' if outcome.beside() else ""
        self.heading.value = f'<div role="status"><h2 class="mi-finding">{escape(outcome.heading())}</h2>{also}</div>'
        self.words.value = "<ul>" + "".join(f"<li>{escape(said)}</li>" for said in outcome.sentences()) + "</ul>"
        # Last: how many pairs of runs there are is said of what stands there, not of what is still to come.
        more = "" if outcome.pairs >= of else f" so far, of {of}"
        self.state.value = (
            f'<p class="mi-state">{outcome.pairs} pairs of runs{more}, each on the same people and the same luck.</p>'
        )

    def repeat(self) -> None:
        """Send what is shown once more; all else was there before anybody could look."""
        for said in (*self.images.values(), self.heading, self.words, self.preparing, self.wrong, self.state):
            said.send_state("value")

    def busy(self) -> None:
        """Say that what is shown is not yet of what was asked for."""
        self.state.value = '<p class="mi-state">Counting anew ...</p>'

    def say(self, wrong: str) -> None:
        """Say what was not accepted, a line a problem; nothing if all was."""
        lines = "<br>".join(map(escape, wrong.splitlines()))
        self.wrong.value = f'<p role="alert" class="mi-wrong">{lines}</p>' if wrong else ""

    def note(self, said: str) -> None:
        """Say what else is going on; nothing if nothing is."""
        self.preparing.value = f'<p role="status" class="mi-state">{escape(said)}</p>' if said else ""

    def warn(self, cases: Sequence[Case]) -> None:
        """Show the pitfalls that a plan is about to fall into, each with its cure."""
        ids = [case.pitfall.id for case in cases]
        if ids != self.shown:  # or every move of a slider would put new boxes under the mouse
            self.warnings.children = [self._warning(case) for case in cases]
            self.shown = ids

    def _warning(self, case: Case) -> w.Widget:
        said = case.pitfall
        text = w.HTML(
            f"<p><b>Pitfall {escape(said.id)}.</b> {escape(said.goes_wrong)} <i>{escape(said.because)}</i><br>"
            f"<b>Cure.</b> {escape(said.cure)} <b>The button sets</b> {escape(case.sets())}.</p>"
        )
        button = w.Button(description=f"Cure {said.id}", tooltip=said.cure)
        button.on_click(lambda _: self.cured(case))
        box = w.VBox([text, button])
        box.add_class("mi-warning")
        return box
