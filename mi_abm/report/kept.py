"""What the index keeps of a finished experiment: numbers, people, parts, pairs, switched mechanisms, and a small figure."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mi_abm.analysis.mattering import MATTERS
from mi_abm.experiment.answers import answers
from mi_abm.experiment.experiment import Experiment, load_experiment
from mi_abm.experiment.results import ExperimentResults
from mi_abm.report.findings import line
from mi_abm.report.readme import against

if TYPE_CHECKING:
    from mi_abm.experiment.contrast import Outcome, Pair
    from mi_abm.experiment.parts import Estimate
    from mi_abm.experiment.switches import Switch

WHOLE, REFERENCE, PROGRAMME = "complementarity.yaml", "workshop", "full"
WHO_SEEDS, SWITCH_SEEDS, PAIR_SEEDS = range(1, 101), range(1, 41), range(1, 101)
SEEN = 5e-4  # what is smaller prints as 0
WIDE, COLOURS = 1100, 256  # of a figure on the page: pixels across, and colours
MOST_SWITCHES, LEAST = 4, 0.1  # mechanisms that are named at most, and the share of an effect that each must change


def digest(file: Path) -> str:
    """Return the digest of a file, whatever its line ends."""
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def entry(file: Path, results: ExperimentResults, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a finished experiment; `said` is what was expected of it."""
    manifest, experiment = results.manifest, load_experiment(file)
    found = _plain(answers(manifest, results.effects(), MATTERS))
    kept = {
        "question": manifest["question"],
        "title": manifest["title"],
        "digest": digest(file),
        "replicates": manifest["replicates"],
        "weeks": manifest["weeks"],
        "runs": manifest["runs"],
        "date": datetime.date.today().isoformat(),
        "version": version("mi_abm"),
        "code": str(manifest["code"])[:12],
        "parameters": _meanings(experiment),
        "finding": line(found),
        "numbers": found,
    }
    if file.name == WHOLE:
        kept["parts"] = {m: _parts(results, m) for m in ("miti", "practice")}
        kept["pairs"] = _pairs(experiment)
    if "who" in said:
        kept["who"] = _who(experiment, str(said["who"]))
    otherwise = [key for key, _ in against(kept, said.get("expected", {}))]
    return kept | ({"switched": _switched(experiment, otherwise, said.get("at", [{}]))} if otherwise else {})


def figure(where: Path, to: Path) -> str:
    """Write the figure of a finished folder small enough for a page; return its digest, "" if there is none."""
    if not (where / "figure.png").is_file():
        return ""
    return small((where / "figure.png").read_bytes(), to)


def small(png: bytes, to: Path) -> str:
    """Write a picture small enough for a page; return its digest."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        wide = picture.convert("RGB")
    least = wide.resize((WIDE, round(wide.height * WIDE / wide.width)), Image.Resampling.LANCZOS)
    to.parent.mkdir(parents=True, exist_ok=True)
    least.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(to, optimize=True)
    return hashlib.sha256(to.read_bytes()).hexdigest()[:16]


def _meanings(experiment: Experiment) -> dict[str, str]:
    """Return what the varied parameters mean, as they are declared."""
    from mi_abm.experiment.space import meaning

    return {f.path: meaning(list(experiment.scenarios.values()), f.path) for f in experiment.factors}


def _parts(results: ExperimentResults, measure: str) -> Any:
    """Return what the whole adds, what its parts add up to, and what it loses without each."""
    from mi_abm.experiment.parts import parts

    return _plain(asdict(parts(results.runs(["scenario", "seed", measure]), measure, REFERENCE, PROGRAMME)))


def _pairs(experiment: Experiment) -> dict[str, Any]:
    """Return how much more each pair of parts does together than one by one."""
    from mi_abm.experiment.pairings import pairings

    return {m: _plain([asdict(p) for p in pairings(experiment, m, PAIR_SEEDS)]) for m in ("miti", "practice")}


def _who(experiment: Experiment, contrast: str) -> Any:
    """Return how the same people fare with one scenario and the other."""
    from mi_abm.analysis.counterfactuals import who

    with_, without = contrast.split(" - ")
    pair = [experiment.scenarios[without], experiment.scenarios[with_].renamed(with_)]
    return _plain([asdict(row) for row in who(pair, WHO_SEEDS, experiment.data.weeks)])


def _switched(experiment: Experiment, keys: list[str], places: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return, for each outcome that runs against expectation, which mechanisms change it most when they are off."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        wanted.setdefault(key.partition(": ")[0], []).append(key.partition(": ")[2])
    out = []
    for pair in experiment.pairs:
        chosen = [o for o in pair.outcomes if str(o) in wanted.get(pair.name, [])]
        if not chosen or not pair.reference:
            continue
        for at, (outcome, effect, switches) in _everywhere(experiment, pair, chosen, places):
            least = max(LEAST * abs(effect.value), SEEN)
            sure = [s for s in switches if abs(s.change.value) > least and _sure(asdict(s.change))][:MOST_SWITCHES]
            out.append({"key": f"{pair.name}: {outcome}", "at": dict(at), "effect": asdict(effect), "tried": len(switches), "switches": [asdict(s) for s in sure]})  # fmt: skip
    return list(_plain(out))


def _everywhere(
    experiment: Experiment, pair: Pair, outcomes: list[Outcome], places: list[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any], tuple[Outcome, Estimate, list[Switch]]]]:
    """Yield what switching off does at every place."""
    from mi_abm.experiment.switches import switched_off

    for at in places:
        yield from ((at, found) for found in switched_off(experiment, pair, outcomes, at, SWITCH_SEEDS))


def _sure(x: Mapping[str, Any]) -> bool:
    return x["ci_low"] is not None and x["ci_low"] * x["ci_high"] > 0


def _plain(x: Any) -> Any:
    """Return plain JSON values, numbers with six digits."""
    return json.loads(json.dumps(x), parse_float=lambda digits: float(f"{float(digits):.6g}"))
