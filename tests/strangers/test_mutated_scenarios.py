"""Valid scenario files, damaged at random: as text, and value by value."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mi_abm.scenario.files import packaged
from tests.strangers.standing import PLAN, stands, study, whole

pytestmark = pytest.mark.slow
TEXTS = [file.read_text("utf-8") for file in sorted(packaged().glob("*.yaml"))]
SMALL = ("--replicates", "2", "--weeks", "2", "--set", "burn_in=0")
OFTEN = settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
SELDOM = settings(OFTEN, max_examples=40)

PIECES = [
    "\t", "\n", " ", ":", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "!!int ", "!x ", "|", ">", "%", "@", "`",
    "? ", "---\n", "...\n", "<<: ", "\0", "\ufeff", "\u2028", "\x85", "é", "\U0001f600", "1e400", ".nan", "-.inf", "yes", "no",
    "off", "null", "~", "2024-01-01", "0o17", "0x1f", "1_000", "12:30:45", "[" * 50, "{" * 50, "9" * 400, "1" * 5000, "\\", "=",
    "extends: ../../x\n", "extends: baseline\n", "uses: [os]\n", "organisation: {people: /etc/passwd}\n",
]  # fmt: skip
TOKENS = st.sampled_from(PIECES) | st.text(max_size=4)
VALUES = st.one_of(
    st.sampled_from([None, True, False, "", "off", "on", "6", "0,5", "nan", -1, 0, 1e300, -1e300, 2**53, 10**400, [], {}, [[]]]),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(-3, 60) | st.floats() | st.text(max_size=3) | st.none(), max_size=4),
    st.dictionaries(st.text(max_size=5), st.integers() | st.none(), max_size=3),
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return the text of a packaged scenario with up to four pieces put in, left out, or moved."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.sampled_from([0, 0, 1, 5, 40])))
        text = text[:at] + draw(TOKENS) + text[to:]
    return text


def leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything in a nest of mappings and lists."""
    if path:
        yield path
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield from leaves(value, (*path, key))


def put(data: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value


@st.composite
def altered(draw: st.DrawFn) -> str:
    """Return a packaged scenario with up to three values replaced by others, as JSON, which is YAML."""
    data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(draw(st.sampled_from(TEXTS)))))
    for _ in range(draw(st.integers(1, 3))):
        put(data, draw(st.sampled_from(list(leaves(data)))), draw(VALUES))
    return json.dumps(data)


@given(damaged())
@OFTEN
def test_damaged_text(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.yaml"
        file.write_text(text, "utf-8", "surrogatepass")
        stands("check", file)


@given(altered())
@OFTEN
def test_altered_values(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.yaml"
        file.write_text(text, "utf-8", "surrogatepass")
        stands("check", file)


@given(altered() | damaged())
@SELDOM
def test_a_run_is_whole_or_not_there(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "mine.yaml", Path(folder) / "out"
        file.write_text(text, "utf-8", "surrogatepass")
        whole(stands("run", file, *SMALL, "--out", str(out)), out)


@given(
    st.sampled_from(["organisation", "organisation.team_size", "interventions.rotation", "x", "", ".", "extends"]),
    TOKENS | VALUES.map(str),
)
@OFTEN
def test_settings_of_any_kind(path: str, value: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = stands("check", study(Path(folder)) / PLAN, "--set", f"{path}={value}")
        assert all("--set" in line for line in result.stderr.splitlines() if result.exit_code == 2)
