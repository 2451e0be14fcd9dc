"""Teams, runs and groups: sums, means, ranks, and who stands where."""

# ruff: noqa: D103  each is the twin of the helper whose name it bears

import numpy as np

from mi_abm.engine.compiled.scalars import scalar


def team_sum(lo, team_lo, team_hi, team_start, team_member, x, out):
    for k in range(team_lo, team_hi):
        total = 0.0
        for m in range(team_start[k], team_start[k + 1]):
            total += x[team_member[m] - lo]
        for m in range(team_start[k], team_start[k + 1]):
            out[team_member[m] - lo] = total


@scalar
def team_means(lo, team_lo, team_hi, team_start, team_member, x, out):
    for k in range(team_lo, team_hi):
        total = 0.0
        for m in range(team_start[k], team_start[k + 1]):
            total += x[team_member[m] - lo]
        mean = total / np.float64(team_start[k + 1] - team_start[k])
        for m in range(team_start[k], team_start[k + 1]):
            out[team_member[m] - lo] = mean


def team_mean(lo, team_lo, team_hi, team_start, team_member, x, out):
    team_means(lo, team_lo, team_hi, team_start, team_member, x, out)


def run_total(lo, run_lo, run_hi, run_rows, x, out):
    for r in range(run_lo, run_hi):
        total = 0.0
        for i in range(run_rows[r] - lo, run_rows[r + 1] - lo):
            total += x[i]
        for i in range(run_rows[r] - lo, run_rows[r + 1] - lo):
            out[i] = total


def style_mean(size, styles, stride, x, out):
    for i in range(size):
        out[i] = x[i]
    for k in range(1, styles):
        for i in range(size):
            out[i] += x[k * stride + i]
    for i in range(size):
        out[i] /= np.float64(styles)


def per_manager(lo, manager_lo, manager_hi, manager_start, manager_member, x, out):
    for k in range(manager_lo, manager_hi):
        most = 0.0
        for m in range(manager_start[k], manager_start[k + 1]):
            y = x[manager_member[m] - lo]
            most = y if y > most or y != y else most
        share = most / np.float64(manager_start[k + 1] - manager_start[k])
        for m in range(manager_start[k], manager_start[k + 1]):
            out[manager_member[m] - lo] = share


def of_manager(lo, manager_lo, manager_hi, manager_start, manager_member, x, out):
    for k in range(manager_lo, manager_hi):
        first = x[manager_member[manager_start[k]] - lo]
        for m in range(manager_start[k], manager_start[k + 1]):
            out[manager_member[m] - lo] = first


def icc(lo, team_lo, team_hi, team_start, team_member, n, run_lo, run_hi, run_rows, run_teams, work, x, out):
    team_means(lo, team_lo, team_hi, team_start, team_member, x, work)
    for r in range(run_lo, run_hi):
        a, b, teams = run_rows[r] - lo, run_rows[r + 1] - lo, run_teams[r + 1] - run_teams[r]
        size, k, grand = np.float64(b - a), np.float64(teams), 0.0
        for i in range(a, b):
            grand += x[i]
        grand /= size
        within, between, squares = 0.0, 0.0, 0.0
        for i in range(a, b):
            off = x[i] - work[i]
            within += off * off
        for t in range(run_teams[r], run_teams[r + 1]):
            count = np.float64(team_start[t + 1] - team_start[t])
            off = work[team_member[team_start[t]] - lo] - grand
            between += count * (off * off)
            squares += count * count
        msb, msw = share(between, k - 1), share(within, size - k)
        below = msb + (share(size - squares / size, k - 1) - 1) * msw
        out[r - run_lo] = (msb - msw) / (below if below != 0 else 1.0) if below != 0 else np.nan


@scalar
def share(above, below):
    return above / (below if below > 0 else 1.0) if below > 0 else np.nan


@scalar
def before(a, b, by, luck):
    """Say whether row a stands before row b: by more, then by more luck; what is no number stands last."""
    x, y = by[a], by[b]
    if x > y or (y != y and x == x):
        return True
    if x < y or (x != x and y == y):
        return False
    u, v = luck[a], luck[b]
    return u > v or (v != v and u == u)


@scalar
def arrange(order, spare, start, stop, by, luck):
    """Sort rows, keeping the order of equals: by insertion in stretches of eight, then merging stretches."""
    for a in range(start, stop, 8):
        for i in range(a + 1, min(a + 8, stop)):
            row, j = order[i], i
            while j > a and before(row, order[j - 1], by, luck):
                order[j] = order[j - 1]
                j -= 1
            order[j] = row
    width = 8
    while width < stop - start:
        for a in range(start, stop, 2 * width):
            middle, b = min(a + width, stop), min(a + 2 * width, stop)
            i, j = a, middle
            for q in range(a, b):
                if j >= b or (i < middle and not before(order[j], order[i], by, luck)):
                    spare[q] = order[i]
                    i += 1
                else:
                    spare[q] = order[j]
                    j += 1
        for q in range(start, stop):
            order[q] = spare[q]
        width *= 2


def rank_in_team(lo, team_lo, team_hi, team_start, team_member, order, spare, by, luck, out):
    for k in range(team_lo, team_hi):
        size = team_start[k + 1] - team_start[k]
        for m in range(size):
            order[m] = team_member[team_start[k] + m] - lo
        arrange(order, spare, 0, size, by, luck)
        for m in range(size):
            out[order[m]] = np.float64(m)


def lowest_other_team(lo, team_lo, team_hi, team_start, team_member, run_lo, run_hi, run_teams, by, luck, out):
    for r in range(run_lo, run_hi):
        t0, t1 = run_teams[r], run_teams[r + 1]
        best, second = -1, -1
        for k in range(t0, t1):
            i = team_member[team_start[k]] - lo
            if best < 0 or lower(i, team_member[team_start[best]] - lo, by, luck):
                best, second = k, best
            elif second < 0 or lower(i, team_member[team_start[second]] - lo, by, luck):
                second = k
        for k in range(t0, t1):
            other = second if k == best else best
            number = np.float64(other - t0) if t1 - t0 > 1 else -1.0
            for m in range(team_start[k], team_start[k + 1]):
                out[team_member[m] - lo] = number


@scalar
def lower(a, b, by, luck):
    return by[a] < by[b] or (by[a] == by[b] and luck[a] > luck[b])


@scalar
def start_groups(n, counts, starts, group, candidate):
    """Count the candidates of each group, and give each a stretch of a list of all."""
    for i in range(n):
        counts[np.int64(group[i])], starts[np.int64(group[i])] = 0, -1
    for i in range(n):
        counts[np.int64(group[i])] += candidate[i] > 0
    at = 0
    for i in range(n):
        g = np.int64(group[i])
        if starts[g] < 0:
            starts[g] = at
            at += counts[g]


def members(n, counts, group, candidate, out):
    for i in range(n):
        out[i] = 0.0
        counts[np.int64(group[i])] = -1
    for i in range(n):
        g = np.int64(group[i])
        if counts[g] < 0:
            counts[g] = i  # the sum is kept in the row of the group's first member
        out[counts[g]] += candidate[i]
    for i in range(n):
        out[i] = out[counts[np.int64(group[i])]]


def positions(n, counts, starts, order, spare, group, candidate, by, luck, out):
    start_groups(n, counts, starts, group, candidate)
    for i in range(n):
        out[i] = -1.0
        if candidate[i] > 0:
            g = np.int64(group[i])
            order[starts[g]] = i
            starts[g] += 1
    for i in range(n):
        g = np.int64(group[i])
        if counts[g] > 0:
            stop = starts[g]
            start = stop - counts[g]
            arrange(order, spare, start, stop, by, luck)
            for q in range(start, stop):
                out[order[q]] = np.float64(q - start)
            counts[g] = 0


def at_position(lo, n, counts, starts, order, place, group, position, wanted, out):
    for i in range(n):
        counts[np.int64(group[i])], starts[np.int64(group[i])] = 0, -1
    for i in range(n):
        g = np.int64(group[i])
        if position[i] >= 0:
            counts[g] = max(counts[g], np.int64(position[i]) + 1)
    at = 0
    for i in range(n):
        g = np.int64(group[i])
        if starts[g] < 0:
            starts[g] = at
            at += counts[g]
    tabled = at <= n
    if tabled:
        for q in range(at):
            order[q] = -1
        for i in range(n):
            if position[i] >= 0:
                order[starts[np.int64(group[i])] + np.int64(position[i])] = i
    for i in range(n):
        g = np.int64(group[i])
        found = -1
        if position[i] >= 0 and wanted[i] >= 0 and wanted[i] < counts[g]:
            if tabled:
                found = order[starts[g] + np.int64(wanted[i])]
            else:  # positions with gaps, which no helper makes
                for q in range(n):
                    if group[q] == group[i] and position[q] >= 0 and np.int64(position[q]) == np.int64(wanted[i]):
                        found = q
        out[i] = place[lo + found] if found >= 0 else -1.0
