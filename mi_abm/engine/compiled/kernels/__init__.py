"""Compiled twins of the helpers on whole columns, one function each; their arguments are listed in `signatures.py`.

They work on one block of runs: its rows are `lo`, `lo + 1`, ... of the whole stack, and no sum, order or choice goes
beyond it. Arrays of people begin at the block's first row, arrays of the organisation at the stack's.
"""
