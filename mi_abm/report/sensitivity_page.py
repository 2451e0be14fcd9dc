"""The text of docs/sensitivity.md and of its paragraph in README.md, from the numbers of two experiments and nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.report import standing
from mi_abm.report.digits import decimals, interval, number, percent, whole

WIDE, NAMED, TABLED = 125, 3, 5  # letters a line, parameters in a sentence, parameters in a cell of the table
HEAD = """# Which assumptions decide

> {conditional}

<!-- written by `python -m mi_abm.report.sensitivity`; change mi_abm/report/sensitivity_page.py, not this page -->

What do rotation, a manager's signal and the full programme add to a workshop within a year, and which assumptions decide that? In
both experiments the effect is the paired difference in week {weeks} at each point: same people, same luck. Behaviour follows
intention by the logistic rule throughout: by the threshold rule nobody practises where nobody begins, so that it would take away
every effect on practice and say nothing of programmes ([robustness](robustness.md) leaves it out for the same reason).

```
pip install 'mi_abm[sensitivity]'
python -m mi_abm.report.sensitivity        # runs both files, goes on where it was stopped, and writes this page
```

## What was found
"""
SCREEN = """## First: every assumption screened

`experiments/sensitivity.yaml` moves all {parameters} other parameters of organisation and mechanisms that have a declared range or choice
through {base} trajectories of Morris ({points} points, {replicates} replicates, {runs} runs). The mean size of elementary effects
(`mu_star`) says by how much the effect changes as a parameter crosses its whole range; 95 % interval over trajectories. The floor
is what chance alone would make of it.

| effect of | in | decided by | above the floor | floor | noise of replicates, of the variance |
| --- | --- | --- | --- | --- | --- |"""
SHARES = (
    "`experiments/sensitivity_sobol.yaml` gives the {apart} parameters that stand first in the screening (by their share of the largest "
    "mean size in any of the six effects, if above the floor) an index of their own, by Saltelli's design with {base} base points "
    "({points} points, {replicates} replicates, {runs} runs); the {others} others move too, together as one, so that nothing is held "
    "at its default. *Total*: share of the variance over points that a parameter has a part in, by itself or with others, with its "
    "95 % bootstrap interval over base points; after it, *first*: its share by itself. In brackets: not told from noise, as the "
    "interval does not lie above the share of the variance that is noise of the replicates."
)
READ = """## How to read it

* The floor of the screening takes the errors of both ends of a step as independent. With the same seeds at both they are not: it is a
  limit from above, and what lies below it need not be nothing. By the sign of their mean effect alone, {signed} of the {parameters}
  parameters matter to the full programme's MITI points ({chance} would by chance).
* {parameters} parameters times six effects are many intervals: some of the parameters that just clear the floor do so by chance. Which
  stand among the first two or three is what to rely on, and their order only where intervals do not overlap.
* Shares are as estimated, with their intervals; these may end below 0 or above 1 where few points decide. A parameter that is not told
  from noise is not thereby without weight: its interval says how much it may have.
* `mu_star` orders; it is no share of the variance. Totals of several parameters may add up to more than 1: what parameters do
  together is counted for each of them. Indices are estimates: a first-order index a little above its total, or below 0, is chance.
* Ranges are mostly our own assumptions. A wider range makes a parameter matter more.
* Another experiment, the same in code: `mi_abm.experiment.indices.indices(results.manifest, results.effects())`. `figure: heat_map` draws
  the indices of all effects of a `morris` or `saltelli` file, `figure: tornado` those of one.
* Numbers: `experiments/sensitivity.json`, of code {code}. Change a mechanism, and they are to be made again.
"""


def page(numbers: Mapping[str, Any]) -> str:
    """Return the page."""
    screen, shares = numbers["sensitivity"], numbers["sensitivity_sobol"]
    programme = next(e for e in reversed(screen["effects"]) if e["measure"] == "miti")
    parts = [
        HEAD.format(conditional=CONDITIONAL, weeks=screen["weeks"]),
        *_findings(screen, shares),
        "",
        SCREEN.format(**_counts(screen)),
        *(_screened(e) for e in screen["effects"]),
        "",
        "![Mean size of elementary effects of every parameter on every effect](images/sensitivity_screen.png)",
        "",
        "## Then: shares of the variance",
        "",
        _filled(SHARES.format(**_counts(shares) | {"apart": len(shares["apart"]), "others": shares["parameters"] - len(shares["apart"])})),
        "",
        *_shared(shares["effects"], shares["apart"]),
        "",
        "![Total index of every parameter on every effect](images/sensitivity_shares.png)",
        "",
        "![First and total indices of one effect](images/sensitivity_tornado.png)",
        "",
        "Which limits on these parameters go with an effect that matters, rather than which of them decide it: [discovery](discovery.md).",
        "",
        READ.format(**_counts(screen) | {"signed": programme["signed"], "chance": round(0.05 * screen["parameters"])}),
    ]  # fmt: skip
    return "\n".join(parts)


def paragraph(numbers: Mapping[str, Any]) -> str:
    """Return what README.md says, in a few lines."""
    screen, shares = numbers["sensitivity"], numbers["sensitivity_sobol"]
    head = (
        f"All {screen['parameters']} assumptions about people and organisation were moved over their ranges. What decides how much a "
        "plan adds within a year, with the share of the variance in which an assumption has a part (total index, 95 % interval):"
    )
    found = {(e["contrast"], e["measure"]): (e, screened) for e in shares["effects"] for screened in screen["effects"]
             if (screened["contrast"], screened["measure"]) == (e["contrast"], e["measure"])}  # fmt: skip
    said = [_filled(head), ""]
    for contrast in dict.fromkeys(contrast for contrast, _ in found):
        skill, practice = (found[contrast, measure] for measure in ("miti", "practice"))
        line = f"* **{_called(skill[0])}**. MITI points: {_most(*skill)}. Practice: {_most(*practice)}."
        said.append(_filled(line, "  "))
    return "\n".join([*said, "", "More: [docs/sensitivity.md](docs/sensitivity.md)."])


def _filled(words: str, indent: str = "") -> str:
    return textwrap.fill(words, WIDE, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _counts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {**found, "points": whole(found["points"]), "runs": whole(found["runs"])}


def _called(e: Mapping[str, Any]) -> str:
    return str(e["said"][0].upper() + e["said"][1:])


def _most(e: Mapping[str, Any], screened: Mapping[str, Any]) -> str:
    """Return what has a part in most of the variance of an effect; if nothing surely has, what stands first in the screening."""
    said = standing.named(e["rows"], NAMED)
    if said:
        return "; ".join([", ".join(map(standing.called, said)), *_open(e, said)])
    first = [r["name"] for r in screened["rows"] if r["sure"]][:NAMED]
    return f"{', '.join(first)} (by the screening alone)" if first else "nothing that is told from noise"


def _open(e: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is open: the order of those named, and what may weigh more though it is not told from noise."""
    unsure = [standing.may_weigh(r, said) for r in standing.undetermined(e["rows"], said)]
    return [*filter(None, [standing.order(e["rows"], said)]), *unsure]


def _findings(screen: Mapping[str, Any], shares: Mapping[str, Any]) -> Iterator[str]:
    """Yield what decides each effect, in sentences: shares of the variance, the direction from the screening."""
    screened = {(e["contrast"], e["measure"]): e for e in screen["effects"]}
    n = shares["parameters"] - len(shares["apart"])
    for e in shares["effects"]:
        before = screened[e["contrast"], e["measure"]]
        said = standing.named(e["rows"], NAMED)
        others = (
            f"all {n} others have a part in {standing.share(e['others'])}"
            if e["others"]["sure"]
            else f"the {n} others together are not told from noise"
        )
        sentences = [
            _decided(said, before) or f"none of the {len(shares['apart'])} parameters is told from noise",
            *_open(e, said),
            *_first_of_both(before, e),
            _alone(e) + others,
            f"noise: {percent(e['noise'])}",
        ]
        yield _filled(
            f"* **{_called(e)}, {e['title']}.** " + " ".join(f"{s[0].upper()}{s[1:]}." for s in sentences), "  "
        )


def _decided(said: Sequence[Mapping[str, Any]], before: Mapping[str, Any]) -> str:
    """Return what has a part in most of the variance, and in which direction."""
    ways = {r["path"]: _way(r) for r in before["rows"]}
    return "; ".join(f"{r['name']}{ways.get(r['path'], '')} has a part in {standing.share(r)}" for r in said)


def _alone(e: Mapping[str, Any]) -> str:
    sure = [r["beside_value"] for r in e["rows"] if r["sure"]]
    if not sure:
        return ""
    return f"by themselves (first order, added up) those that are told from noise explain {percent(min(1.0, max(0.0, sum(sure))))} of the variance; "


def _first_of_both(before: Mapping[str, Any], e: Mapping[str, Any]) -> Iterator[str]:
    """Yield that screening and shares name different parameters first, and whether intervals tell the two apart."""
    firsts = [standing.named(x["rows"], 1) for x in (before, e)]
    if not all(firsts) or firsts[0][0]["path"] == firsts[1][0]["path"]:
        return
    a, b = (first[0] for first in firsts)
    seen = [[r for r in x["rows"] if r["path"] in (a["path"], b["path"])] for x in (before, e)]
    stages = ("in the screening", "in the shares")
    where = [stage for stage, two in zip(stages, seen, strict=True) if len(two) < 2 or standing.overlap(*two)]
    known = "their intervals do not overlap"
    if where:
        said = "in both" if len(where) == 2 else where[0]
        known = f"their intervals overlap {said}, so that which of them weighs more is open"
    yield f"the screening names {a['name']} first, the shares {b['name']}; {known}"


def _way(r: Mapping[str, Any]) -> str:
    """Return in which direction the effect surely goes with a parameter over all trajectories."""
    return (
        " (the more, the larger)" if r["beside_low"] > 0 else " (the more, the smaller)" if r["beside_high"] < 0 else ""
    )


def _screened(e: Mapping[str, Any]) -> str:
    """Return the row of an effect in the table of the screening."""
    largest = max((r["value"] for r in e["rows"]), default=0.0) * e["factor"]
    half = max((r["high"] - r["low"] for r in e["rows"]), default=0.0) * e["factor"] / 2
    places = 1 if e["factor"] != 1 else min(3, decimals(largest, half / 3))
    sure = [r for r in e["rows"] if r["sure"]][:TABLED]
    decided = "; ".join(f"{r['name']} {_scaled(r, e['factor'], places)}" for r in sure) or "none is told from noise"
    floor = number(e["floor"] * e["factor"], places)
    return f"| {e['said']} | {e['title']}, {e['unit']} | {decided} | {e['sure']} | {floor} | {percent(e['noise'])} |"


def _scaled(r: Mapping[str, Any], factor: float, places: int) -> str:
    return f"{number(r['value'] * factor, places)} ({interval(r['low'] * factor, r['high'] * factor, places)})"


def _shared(effects: Sequence[Mapping[str, Any]], apart: Sequence[str]) -> Iterator[str]:
    """Yield the table of total and first-order indices, a row a parameter; in brackets what is not told from noise."""
    yield "| total; first | " + " | ".join(f"{e['said']}: {e['title']}" for e in effects) + " |"
    yield "| --- |" + " --- |" * len(effects)
    for path in apart:
        rows = [next(r for r in e["rows"] if r["path"] == path) for e in effects]
        yield f"| {rows[0]['name']} | " + " | ".join(map(_cell, rows)) + " |"
    if all(e["others"] for e in effects):
        yield "| all others | " + " | ".join(_cell(e["others"]) for e in effects) + " |"
    yield "| noise | " + " | ".join(number(e["noise"], 2) for e in effects) + " |"


def _cell(r: Mapping[str, Any]) -> str:
    total = f"{number(r['value'], 2)} [{interval(r['low'], r['high'], 2)}]"
    return f"{total if r['sure'] else f'({total})'}; {number(r['beside_value'], 2)}"
