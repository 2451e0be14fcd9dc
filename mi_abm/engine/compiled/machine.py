"""This machine: from LLVM's language to object code, and from object code to functions that can be called."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from functools import cache
from typing import Any

import llvmlite
import llvmlite.binding as llvm

# Where one instruction that brings eight numbers takes less time than eight that bring one: 8 % less of a whole run, measured
# on the second; the others are its next of kin, and not measured. On AMD's Zen it takes more.
GATHERS_QUICKLY = ("sapphirerapids", "emeraldrapids", "graniterapids")


def gathers_quickly() -> bool:
    """Say whether this processor brings numbers from many places by one instruction in less time than by many."""
    return llvm.get_host_cpu_name() in GATHERS_QUICKLY


@cache
def target() -> Any:
    """Return this machine as LLVM knows it, with all that its processor can do."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=_features(), opt=3, reloc="default", codemodel="jitdefault"
    )


def _features() -> str:
    known = str(llvm.get_host_cpu_features().flatten())
    if platform.machine() in ("x86_64", "AMD64"):
        known += ",-prefer-256-bit"  # vectors as wide as there are: up to a sixth less time in loops over ties
        if not gathers_quickly():
            known += ",+prefer-no-gather"
    return known


@cache
def description() -> str:
    """Return what object code depends on beside its source: processor, system, versions."""
    parts = (platform.machine(), platform.system(), llvm.get_host_cpu_name(), _features(), llvmlite.__version__)
    return " ".join((*parts, ".".join(platform.python_version_tuple()[:2])))


def parse(text: str) -> Any:
    """Return a module from LLVM's language, checked."""
    target()
    module = llvm.parse_assembly(text)
    module.verify()
    return module


def optimise(module: Any) -> Any:
    """Let LLVM make loops fast: inlining, vectors, all that keeps every bit."""
    options = llvm.create_pipeline_tuning_options(3)
    options.loop_vectorization = options.slp_vectorization = options.loop_interleaving = True
    builder = llvm.create_pass_builder(target(), options)
    builder.getModulePassManager().run(module, builder)
    return module


def to_object(module: Any) -> bytes:
    """Return object code of a module."""
    return bytes(target().emit_object(module))


class Library:
    """Object code in this process, for as long as it runs."""

    def __init__(self) -> None:
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target())

    def add(self, code: bytes, names: Iterable[str]) -> dict[str, int]:
        """Load object code; return the addresses of its functions, by which later code may call them."""
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()
        found = {name: self._engine.get_function_address(name) for name in names}
        for name, address in found.items():
            llvm.add_symbol(name, address)
        return found
