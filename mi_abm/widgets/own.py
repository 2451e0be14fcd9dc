"""One's own organisation, as it comes through the page: two files, checked, in a folder that dies with the session."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from mi_abm.scenario.problems import InputError, Problem, bad
from mi_abm.scenario.summary import notes, own, summary
from mi_abm.scenario.vary import with_values
from mi_abm.widgets.session import Session

LARGEST = 20_000_000  # bytes of a file
PEOPLE, TIES = "people.csv", "ties.csv"


class OwnFiles:
    """The files of one session. Nobody else may read the folder, and it is removed when the session ends."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._folder = tempfile.TemporaryDirectory(prefix="mi_abm_")
        self._turn = 0

    def use(self, files: Mapping[str, tuple[str, bytes]], team: str = "team") -> list[str]:
        """Check files and let the session work with them; return what they hold, a line a fact.

        `files` maps "people" and, if there is one, "ties" to a name and its content. Raises `InputError`, in the words of
        `mi-abm check`, and leaves the session as it was.
        """
        if "people" not in files:
            raise bad("", "", "a file of people is needed: id, and a column for the team")
        self._turn += 1
        folder = Path(self._folder.name) / str(self._turn)
        folder.mkdir(mode=0o700)
        values: dict[str, object] = {"organisation.people": None, "organisation.ties": None, "organisation.team": team}
        try:
            for key, (name, content) in files.items():
                values[f"organisation.{key}"] = str(_put(folder, name, PEOPLE if key == "people" else TIES, content))
            plan = with_values(self.session.plan(), values)
            found = own(plan)
            assert found is not None
            lines = [*summary(plan, found), *(f"note: {said}" for said in notes(plan, self.session.weeks, found))]
            self.session.apply(values)
        except InputError as error:
            raise InputError(_plain(p, folder) for p in error.problems) from None
        return [line.replace(f"{folder}/", "") for line in lines]

    def close(self) -> None:
        """Remove the files."""
        self._folder.cleanup()


def _put(folder: Path, name: str, otherwise: str, content: bytes) -> Path:
    """Write a file under its own name, unless that is no plain one."""
    if len(content) > LARGEST:
        raise bad(otherwise, "", f"is larger than {LARGEST // 1_000_000} MB")
    said = PurePosixPath(name.replace("\\", "/")).name
    file = folder / (said if re.fullmatch(r"[\w][\w .-]{0,80}\.csv", said) else otherwise)
    if file.exists():
        raise bad(said, "", "is given twice: people and ties are two files")
    file.write_bytes(content)
    return file


def _plain(problem: Problem, folder: Path) -> Problem:
    """Name a file as whoever gave it knows it."""
    return Problem(*(part.replace(f"{folder}/", "") for part in (problem.where, problem.path, problem.message)))
