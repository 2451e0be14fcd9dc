"""The index of the research questions: experiments/README.md, made from experiments/findings.json, made from finished runs.

    python -m mi_abm.report.index                  run what is new or has changed, then write both
    python -m mi_abm.report.index --all            run everything again
    python -m mi_abm.report.index --no-run         read finished folders as they are
    python -m mi_abm.report.index --readme         only write README.md from findings.json

findings.json holds, for each file, the numbers its finding rests on (see `experiment.answers`), and the digest of the file.
expected.yml holds what one would expect, and why a finding that runs against it does so.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mi_abm.experiment.answers import answers
from mi_abm.experiment.results import ExperimentResults
from mi_abm.report.findings import LIMITS, line
from mi_abm.report.readme import readme
from mi_abm.scenario import text

FINDINGS, READING, README = "findings.json", "expected.yml", "README.md"
WHOLE, REFERENCE, PROGRAMME = "complementarity.yaml", "workshop", "full"
WHO_SEEDS = range(1, 41)


def files(folder: Path) -> list[Path]:
    """Return the files of research questions, one folder a row of the source table, and that of parts and whole."""
    return [*sorted(folder.glob("*/*.yaml")), *folder.glob(WHOLE)]


def digest(file: Path) -> str:
    """Return the digest of a file, whatever its line ends."""
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def reading(folder: Path) -> Mapping[str, Any]:
    """Return what is expected of each file; empty where nothing is said."""
    file = folder / READING
    return text.parse(file.read_text("utf-8"), str(file)).data if file.is_file() else {}


def known(folder: Path) -> dict[str, Any]:
    """Return the findings that are kept."""
    file = folder / FINDINGS
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def entry(file: Path, results: ExperimentResults, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a finished experiment."""
    manifest = results.manifest
    found = json.loads(json.dumps(answers(manifest, results.effects(), LIMITS)))
    kept = {
        "question": manifest["question"],
        "digest": digest(file),
        "replicates": manifest["replicates"],
        "weeks": manifest["weeks"],
        "runs": manifest["runs"],
        "date": datetime.date.today().isoformat(),
        "version": _version(),
        "code": str(manifest["code"])[:12],
        "parameters": _meanings(file),
        "finding": line(found),
        "numbers": found,
    }
    if file.name == WHOLE:
        kept["parts"] = {m: _parts(results, m) for m in ("miti", "practice")}
    return kept | ({"who": _who(file, str(said["who"]))} if "who" in said else {})


def _meanings(file: Path) -> dict[str, str]:
    """Return what the varied parameters mean, as they are declared."""
    from mi_abm.experiment.experiment import load_experiment
    from mi_abm.experiment.space import meaning

    experiment = load_experiment(file)
    return {f.path: meaning(list(experiment.scenarios.values()), f.path) for f in experiment.factors}


def _parts(results: ExperimentResults, measure: str) -> dict[str, Any]:
    """Return what the whole adds, what its parts add up to, and what it loses without each."""
    from dataclasses import asdict

    from mi_abm.experiment.parts import parts

    found = parts(results.runs(["scenario", "seed", measure]), measure, REFERENCE, PROGRAMME)
    return json.loads(json.dumps(asdict(found)))  # type: ignore[no-any-return]


def _version() -> str:
    from importlib.metadata import version

    return version("mi_abm")


def _who(file: Path, contrast: str) -> list[dict[str, Any]]:
    """Return how the same people fare with one scenario and the other."""
    from dataclasses import asdict

    from mi_abm.analysis.counterfactuals import who
    from mi_abm.experiment.experiment import load_experiment

    experiment = load_experiment(file)
    with_, without = contrast.split(" - ")
    pair = [experiment.scenarios[without], experiment.scenarios[with_].renamed(with_)]
    return json.loads(json.dumps([asdict(row) for row in who(pair, WHO_SEEDS, experiment.data.weeks)]))  # type: ignore[no-any-return]


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
        found[name] = entry(file, _ran(file, where) if run else ExperimentResults(where), said.get(name, {}))
        print(f"{name}: {found[name]['finding']}")
    return found


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
