"""A plan in words: which loops a phase has become, and what each computes, keeps and stores."""

from __future__ import annotations

from collections.abc import Iterator

from mi_abm.engine.compiled.graph import Call, Node
from mi_abm.engine.compiled.schedule import STAGE, Plan
from mi_abm.engine.compiled.skips import Need, Needs

KINDS = ("helpers on whole columns", "for each person", "for each style and person", "for each tie",
         "sums over each person's ties", "sums over each run", "for each run")  # fmt: skip
SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==",
         "ne": "!=", "and": "and", "or": "or", "xor": "^"}  # fmt: skip


def listing(plan: Plan) -> Iterator[str]:
    """Yield the lines of a plan."""
    needs = Needs(plan)
    for place in plan.places:
        yield KINDS[place % STAGE] + _only_if(plan, needs.of_loop(place), place)
        for node in plan.at(place):
            if place in _uses(plan, node) and node not in plan.home and node not in plan.chunk:
                continue
            kept = f"  [{plan.home[node]}]" if node in plan.home else ""
            only = _only_if(plan, needs.of_helper(node), place) if isinstance(node.data, Call) else ""
            yield f"    {_name(node)} = {_said(plan, node, place)}{only}{kept}"
        for slot, value, _ in plan.stores.get(place, []):
            if plan.home.get(value) != slot:
                yield f"    {slot} = {_argument(plan, value, place)}"


def _only_if(plan: Plan, needs: list[Need], place: int) -> str:
    """Return the conditions without which something is left out."""
    said = [
        f"any({need.of.data})"
        if need.of.op == "column"
        else f"{'' if need.holds else 'not '}{_said(plan, need.of, place)}"
        for need in needs
    ]
    return f", only if {' and '.join(said)}" if said else ""


def _uses(plan: Plan, node: Node) -> list[int]:
    """Return the places of a value that is used once, and written where it is used."""
    users = plan.users[node]
    single = len(users) == 1 and node.op not in ("kernel", "gather", "tie_sum", "run_sum") and not node.name
    return [plan.place[users[0]]] if single and users[0].op != "copy" else []


def _name(node: Node) -> str:
    return f"{node.name or node.op}_{node.order}"


def _said(plan: Plan, node: Node, place: int) -> str:
    if node.op == "column":
        return str(node.data)
    if node.op == "const":
        return f"{float.fromhex(str(node.data)):g}"
    if node.op in ("param", "week", "noisy"):
        return f"p.{node.data}" if node.op == "param" else f"now.{node.op}"
    args = [_argument(plan, a, place) for a in node.args]
    if node.op in SIGNS:
        return f"({args[0]} {SIGNS[node.op]} {args[1]})"
    if isinstance(node.data, Call):
        guard = f" if any({args.pop(0)})" if node.data.guarded else ""
        return f"{node.data.kernel}({', '.join(args)}){guard}"
    if node.op == "gather":
        return f"{'here' if node.data == 'row' else 'there'}({args[0]})"
    return f"{node.op}({', '.join(args)})"


def _argument(plan: Plan, node: Node, place: int) -> str:
    here = plan.place.get(node) == place and node not in plan.home and node not in plan.chunk
    if node.axis == "block" or node.op == "column" or (here and plan.place[node] in _uses(plan, node)):
        return _said(plan, node, place)
    return _name(node)
