"""Numba's part: the kernels as object code, and the scalar twins as text that loops take in.

Functions of numba return a status, and their value through a pointer; those here cannot fail, so each gets a plain
function around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

import llvmlite.binding as llvm
from numba import njit, types

from mi_abm.engine.compiled import machine, scalars
from mi_abm.engine.compiled.kernels import draws, groups, others
from mi_abm.engine.compiled.signatures import ALIKE, SIGNATURES, kind, signature

PREFIX = "mi_abm_"
MODULES: tuple[ModuleType, ...] = (draws, groups, others)
NAMES = [name for name in SIGNATURES if name not in ALIKE]  # of the kernels
SCALARS = ("exp", "log", "remainder")
_TYPES = {
    "int": types.int64,
    "number": types.float64,
    "column": types.CPointer(types.float64),
    "rows": types.CPointer(types.int64),
    "words": types.CPointer(types.uint64),
    "ends": types.CPointer(types.uint32),
}
_LLVM = {"int": "i64", "number": "double"}  # all else is a pointer


def symbols(names: Iterable[str]) -> list[str]:
    """Return what kernels are called in object code."""
    return [PREFIX + name for name in names]


def kernels(names: Iterable[str]) -> bytes:
    """Return the object code of some kernels."""
    whole = machine.parse("")
    for name in names:
        function = next(getattr(m, name) for m in MODULES if hasattr(m, name))
        kinds = [kind(a) for a in signature(name)]
        result = "i1" if name in ("some", "anything") else "void"
        whole.link_in(_plain(PREFIX + name, function, kinds, result))
    return machine.to_object(machine.optimise(whole))


def scalar_text() -> str:
    """Return the scalar functions that generated loops call, in LLVM's language."""
    whole = machine.parse("")
    for name in SCALARS:
        function = getattr(scalars, name).py_func
        count = 2 if name == "remainder" else 1
        whole.link_in(_plain(PREFIX + name, function, ["number"] * count, "double"))
    for function in whole.functions:
        if not function.is_declaration:
            function.linkage = "linkonce_odr"  # taken in where it is called, then gone
            function.add_function_attribute("alwaysinline")
    return str(whole)


def _plain(name: str, function: Callable[..., Any], kinds: Iterable[str], result: str) -> Any:
    """Return a module with a function compiled by numba, and one of a plain C signature around it."""
    kinds = list(kinds)
    compiled = njit(
        tuple(_TYPES[k] for k in kinds), error_model="numpy", nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)
    (inner,) = compiled.overloads.values()
    text = next(iter(compiled.inspect_llvm().values()))
    symbol = inner.fndesc.llvm_func_name
    args = ", ".join(f"{_LLVM.get(k, 'ptr')} %a{i}" for i, k in enumerate(kinds))
    kept = {"i1": "i8", "void": "ptr"}.get(result, result)
    end = (
        "ret void"
        if result == "void"
        else f"%v = load {kept}, ptr %r\n  "
        + ("%t = trunc i8 %v to i1\n  ret i1 %t" if result == "i1" else f"ret {result} %v")
    )
    around = f"""
define {result} @{name}({args}) {{
  %r = alloca {kept}
  %s = call i32 @{symbol}(ptr %r, ptr null{", " if args else ""}{args})
  {end}
}}
"""
    module = llvm.parse_assembly(text + around)
    for f in module.functions:
        if not f.is_declaration and f.name != name:
            f.linkage = "internal"
    return module
