"""Checks that any rule must pass, ours or a guest's, in one line of a test file.

    from mi_abm.testing import check_rule

    test_gossip = check_rule(GossipNorm)

pytest then runs each check as a test of its own; without pytest, `check_rule(GossipNorm)()` runs them all.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from mi_abm.checks import declared, engines, form, promises, ranges
from mi_abm.checks.source import kind_of
from mi_abm.checks.worlds import Subject
from mi_abm.core.rules import Rule

Checks = dict[str, Callable[[], None]]


def check_rule(
    rule: type[Rule],
    *,
    beside: Sequence[type[Rule]] = (),
    settings: Mapping[str, Any] | None = None,
    references: Collection[str] = (),
    remains: Collection[str] = (),
    form: bool = True,
) -> Callable[..., None]:
    """Return a test that a mechanism or an intervention keeps the promises of the house.

    Called without arguments it runs all checks, with the name of one that one; either raises AssertionError, which names
    rule and check. `beside` are other rules of one's own that it needs, `settings` dotted paths and values for the
    worlds in which it is tried, `references` citation keys of one's own, `remains` parts that `off` leaves by design.
    Without `form` its body may be any numpy: it then runs in the reference engine only.
    """
    kind_of(rule)
    subject = Subject(rule, tuple(beside), tuple((settings or {}).items()))
    checks = checks_of(subject, references, remains)
    if not form:
        del checks["form"]

    def test(check: str | None = None) -> None:
        for name in checks if check is None else (check,):
            _run(rule, name, checks[name])

    test.__name__, test.__doc__ = f"check_{rule.name}", f"Check {rule.__name__}."
    return _for_pytest(test, list(checks))


def checks_of(subject: Subject, references: Collection[str] = (), remains: Collection[str] = ()) -> Checks:
    """Return the checks by name, in the order in which they are best read."""
    rule = subject.rule
    return {
        "parameters": partial(declared.check_parameters, rule, references),
        "docstring": partial(declared.check_docstring, rule, references),
        "own columns": partial(declared.check_columns, rule),
        "form": partial(form.check_form, rule),
        "engines": partial(engines.check_engines, subject),
        "one is many": partial(promises.check_one_is_many, subject),
        "relabelling": partial(promises.check_relabelling, subject),
        "off": partial(promises.check_off, subject, remains),
        "chance": partial(promises.check_chance, subject),
        "alive": partial(ranges.check_alive, subject),
        "spans": partial(ranges.check_spans, subject),
        "teams": partial(ranges.check_teams, subject),
        "resumes": partial(promises.check_resumes, subject),
    }


def _run(rule: type[Rule], name: str, check: Callable[[], None]) -> None:
    """Run one check; whatever stops it becomes an AssertionError that names rule, check and line."""
    try:
        check()
    except AssertionError as error:
        raise AssertionError(f"{rule.__name__}, {name}: {error}") from error
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{last.filename.rpartition('/')[2]}, line {last.lineno}"
        raise AssertionError(f"{rule.__name__}, {name}: {type(error).__name__}: {error} ({place})") from error


def _for_pytest(test: Callable[..., None], names: list[str]) -> Callable[..., None]:
    """Let pytest, where it is installed, run every check as a test of its own."""
    try:
        import pytest
    except ImportError:
        return test
    argument = inspect.Parameter("check", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    test.__signature__ = inspect.Signature([argument])  # type: ignore[attr-defined]  # pytest takes no default for it
    parametrised: Callable[..., None] = pytest.mark.parametrize("check", names)(test)
    return parametrised
