"""The manifest of an experiment: everything that is needed to judge and to repeat it, as plain JSON values."""

from __future__ import annotations

from typing import Any

from mi_abm.analysis.contrasts import CONDITIONAL, METHOD
from mi_abm.engine.recorder import nameable
from mi_abm.experiment.experiment import Experiment
from mi_abm.experiment.identity import code
from mi_abm.experiment.layout import Layout
from mi_abm.experiment.plan import Plan
from mi_abm.experiment.provenance import provenance
from mi_abm.experiment.schema import Discovery, ExperimentData, Figure, FigureKind
from mi_abm.experiment.space import Factor

USUAL = 2  # factors that a heat map shows
SAID = ("name", "title", "unit", "good", "personal", "cumulative")


def manifest(experiment: Experiment, plan: Plan, layout: Layout, command: str) -> dict[str, Any]:
    """Return the manifest of an experiment that is run by a command."""
    data = experiment.data
    every = {m.name: m for scenario in experiment.scenarios.values() for m in nameable(scenario)}
    return {
        "statement": CONDITIONAL,
        "interval": METHOD,
        "name": experiment.name,
        "question": data.question,
        "title": experiment.title,
        "status": data.status,
        "table2": data.table2,
        "command": command,
        **asked(experiment),
        "points": len(experiment.points),
        "runs": len(plan),
        "discovery": (data.discovery or Discovery()).model_dump() if data.discovers else None,
        "reference": experiment.reference,
        "seed": data.seed,
        "replicates": data.replicates,
        "weeks": data.weeks,
        "measures": [{key: getattr(every[name], key) for key in SAID} for name in layout.measures],
        "scenarios": [_scenario(experiment, name, plan) for name in experiment.scenarios],
        "layout": layout.plain(),
        "code": code(),
        **provenance(),
    }  # fmt: skip


def asked(experiment: Experiment) -> dict[str, Any]:
    """Return what is varied, contrasted and drawn, known before anything runs."""
    data = experiment.data
    return {
        "design": data.design.model_dump(mode="json"),
        "factors": [_factor(f) for f in experiment.factors],
        "figure": figure_of(data).model_dump(),
        "words": dict(data.words),
        "contrasts": [{"scenario": p.scenario, "reference": p.reference, "outcomes": [str(o) for o in p.outcomes]} for p in experiment.pairs],
    }  # fmt: skip


def _scenario(experiment: Experiment, name: str, plan: Plan) -> dict[str, Any]:
    scenario = experiment.scenarios[name]
    return {
        "name": name,
        "title": scenario.title,
        "file": experiment.files.get(name),
        "digest": plan.digests[plan.names.index(name)],
        "code": scenario.code(),
        "data": scenario.data.model_dump(mode="json"),
    }


def _factor(factor: Factor) -> dict[str, Any]:
    said = {"path": factor.path, "kind": factor.kind, "unit": factor.unit}
    return said | ({"values": factor.values} if factor.values else {"low": factor.low, "high": factor.high})


def figure_of(data: ExperimentData) -> Figure:
    """Return the figure that an experiment asks for, or the usual one of its design."""
    if isinstance(data.figure, Figure):
        return data.figure
    varied = len(data.design.vary)
    usual: FigureKind = (
        "forest" if data.design.kind == "none"
        else "parallel_coordinates" if data.design.kind not in ("full_factorial", "table") or varied > USUAL
        else "heat_map" if varied == USUAL else "response_curve"
    )  # fmt: skip
    return Figure(kind=data.figure or usual)
