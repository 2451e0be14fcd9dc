"""Hosting: code from a file beside a scenario, the hash of any guest's code, and guests in other processes.

A file becomes a module whose name holds a hash of its place and text: so an edited file is a new module, and two folders
may each have their `gossip`. What it imports from beside itself is taken in too. Nothing else of it is left in
`sys.path` or `sys.modules`.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from types import ModuleType

from mi_abm.core.rules import Rule


@dataclass(frozen=True)
class Hosted:
    """Where a hosted module came from: folder and name, all its files, and the hash of their texts."""

    folder: Path
    name: str
    files: tuple[Path, ...]
    digest: str


@dataclass(frozen=True)
class Handle:
    """How another process finds the class of a hosted module."""

    folder: Path
    module: str
    rule: str
    digest: str


_hosted: dict[str, Hosted] = {}


def file_of(folder: Path, module: str) -> Path | None:
    """Return the file of a module that lies in a folder, None if there is none."""
    stem = folder.joinpath(*module.split("."))
    return next((f for f in (stem.with_suffix(".py"), stem / "__init__.py") if f.is_file()), None)


def host(folder: Path, name: str) -> ModuleType:
    """Run the file of a module in a folder, unless the same text was run before; raise ModuleNotFoundError if it is not there."""
    file = file_of(folder, name)
    if file is None:
        raise ModuleNotFoundError(f"there is no {name.replace('.', '/')}.py in {folder}")
    alias = f"{name}@{hashlib.sha256(str(file).encode() + file.read_bytes()).hexdigest()[:8]}"
    while alias in _hosted:
        if digest_of(_hosted[alias].files) == _hosted[alias].digest:
            return sys.modules[alias]
        alias += "_"  # what it takes from beside itself has changed
    spec = util.spec_from_file_location(alias, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[alias] = util.module_from_spec(spec)  # pickle and inspect look there for the module of a class
    try:
        with _beside(folder, alias) as siblings:
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[alias]
        raise
    files = tuple(sorted({file, *siblings}))
    _hosted[alias] = Hosted(folder, name, files, digest_of(files))
    return module


@contextmanager
def _beside(folder: Path, alias: str) -> Iterator[list[Path]]:
    """Let a module import what lies beside it; afterwards nothing is left of that but the list of files it took."""
    before, path, files = set(sys.modules), list(sys.path), list[Path]()
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # or an edit within one second is not seen
    sys.path.insert(0, str(folder))
    try:
        yield files
    finally:
        sys.path[:], sys.dont_write_bytecode = path, writes
        for name in set(sys.modules) - before - {alias}:
            file, top = getattr(sys.modules[name], "__file__", None), name.partition(".")[0]
            if file and Path(file).is_relative_to(folder) and (file_of(folder, top) or (folder / top).is_dir()):
                files.append(Path(file))
                del sys.modules[name]
            elif file and name.startswith(f"{alias}."):
                files.append(Path(file))


def digest_of(files: Iterable[Path]) -> str:
    """Return the SHA-256 of the texts of files; one that is gone counts as empty."""
    texts = [file.read_bytes() if file.is_file() else b"" for file in files]
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()


def code_of(rule: type[Rule]) -> str:
    """Return the SHA-256 of the code of a rule: its module, and what that uses of its own package or folder."""
    found = _host_of(rule)
    if found is not None:
        return found.digest
    files = sorted(_own_files(sys.modules.get(rule.__module__), set()))
    return digest_of(files) if files else hashlib.sha256(_typed(rule).encode()).hexdigest()


def _typed(rule: type[Rule]) -> str:
    """Return the text of a class that was typed in, "" where nobody knows it any more."""
    try:
        return inspect.getsource(rule)
    except (OSError, TypeError):
        return ""


def _own_files(module: ModuleType | None, seen: set[str]) -> set[Path]:
    """Return the file of a module and of what it uses of its own top-level package."""
    if module is None or module.__name__ in seen:
        return set()
    seen.add(module.__name__)
    file = getattr(module, "__file__", None)
    files = {Path(file)} if file else set()
    for value in list(vars(module).values()):
        name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        if isinstance(name, str) and name.partition(".")[0] == module.__name__.partition(".")[0]:
            files |= _own_files(sys.modules.get(name), seen)
    return files


def _host_of(rule: type[Rule]) -> Hosted | None:
    alias, _, inside = rule.__module__.partition("@")
    return _hosted.get(f"{alias}@{inside.partition('.')[0]}") if inside else None


def sent(rule: type[Rule]) -> type[Rule] | Handle:
    """Return a rule as it may be sent to another process."""
    found = _host_of(rule)
    return rule if found is None else Handle(found.folder, found.name, rule.__qualname__, found.digest)


def received(rule: type[Rule] | Handle) -> type[Rule]:
    """Return the rule that was sent; raise RuntimeError if its code is another by now."""
    if not isinstance(rule, Handle):
        return rule
    found: type[Rule] = getattr(host(rule.folder, rule.module), rule.rule)
    if code_of(found) != rule.digest:
        raise RuntimeError(f"{rule.module} in {rule.folder} was changed while it was in use: start again")
    return found


def origin(rule: type[Rule]) -> str:
    """Return a rule's class and where it comes from, in words."""
    found = _host_of(rule)
    return f"{rule.__qualname__} of {found.folder / found.name if found else rule.__module__}"
