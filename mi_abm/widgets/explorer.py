"""The explorer: controls on the left, what they change on the right."""

from __future__ import annotations

from collections.abc import Iterator

import ipywidgets as w

from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError
from mi_abm.widgets.advice import Case, advice
from mi_abm.widgets.cards import Assumptions, Card
from mi_abm.widgets.keeping import Keeping
from mi_abm.widgets.latest import Latest
from mi_abm.widgets.outcome import Runs
from mi_abm.widgets.results import Panel
from mi_abm.widgets.sections import Section, sections
from mi_abm.widgets.session import Session
from mi_abm.widgets.style import CSS

FIRST = 20  # pairs of runs that are shown at once; the others follow


class Explorer:
    """An explorer of one scenario; `box` is the widget to show. Two explorers share nothing."""

    def __init__(self, scenario: str | Scenario, reference: str, replicates: int, weeks: int, writes: bool) -> None:
        self.session, self.replicates = Session(scenario, reference, weeks), replicates
        self.runs = Runs(weeks)
        self.panel = Panel(self.cure)
        self.work: Latest[tuple[Scenario, Scenario]] = Latest(self._stages, lambda e: self.panel.say(str(e)))
        self.keeping = Keeping(self.session, replicates, self.reset, writes)
        self.cards: list[Card] = []
        self.folds: list[Assumptions] = []
        self._folded = [self._section(found) for found in sections(self.session.start.rules)]
        self.sections = w.Accordion([box for _, box in self._folded], selected_index=None)
        self._entitle()
        left = w.VBox([w.HTML("<h3>What is done</h3>"), self.sections, self.keeping.box])
        left.add_class("mi-controls")
        self.columns = w.HBox([left, self.panel.box])
        self.columns.add_class("mi-columns")
        self.box = w.VBox([w.HTML(f"<style>{CSS}</style>"), self.columns])
        self.box.add_class("mi-explorer")
        self._start()

    def told(self, wrong: str = "") -> None:
        """Hear of a change: show what was wrong with it, or count anew."""
        self.panel.say(wrong)
        if wrong:
            return
        plan = self.session.plan()
        reference = self.session.reference(plan)
        self._entitle()
        self.panel.warn(advice(plan))
        self.keeping.show(plan, reference)
        self.panel.busy()
        self.work.submit((plan, reference))

    def refresh(self) -> None:
        """Show what the session holds, and count anew."""
        for card in self.cards:
            card.refresh()
        for fold in self.folds:
            fold.refresh()
        self.told()

    def cure(self, case: Case) -> None:
        """Set what cures a pitfall."""
        self.session.apply(case.cure)
        self.refresh()

    def reset(self) -> None:
        """Go back to the scenario as it was."""
        self.session.reset()
        self.refresh()

    def _start(self) -> None:
        """Show the first outcome before anybody has touched anything; the rest of the runs follows in a thread."""
        try:
            plan = self.session.plan()
            reference = self.session.reference(plan)
            self.panel.show(self.runs.outcome(reference, plan, min(FIRST, self.replicates)), self.replicates)
        except InputError as error:
            self.panel.say(str(error))
            return
        self.panel.warn(advice(plan))
        self.keeping.show(plan, reference)
        if self.replicates > FIRST:
            self.work.submit((plan, reference))

    def _stages(self, asked: tuple[Scenario, Scenario]) -> Iterator[None]:
        plan, reference = asked
        for n in sorted({min(FIRST, self.replicates), self.replicates}):
            outcome = self.runs.outcome(reference, plan, n)
            self.panel.show(outcome, self.replicates)
            yield

    def _section(self, found: Section) -> tuple[Section, w.Widget]:
        cards = [Card(block, self.session, self.told) for block in found.interventions]
        self.cards += cards
        inside: list[w.Widget] = [card.box for card in cards]
        if found.assumptions:
            title = "Who works with whom" if found.key == "organisation" else "Assumptions"
            fold = Assumptions(found.assumptions, self.session, self.told, title)
            self.folds.append(fold)
            inside.append(fold.fold)
        return found, w.VBox(inside)

    def _entitle(self) -> None:
        """Say in the heading of each section how many of its interventions are on."""
        counts = [sum(self.session.on(b.name) for b in found.interventions) for found, _ in self._folded]
        titles = [
            f"{found.title} ({n} on)" if n else found.title for (found, _), n in zip(self._folded, counts, strict=True)
        ]
        self.sections.titles = titles
