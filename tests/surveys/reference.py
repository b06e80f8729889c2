"""The specification once more, by numpy and scipy and on whole tables, to compare the product's own results with.

Shares no code with surveys or core.stats; slow and plain on purpose.
"""

import numpy as np
from scipy import stats


def person_table(items, rows, weight):
    """{value: D per person} and the overall score; rows hold numbers, texts or None."""
    values = list(dict.fromkeys(item["value"] for item in items))
    x = np.array(
        [[item_x(item, cell) for item, cell in zip(items, row, strict=True)] for row in rows], dtype=float
    )
    scores, contributions = {}, np.zeros(len(items))
    for value in values:
        known = [n for n, item in enumerate(items) if item["value"] == value and item["kind"] == "knowledge"]
        told = [n for n, item in enumerate(items) if item["value"] == value and item["kind"] != "knowledge"]
        w = weight if known and told else float(bool(known))
        total = np.zeros(len(rows))
        if known:
            total += w * x[:, known].mean(axis=1)
            contributions[known] = w / len(known)
        if told:
            answered = (~np.isnan(x[:, told])).sum(axis=1)
            sums = np.nansum(x[:, told], axis=1)
            enough = answered * 2 >= len(told)
            total += (1 - w) * np.where(enough, sums / np.maximum(answered, 1), np.nan)
            contributions[told] = (1 - w) / len(told)
        scores[value] = 100 * total
    return x, scores, contributions, np.mean([scores[value] for value in values], axis=0)


def item_x(item, cell):
    if item["kind"] == "knowledge":
        picks = set(cell.split("|")) if cell else set()
        hits = len(picks & set(item["key"]))
        return max(0, (hits - len(picks - set(item["key"]))) / len(item["key"]))
    if cell is None:
        return np.nan
    low, high = (1, item["points"]) if item["kind"] == "agreement" else (item["low"], item["high"])
    place = (cell - low) / (high - low)
    return 1 - place if item.get("reversed") else place


def reliability(x, office, weights):
    kept = [n for n, weight in enumerate(weights) if weight]
    parts = x[:, kept] * np.array(weights)[kept]
    full = ~np.isnan(parts).any(axis=1)
    parts, office = parts[full].copy(), office[full]
    if len(parts) < 30 or len(kept) < 2:
        return 0.0
    for code in set(office):
        parts[office == code] -= parts[office == code].mean(axis=0)
    total = parts.sum(axis=1).var()
    return (
        float(np.clip(len(kept) / (len(kept) - 1) * (1 - parts.var(axis=0).sum() / total), 0, 1))
        if total
        else 0.0
    )


def table(score, x, weights, office, roster, *, plain, tables):
    """Offices, cities, company, lowest set; roster is {code: (city, invited)}."""
    shown = [code for code in roster if (~np.isnan(score[office == code])).sum() >= 5]
    inside = np.isin(office, shown)
    rho = 1.0 if plain else reliability(x[inside], office[inside], weights)
    given = {code: score[(office == code) & ~np.isnan(score)] for code in shown}
    freedom = sum(len(one) - 1 for one in given.values())
    pooled = np.sqrt(sum((len(one) - 1) * one.var(ddof=1) for one in given.values()) / freedom)
    offices = {}
    for code, one in given.items():
        n, invited = len(one), roster[code][1]
        sd = max(one.std(ddof=1), pooled / 2)
        se = sd / np.sqrt(n) * np.sqrt(1 - rho * n / invited)
        low, high = stats.t.interval(0.95, n - 1, one.mean(), se)
        offices[code] = {
            "n": n, "invited": invited, "mean": one.mean(), "sd": one.std(ddof=1), "se": se,
            "low": max(0, low), "high": min(100, high), "df": n - 1,
        }  # fmt: skip
    cities = {}
    for city in dict.fromkeys(roster[code][0] for code in shown):
        cities[city] = combined([one for code, one in offices.items() if roster[code][0] == city])
    return {
        "reliability": rho,
        "offices": offices,
        "lowest_set": lowest_set(offices, tables),
        "cities": cities,
        "cities_lowest_set": lowest_set(cities, tables),
        "company": combined(list(offices.values())),
        "excluded": [code for code in roster if code not in shown],
    }


def combined(groups):
    people = np.array([group["invited"] for group in groups])
    share = people / people.sum()
    parts = np.array([w**2 * group["se"] ** 2 for w, group in zip(share, groups, strict=True)])
    df = parts.sum() ** 2 / sum(part**2 / group["df"] for part, group in zip(parts, groups, strict=True))
    mean = float(share @ np.array([group["mean"] for group in groups]))
    low, high = stats.t.interval(0.95, df, mean, np.sqrt(parts.sum()))
    return {"mean": mean, "se": np.sqrt(parts.sum()), "df": df, "low": max(0, low), "high": min(100, high)}


def lowest_set(groups, tables):
    if len(groups) < 2:
        return []
    level = 1 - 0.05 / ((len(groups) - 1) * tables)
    kept = []
    for name, h in groups.items():
        out = False
        for other, j in groups.items():
            if other != name:
                v1, v2 = h["se"] ** 2, j["se"] ** 2
                df = (v1 + v2) ** 2 / (v1**2 / h["df"] + v2**2 / j["df"])
                out |= h["mean"] - j["mean"] > stats.t.ppf(level, df) * np.sqrt(v1 + v2)
        if not out:
            kept.append(name)
    return sorted(kept)


def standouts(offices, tables):
    """Each office against the others, weighted by the people invited."""
    found = {}
    for name, one in offices.items():
        rest = combined([other for code, other in offices.items() if code != name])
        others = [other for code, other in offices.items() if code != name]
        people = sum(other["invited"] for other in others)
        parts = [(one["se"] ** 2, one["df"])]
        parts += [((other["invited"] / people) ** 2 * other["se"] ** 2, other["df"]) for other in others]
        variance = sum(part for part, _df in parts)
        df = variance**2 / sum(part**2 / df for part, df in parts)
        delta = one["mean"] - rest["mean"]
        upper = delta + stats.t.ppf(1 - 0.05 / tables, df) * np.sqrt(variance)
        found[name] = {"delta": delta, "se": np.sqrt(variance), "df": df, "upper": upper}
    return found
