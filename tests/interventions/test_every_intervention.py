"""Every built-in intervention keeps the promises that any rule must keep."""

from __future__ import annotations

import pytest

from mi_abm.core.rules import Intervention
from mi_abm.interventions import BUILTIN
from mi_abm.testing import check_rule

TESTS = {rule: check_rule(rule) for rule in BUILTIN}
CASES = [
    pytest.param(rule, check, id=f"{rule.name}-{check.replace(' ', '_')}")
    for rule, test in TESTS.items()
    for check in test.pytestmark[0].args[1]  # type: ignore[attr-defined]
]


@pytest.mark.parametrize(("rule", "check"), CASES)
def test_every_intervention(rule: type[Intervention], check: str) -> None:
    TESTS[rule](check)
