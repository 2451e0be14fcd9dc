"""The page: the tables' numbers in it, nothing from elsewhere, figures that show something, the same bytes every time."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.report.digits import decimals, number
from mi_abm.report.page import page as make_page
from mi_abm.report.page import write
from mi_abm.report.pictures import Picture, effects, paired
from mi_abm.report.sections import SECTIONS
from mi_abm.report.tables import read
from mi_abm.scenario.problems import InputError

FIGURES = {
    "effects", "trajectories", "differences", "network", "pulls", "skill_sources", "on_the_way", "paired_differences",
}  # fmt: skip
BLANK = {stem: Picture(stem, "", "", b"", b"", b"") for stem in FIGURES}


class Page(HTMLParser):
    """Text, tags that were left open, and everything a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.fetched, self.open, self.tags = "", [], [], set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "img", "source", "br"):
            self.open.append(tag)
        self.fetched += [v for k, v in attrs if k in ("src", "srcset", "href", "data", "action", "poster") and v]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(folder: Path) -> Page:
    return Page((folder / "report.html").read_text("utf-8"))


def copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("figures", "report.html"))
    return to


def test_the_numbers_of_the_table_stand_in_the_page(reported: Path) -> None:
    text = page(reported).text
    table = pd.read_csv(reported / "effects.csv")
    for row in table[table["measure"].isin(["miti", "practice", "habit", "hours"])].itertuples():
        digits = decimals(row.difference, (row.ci_high - row.ci_low) / 2)
        for value, sign in ((row.reference_mean, False), (row.scenario_mean, False), (row.difference, True)):
            assert number(value, digits, sign) in text, (row.scenario, row.measure)


def test_every_section_is_there_and_the_markup_closes(reported: Path) -> None:
    found = page(reported)
    assert found.open == []
    for title, _ in SECTIONS:
        assert title in found.text
    assert found.text.count(CONDITIONAL) == 2
    assert "script" not in found.tags


def test_null_harm_and_copy_each_read_rightly(reported: Path) -> None:
    text = page(reported).text
    plain = text[text.index("Effects in plain words") : text.index("How we speak of sizes")]
    copied, rotation, none = re.split("Skilled practitioners rotate between teams|No training", plain)
    assert "Exactly the same" in copied
    assert "harm" not in rotation
    assert "No practical difference. MITI global score" in rotation
    assert "harm. MITI global score" in none
    assert "improvement" not in none


def test_another_outcome_makes_other_sentences(compared: Path, tmp_path: Path) -> None:
    folder = copy(compared, tmp_path / "swapped")
    table = pd.read_csv(folder / "effects.csv")
    outcome = ["scenario_mean", "difference", "ci_low", "ci_high", "effect_size", "better"]
    a, b = (table.index[(table["scenario"] == s) & (table["measure"] == "miti")] for s in ("rotation", "no_training"))
    table.loc[[*a, *b], outcome] = table.loc[[*b, *a], outcome].to_numpy()
    table.to_csv(folder / "effects.csv", index=False)
    text = Page(make_page(read(folder), BLANK)).text
    plain = text[text.index("Effects in plain words") : text.index("How we speak of sizes")]
    _, rotation, none = re.split("Skilled practitioners rotate between teams|No training", plain)
    assert "harm. MITI global score" in rotation
    assert "No practical difference. MITI global score" in none


def test_a_measure_that_few_pairs_have_says_so(compared: Path, tmp_path: Path) -> None:
    folder = copy(compared, tmp_path / "few")
    table = pd.read_csv(folder / "effects.csv")
    table.loc[(table["scenario"] == "rotation") & (table["measure"] == "miti"), "pairs"] = 3
    table.to_csv(folder / "effects.csv", index=False)
    text = Page(make_page(read(folder), BLANK)).text
    assert text.count("MITI global score (defined in 3 of 8 pairs)") == 1


def test_nothing_is_fetched(reported: Path) -> None:
    text = (reported / "report.html").read_text("utf-8")
    assert all(address.startswith(("data:image/svg+xml;base64,", "#")) for address in page(reported).fetched)
    bare = re.sub(r"data:image/svg\+xml;base64,[^\"]*", "", text)
    assert not re.search(r"https?://|url\(|@import|//[a-z]", bare)


def test_images_in_the_page_are_drawings_without_links(reported: Path) -> None:
    addresses = [a for a in page(reported).fetched if a.startswith("data:")]
    assert len(addresses) == 2 * len(FIGURES)
    for address in addresses:
        svg = base64.b64decode(address.partition(",")[2])
        for element in ElementTree.fromstring(svg).iter():
            links = [v for k, v in element.attrib.items() if k.endswith("href")]
            assert all(link.startswith("#") for link in links)


def test_figures_are_there_and_not_blank(reported: Path) -> None:
    assert {f.stem for f in (reported / "figures").glob("*.png")} == FIGURES
    assert {f.stem for f in (reported / "figures").glob("*.svg")} == FIGURES
    for file in (reported / "figures").glob("*.png"):
        grey = np.asarray(Image.open(BytesIO(file.read_bytes())).convert("L"), dtype=float)
        assert grey.std() > 10, file.name
        rows, columns = np.nonzero(grey < 128)
        assert np.ptp(rows) > 0.6 * grey.shape[0], file.name
        assert np.ptp(columns) > 0.6 * grey.shape[1], file.name


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes(reported: Path, tmp_path: Path) -> None:
    folder = copy(reported, tmp_path / "again")
    paths = write(folder)
    assert {p.name for p in paths} == {"report.html"} | {f"{f}.{kind}" for f in FIGURES for kind in ("png", "svg")}
    for path in paths:
        assert path.read_bytes() == (reported / path.relative_to(folder)).read_bytes(), path.name


@pytest.mark.slow
def test_a_title_is_text_not_markup_nor_formula(compared: Path, tmp_path: Path) -> None:
    folder = copy(compared, tmp_path / "odd")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    odd = "<script>alert(1)</script> & $\\frac{ costs $5"
    manifest["scenarios"][2]["title"] = odd
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    write(folder)
    found = page(folder)
    assert odd in found.text
    assert "script" not in found.tags


def test_one_pair_of_runs_concludes_nothing(compared: Path, tmp_path: Path) -> None:
    folder = copy(compared, tmp_path / "one")
    table = pd.read_csv(folder / "effects.csv").assign(ci_low=np.nan, ci_high=np.nan, pairs=1)
    table.to_csv(folder / "effects.csv", index=False)
    for name in ("runs", "weeks"):
        runs = pd.read_parquet(folder / f"{name}.parquet")
        runs[runs["seed"] == 1].to_parquet(folder / f"{name}.parquet")
    tables = read(folder)
    assert effects(tables).svg
    assert paired(tables).svg
    assert "One pair of runs gives no interval: nothing can be concluded." in make_page(tables, BLANK)


@pytest.mark.parametrize("missing", ["effects.csv", "weeks.parquet", "runs.parquet", "manifest.json"])
def test_missing_and_broken_tables_are_named_and_nothing_is_written(
    compared: Path, tmp_path: Path, missing: str
) -> None:
    folder = copy(compared, tmp_path / "broken")
    (folder / missing).write_bytes(b"not this")
    with pytest.raises(InputError, match=re.escape(missing)):
        write(folder)
    (folder / missing).unlink()
    with pytest.raises(InputError, match="no such file"):
        write(folder)
    assert not (folder / "figures").exists()
    assert not (folder / "report.html").exists()


def test_a_missing_column_is_named(compared: Path, tmp_path: Path) -> None:
    folder = copy(compared, tmp_path / "columns")
    pd.read_csv(folder / "effects.csv").drop(columns="ci_low").to_csv(folder / "effects.csv", index=False)
    with pytest.raises(InputError, match=r"effects\.csv: has no 'ci_low'"):
        write(folder)


@pytest.mark.slow
def test_pyplot_is_never_loaded(reported: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from mi_abm.report import page, pictures
pictures.effects(page.read(Path({str(reported)!r})))
sys.exit("matplotlib.pyplot" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
