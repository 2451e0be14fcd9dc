"""What matters: the smallest differences that are worth speaking of, by unit.

The limits are ours, not the literature's: .05 MITI points (.0125 of skill) is the "no difference" of a person in MODEL.md
(2.7 item 31); one conversation in a hundred is our own choice for practice.
"""

from __future__ import annotations

MATTERS = {"MITI points": 0.05, "0-1": 0.0125, "share of conversations": 0.01}
