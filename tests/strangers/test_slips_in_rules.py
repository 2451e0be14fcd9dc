"""A slip in a rule of one's own: one line with file, line, phase and the nearest name; never a traceback, exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from mi_abm.core.faults import fault
from mi_abm.core.rules import Mechanism
from tests.cli.running import shell
from tests.scenario.test_guests import RULE, SMALL

SLIPS = {
    "a name": ("p.weight *", "p.weight * BAIS *", "mood.py:15: Mood.appraise: NameError: name 'BAIS' is not defined; did you mean 'BIAS'?"),
    "a column": ("people.mood +", "people.moood +", "mood.py:15: Mood.appraise: AttributeError: mood reads the column 'moood' without "
                 "declaring it in `reads`; did you mean 'mood'?"),
    "a phase": ("def appraise", "def apraise", "line 14: Mood.apraise is no phase; did you mean 'appraise'?"),
    "a default": ("param(0.5", 'param("x"', "mood.py:9: Mood.Params.weight: 'x': input should be a valid number"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("command", ["check", "compare"])
def test_it_is_one_line(tmp_path: Path, slip: str, command: str) -> None:
    was, now, line = SLIPS[slip]
    assert was in RULE
    (tmp_path / "mood.py").write_text(RULE.replace(was, now), "utf-8")
    (tmp_path / "study.yaml").write_text(f"{SMALL}uses: [mood]\n", "utf-8")
    more = ["baseline", "--replicates", "2", "--weeks", "2"] if command == "compare" else []
    ended = shell(command, str(tmp_path / "study.yaml"), *more, "--allow-code")
    assert ended.returncode == 2, ended.stdout
    assert line in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len([text for text in ended.stderr.splitlines() if not text.startswith("mi-abm: compiling")]) == 1


def test_a_worker_process_says_it_too(tmp_path: Path) -> None:
    was, now, line = SLIPS["a name"]
    (tmp_path / "mood.py").write_text(RULE.replace(was, now), "utf-8")
    (tmp_path / "study.yaml").write_text(f"{SMALL}uses: [mood]\n", "utf-8")
    said = ["baseline", str(tmp_path / "study.yaml"), "--replicates", "4", "--weeks", "2"]
    ended = shell("compare", *said, "--workers", "2", "--engine", "numpy", "--allow-code")
    assert ended.returncode == 2
    assert ended.stderr.strip().endswith(line)


def test_methods_of_ones_own_are_nobodys_business() -> None:
    class Plain(Mechanism):
        def talked_about(self) -> None: ...

        def _apraise(self) -> None: ...

    assert Plain.name == "plain"
    with pytest.raises(TypeError, match=r"Wrong\.arive is no phase; did you mean 'arrive'"):

        class Wrong(Mechanism):
            def arive(self) -> None: ...


def test_errors_of_our_own_rules_keep_their_traceback() -> None:
    assert fault(ValueError("ours")) == ""
