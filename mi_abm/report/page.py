"""The page: figures and one self-contained HTML file, made from the tables in a folder and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources
from pathlib import Path
from string import Template

from mi_abm.analysis.contrasts import CONDITIONAL
from mi_abm.experiment.output import EXEMPLARS, TABLES
from mi_abm.report import markup, pictures
from mi_abm.report.headings import besides
from mi_abm.report.pictures import Picture
from mi_abm.report.scales import HEADLINE
from mi_abm.report.sections import SECTIONS
from mi_abm.report.snapshots import network
from mi_abm.report.tables import Tables, read

FEW = 5  # scenarios of which the head of the page says everything


def write(folder: Path) -> list[Path]:
    """Write `figures/*.png`, `figures/*.svg` and `report.html` into a folder of results; return their paths.

    Everything is made before anything is written. Raises `InputError` where the folder's tables are missing or unreadable.
    """
    tables = read(folder)
    drawn = {picture.stem: picture for picture in draw(tables)}
    text = page(tables, drawn)
    (folder / "figures").mkdir(exist_ok=True)
    paths = []
    for picture in drawn.values():
        for kind, content in (("png", picture.png), ("svg", picture.svg)):
            paths.append(folder / "figures" / f"{picture.stem}.{kind}")
            paths[-1].write_bytes(content)
    paths.append(folder / "report.html")
    paths[-1].write_text(text, encoding="utf-8")
    return paths


def draw(tables: Tables) -> Iterator[Picture]:
    """Draw every figure that the tables have something for."""
    yield pictures.effects(tables)
    yield pictures.weekly(tables)
    yield pictures.weekly_differences(tables)
    yield from filter(
        None, (network(tables), pictures.between(tables), pictures.pulls(tables), pictures.sources(tables))
    )
    yield pictures.paired(tables)


def page(tables: Tables, drawn: dict[str, Picture]) -> str:
    """Return the whole page."""
    parts = []
    for number, (title, section) in enumerate(SECTIONS, 1):
        parts.append(f'<section id="s{number}">{markup.heading(title)}{section(tables, drawn)}</section>')
    template = Template(resources.files("mi_abm.report").joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(", ".join(tables.others.values()) + f" against {tables.titles[tables.reference]}"),
        heading=escape(pictures.main_finding(tables)),
        besides="".join(markup.paragraph(text) for text in _besides(tables)),
        statement=escape(str(tables.manifest.get("statement", CONDITIONAL))),
        body="\n".join(parts),
        tables=", ".join(name for name in (*TABLES, *EXEMPLARS) if (tables.folder / name).is_file()),
        version=escape(str(tables.manifest.get("versions", {}).get("mi_abm", ""))),
    )


def _besides(tables: Tables) -> Iterator[str]:
    """Yield what each scenario does beside the headline, where that helps or harms; of many scenarios only the harm."""
    for name, title in tables.others.items():
        rest = [e for m in HEADLINE[1:] if (e := tables.effect(name, m)) is not None]
        if text := besides(rest, title, harm_only=len(tables.others) > FEW):
            yield text
