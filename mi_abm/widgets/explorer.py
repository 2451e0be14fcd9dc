"""The explorer: controls on the left, what they change on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import ipywidgets as w

from mi_abm.scenario.load import Scenario
from mi_abm.scenario.problems import InputError
from mi_abm.scenario.summary import own
from mi_abm.widgets.advice import Case, advice
from mi_abm.widgets.calendar import Calendar
from mi_abm.widgets.cards import Assumptions, Card
from mi_abm.widgets.engine import warm
from mi_abm.widgets.keeping import Keeping
from mi_abm.widgets.latest import Latest
from mi_abm.widgets.outcome import Runs
from mi_abm.widgets.results import Panel
from mi_abm.widgets.sections import Section, sections
from mi_abm.widgets.session import Session
from mi_abm.widgets.style import CSS

FIRST = 960  # people in the pairs of runs that are shown at once; the others follow


class Explorer:
    """An explorer of one scenario; `box` is the widget to show. Two explorers share nothing."""

    def __init__(self, scenario: str | Scenario, reference: str, replicates: int, weeks: int, writes: bool) -> None:
        self.session, self.replicates = Session(scenario, reference, weeks), replicates
        self.runs = Runs(weeks)
        self.panel = Panel(self.cure)
        warm(self.session.start, self.runs, self.panel.note)
        self.work: Latest[tuple[Scenario, Scenario]] = Latest(self._stages, lambda e: self.panel.say(str(e)))
        self.unheard = False
        self.keeping = Keeping(self.session, replicates, self.reset, writes)
        self.cards: list[Card] = []
        self.folds: list[Assumptions] = []
        self._folded = [self._section(found) for found in sections(self.session.start.rules)]
        self.sections = w.Accordion([box for _, box in self._folded], selected_index=None)
        self.calendar = Calendar([card.block for card in self.cards], self.session, self.told, self.off)
        self._entitle()
        # These hear of reference and plan when all runs are done; of every change; of a reset.
        self.settled: list[Callable[[Scenario, Scenario], None]] = []
        self.changed: list[Callable[[], None]] = []
        self.cleared: list[Callable[[], None]] = []
        switches = w.HTML("<h2>What could be done, by how it works</h2>")
        self.left = w.VBox([self.calendar.box, switches, self.sections, self.keeping.box])
        self.left.add_class("mi-controls")
        self.columns = w.HBox([self.left, self.panel.box])
        self.columns.add_class("mi-columns")
        self.box = w.VBox([w.HTML(f"<style>{CSS}</style>"), self.columns])
        self.box.add_class("mi-explorer")
        self._start()

    def told(self, wrong: str = "") -> None:
        """Hear of a change: show what was wrong with it, or count anew."""
        self.panel.say(wrong)
        if wrong:
            return
        reference, plan = self.asked()
        self.panel.busy()
        self.work.submit((reference, plan))  # first of all: the pictures are what one waits for
        self._entitle()
        self.calendar.refresh()
        for card in self.cards:
            card.follow()
        for hear in self.changed:
            hear()
        self.panel.warn(advice(plan))
        self.keeping.show(plan, reference)

    def asked(self) -> tuple[Scenario, Scenario]:
        """Return reference and plan as they are set now."""
        plan = self.session.plan()
        return self.session.reference(plan), plan

    def refresh(self) -> None:
        """Show what the session holds, and count anew."""
        for card in self.cards:
            card.refresh()
        for fold in self.folds:
            fold.refresh()
        self.told()

    def again(self) -> None:
        """Say everything once more, for a page whose widgets were not there yet to hear it."""
        self.unheard = True
        with suppress(InputError):  # nothing is counted, and that was said before the page came
            self.work.submit(self.asked())

    def off(self, name: str) -> None:
        """Switch an intervention off, wherever it was asked for."""
        next(card for card in self.cards if card.block.name == name).switch.value = False

    def cure(self, case: Case) -> None:
        """Set what cures a pitfall."""
        self.session.apply(case.cure)
        self.refresh()

    def reset(self) -> None:
        """Go back to the scenario as it was."""
        self.session.reset()
        for hear in self.cleared:
            hear()
        self.refresh()

    def _start(self) -> None:
        """Show the first outcome before anybody has touched anything; the rest of the runs follows in a thread."""
        try:
            reference, plan = self.asked()
            self.panel.show(
                self.runs.outcome(reference, plan, stages(people(plan), self.replicates)[0]), self.replicates
            )
        except InputError as error:
            self.panel.say(str(error))
            return
        self.panel.warn(advice(plan))
        self.keeping.show(plan, reference)
        self.work.submit((reference, plan))

    def _stages(self, asked: tuple[Scenario, Scenario]) -> Iterator[None]:
        # Here, in the thread that says how far it is: nothing older is then said after something newer.
        if self.unheard:
            self.unheard = False
            self.panel.repeat()
        reference, plan = asked
        for place, n in enumerate(self._ahead(reference, plan)):
            if place:  # something is shown by now: a newer request need not wait for the plan too
                self.runs.first(reference, n)
                yield
            self.panel.show(self.runs.outcome(reference, plan, n), self.replicates)
            yield
        for hear in self.settled:
            hear(reference, plan)

    def _ahead(self, reference: Scenario, plan: Scenario) -> list[int]:
        """Return the stages from the last one whose runs are there."""
        found = stages(people(plan), self.replicates)
        have = min(self.runs.have(reference), self.runs.have(plan))
        return found[max(sum(n <= have for n in found) - 1, 0) :]

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


def stages(size: int, replicates: int) -> list[int]:
    """Return after how many pairs of runs to show what there is: few at first, the fewer the larger the organisation.

    Not often: runs that are stacked cost less than the same runs one part after the other, and each showing costs drawing.
    """
    first = max(4, min(20, FIRST // max(size, 1)))
    found = [n for k in range(8) if (n := first * 5**k) < replicates]
    return [*found, replicates]


def people(plan: Scenario) -> int:
    """Return how many people a scenario is about."""
    found = own(plan)
    if found is not None:
        return len(found.organisation)
    size = plan.data.organisation.team_size
    return sum(size) if isinstance(size, list) else size * plan.data.organisation.teams
