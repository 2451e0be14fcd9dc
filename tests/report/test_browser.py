"""The page as a browser shows it: on a screen, on a telephone, and with its figures visible."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars"]  # fmt: skip


def shot(file: Path, to: Path, width: int = 1000, height: int = 7000) -> np.ndarray:
    """Return the page as a browser draws it, grey values."""
    command = ["chromium", *FLAGS, f"--user-data-dir={to.parent / 'profile'}", f"--window-size={width},{height}"]
    subprocess.run([*command, f"--screenshot={to}", file.as_uri()], check=True, capture_output=True, timeout=120)
    return np.asarray(Image.open(to).convert("L"), dtype=float)


def test_figures_show(reported: Path, tmp_path: Path) -> None:
    text = (reported / "report.html").read_text("utf-8")
    bare = tmp_path / "bare.html"
    # Same sizes, no drawings: what then differs is what the drawings show.
    bare.write_text(re.sub("<img ", '<img style="visibility:hidden" ', text), "utf-8")
    whole, without = shot(reported / "report.html", tmp_path / "a.png"), shot(bare, tmp_path / "b.png")
    drawn = (np.abs(whole - without) > 20).any(axis=1)
    assert drawn.mean() > 0.1  # of the height of the page
    assert (without < 128).mean() > 0.01


def test_nothing_sticks_out_on_a_telephone(reported: Path, tmp_path: Path) -> None:
    frame = tmp_path / "telephone.html"
    (tmp_path / "report.html").write_text((reported / "report.html").read_text("utf-8"), "utf-8")
    frame.write_text(
        '<body style="margin:0"><iframe src="report.html" style="width:390px;height:4900px;border:0">', "utf-8"
    )
    grey = shot(frame, tmp_path / "c.png", 600)
    # Margins of the page are empty: text and figures keep inside; wide tables scroll in their own box.
    assert (grey[:4800, 375:390] > 200).mean() > 0.97
    assert (grey[:4800, 20:370] < 128).mean() > 0.02
