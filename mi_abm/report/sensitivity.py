"""Sensitivity: which assumptions decide an effect; writes docs/sensitivity.md and a paragraph of README.md from two experiments.

    python -m mi_abm.report.sensitivity             run what is missing of both, then write everything
    python -m mi_abm.report.sensitivity --no-run    write page and paragraph from experiments/sensitivity.json

`experiments/sensitivity.yaml` screens every assumption by Morris's trajectories; `experiments/sensitivity_sobol.yaml` gives
those that matter most their shares of the variance. The file of numbers holds what the page says, and digests of both files.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mi_abm.experiment.designs import OTHERS
from mi_abm.report.chosen import Chosen, scale_of
from mi_abm.report.indices import EFFECT, SHOWN, label, ranked
from mi_abm.report.kept import digest, small
from mi_abm.report.sensitivity_page import page, paragraph

if TYPE_CHECKING:
    import pandas as pd

    from mi_abm.experiment.results import ExperimentResults

ROOT = Path(__file__).parents[2]
SCREEN, SHARES = "sensitivity", "sensitivity_sobol"
KEPT = "sensitivity.json"
PICTURES = {"screen": (SCREEN, "heat_map"), "shares": (SHARES, "heat_map"), "tornado": (SHARES, "tornado")}
DIGITS, MOST = 4, 10  # of a number, and parameters that are kept of the screening of an effect
BLOCK = re.compile(r"(<!-- written by `python -m mi_abm.report.sensitivity` -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Run what is missing of both experiments, and write numbers, figures, page and paragraph."""
    asked = argparse.ArgumentParser(prog="python -m mi_abm.report.sensitivity", description=__doc__.split("\n")[0])
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "experiments", help="folder of the runs")
    asked.add_argument("--no-run", action="store_true", help="write page and paragraph from the numbers that are kept")
    said = asked.parse_args()
    if not said.no_run:
        found = {name: _run(name, said.out, said.workers) for name in (SCREEN, SHARES)}
        numbers = {name: summed_up(file(name), results) for name, results in found.items()}
        numbers["pictures"] = {name: _picture(found[of], kind, image(name)) for name, (of, kind) in PICTURES.items()}
        (ROOT / "experiments" / KEPT).write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (ROOT / "docs" / "sensitivity.md").write_text(page(kept()), "utf-8")
    readme = ROOT / "README.md"
    readme.write_text(renewed(readme.read_text("utf-8"), kept()), "utf-8")


def file(name: str) -> Path:
    """Return the file of an experiment."""
    return ROOT / "experiments" / f"{name}.yaml"


def image(name: str) -> Path:
    """Return where a picture of the page stands."""
    return ROOT / "docs" / "images" / f"sensitivity_{name}.png"


def kept() -> dict[str, Any]:
    """Return the numbers that are kept."""
    return dict(json.loads((ROOT / "experiments" / KEPT).read_text("utf-8")))


def renewed(readme: str, numbers: Mapping[str, Any]) -> str:
    """Return README.md with the paragraph that these numbers make."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{paragraph(numbers)}\n\n{block[2]}", readme)


def _run(name: str, out: Path, workers: int) -> ExperimentResults:
    from mi_abm.experiment.experiment import load_experiment

    return load_experiment(file(name)).run(out / name, workers)


def _picture(results: ExperimentResults, kind: str, to: Path) -> str:
    """Write a figure of a finished experiment; return its digest."""
    from mi_abm.plots.style import image as drawn
    from mi_abm.report.experiment import figure

    made = figure({**results.manifest, "figure": {**results.manifest["figure"], "kind": kind}}, results.effects())
    assert made is not None
    return small(drawn(made, "png"), to)


def summed_up(source: Path, results: ExperimentResults) -> dict[str, Any]:
    """Return what is kept of an experiment: what it is, the parameters in their order, and the indices of every effect."""
    from mi_abm.experiment.indices import indices, without_one

    manifest, effects = results.manifest, results.effects()
    kind = str(manifest["design"]["kind"])
    found = indices(manifest, effects)
    main_index = found[found["index"] == SHOWN[kind]]
    chosen, without = Chosen(manifest, effects), without_one(manifest, effects)
    return {
        "digest": digest(source),
        "kind": kind,
        "parameters": len(manifest["factors"]),
        "base": manifest["design"]["points"],
        "apart": manifest["design"]["apart"],
        **{key: manifest[key] for key in ("points", "replicates", "runs", "weeks")},
        "code": str(manifest["code"])[:12],
        "order": ranked(main_index)[:MOST],
        "effects": [
            _effect(found, key, kind, chosen, without.get(tuple(key), {}))
            for key in main_index[EFFECT].drop_duplicates().itertuples(index=False)
        ],
    }


def _effect(
    found: pd.DataFrame, key: tuple[Any, ...], kind: str, chosen: Chosen, without: Mapping[str, float]
) -> dict[str, Any]:
    """Return the indices of one contrast and outcome, the largest first."""
    contrast, measure, week = key
    mine = found[(found[EFFECT] == list(key)).all(axis=1)]
    shown = mine[mine["index"] == SHOWN[kind]].sort_values("value", ascending=False, kind="stable")
    beside = mine[mine["index"] == ("first" if kind == "saltelli" else "mu")].set_index("path")
    first = chosen.rows(f"{measure}@{week}", contrast).iloc[0]
    scale = scale_of(str(first["unit"]))
    rows = [_row(r, beside.loc[[r["path"]]].iloc[0], chosen, without) for r in shown.to_dict("records")]
    others = [r for r in rows if r["path"] == OTHERS]
    apart = [r for r in rows if r["path"] != OTHERS]
    return {
        "contrast": contrast,
        "said": chosen.name(contrast).partition(" against ")[0],
        "measure": measure,
        "week": int(week),
        "title": str(first["title"]),
        "unit": scale.words or str(first["unit"]),
        "factor": scale.factor,
        "noise": _short(shown["noise"].iloc[0]),
        "floor": _short(shown["floor"].iloc[0]),
        "sure": sum(r["sure"] for r in apart),
        "signed": int(beside["sure"].sum()),
        "rows": apart[:MOST],
        "others": others[0] if others else None,
    }


def _row(r: Mapping[Any, Any], beside: Any, chosen: Chosen, without: Mapping[str, float]) -> dict[str, Any]:
    """Return an index with its interval, and the one that stands beside it: first order of a total, mean of a mean size.

    A total index stands there without the base point that moves it most, too.
    """
    numbers = {key: _short(r[key]) for key in ("value", "low", "high")}
    second = {f"beside_{key}": _short(beside[key]) for key in ("value", "low", "high")}
    path = str(r["path"])
    more = {"without": _short(without[path])} if path in without else {}
    return {"path": path, "name": label(path, chosen), "sure": bool(r["sure"]), **numbers, **second, **more}


def _short(x: Any) -> float:
    return float(f"{float(x):.{DIGITS}g}")


if __name__ == "__main__":
    main()
