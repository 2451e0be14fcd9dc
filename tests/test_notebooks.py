"""Every notebook asks a question, keeps no outputs in git, and runs to its answer (here at a small size)."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

FILES = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
SMALL = "REPLICATES = 6"


def read(file: Path) -> NotebookNode:
    return nbformat.read(file, as_version=4)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_it_is_kept_as_it_should_be(file: Path) -> None:
    notebook = read(file)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.cells[0].source.splitlines()[0].endswith("?")
    assert notebook.metadata.kernelspec.name == "python3"
    assert not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_it_runs_to_its_answer(file: Path, tmp_path: Path) -> None:
    notebook = read(file)
    (sizes,) = (i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    notebook.cells.insert(sizes + 1, nbformat.v4.new_code_cell(SMALL))
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    answer = notebook.cells[-1].outputs[0].text
    assert len(answer.split()) > 10
    images = [o for cell in notebook.cells for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]
    assert images
