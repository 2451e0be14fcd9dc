"""How commands end: bad input, and a slip in a guest's rule, is exit code 2 and a line a problem; Ctrl-C is 130.

None of these shows a traceback. An error of our own code does.
"""

from __future__ import annotations

import sys
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import typer
from typer.core import TyperGroup

from mi_abm.scenario.problems import InputError

BAD_INPUT, BROKEN, INTERRUPTED = 2, 1, 130


class Ending(TyperGroup):
    """The group of commands; says in one place how any of them may end."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command and turn what went wrong into lines and an exit code."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            _end(str(error), BAD_INPUT)
        except KeyboardInterrupt:
            _end("interrupted; nothing was written", INTERRUPTED)
        except BrokenProcessPool:
            _end("a worker process was killed (was there enough memory?); try fewer --workers", BROKEN)
        except Exception as error:
            from mi_abm.core.faults import fault  # with numpy: whoever asks for help does not wait for that

            if not (line := fault(error)):
                raise
            _end(line, BAD_INPUT)


def _end(line: str, code: int) -> None:
    print(line, file=sys.stderr)
    raise typer.Exit(code) from None
