"""The form of an experiment file: a question, scenarios, what is varied, what is contrasted, and how it is shown.

    question: Does rotation raise MI skill within a year?
    scenarios: {home: baseline.yaml, rotating: rotation.yaml}
    contrast: {rotating - home: [miti@52, practice@26]}
    replicates: 200

What is not said has its default: everything is contrasted with the first scenario, in the MITI score and in practice, in
the last week.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["none", "full_factorial", "table", "one_at_a_time", "latin_hypercube", "sobol", "saltelli", "morris"]
FigureKind = Literal[
    "none", "forest", "heat_map", "response_curve", "scatter", "parallel_coordinates", "table", "over_time", "contour",
    "tornado", "bar_pairs", "ridge", "stacked_bars", "influence_network", "coefficients", "box",
]  # fmt: skip
Status = Literal["model", "break_even"]
MAX_POINTS = 1_000_000


class Form(BaseModel):
    """A part of the form: closed to unknown names."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Levels(Form):
    """The values of one parameter, where `[low, high]` would be read as a range."""

    values: list[Any] = Field(min_length=1, description="values to take, each as in a scenario file")


Span = list[Any] | Levels | None


class Design(Form):
    """Which values the varied parameters take together: the points of the experiment."""

    kind: Kind = Field("none", description="how points are chosen; saltelli and morris need mi_abm[sensitivity]")
    points: int | None = Field(
        None,
        ge=1,
        le=MAX_POINTS,
        description="number of points (latin_hypercube, sobol), of base points (saltelli), of trajectories (morris), "
        "or of levels of each range (full_factorial, one_at_a_time; default 2: its ends)",
    )
    vary: list[str | dict[str, Span]] | dict[str, Span] = Field(
        [],
        description="parameters by dotted path; a section such as mechanisms.attachment_ties means all of its parameters. "
        "Each takes its declared range, or [low, high], or a list of values",
    )
    fixed: list[str] = Field([], description="parameters of a section in `vary` that stay as the scenarios have them")
    apart: list[str] = Field(
        [], description="saltelli: the parameters that get an index of their own; all others move together, as one"
    )
    table: str | None = Field(None, description="CSV file of points beside this file: a column a dotted path")
    seed: int = Field(1, ge=0, le=2**32 - 1, description="seed of the design itself, not of its runs")


class Figure(Form):
    """How the result is drawn."""

    kind: FigureKind = Field(
        description="forest: effects; table: numbers in rows and columns; over_time: every week that is contrasted; bar_pairs: "
        "two contrasts' outcomes side by side; ridge, stacked_bars, influence_network, coefficients: people, followed one by one; "
        "box: the conditions under which an effect is large enough (see discovery); the others: effects over what is varied"
    )
    of: str | None = Field(None, description="what is drawn, as miti@52; default: the first thing that is contrasted")
    contrast: str | None = Field(None, description="which contrast, as rotating - home; default: the first")
    x: str | None = Field(None, description="the parameter across; default: the first that is varied")
    y: str | None = Field(
        None,
        description="the parameter upwards (heat_map), or that has a line a level; default: the second that is varied",
    )
    panel: str | None = Field(
        None, description="response_curve: the parameter that has a panel a level, of the first outcome"
    )
    grid: list[list[str]] = Field(
        [],
        description="contrasts, or outcomes of one contrast, in rows: the cells of a table, pairs of bars, and the like",
    )
    rows: list[str] = Field([], description="names of the rows of the grid")
    columns: list[str] = Field([], description="names of the columns of the grid")
    title: str = Field("", description="the finding in a line; default: made from the numbers")


class Discovery(Form):
    """Under which conditions the contrast of the figure is large enough; needs mi_abm[discovery]."""

    at_least: float | None = Field(
        None,
        description="the difference from which on a point is of interest, in the unit of the outcome and its good direction "
        "(of a level: the level); default: the smallest difference that matters, 0.05 MITI points, say",
    )
    held_out: float = Field(
        0.3, gt=0, lt=1, description="share of the points that are held out, to test the box that the others give"
    )


class ExperimentData(Form):
    """Everything that an experiment file may say."""

    question: str = Field(min_length=1, description="what is asked, ending in a question mark")
    title: str = Field("", description="what a reader would call the experiment")
    table2: str | None = Field(None, description="the module of the source table that it is about")
    status: Status = Field(
        "model", description="model: the simulation answers; break_even: it says how much would be needed to pay"
    )
    scenarios: dict[str, str | dict[str, Any]] | list[str] = Field(
        min_length=1,
        max_length=200,
        description="name: file, packaged name, or a scenario written out; or a plain list of files",
    )
    reference: str | None = Field(None, description="the scenario that others are compared with; default: the first")
    contrast: dict[str, str | list[str]] | list[str] | str | None = Field(
        None,
        description="a - b: what is compared, as miti@52 (no week: the last one); a alone: how it comes out by itself; or "
        "only what is compared: everything against the reference",
    )
    replicates: int = Field(40, ge=1, le=1_000_000, description="runs of each scenario and point, with the same seeds")
    seed: int = Field(1, ge=0, le=2**63, description="first seed; the others follow it one by one")
    weeks: int = Field(52, ge=0, le=10_000, description="weeks to simulate after week 0")
    measures: list[str] = Field([], description="measures to keep; default: all of them")
    design: Design = Field(Design(), description="which parameters are varied, and how")
    keep_weeks: list[int] | Literal["all", "none"] = Field(
        "none", description="weeks of which every measure is kept, beside the last one"
    )
    words: dict[str, str] = Field(
        {}, description="name of a scenario, or path of a parameter: what findings and figures call it"
    )
    discovery: Discovery | None = Field(
        None, description="looks for a box of parameters in which the effect is large enough; figure: box draws it"
    )
    figure: Figure | FigureKind | None = Field(None, description="how the result is drawn; default: by the design")

    @property
    def discovers(self) -> bool:
        """Whether it looks for conditions: it says so, or its figure shows them."""
        kind = self.figure.kind if isinstance(self.figure, Figure) else self.figure
        return self.discovery is not None or kind == "box"
