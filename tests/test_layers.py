"""The house keeps its floors: imports run downwards only, and heavy or dangerous modules stay where they belong."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import mi_abm

PACKAGE = Path(mi_abm.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
FLOORS = [
    {"core"},
    {"mechanisms", "measures"},
    {"interventions"},
    {"scenario"},
    {"engine", "describe"},
    {"model", "experiment", "analysis", "evidence", "planning", "testing", "checks"},
    {"plots", "report", "widgets", "testing"},
    {"cli", "__main__"},
]
FLOOR = {unit: number for number, units in enumerate(FLOORS) for unit in units}
ONLY_IN = {
    "matplotlib": {"plots"},
    "mesa": {"model"},
    "numba": {"engine"},
    "dask": {"experiment"},
    "distributed": {"experiment"},
    "dask_jobqueue": {"experiment"},
    "ipywidgets": {"widgets"},
    "voila": {"widgets"},
    "typer": {"cli", "__main__"},
}
NO_TABLES = {"core", "mechanisms", "measures", "interventions", "scenario"}


def unit(file: Path) -> str:
    """Return the part of the house that a file belongs to: a folder, or a file at the top."""
    name = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "model" if name == "agents" else name


class AtRunTime(ast.NodeTransformer):
    """Leaves out what only type checkers read."""

    def visit_If(self, node: ast.If) -> ast.If | None:
        return None if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" else node


def names(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that a file imports, wherever in it, and the parts of numpy that it uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("np", "numpy"):
            yield f"numpy.{node.attr}"


NAMES = {file: set(names(ast.parse(file.read_text("utf-8")))) for file in FILES}
LOADED = {file: set(names(AtRunTime().visit(ast.parse(file.read_text("utf-8"))))) for file in FILES}
GRAPH: dict[str, set[str]] = {}
for _file in FILES:
    if _file.name != "__init__.py" or _file.parent != PACKAGE:  # the public face may name everything
        _ours = {unit(PACKAGE / name.split(".")[1]) for name in NAMES[_file] if name.startswith("mi_abm.")}
        GRAPH.setdefault(unit(_file), set()).update(_ours - {unit(_file)})


def breaking(rule: dict[str, set[str]]) -> list[str]:
    """Return "file: module" wherever a module is loaded outside the rooms that may have it."""
    return [
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in FILES
        for name in LOADED[file]
        if unit(file) not in rule.get(name.split(".")[0], {unit(file)})
    ]


def test_every_part_stands_on_a_floor() -> None:
    assert {name for name in GRAPH if name not in FLOOR} == set()


def test_imports_run_downwards() -> None:
    assert {(a, b) for a in GRAPH for b in GRAPH[a] & set(FLOOR) if FLOOR[b] > FLOOR[a]} == set()


def test_no_circles() -> None:
    assert list(TopologicalSorter(GRAPH).static_order())  # raises CycleError, which names the circle


def test_heavy_guests_stay_in_their_rooms() -> None:
    assert breaking(ONLY_IN) == []
    assert breaking(dict.fromkeys(("pandas", "pyarrow"), set(FLOOR) - NO_TABLES)) == []


def test_the_core_knows_little() -> None:
    allowed = {"mi_abm", "numpy", "scipy", "pydantic", *sys.stdlib_module_names}
    core = {name.split(".")[0] for file in FILES if unit(file) == "core" for name in NAMES[file]}
    assert core <= allowed


def test_the_engine_knows_no_psychology() -> None:
    assert not GRAPH["engine"] & {"mechanisms", "interventions"}


def test_chance_comes_from_its_addresses_only() -> None:
    wild = {"random", "secrets"}
    assert [
        (f.name, n) for f in FILES for n in NAMES[f] if n.split(".")[0] in wild or n.startswith("numpy.random")
    ] == []
