"""Others: Mesa's own batches over the yardstick, and, for orientation, other frameworks on the nearest work they do.

No other framework has this model. AgentPy and NDlib are given a small part of it (see `SPREADS`): each person takes a habit up
with a chance that grows with the share of colleagues who have it. Starsim runs its own SIS epidemic on a random network. Their
figures say what a person's week of *that* costs; the full model does some hundred times as much in one.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict
from io import StringIO
from typing import Any

import mesa
from mesa.batchrunner import batch_run as mesa_batch_run

from benchmarks.work import PEOPLE, WEEKS, Spread, Timed, standard, yardstick

BATCH = 8  # runs of a batch, four for each process
DEGREE = 15
CHANCE = 0.02


class Yardstick(mesa.Model):  # type: ignore[misc]  # Mesa is untyped
    """The yardstick as batches want it: one step that does everything."""

    def __init__(self, number: int, weeks: int) -> None:
        super().__init__(seed=number)
        yardstick(standard().data.model_dump(), number, weeks)
        self.datacollector = mesa.DataCollector({"number": lambda model: number})
        self.datacollector.collect(self)
        self.running = False

    def step(self) -> None:
        """Do nothing more."""


def batch_run(weeks: int = WEEKS, batch: int = BATCH) -> Timed:
    """Return what runs a batch of yardsticks, of the standard job, on two processes; their start is part of it, as in every use."""

    def once() -> float:
        began = time.perf_counter()
        mesa_batch_run(
            Yardstick, {"number": list(range(batch)), "weeks": weeks}, number_processes=2, max_steps=1,
            display_progress=False,
        )  # fmt: skip
        return (time.perf_counter() - began) / batch

    return once


def others(weeks: int) -> dict[str, Any]:
    """Time what is installed; a framework that is not there says so."""
    found: dict[str, Any] = {}
    for name, run in {"AgentPy": _agentpy, "NDlib": _ndlib, "Starsim": _starsim}.items():
        try:
            with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                warnings.simplefilter("ignore")
                found[name] = _three(run, weeks)
        except ImportError:
            found[name] = "not installed"
    return found


def _three(run: Callable[[int], Callable[[], object]], weeks: int) -> dict[str, float]:
    seconds = []
    for _ in range(3):
        go = run(weeks)
        began = time.perf_counter()
        go()
        seconds.append((time.perf_counter() - began) / (PEOPLE * weeks) * 1e9)
    return asdict(Spread.of(seconds))


def _agentpy(weeks: int) -> Callable[[], object]:
    import agentpy as ap
    import networkx as nx

    graph = nx.watts_strogatz_graph(PEOPLE, DEGREE - 1, 0.2, seed=1)

    class Spreading(ap.Model):  # type: ignore[misc]
        def setup(self) -> None:
            self.agents = ap.AgentList(self, PEOPLE)
            self.network = self.agents.network = ap.Network(self, graph)
            self.network.add_agents(self.agents, self.network.nodes)
            self.agents.practises = 0
            for agent in list(self.agents)[:10]:
                agent.practises = 1

        def step(self) -> None:
            for agent in self.agents:
                around = [other.practises for other in self.network.neighbors(agent)]
                share = sum(around) / max(1, len(around))
                if not agent.practises and self.random.random() < CHANCE + CHANCE * share:
                    agent.practises = 1

    model = Spreading({"steps": weeks})
    return lambda: model.run(display=False)


def _ndlib(weeks: int) -> Callable[[], object]:
    import ndlib.models.epidemics as epidemics
    import ndlib.models.ModelConfig as configuration
    import networkx as nx

    model = epidemics.SISModel(nx.watts_strogatz_graph(PEOPLE, DEGREE - 1, 0.2, seed=1))
    config = configuration.Configuration()
    for name, value in (("beta", CHANCE), ("lambda", CHANCE), ("fraction_infected", 0.05)):
        config.add_model_parameter(name, value)
    model.set_initial_status(config)
    return lambda: model.iteration_bunch(weeks)


def _starsim(weeks: int) -> Callable[[], object]:
    import starsim as ss

    sim = ss.Sim(
        n_agents=PEOPLE, diseases=ss.SIS(beta=CHANCE), networks=ss.RandomNet(n_contacts=DEGREE),
        start=0, dur=weeks, dt=1, verbose=0,
    )  # fmt: skip
    return lambda: sim.run()
