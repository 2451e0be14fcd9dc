"""mi-abm new: a folder to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

STARTER = Path(__file__).resolve().parents[1] / "starter"
NEXT = """{folder} is made: {files}.
Next:
  cd {folder}
  mi-abm check our_plan.yaml
  mi-abm compare workshop_only.yaml our_plan.yaml our_plan_pitfall.yaml --out report
  mi-abm experiment experiment.yaml --out answer
Then put your own people.csv and ties.csv in place of the invented ones."""


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make, such as my_study.")],
) -> None:
    """Make a folder with a small study in it: scenarios, people and ties, an experiment, a notebook.

    Everything in it runs as it is; each file says in two lines what it is for. A folder that exists is left alone.
    """
    from mi_abm.scenario.problems import bad

    try:
        if folder.exists() or folder.is_symlink():
            raise bad(str(folder), "", "exists already: choose another name")
        _copy(folder)
    except (OSError, ValueError) as error:
        if hasattr(error, "problems"):
            raise
        reason = getattr(error, "strerror", None) or error
        raise bad(str(folder), "", f"cannot be made ({reason})") from None
    names = ", ".join(sorted(file.name for file in folder.iterdir()))
    print(NEXT.format(folder=folder, files=names))


def _copy(folder: Path) -> None:
    """Copy the starter all or nothing: into a folder beside, which then takes the name."""
    import shutil
    import tempfile

    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.absolute().parent))
    try:
        made = beside / "made"
        made.mkdir()
        for file in filter(Path.is_file, STARTER.iterdir()):
            shutil.copyfile(file, made / file.name)
        made.rename(folder.absolute())
    finally:
        shutil.rmtree(beside, ignore_errors=True)
