"""Every built-in mechanism keeps the promises that any rule must keep."""

from __future__ import annotations

import pytest

from mi_abm.core.rules import Mechanism
from mi_abm.mechanisms import BUILTIN
from mi_abm.testing import check_rule

# What `off` leaves by design: the base of intention, what a workshop teaches, the dose of a coach.
REMAINS = {"uptake": ("propensity_pull",), "skill": ("by_workshop",), "social_feedback": ("coaching",)}
TESTS = {rule: check_rule(rule, remains=REMAINS.get(rule.name, ())) for rule in BUILTIN}
CASES = [
    pytest.param(rule, check, id=f"{rule.name}-{check.replace(' ', '_')}")
    for rule, test in TESTS.items()
    for check in test.pytestmark[0].args[1]  # type: ignore[attr-defined]
]


@pytest.mark.parametrize(("rule", "check"), CASES)
def test_every_mechanism(rule: type[Mechanism], check: str) -> None:
    TESTS[rule](check)
