"""Guests: rules that a scenario brings along with `uses:`, or that an installed package offers.

    uses: [gossip, "my_lab.curves:PowerLaw"]

A module brings every rule that it defines, or the one after the colon. It is looked for beside the scenario file (the
entry then becomes FOLDER/gossip), among what packages offer as entry points of the group `mi_abm.rules`, and among all
that is installed. Naming it runs its code, so `load` must be allowed to. An entry point whose name is a key of the
scenario is loaded without that: somebody has installed it under this very name.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module, metadata
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Any

from pydantic import ValidationError

from mi_abm.core.rules import Intervention, Mechanism, Rule
from mi_abm.scenario.hosting import file_of, host
from mi_abm.scenario.problems import bad
from mi_abm.scenario.text import Text

GROUP = "mi_abm.rules"
NAME = r"[A-Za-z_]\w*"
ENTRY = re.compile(rf"(?:(?P<folder>.+)[/\\])?(?P<module>{NAME}(?:\.{NAME})*)(?::(?P<rule>{NAME}))?")
SECTIONS = ("mechanisms", "interventions")


def place(found: Text, folder: Path) -> None:
    """Turn the entries of a text's `uses:` that lie beside it into FOLDER/MODULE; a single one becomes a list."""
    said = found.data.get("uses")
    said = [said] if isinstance(said, str) else said
    if isinstance(said, list):
        found.data["uses"] = [_placed(entry, folder) if isinstance(entry, str) else entry for entry in said]
        for i, entry in enumerate(found.data["uses"]):
            found.places[f"uses {entry}"] = found.places.get(f"uses.{i}", found.places.get("uses", ""))


def _placed(entry: str, folder: Path) -> str:
    said = ENTRY.fullmatch(entry)
    if said is None:
        return entry
    at = (folder / (said["folder"] or ".")).resolve()
    return str(at / entry[said.start("module") :]) if said["folder"] or file_of(at, said["module"]) else entry


def guests(found: Text, known: Sequence[type[Rule]], allow_code: bool) -> tuple[type[Rule], ...]:
    """Return the rules that a text brings along; raise `InputError` where that needs permission, or fails."""
    said = found.data.get("uses")
    entries = [e for e in said if isinstance(e, str)] if isinstance(said, list) else []
    if entries and not allow_code:
        raise bad(
            found.places.get(f"uses {entries[0]}", ""),
            "uses",
            f"runs the code of {', '.join(Path(e).name for e in entries)}; if you trust it, allow it with --allow-code "
            "(in Python: load(..., allow_code=True))",
        )
    rules = [rule for entry in entries for rule in bring(entry, found.places.get(f"uses {entry}", ""))]
    return tuple(dict.fromkeys([*rules, *_by_key(found, {rule.name for rule in (*known, *rules)})]))


def _by_key(found: Text, known: set[str]) -> list[type[Rule]]:
    """Return the rules that packages offer under names which the scenario has as keys."""
    sections = [found.data.get(name) for name in SECTIONS]
    keys = [key for section in sections if isinstance(section, dict) for key in section if key not in known]
    return [rule for key in keys if key in offered() for rule in bring(offered()[key].value, f"package that offers {key}")]  # fmt: skip


def bring(entry: str, where: str) -> tuple[type[Rule], ...]:
    """Run the code that an entry names and return its rules; raise `InputError` if there are none or it fails."""
    said = ENTRY.fullmatch(entry)
    if said is None:
        raise bad(where, "uses", f"{entry!r} is not MODULE or MODULE:CLASS, as in my_lab.gossip:GossipNorm")
    folder, module, rule = said["folder"], said["module"], said["rule"]
    if folder is None and rule is None and module in offered() and offered()[module].value != entry:
        return bring(offered()[module].value, where)
    try:
        code = import_module(module) if folder is None else host(Path(folder), module)
    except Exception as error:
        raise bad(where, "uses", f"{entry[said.start('module') :]} {_stopped_by(error)}") from None
    rules = (_named(code, rule, where),) if rule else _defined(code, where)
    for one in rules:
        _check_defaults(one)
    return rules


def _check_defaults(rule: type[Rule]) -> None:
    """See that a rule's parameters are what they are declared to be; raise `InputError` at the line of the first that is not."""
    try:
        rule.Params()
    except ValidationError as error:
        said = error.errors()[0]
        name = str(said["loc"][0]) if said["loc"] else ""
        raise bad(
            _line_of(rule, name), f"{rule.__name__}.Params.{name}", f"{said['input']!r}: {said['msg'].lower()}"
        ) from None


def _line_of(rule: type[Rule], name: str) -> str:
    """Return file and line where a rule declares a parameter."""
    try:
        lines, first = inspect.getsourcelines(rule)
    except (OSError, TypeError):
        return rule.__module__
    at = next((i for i, line in enumerate(lines) if re.match(rf"\s*{name}\s*:", line)), 0)
    return f"{Path(inspect.getsourcefile(rule) or rule.__module__).name}:{first + at}"


def _stopped_by(error: Exception) -> str:
    """Say on one line what stopped a module, and where in it."""
    if isinstance(error, SyntaxError):
        return f"is not Python: {error.msg} ({Path(error.filename or '').name}, line {error.lineno})"
    outside = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)
               if frame.f_globals.get("__name__", "").partition(".")[0] not in ("mi_abm", "importlib")]  # fmt: skip
    files = [(file, line) for file, line in outside if "importlib" not in file]
    place = f" ({Path(files[-1][0]).name}, line {files[-1][1]})" if files else ""
    return f"cannot be imported: {type(error).__name__}: {' '.join(str(error).split())}{place}"


def _is_rule(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, (Mechanism, Intervention))


def _named(module: ModuleType, name: str, where: str) -> type[Rule]:
    rule: Any = getattr(module, name, None)
    said = module.__name__.partition("@")[0]
    if not _is_rule(rule):
        raise bad(where, "uses", f"{said} has no mechanism or intervention {name!r}")
    if "@" in module.__name__ and not _inside(rule.__module__, module):
        raise bad(where, "uses", f"{name} is defined in {rule.__module__}, not in {said}: name that module")
    return rule  # type: ignore[no-any-return]


def _defined(module: ModuleType, where: str) -> tuple[type[Rule], ...]:
    """Return the rules that a module defines itself, but for those that it keeps to itself (`_Name`)."""
    rules = [v for k, v in vars(module).items() if _is_rule(v) and _inside(v.__module__, module) and k[0] != "_"]
    if not rules:
        raise bad(where, "uses", f"{module.__name__.partition('@')[0]} defines no mechanism or intervention")
    return tuple(dict.fromkeys(rules))


def _inside(name: str, module: ModuleType) -> bool:
    return name == module.__name__ or name.startswith(f"{module.__name__}.")


@lru_cache(maxsize=1)
def offered() -> Mapping[str, metadata.EntryPoint]:
    """Return what installed packages offer: entry points of the group `mi_abm.rules` by name, none of them loaded."""
    return {point.name: point for point in metadata.entry_points(group=GROUP)}
