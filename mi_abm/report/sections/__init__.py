"""Sections: the report's parts, in their order. A new part is a function in one of these files and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mi_abm.report.pictures import Picture
from mi_abm.report.sections.compared import compared
from mi_abm.report.sections.foundation import assumed, made, terms
from mi_abm.report.sections.outcome import cost, drawn, numbers, plain, spread, weekly
from mi_abm.report.sections.way import people, subgroups, way
from mi_abm.report.tables import Tables

Section = Callable[[Tables, Mapping[str, Picture]], str]

SECTIONS: tuple[tuple[str, Section], ...] = (
    ("What was compared, and for whom", compared),
    ("Effects in plain words", plain),
    ("Effects, drawn", drawn),
    ("Effects, in numbers", numbers),
    ("Week by week", weekly),
    ("Person by person, in one run", people),
    ("How it came about", way),
    ("Who gains less, or loses more", subgroups),
    ("Pair by pair", spread),
    ("Hours, and what they buy", cost),
    ("Assumptions", assumed),
    ("What the words mean", terms),
    ("How this was made", made),
)
