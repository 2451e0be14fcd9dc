"""Run the reference beside the package and say where they part: every state of every person in every week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mi_abm.engine.beginning import burn_in
from mi_abm.engine.ensemble import Run, assemble
from mi_abm.engine.stack import Stack
from mi_abm.engine.week import advance
from mi_abm.scenario.load import Scenario
from mi_abm.scenario.populate import populate
from tests.reference.model import ReferenceModel

STATES = (
    "skill", "start_skill", "ceiling", "habit", "attitude", "anchor", "perceived_norm", "perceived_habit", "approval",
    "habit_approval", "efficacy", "commitment", "goal", "has_goal", "plan", "practice", "average_practice",
    "competence", "offence", "safety", "set_point", "trained", "introversion", "propensity", "caseload", "conformity",
    "inferred_idleness", "threshold", "common_language", "tie_strength",
)  # fmt: skip
WEEKLY = (
    "opportunity", "threat", "intention", "feedback", "visibility", "social_dose", "commitment_floor", "style_practice",
    "practitioner_hours", "trainer_hours", "manager_hours", "meetings", "meetings_planned", "offered", "attended",
)  # fmt: skip
TOTALS = ("trainer_hours", "manager_hours")  # at whose row they are booked is a matter of accounts
TOLERANCE = 1e-9
Rows = NDArray[np.int64]


def organisation(scenario: Scenario, seed: int) -> dict[str, Any]:
    """Return an organisation from files as the reference takes it."""
    found = populate(scenario, seed)
    org = found.organisation
    given = {k: [None if x != x else float(x) for x in v] for k, v in found.given.items()}
    ties = list(zip(org.row.tolist(), org.idx.tolist(), org.w0.tolist(), strict=True))
    return {
        "posts": org.post.tolist(), "team": org.team.tolist(), "ties": ties, "given": given,
        "team_names": [str(name) for name in org.team_names],
    }  # fmt: skip


def reference(run: Run) -> ReferenceModel:
    """Return the reference model of a run, after burn-in."""
    data = run.scenario.data.model_dump()
    own = organisation(run.scenario, run.seed) if data["organisation"]["people"] else None
    return ReferenceModel(data, run.seed, own)


def part(stack: Stack, run: int, name: str) -> Any:
    """Return a column of one run of a stack; of ties the lasting ones."""
    column = stack.monday[name]
    rows = slice(int(stack.org.run_rows[run]), int(stack.org.run_rows[run + 1]))
    if stack.columns[name].axis != "tie":
        return column[..., rows]
    n = stack.org.n_known
    owner = stack.org.row[:n]
    return column[:n][(owner >= rows.start) & (owner < rows.stop)]


def differences(model: ReferenceModel, stack: Stack, run: int, names: Sequence[str], stay: Rows) -> Iterator[str]:
    """Yield a line for each column of one run in which the two differ; `stay` are the rows to look at."""
    for name in names:
        ours, theirs = np.asarray(model.state(name)), np.asarray(part(stack, run, name))
        if ours.shape != theirs.shape:
            yield f"{name}: shape {ours.shape} in the reference, {theirs.shape} in the package"
            continue
        if name in TOTALS:
            ours, theirs = ours.sum(keepdims=True), theirs.sum(keepdims=True)
        elif name != "tie_strength":
            ours, theirs = ours[..., stay], theirs[..., stay]
        wrong = np.argwhere(~(np.abs(ours - theirs) <= TOLERANCE))
        if len(wrong):
            at = tuple(int(i) for i in wrong[0])
            yield f"{name}: {len(wrong)} of {ours.size}; first {at}: reference {ours[at]!r}, package {theirs[at]!r}"


def part_ways(runs: Sequence[Run], weeks: int, models: Sequence[ReferenceModel] = ()) -> list[str]:
    """Run all runs as one stack and each alone, beside its own reference; return where they part, week by week."""
    burnt = runs[0].scenario.data.burn_in
    stacks = [assemble(runs), *(assemble([run]) for run in runs if len(runs) > 1)]
    for stack in stacks:
        burn_in(stack, burnt)
    models = models or [reference(run) for run in runs]
    before = [occupants(model) for model in models]
    found: list[str] = []
    for week in range(weeks + 1):
        for stack in stacks if week else ():
            advance(stack, week)
        for k, model in enumerate(models):
            if week:
                model.step()
            places = (
                [("stacked", stacks[0], k), ("alone", stacks[1 + k], 0)] if len(runs) > 1 else [("alone", stacks[0], 0)]
            )
            for how, stack, at in places:
                lines = compare(model, stack, at, before[k] if week else None)
                found += [f"{runs[k].scenario.title}, {how}, week {week}: {line}" for line in lines]
            before[k] = occupants(model)
        if found:
            break
    return found


def compare(model: ReferenceModel, stack: Stack, run: int, before: Rows | None) -> list[str]:
    """Return the lines of all differences; `before` are the occupants on Monday, None before the first week."""
    now = occupants(model)
    rows = slice(int(stack.org.run_rows[run]), int(stack.org.run_rows[run + 1]))
    theirs = np.array(stack.luck.occupant[rows], dtype=np.int64)
    lines = [] if np.array_equal(now, theirs) else [f"occupants: reference {now}, package {theirs}"]
    lines += differences(model, stack, run, STATES, np.arange(len(now)))
    if before is not None:
        lines += differences(model, stack, run, WEEKLY, np.flatnonzero(now == before))
        held, planned = (float(np.sum(part(stack, run, name))) for name in ("meetings", "meetings_planned"))
        mine = [sum(model.state(name)) for name in ("meetings", "meetings_planned")]
        if abs(held - mine[0]) > TOLERANCE or planned != mine[1]:
            lines.append(f"meetings held and planned: reference {mine}, package {[held, planned]}")
    return lines


def occupants(model: ReferenceModel) -> Rows:
    """Return how many people held each post before."""
    return np.array(model.state("occupant"), dtype=np.int64)
