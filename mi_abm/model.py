"""TeamModel: one run as a Mesa model, over the very engine that runs stacks of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from inspect import signature
from pathlib import Path
from typing import Any, SupportsInt

import mesa
import networkx as nx
import numpy as np
from mesa.agent import AgentSet
from mesa.datacollection import DataCollector
from mesa.discrete_space import Network

from mi_abm.agents import Manager, Practitioner
from mi_abm.core.columns import Array
from mi_abm.core.kernels import style_mean
from mi_abm.core.measure import Measure
from mi_abm.engine.beginning import begun
from mi_abm.engine.ensemble import Run
from mi_abm.engine.recorder import Recorder, every_measure
from mi_abm.engine.results import Results
from mi_abm.engine.week import advance
from mi_abm.mechanisms.attachment_ties import AttachmentTies
from mi_abm.mechanisms.descriptive_norms import DescriptiveNorms
from mi_abm.mechanisms.skill import Skill
from mi_abm.mechanisms.uptake import Uptake
from mi_abm.scenario.load import Scenario, load

COLLECTED = tuple(
    c.name for c in (Skill.skill, Uptake.practice, Skill.habit, Uptake.attitude, DescriptiveNorms.perceived_norm)
)


class TeamModel(mesa.Model):  # type: ignore[misc]  # Mesa is untyped
    """One scenario and one seed, week by week: the same numbers as `simulate`, bit for bit.

    `step()` lets a week pass; row 0 of `datacollector` is the baseline measurement. The model stops `running` after
    `weeks` weeks (never, if None) but may be stepped on. Mesa's own generators decide nothing here.
    """

    def __init__(
        self,
        scenario: Scenario | Mapping[str, Any] | str | Path,
        rng: SupportsInt | None = 1,
        weeks: int | None = 52,
    ) -> None:
        """Found the organisation and run the burn-in.

        `scenario` is a `Scenario`, a mapping, a file or a packaged name such as "rotation"; without an `rng` a fresh
        seed is taken, to be read from `run.seed`. Raises `InputError` where the scenario is wrong.
        """
        seed = int.from_bytes(os.urandom(4), "big") if rng is None else int(rng)
        super().__init__(rng=seed % 2**64)
        found = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.run = Run(found, seed)
        self.weeks, self.week = weeks, 0
        self.stack = begun([self.run])
        self.recorder = Recorder(self.stack, self.measures, 52 if weeks is None else weeks)
        self._views: tuple[list[Practitioner], list[Manager]] | None = None
        self._space: Network | None = None
        self.datacollector = Collector(
            {measure.name: partial(_measured, m) for m, measure in enumerate(self.measures)},
            {name: partial(_personal, name) for name in COLLECTED},
        )
        self._take()

    @property
    def measures(self) -> tuple[type[Measure], ...]:
        """What is recorded every week."""
        return every_measure(self.run.scenario)

    def step(self) -> None:
        """Let one week pass, and take it down."""
        self.week += 1
        advance(self.stack, self.week)
        self._take()
        if self._space is not None:
            self._retie(self._space)

    def _take(self) -> None:
        known = self.recorder.values
        if self.week >= known.shape[1]:
            self.recorder.values = np.concatenate([known, np.full_like(known, np.nan)], axis=1)
        self.recorder.take(self.week)
        self.datacollector.collect(self)
        if self.weeks is not None and self.week >= self.weeks:
            self.running = False

    def results(self) -> Results:
        """Return the weeks so far as `simulate` would."""
        taken = self.recorder
        return Results(
            scenario=self.run.scenario,
            seeds=(self.run.seed,),
            measures=self.measures,
            values=taken.values[:, : self.week + 1].copy(),
            spread=taken.spread.copy(),
            cut=np.array(taken.cut),
        )

    def views(self) -> tuple[list[Practitioner], list[Manager]]:
        """Return the practitioners in order of row and the managers in order of number, made at the first call."""
        if self._views is None:
            people: list[Practitioner] = []
            managers: list[Manager] = []
            self._views = people, managers
            people += [Practitioner(self, row) for row in range(len(self.stack.org))]
            managers += [Manager(self, number) for number in range(int(self.stack.org.manager.max()) + 1)]
        return self._views

    @property
    def agents(self) -> AgentSet:
        """All practitioners, then all managers."""
        self.views()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Practitioners and managers apart."""
        self.views()
        return dict(super().agents_by_type)

    @property
    def agent_types(self) -> list[type]:
        """The kinds of agents."""
        return list(self.agents_by_type)

    @property
    def practitioners(self) -> AgentSet:
        """The practitioners, in order of post."""
        return self.agents_by_type[Practitioner]

    @property
    def managers(self) -> AgentSet:
        """The managers."""
        return self.agents_by_type[Manager]

    @property
    def scenario(self) -> Any:
        """Mesa's name for parameters of its own; ours are in `run.scenario`."""
        # Absent rather than None or ours: from 3.5 on, SolaraViz takes whatever stands here for one of Mesa's scenarios.
        raise AttributeError("the scenario of a TeamModel is in model.run.scenario")

    @scenario.setter
    def scenario(self, mesas_own: Any) -> None:
        """Take no notice of the empty scenario that Mesa makes for every model."""

    def tie_weights(self) -> Array:
        """Return the weight of every tie of this week; its strength at the start where no week has weighed it yet."""
        now, org = self.stack.monday, self.stack.org
        if self.week == 0 and self.run.scenario.data.burn_in == 0:
            return org.kept * now[AttachmentTies.tie_strength.name]
        return now[AttachmentTies.tie_weight.name]

    @property
    def space(self) -> Network:
        """The ties of this week as a network, one practitioner a cell; made at the first call, then kept up to date.

        A cell's number is its post, its neighbours are those whom its practitioner attends to; weights are in `space.G`.
        """
        if self._space is None:
            people, _ = self.views()
            graph: nx.DiGraph[int] = nx.DiGraph()
            graph.add_nodes_from(person.post for person in people)
            graph.add_weighted_edges_from(self._attended())
            # Mesa 3.5 would otherwise lay out 1,000 people by springs for seconds, at random.
            cheap = {"layout": nx.circular_layout} if "layout" in signature(Network).parameters else {}
            self._space = Network(graph, random=self.random, **cheap)
            for person in people:
                person.cell = self._space[person.post]
        return self._space

    def _attended(self) -> list[tuple[int, int, float]]:
        org, weight = self.stack.org, self.tie_weights()
        on = np.flatnonzero(weight > 0)
        post = org.post.tolist()
        return [(post[org.row[e]], post[org.idx[e]], float(weight[e])) for e in on]

    def _retie(self, space: Network) -> None:
        """Bring the network's ties up to date in place, as whoever draws it keeps hold of it."""
        now = {(i, j): weight for i, j, weight in self._attended()}
        for i, j in [pair for pair in space.G.edges if pair not in now]:
            space.G.remove_edge(i, j)
            space[i].disconnect(space[j])
        for (i, j), weight in now.items():
            if not space.G.has_edge(i, j):
                space[i].connect(space[j])
            space.G.add_edge(i, j, weight=weight)


class Collector(DataCollector):  # type: ignore[misc]  # Mesa is untyped
    """Mesa's collector, reading the people's columns whole: nobody need be made an agent to be taken down."""

    def _record_agents(self, model: TeamModel) -> list[tuple[float, ...]]:
        columns = [model.stack.monday[name] for name in self.agent_reporters]
        values = [style_mean(x) if x.ndim > 1 else x for x in columns]
        return [
            (model.week, row + 1, *each) for row, each in enumerate(zip(*(x.tolist() for x in values), strict=True))
        ]


def _measured(place: int, model: TeamModel) -> float:
    """Report a measure of this week, by its place."""
    return float(model.recorder.values[0, model.week, place])


def _personal(name: str, agent: Practitioner | Manager) -> float | None:
    """Report a column of a person, mean over styles; managers have none."""
    value = getattr(agent, name, None)
    return None if value is None else float(np.mean(value))
