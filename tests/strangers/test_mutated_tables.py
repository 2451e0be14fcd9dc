"""The CSV files of one's own organisation, damaged at random: cells, rows, and bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strangers.standing import PEOPLE, PLAN, TIES, stands, study, whole
from tests.strangers.test_mutated_scenarios import OFTEN, SELDOM, SMALL

pytestmark = pytest.mark.slow
CELLS = st.sampled_from(
    ["", " ", "NA", "nan", "inf", "-1", "1e400", "0,5", "1_0", "2", "1.5", '"', '""', "'", "a,b", "a;b", "\n", "\r", "\t", "\0",
     "#", "=1+1", "id", "é", "\ufeff", "e\u0301", "\U0001f600", "x" * 200_000, "Aino Kivi", "Harbour", "0.7", "9" * 400]
)  # fmt: skip
BYTES = st.sampled_from(
    [
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\x81",
        b"\xe4",
        b"\r\n",
        b"\r",
        b'"',
        b";",
        b",",
        b"\t",
        b"#",
        b"sep=;\n",
        b"PK",
    ]
)
FILES = st.sampled_from([PEOPLE, TIES])


@st.composite
def respelt(draw: st.DrawFn, text: str) -> str:
    """Return a table with up to four cells, rows or columns replaced, doubled or gone."""
    rows = [line.split(",") for line in text.splitlines() if not line.startswith("#")]
    for _ in range(draw(st.integers(1, 4))):
        i = draw(st.integers(0, len(rows) - 1))
        j = draw(st.integers(0, len(rows[i])))
        match draw(st.sampled_from(["cell", "cell", "cell", "more", "less", "double", "gone", "column"])):
            case "cell":
                rows[i][j : j + 1] = [draw(CELLS | st.text(max_size=5))]
            case "more":
                rows[i].insert(j, draw(CELLS))
            case "less":
                del rows[i][j:]
            case "double":
                rows.insert(i, list(rows[i]))
            case "gone" if len(rows) > 1:
                del rows[i]
            case _:
                rows = [row[:j] + row[j + 1 :] for row in rows]
    parting, end = draw(st.sampled_from([",", ",", ";", "\t"])), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return end.join(parting.join(row) for row in rows)


@given(FILES, st.data(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-be"]))
@OFTEN
def test_respelt_tables(name: str, data: st.DataObject, encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = study(Path(folder)) / name
        text = data.draw(respelt(file.read_text("utf-8")))
        file.write_bytes(text.encode(encoding, "replace"))
        stands("check", file.with_name(PLAN))


@given(
    FILES,
    st.lists(st.tuples(st.floats(0, 1), BYTES | st.binary(max_size=3), st.integers(0, 40)), min_size=1, max_size=4),
)
@OFTEN
def test_damaged_bytes(name: str, damage: list[tuple[float, bytes, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = study(Path(folder)) / name
        raw = file.read_bytes()
        for share, put, gone in damage:
            at = int(share * len(raw))
            raw = raw[:at] + put + raw[at + gone :]
        file.write_bytes(raw)
        stands("check", file.with_name(PLAN))


@given(FILES, st.data())
@SELDOM
def test_a_run_is_whole_or_not_there(name: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, out = study(Path(folder)) / name, Path(folder) / "out"
        file.write_text(data.draw(respelt(file.read_text("utf-8"))), "utf-8", "replace")
        whole(stands("run", file.with_name(PLAN), *SMALL, "--out", str(out)), out)
