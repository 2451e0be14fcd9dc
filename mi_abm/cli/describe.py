"""mi-abm describe: what the rules of the model are, in their own words."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mi_abm.cli.options import Code


def describe(
    name: Annotated[str | None, typer.Argument(metavar="RULE", help="A rule or a module; none: all of them.")] = None,
    assumptions: Annotated[
        bool, typer.Option("--assumptions", help="Only the parameters that nobody has measured.")
    ] = False,
    engine: Annotated[
        bool,
        typer.Option("--engine", help="What the compiled engine makes of rules and measures, and what stays numpy."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    scenario: Annotated[
        str | None, typer.Option("--with", metavar="FILE", help="A scenario whose rules of one's own belong to it.")
    ] = None,
    allow_code: Code = False,
) -> None:
    """Describe the model, a module or a rule.

    Shows formula, parameters, columns, hours, pitfalls. RULE is a name as in scenario files, such as rotation or descriptive_norms, or
    organisation; or the path of a parameter, such as mechanisms.uptake.load; or a pitfall, such as P4.
    """
    from mi_abm.describe.pitfalls import pitfalls
    from mi_abm.describe.sheet import sheet
    from mi_abm.scenario.catalogue import BUILTIN
    from mi_abm.scenario.load import load

    rules = BUILTIN if scenario is None else load(scenario, allow_code=allow_code).rules
    sheets = [sheet(rule, rules) for rule in rules]
    key = None if name is None else name.lower().replace("-", "_")
    if engine:
        _engine(key, sheets, as_json)
    elif assumptions:
        _assumptions(key, sheets, as_json)
    elif key == "organisation":
        _organisation(as_json)
    elif key is None:
        _overview(sheets, as_json)
    elif "." in key:
        _parameter(key, sheets, as_json)
    elif key.upper() in (ids := {p.id: p for p in pitfalls()}):
        _pitfall(ids[key.upper()], as_json)
    else:
        _named(key, sheets, as_json)


def _overview(sheets: Any, as_json: bool) -> None:
    from mi_abm.cli.sheets import print_overview
    from mi_abm.describe.plain import overview
    from mi_abm.scenario.guests import offered

    offers = {name: point.value for name, point in offered().items()}
    _out(overview(sheets)) if as_json else print_overview(sheets, offers)


def _organisation(as_json: bool) -> None:
    from mi_abm.cli.sheets import print_parameters
    from mi_abm.describe.declared import organisation_parameters
    from mi_abm.describe.plain import parameter

    said = list(organisation_parameters())
    if as_json:
        _out([parameter(d) for d in said])
    else:
        print_parameters("organisation: who works with whom", said)


def _parameter(path: str, sheets: Any, as_json: bool) -> None:
    """Print a parameter, or those below a section."""
    from mi_abm.cli.sheets import print_parameters
    from mi_abm.describe.declared import organisation_parameters
    from mi_abm.describe.plain import parameter
    from mi_abm.scenario.problems import bad, nearest

    every = {d.path: d for d in (*organisation_parameters(), *(d for s in sheets for d in s.parameters))}
    found = [d for known, d in every.items() if known == path or known.startswith(f"{path}.")]
    if not found:
        raise bad(path, "", f"no such parameter; {nearest(path, every)}")
    if as_json:
        _out([parameter(d) for d in found])
    else:
        print_parameters(path, found)


def _pitfall(pitfall: Any, as_json: bool) -> None:
    from dataclasses import asdict

    from mi_abm.cli.sheets import print_pitfall

    _out(asdict(pitfall) | {"files": pitfall.files}) if as_json else print_pitfall(pitfall)


def _named(key: str, sheets: Any, as_json: bool) -> None:
    """Print the rule of that name with its neighbours, or the rules of that module."""
    from mi_abm.cli.sheets import print_module, print_rule
    from mi_abm.describe.declared import stem
    from mi_abm.describe.plain import overview, rule

    family = [s for s in sheets if stem(s.rule) == key]
    found = next((s for s in sheets if s.name == key), None)
    if found is None and not family:
        raise _unknown(key, sheets)
    if found is None:
        _out(overview(family)) if as_json else print_module(key, family)
    elif as_json:
        _out(rule(found))
    else:
        print_rule(found, [s for s in sheets if s.row == found.row])


def _assumptions(key: str | None, sheets: Any, as_json: bool) -> None:
    """Print the parameters whose source is an assumption: of one rule, or of all."""
    from mi_abm.cli.sheets import print_parameters
    from mi_abm.describe.declared import ASSUMED, parameters
    from mi_abm.describe.plain import parameter

    everything = list(parameters([s.rule for s in sheets]))
    if key == "organisation":
        everything = [d for d in everything if d.path.startswith("organisation.")]
    elif key is not None:
        found = next((s for s in sheets if s.name == key), None)
        if found is None:
            raise _unknown(key, sheets)
        everything = list(found.parameters)
    assumed = [d for d in everything if d.source == ASSUMED]
    if as_json:
        _out([parameter(d) for d in assumed])
    else:
        chosen = sum(d.path.startswith("interventions.") for d in assumed)
        said = f"{len(assumed)} of {len(everything)} parameters are assumptions: nobody has measured them"
        yours = f" ({chosen} of them are settings of interventions, which are yours to choose)"
        print_parameters(f"{said}{yours if chosen else ''}.", assumed)


def _engine(key: str | None, sheets: Any, as_json: bool) -> None:
    """Print what the compiled engine makes of all rules and measures, or of the rules of that name or module."""
    from mi_abm.cli.engine import account, print_account, print_loops
    from mi_abm.describe.declared import stem
    from mi_abm.engine.recorder import usual

    chosen = [s.rule for s in sheets if key in (None, s.name, stem(s.rule))]
    if not chosen:
        raise _unknown(str(key), sheets)
    if as_json:
        _out(account(chosen, usual(chosen) if key is None else ()))
    elif key is None:
        print_account(account(chosen, usual(chosen)))
    else:
        for rule in chosen:
            print_loops(rule)


def _unknown(key: str, sheets: Any) -> Exception:
    from mi_abm.describe.declared import stem
    from mi_abm.scenario.problems import bad, nearest

    return bad(key, "", f"no such rule; {nearest(key, ['organisation', *(n for s in sheets for n in (s.name, stem(s.rule)))])}")  # fmt: skip


def _out(data: Any) -> None:
    import json

    print(json.dumps(data, indent=2, ensure_ascii=False))
