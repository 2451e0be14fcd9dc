"""A guest's rule is read and compiled like one of ours: the text of a built-in rule, as a guest's, is as fast."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from mi_abm.core.rules import Rule
from mi_abm.engine.compiled.account import reasons
from mi_abm.engine.compiled.code import codes
from mi_abm.engine.compiled.stack import CompiledStack
from mi_abm.engine.ensemble import Run
from mi_abm.mechanisms import social_modelling
from mi_abm.scenario.load import load
from tests.engine.compiled.agreement import founded

OURS = social_modelling.SocialModelling


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Rule]:
    """Return the rule as a guest's: its text in another file, under another name, with columns of its own."""
    text = re.sub(rf"\b{OURS.__name__}\b", "Copied", inspect.getsource(social_modelling))
    for column in OURS.columns():
        text = re.sub(rf"\b{column.name}\b", f"copied_{column.name}", text)
    (tmp_path / "copied_rule.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "copied_rule", raising=False)
    found: type[Rule] = importlib.import_module("copied_rule").Copied
    return found


def test_a_guests_rule_is_as_fast_as_ours(copied: type[Rule]) -> None:
    assert set(reasons(copied).values()) == {""}
    scenario = load({"title": "guest", "burn_in": 1}, rules=[copied])
    stack = founded([Run(scenario, seed) for seed in range(8)], CompiledStack)
    queues = {}
    for rule in stack.rules:
        if type(rule) in (OURS, copied):
            stack.call(rule, "perceive")
            queues[type(rule)] = np.array(stack._queue.calls, dtype=np.int64)
            stack._flush()
    best = dict.fromkeys(queues, np.inf)
    for _ in range(200):  # by turns, the fastest of each: whatever else the machine does
        for rule_type, queue in queues.items():
            start = time.perf_counter()
            codes().running.run(queue, 0, 1)
            best[rule_type] = min(best[rule_type], time.perf_counter() - start)
    assert best[copied] < 2 * best[OURS]
