"""Kernels are made in two processes, or in this one where there is no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import llvmlite.binding as llvm
import pytest

from mi_abm.engine.compiled import halves, twins

SOME = ["some", "fill", "anything", "of_manager"]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[list[str]]]:
    """Let there be a few kernels only; return what says which were made in this process, part by part."""
    made: list[list[str]] = []
    make = twins.kernels

    def kernels(names: Iterable[str]) -> bytes:
        made.append(list(names))
        return make(names)

    monkeypatch.setattr(twins, "NAMES", SOME)
    monkeypatch.setattr(twins, "kernels", kernels)
    monkeypatch.setattr(twins, "scalar_text", lambda: "scalars")
    monkeypatch.setattr(halves, "usable_cores", lambda: 2)
    return lambda: made


def whole(parts: list[halves.Part]) -> bool:
    """Say whether all kernels are there, once each, in object code that knows them."""
    found = [name for names, _ in parts for name in names]
    known = all(name.encode() in code for names, code in parts for name in names)
    sections = [len(list(llvm.ObjectFileRef.from_data(code).sections())) for _, code in parts]
    return known and min(sections) > 1 and sorted(found) == sorted(twins.symbols(SOME))


def test_half_of_them_are_made_elsewhere(here: Callable[[], list[list[str]]]) -> None:
    parts, scalars = halves.kernels_and_scalars()
    assert (here(), scalars) == ([["some", "anything"]], "scalars")
    assert whole(parts)


@pytest.mark.parametrize("way", ["one core", "a program of its own", "no Python", "a Python that fails"])
def test_all_are_made_here_where_there_is_no_other(
    way: str, here: Callable[[], list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "one core":
        monkeypatch.setattr(halves, "usable_cores", lambda: 1)
    elif way == "a program of its own":
        monkeypatch.setattr(halves.sys, "frozen", True, raising=False)
    else:
        monkeypatch.setattr(halves.sys, "executable", "/nowhere/python" if way == "no Python" else "/bin/false")
    parts, _ = halves.kernels_and_scalars()
    assert here() == [["some", "anything"], ["fill", "of_manager"]]
    assert whole(parts)
