"""Renew the golden numbers and say what moved: `python -m tests.golden`."""

from tests.golden.numbers import FILE, Numbers, computed, keep, kept, moved

before: Numbers = kept() if FILE.is_file() else {}
after = computed()
lines = moved(before, after)
keep(after)
print("\n".join(lines) if lines else "nothing moved")
print(f"{len(after)} measures in {FILE.name}, {len(lines)} of them moved, new or gone")
