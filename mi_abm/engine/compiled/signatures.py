"""What each kernel takes, in the order of its arguments.

`<x` is a column that it reads, from the block's first row on, `#x` one number, `~x` a note column, which it may change in
place, `>x` what it makes; any other name is something of the block, the organisation or the moment, as listed in `PLACES`.
"""

from __future__ import annotations

from functools import cache

_TEAMS = "lo team_lo team_hi team_start team_member"
_RUNS = "lo run_lo run_hi run_rows"

SIGNATURES: dict[str, str] = {
    "uniform": "lo n post occupant key0 key1 stream week style >out",
    "team_uniform": "lo n team_number nobody key0 key1 stream week style >out",
    "post_week_uniform": "lo n post nobody key0 key1 stream week style >out",
    "lasting_uniform": "n rows post occupant key0 key1 stream style >out",
    "post_uniform": "n rows post nobody key0 key1 stream style >out",
    "lasting_team_uniform": "n rows team_number nobody key0 key1 stream style >out",
    "tie_uniform": f"{_RUNS} row idx known visit post occupant key0 key1 stream week block stamp words who partner >ties",
    "bell": "n order work <u >out",
    "some": "size <x",
    "anything": "size <x",
    "fill": "n #x >out",
    "team_sum": f"{_TEAMS} <x >out",
    "team_mean": f"{_TEAMS} <x >out",
    "run_total": f"{_RUNS} <x >out",
    "style_mean": "size styles stride <x >out",
    "icc": f"{_TEAMS} n run_lo run_hi run_rows run_teams work <x >out",
    "per_manager": "lo manager_lo manager_hi manager_start manager_member <x >out",
    "of_manager": "lo manager_lo manager_hi manager_start manager_member <x >out",
    "rank_in_team": f"{_TEAMS} order spare <by <luck >out",
    "lowest_other_team": f"{_TEAMS} run_lo run_hi run_teams <by <luck >out",
    "of_place": "lo n first <x <place <otherwise >out",
    "choose_in_team": f"{_TEAMS} place order spare <luck <candidate >out",
    "choose_in_run": f"{_RUNS} place order spare <luck <candidate >out",
    "choose_tie": "lo n n_ties idx known visit work place <weight <ties >out",
    "members": "n counts <group <candidate >out",
    "positions": "n counts starts order spare <group <candidate <by <luck >out",
    "at_position": "lo n counts starts order place <group <position <wanted >out",
    "on_schedule": "n week block schedule_start schedule <delay >out",
    "recall_note": "n notes all ~partner ~belief <whom <otherwise >out",
    "mean_note": "n notes all work ~partner ~belief ~met <otherwise >out",
    "take_note": "n notes all ~partner ~belief ~met <whom <value #fade #neutral",
    "leaving": "lo n block occupant newcomers listed moved <gone <stayed >out",
    "forget_notes": "lo n notes all first ~partner <weeks_here",
}
ALIKE = {  # kernels that differ only in what they are given
    "team_uniform": "uniform",
    "post_week_uniform": "uniform",
    "post_uniform": "lasting_uniform",
    "lasting_team_uniform": "lasting_uniform",
}
PLACES: dict[str, str] = {
    **dict.fromkeys(
        ("lo", "n", "n_ties", "size", "block", "styles", "stride", "style", "notes", "all", "team_lo", "team_hi", "run_lo",
         "run_hi", "manager_lo", "manager_hi", "week", "stream"), "int",
    ),
    **dict.fromkeys(("post", "occupant", "nobody", "key0", "key1", "team_number", "words", "who", "partner"), "words"),
    **dict.fromkeys(("row", "idx"), "ends"),
    **dict.fromkeys(
        ("rows", "known", "visit", "first", "team_start", "team_member", "manager_start", "manager_member", "run_rows",
         "run_teams", "order", "spare", "counts", "starts", "stamp", "schedule_start",
         "newcomers", "listed", "moved"), "rows",
    ),
    **dict.fromkeys(("schedule", "work", "place"), "column"),
}  # fmt: skip
KINDS = {"<": "column", ">": "column", "~": "column", "#": "number"}


@cache
def signature(kernel: str) -> tuple[str, ...]:
    """Return the arguments of a kernel."""
    return tuple(SIGNATURES[kernel].split())


def kind(argument: str) -> str:
    """Return the type of an argument: int, number, or what its array holds."""
    return KINDS.get(argument[0]) or PLACES[argument]


@cache
def inputs(kernel: str) -> tuple[str, ...]:
    """Return the arguments that are values of the graph, in order."""
    return tuple(a for a in signature(kernel) if a[0] in "<#~")
