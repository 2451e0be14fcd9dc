"""Change one sign or one term of a rule at a time, and see whether the tests notice.

    python -m tests.mutation                 a handful
    python -m tests.mutation --all           all changes of tests/mutation/changes.py
    python -m tests.mutation --sites 20      every 20th of all possible changes (1: each of them)

Prints which test noticed; exits with 1 if a change survives. Changes are made on a copy in a temporary folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.mutation.changes import CHANGES, FEW
from tests.mutation.sites import every
from tests.mutation.trial import ROOT, Changes, try_out, untouched, workshop


def main(arguments: Sequence[str]) -> int:
    """Try out the chosen changes one by one; return the exit code."""
    options = argparse.ArgumentParser("python -m tests.mutation", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    options.add_argument("--all", action="store_true", help="all listed changes")
    options.add_argument("--sites", type=int, metavar="N", help="every Nth of all possible changes")
    options.add_argument("--file", default="", help="only changes of files whose name holds this")
    chosen = options.parse_args(arguments)
    changes: Sequence[Changes] = CHANGES if chosen.all else FEW
    if chosen.sites:
        changes = every(ROOT / "mi_abm")[:: chosen.sites]
    return trials([change for change in changes if chosen.file in change.file])


def trials(changes: Sequence[Changes]) -> int:
    """Try out changes; return 0 if the tests notice every one of them."""
    survivors = 0
    with workshop() as folder:
        wrong = untouched(folder)
        if wrong:
            print(f"the tests fail without any change:\n{wrong}")
            return 2
        for number, change in enumerate(changes, 1):
            verdict = try_out(change, folder)
            survivors += verdict.seen_by is None
            said = verdict.seen_by or "*** SURVIVED ***"
            print(f"{number:3} of {len(changes)}  {verdict.seconds:5.1f} s  {change.name}\n{'':19}{said}", flush=True)
    print(f"{len(changes) - survivors} of {len(changes)} changes were noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
