"""The index of the research questions: experiments/README.md, made from experiments/findings.json, made from finished runs.

    python -m mi_abm.report.index                  run what is new or has changed, then write both
    python -m mi_abm.report.index --all            run everything again
    python -m mi_abm.report.index --no-run         read finished folders as they are
    python -m mi_abm.report.index --readme         only write README.md from findings.json

findings.json holds, for each file, the numbers its finding rests on (see `experiment.answers`), and the digest of the file
and of its figure in experiments/figures.
expected.yml holds what one would expect, and why a finding that runs against it does so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mi_abm.experiment.results import ExperimentResults
from mi_abm.report.kept import WHOLE, digest, entry, figure, small
from mi_abm.report.readme import FIGURES, readme
from mi_abm.scenario import text

FINDINGS, READING, README = "findings.json", "expected.yml", "README.md"


def files(folder: Path) -> list[Path]:
    """Return the files of research questions, one folder a row of the source table, and that of parts and whole."""
    return [*sorted(folder.glob("*/*.yaml")), *folder.glob(WHOLE)]


def reading(folder: Path) -> Mapping[str, Any]:
    """Return what is expected of each file; empty where nothing is said."""
    file = folder / READING
    return text.parse(file.read_text("utf-8"), str(file)).data if file.is_file() else {}


def known(folder: Path) -> dict[str, Any]:
    """Return the findings that are kept."""
    file = folder / FINDINGS
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def renew(folder: Path, out: Path, every: bool, run: bool) -> dict[str, Any]:
    """Return the findings of all files, running those that are new or have changed."""
    before, said, found = known(folder), reading(folder), {}
    for file in files(folder):
        name = file.relative_to(folder).as_posix()
        if not every and run and before.get(name, {}).get("digest") == digest(file):
            found[name] = before[name]
            continue
        where = out / file.stem
        if not run and not (where / "effects.csv").is_file():
            print(f"{name}: no finished folder", file=sys.stderr)
            found |= {name: before[name]} if name in before else {}
            continue
        results = _ran(file, where) if run else ExperimentResults(where)
        found[name] = entry(file, results, said.get(name, {}))
        found[name]["figure"] = _pictured(folder, where, file, found[name])
        print(f"{name}: {found[name]['finding']}", flush=True)
    return found


def _pictured(folder: Path, where: Path, file: Path, kept: Mapping[str, Any]) -> str:
    """Write the figure that the page shows; return its digest. Of parts and whole that is a figure of pairs."""
    to = folder / FIGURES / f"{file.stem}.png"
    if "pairs" not in kept:
        return figure(where, to)
    from mi_abm.report.pairs import picture

    return small(picture(kept["pairs"]["miti"]), to)


def _ran(file: Path, where: Path) -> ExperimentResults:
    from mi_abm.experiment.conclude import run_experiment
    from mi_abm.experiment.experiment import load_experiment
    from mi_abm.experiment.store import Store
    from mi_abm.report.experiment import write_figure
    from mi_abm.report.findings import write_finding

    results = run_experiment(load_experiment(file), where)
    write_figure(Store(where), results.effects())
    write_finding(Store(where), results.effects())
    return results


def main(arguments: Sequence[str] | None = None) -> None:
    """Renew findings.json and README.md."""
    asked = argparse.ArgumentParser(prog="python -m mi_abm.report.index", description=__doc__.split("\n")[0])
    asked.add_argument("folder", nargs="?", type=Path, default=Path("experiments"))
    asked.add_argument("--out", type=Path, default=Path("out/experiments"), help="folder of the runs")
    for flag, what in (("--all", "run everything again"), ("--no-run", "read finished folders as they are"), ("--readme", "write README.md only")):  # fmt: skip
        asked.add_argument(flag, action="store_true", help=what)
    said = asked.parse_args(arguments)
    found = known(said.folder) if said.readme else renew(said.folder, said.out, said.all, not said.no_run)
    rows = [f"{json.dumps(name)}: {json.dumps(x, ensure_ascii=False, allow_nan=False)}" for name, x in found.items()]
    (said.folder / FINDINGS).write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
    (said.folder / README).write_text(readme(said.folder, found, reading(said.folder)), "utf-8")


if __name__ == "__main__":
    main()
