"""Where results come from: versions, machine, state of the checkout."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = ("mi_abm", "mesa", "numpy", "scipy", "pandas", "pyarrow", "pydantic", "ruamel.yaml", "matplotlib")


def provenance() -> dict[str, Any]:
    """Return versions, platform and the state of the checkout (None outside of one), without importing anything."""
    return {
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        "platform": {
            "system": platform.platform(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "implementation": platform.python_implementation(),
        },
        "git": checkout(Path(__file__).resolve().parents[2]),
    }


def version(library: str) -> str | None:
    """Return a library's version, None where it is not installed."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def checkout(top: Path) -> dict[str, Any] | None:
    """Return commit, branch and whether its files are as committed; None where `top` is not the top of a git checkout.

    Only the top counts: a package installed inside somebody's project says nothing about that project.
    """
    if not (top / ".git").exists():
        return None
    commit, branch = _git(top, "rev-parse", "HEAD"), _git(top, "rev-parse", "--abbrev-ref", "HEAD")
    changed = _git(top, "status", "--porcelain", "--untracked-files=no")
    if commit is None:
        return None
    return {"commit": commit, "branch": branch, "clean": None if changed is None else not changed}


def _git(top: Path, *arguments: str) -> str | None:
    try:
        found = subprocess.run(
            ["git", "-C", str(top), *arguments], capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
