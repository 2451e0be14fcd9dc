"""What figures were taken on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PACKAGES = ("numpy", "numba", "llvmlite", "mesa", "agentpy", "ndlib", "starsim")


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "date": date.today().isoformat(), "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(), "memory": round(int(memory[0]) / 2**20) if memory else None,
        "system": platform.platform(terse=True), "python": platform.python_version(),
        "commit": _said("git", "rev-parse", "--short", "HEAD"), "load": round(os.getloadavg()[0], 2),
        "packages": {name: _version(name) for name in PACKAGES},
    }  # fmt: skip


def peak() -> int:
    """Return the most bytes that this process has held; the kernel's usage of resources would count its parent's too."""
    (held,) = (line.split()[1] for line in _lines("/proc/self/status") if line.startswith("VmHWM"))
    return int(held) * 1024


def _lines(file: str) -> list[str]:
    path = Path(file)
    return path.read_text().splitlines() if path.exists() else []


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, cwd=FOLDER).stdout.strip()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
