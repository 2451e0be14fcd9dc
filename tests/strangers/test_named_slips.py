"""Slips by name: what somebody may get wrong in a study, and the very lines that say so, each with its path or row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.strangers.standing import PEOPLE, PLAN, TIES, stands, study

REFERENCE, PITFALL = "workshop_only.yaml", "our_plan_pitfall.yaml"

# what is wrong: file of the starter, text in it, what stands there instead, lines on standard error without the folder
SLIPS = [
    ('a key misspelt', REFERENCE, 'organisation:', 'organization:',
        ["workshop_only.yaml:5: organization: unknown name; did you mean 'organisation'?"]),
    ('a section misspelt', PLAN, 'interventions:', 'intervention:',
        ["our_plan.yaml:6: intervention: unknown name; did you mean 'interventions'?"]),
    ('an intervention misspelt', PLAN, 'manager_signal:', 'managers_signal:',
        ["our_plan.yaml:7: interventions.managers_signal: unknown name; did you mean 'manager_signal'?"]),
    ('a parameter misspelt', PLAN, 'support:', 'suport:',
        ["our_plan.yaml:7: interventions.manager_signal.suport: unknown name; did you mean 'support'?"]),
    ('a key of another rule', PLAN, 'support: 0.8', 'stay: 2',
        ["our_plan.yaml:7: interventions.manager_signal.stay: unknown name; did you mean 'style'?"]),
    ('a dotted key', PLAN, 'extends:', 'organisation.teams: 3\nextends:',
        ["our_plan.yaml:5: organisation.teams: unknown name; write the parts of 'organisation.teams' below one another, each indented by two spaces"]),
    ('a key twice', PLAN, 'title:', 'title: A\ntitle:',
        ['our_plan.yaml:4: title: stands twice']),
    ('a tab', PLAN, '  manager_signal', '\tmanager_signal',
        ["our_plan.yaml:7: not YAML: found character '\\t' that cannot start any token; indent with spaces, not with tabs"]),
    ('a bracket left open', PLAN, '0.8}', '0.8',
        ["our_plan.yaml:7: not YAML: expected ',' or '}', but got '<stream end>'; a bracket is not closed"]),
    ('a colon in a title', PLAN, 'title: Workshop', 'title: Workshop: long',
        ['our_plan.yaml:3: not YAML: mapping values are not allowed here; a text that holds a colon needs quotes']),
    ('no space after a colon', PLAN, 'support: 0.8', 'support:0.8',
        ['our_plan.yaml:7: interventions.manager_signal.support:0.8: unknown name; a space is missing after the colon']),
    ('an alias', PLAN, '0.8', '*strong',
        ['our_plan.yaml:7: aliases (*name) are not accepted: write the value out']),
    ('an object', PLAN, '0.8', '!!python/object:os.system 1',
        ['our_plan.yaml:7: interventions.manager_signal.support: the tag tag:yaml.org,2002:python/object:os.system is not accepted']),
    ('a share above 1', PLAN, '0.8', '1.8',
        ['our_plan.yaml:7: interventions.manager_signal.support: 1.8 is not allowed; it must be at most 1']),
    ('a share below 0', PLAN, '0.8', '-0.8',
        ['our_plan.yaml:7: interventions.manager_signal.support: -0.8 is not allowed; it must be at least 0']),
    ('a decimal comma', PLAN, '0.8', "'0,8'",
        ["our_plan.yaml:7: interventions.manager_signal.support: '0,8' is not allowed; a decimal point is meant: 0.8"]),
    ('a quoted number', PLAN, '0.8', '"0.8"',
        ["our_plan.yaml:7: interventions.manager_signal.support: '0.8' is not allowed; write the number without quotes"]),
    ('a word for a number', PLAN, '0.8', 'strong',
        ["our_plan.yaml:7: interventions.manager_signal.support: 'strong' is not allowed; it must be a number in 0 ... 1"]),
    ('yes for a number', PLAN, '0.8', 'yes',
        ["our_plan.yaml:7: interventions.manager_signal.support: 'yes' is not allowed; it must be a number in 0 ... 1"]),
    ('true for a number', PLAN, '0.8', 'true',
        ['our_plan.yaml:7: interventions.manager_signal.support: true is not allowed; it must be a number']),
    ('nothing for a number', PLAN, '0.8', '~',
        ['our_plan.yaml:7: interventions.manager_signal.support: an empty value is not allowed; it must be a number in 0 ... 1']),
    ('a date for a number', PLAN, '0.8', '2024-01-01',
        ["our_plan.yaml:7: interventions.manager_signal.support: '2024-01-01' is not allowed; it must be a number in 0 ... 1"]),
    ('not a number', PLAN, '0.8', '.nan',
        ['our_plan.yaml:7: interventions.manager_signal.support: .nan is not allowed; it must be a finite number in 0 ... 1']),
    ('infinity', PLAN, '0.8', '1e400',
        ['our_plan.yaml:7: interventions.manager_signal.support: 1e400 is not allowed; it must be a finite number in 0 ... 1']),
    ('a list for a number', PLAN, '0.8', '[0.8]',
        ['our_plan.yaml:7: interventions.manager_signal.support: [0.8] is not allowed; it must be a number in 0 ... 1']),
    ('half a week', PLAN, 'weeks: 26', 'weeks: 26.5',
        ['our_plan.yaml:7: interventions.manager_signal.weeks: 26.5 is not allowed; it must be a whole number of at least 0']),
    ('octal', PLAN, 'weeks: 26', 'weeks: 026',
        ['our_plan.yaml:7: interventions.manager_signal.weeks: 026 is not allowed; write it in decimal digits: 26']),
    ('hexadecimal', PLAN, 'weeks: 26', 'weeks: 0x1a',
        ['our_plan.yaml:7: interventions.manager_signal.weeks: 0x1a is not allowed; write it in decimal digits: 26']),
    ('a number beyond measure', PLAN, 'weeks: 26', 'weeks: 1000000000000000000000',
        ['our_plan.yaml:7: interventions.manager_signal.weeks: 1000000000000000000000 is too large a number']),
    ('negative weeks', PLAN, 'weeks: 26', 'weeks: -1',
        ['our_plan.yaml:7: interventions.manager_signal.weeks: -1 is not allowed; it must be at least 0']),
    ('an unknown option', PITFALL, 'time_signal: 0.8', 'style: inconsistant',
        ["our_plan_pitfall.yaml:7: interventions.manager_signal.style: 'inconsistant' is not one of 'consistent' or 'inconsistent'; did you mean 'inconsistent'?"]),
    ('a rule switched on', PLAN, 'manager_signal: {start: 2, weeks: 26, support: 0.8}', 'manager_signal: on',
        ["our_plan.yaml:7: interventions.manager_signal: 'on' is not allowed; it must be off, or a mapping of its parameters such as {weeks: 8}"]),
    ('a rule left empty', PLAN, 'manager_signal: {start: 2, weeks: 26, support: 0.8}', 'manager_signal:',
        ['our_plan.yaml:7: interventions.manager_signal: an empty value is not allowed; it must be off, or a mapping of its parameters such as {weeks: 8}']),
    ('a team that is not there', PLAN, 'weeks: 26', 'teams: [Mil]',
        ["our_plan.yaml:7: interventions.manager_signal.teams.0: 'Mil' is no team; did you mean 'Mill'?"]),
    ('a week before the calendar', PLAN, 'manager_signal: {start: 2, weeks: 26, support: 0.8}', 'coaching: {weeks: [0, 4]}',
        ['our_plan.yaml:7: interventions.coaching.weeks.0: 0 is not allowed; it must be at least 1']),
    ('a file that is not there', PLAN, 'workshop_only.yaml', 'workshop.yaml',
        ["our_plan.yaml:5: extends: workshop.yaml: no such scenario file; did you mean 'workshop_only'?"]),
    ('a file outside', PLAN, 'workshop_only.yaml', '../baseline.yaml',
        ["our_plan.yaml:5: extends: '../baseline.yaml' lies outside the folder of the scenario; if you trust it, allow it with --allow-outside (in Python: load(..., allow_outside=True))"]),
    ('a circle', REFERENCE, 'baseline.yaml', 'our_plan.yaml',
        ['workshop_only.yaml:4: extends: goes round in a circle: our_plan.yaml -> workshop_only.yaml -> our_plan.yaml']),
    ('no Unicode', PLAN, 'Workshop', '\udce4Workshop',
        ['our_plan.yaml:3: is not UTF-8 text']),
    ('people without a file', REFERENCE, 'people.csv', 'persons.csv',
        ['persons.csv: cannot be read (there is no such file)']),
    ('ties outside', REFERENCE, 'ties.csv', '/etc/hostname',
        ["workshop_only.yaml:7: organisation.ties: '/etc/hostname' lies outside the folder of the scenario; if you trust it, allow it with --allow-outside (in Python: load(..., allow_outside=True))"]),
    ('an unknown state', REFERENCE, '{skill:', '{skil:',
        ["workshop_only.yaml:12: organisation.initial.skil: is no state of a person; did you mean 'skill'?"]),
    ('a layer misspelt', REFERENCE, 'advice:', 'advise:',
        ["workshop_only.yaml:10: organisation.layers.advise: no tie has this layer; did you mean 'advice'?"]),
    ('a negative layer', REFERENCE, '0.5', '-0.5',
        ['workshop_only.yaml:10: organisation.layers.lunch: -0.5 is not allowed; it must be at least 0']),
    ('a team column misspelt', REFERENCE, 'team: unit', 'team: units',
        ["people.csv, row 3: units: no such column; did you mean 'unit'?; organisation.team says which column holds the team"]),
    ('a manager column misspelt', REFERENCE, 'manager: led_by', 'manager: lead_by',
        ["people.csv, row 3: lead_by: no such column; did you mean 'led_by'?"]),
    ('a column of a state misspelt', REFERENCE, 'safety: team_safety', 'safety: safety',
        ["people.csv, row 3: safety: no such column; did you mean 'team_safety'?"]),
    ('an id twice', PEOPLE, 'Bruno Lahde', 'Aino Kivi',
        ["people.csv, row 5: id: 'Aino Kivi' stands already in row 4"]),
    ('no id', PEOPLE, 'Bruno Lahde', '',
        ['people.csv, row 5: id: is empty']),
    ('no team', PEOPLE, 'Bruno Lahde,Harbour', 'Bruno Lahde,',
        ["people.csv, row 5: unit: 'Bruno Lahde' has none; everybody needs one"]),
    ('no manager', PEOPLE, 'Finn Paju,Mill,Vera Storm', 'Finn Paju,Mill,',
        ["people.csv, row 9: led_by: 'Finn Paju' has none; everybody needs one (whoever has none may be named as his own)"]),
    ('skill above 1', PEOPLE, 'Bruno Lahde,Harbour,Vera Storm,0.24', 'Bruno Lahde,Harbour,Vera Storm,2.4',
        ['people.csv, row 5: skill: 2.4 is not allowed; it must lie in 0 ... 1']),
    ('skill below 0', PEOPLE, 'Bruno Lahde,Harbour,Vera Storm,0.24', 'Bruno Lahde,Harbour,Vera Storm,-0.24',
        ['people.csv, row 5: skill: -0.24 is not allowed; it must lie in 0 ... 1']),
    ('skill in words', PEOPLE, 'Bruno Lahde,Harbour,Vera Storm,0.24', 'Bruno Lahde,Harbour,Vera Storm,low',
        ["people.csv, row 5: skill: 'low' is not a number"]),
    ('skill infinite', PEOPLE, 'Bruno Lahde,Harbour,Vera Storm,0.24', 'Bruno Lahde,Harbour,Vera Storm,inf',
        ['people.csv, row 5: skill: inf is not allowed; it must lie in 0 ... 1']),
    ('a comma within a number', PEOPLE, 'Bruno Lahde,Harbour,Vera Storm,0.24', 'Bruno Lahde,Harbour,Vera Storm,"0,24"',
        ["people.csv, row 5: skill: '0,24' is not a number; write a decimal point"]),
    ('a team that disagrees', PEOPLE, 'Celia Moss,Harbour,Vera Storm,0.57,0.7', 'Celia Moss,Harbour,Vera Storm,0.57,0.6',
        ["people.csv, row 6: team_safety: 0.6 contradicts 0.7 in row 4: safety belongs to the whole team 'Harbour'"]),
    ('a cell too many', PEOPLE, 'Bruno Lahde', 'Lahde, Bruno',
        ['people.csv, row 5: has 7 cells, but the columns are 6']),
    ('a quotation mark left open', PEOPLE, 'Bruno Lahde', '"Bruno Lahde',
        ['people.csv, row 5: a quotation mark is opened in this row and never closed']),
    ('a column twice', PEOPLE, 'led_by', 'unit',
        ['people.csv, row 3: unit: 2 columns have this name', 'people.csv, row 3: led_by: no such column; known: id, skill, team_safety, unit, years']),
    ('half a post', PEOPLE, 'years\nAino Kivi,Harbour,Vera Storm,0.24,0.7,5', 'post\nAino Kivi,Harbour,Vera Storm,0.24,0.7,0.5',
        ['people.csv, row 4: post: 0.5 is not a whole number']),
    ('NUL', PEOPLE, 'Bruno', 'Bru\x00no',
        ['people.csv: holds NUL characters: it is not plain CSV text']),
    ('a stranger', TIES, 'Aino Kivi,Celia Moss,advice', 'Aino Kivi,Celia Mos,advice',
        ["ties.csv, row 4: target: 'Celia Mos' is not in the people file; did you mean 'Celia Moss'?"]),
    ('two strangers', TIES, 'Aino Kivi,Celia Moss,advice', 'Aino Kivy,Celia Mos,advice',
        ["ties.csv, row 4: source: 'Aino Kivy' is not in the people file; did you mean 'Aino Kivi'?", "ties.csv, row 4: target: 'Celia Mos' is not in the people file; did you mean 'Celia Moss'?"]),
    ('a tie to oneself', TIES, 'Aino Kivi,Celia Moss,advice', 'Aino Kivi,Aino Kivi,advice',
        ["ties.csv, row 4: target: 'Aino Kivi' cannot be tied to itself"]),
    ('a tie twice', TIES, 'Aino Kivi,Ilse Sarka,lunch', 'Aino Kivi,Celia Moss,advice',
        ["ties.csv, row 5: source: the tie from 'Aino Kivi' to 'Celia Moss' stands twice in one layer"]),
    ('a negative weight', TIES, 'Aino Kivi,Celia Moss,advice,2', 'Aino Kivi,Celia Moss,advice,-2',
        ['ties.csv, row 4: weight: -2 is not allowed; it must lie in 0 ... 1,000,000,000']),
    ('a weight in words', TIES, 'Aino Kivi,Celia Moss,advice,2', 'Aino Kivi,Celia Moss,advice,often',
        ["ties.csv, row 4: weight: 'often' is not a number"]),
    ('no target', TIES, 'Aino Kivi,Celia Moss,advice', 'Aino Kivi,,advice',
        ['ties.csv, row 4: target: is empty']),
    ('a column of ties misspelt', TIES, 'target,layer', 'traget,layer',
        ["ties.csv, row 3: target: no such column; did you mean 'traget'?"]),
]  # fmt: skip


def below_comments(text: str) -> int:
    """Return where the first line stands that is no comment."""
    return sum(len(line) for line in text.splitlines(keepends=True) if line.startswith("#"))


@pytest.mark.parametrize(
    ("file", "right", "wrong", "lines"), [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS]
)
def test_a_slip_is_said_in_these_words(tmp_path: Path, file: str, right: str, wrong: str, lines: list[str]) -> None:
    folder = study(tmp_path)
    text = (folder / file).read_text("utf-8")
    at = text.index(right, below_comments(text))
    (folder / file).write_text(text[:at] + wrong + text[at + len(right) :], "utf-8", "surrogateescape")
    result = stands("check", folder / (PITFALL if file == PITFALL else PLAN))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.replace(f"{folder}/", "").splitlines() == lines


def test_there_are_enough_of_them_and_each_is_another() -> None:
    assert len({slip[0] for slip in SLIPS}) == len({tuple(slip[1:4]) for slip in SLIPS}) == len(SLIPS) >= 60
