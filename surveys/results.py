"""The results of one wave: what is worked out, what `score_wave` writes, and what the site may publish.

`assembly.score(instrument, responses, roster)` gives a `Results`; it holds three dictionaries that can go into JSON
as they are (full precision; None where a figure does not exist).

`contract()`, what `manage.py score_wave --json` writes::

    {
      "overall": TABLE, "values": {name: TABLE},
      "items": {id: {"difficulty", "item_rest", "discrimination", "flags": [code]}},
      "alpha": {"overall", "values": {name: alpha}},
      "withheld": [name of a value]
    }
    TABLE = {
      "reliability": rho,
      "offices": {code: {"n", "invited", "mean", "sd", "se", "low", "high", "p_lowest", "shrunken"}},
      "status", "lowest_set": [code], "gap",
      "cities": {name: {"mean", "se", "df", "low", "high", "p_lowest"}},
      "cities_status", "cities_lowest_set": [name], "cities_gap",
      "company": {"mean", "se", "df", "low", "high"} or None,
      "excluded": [code]            offices with fewer scores than min_group: in no figure at all
    }

`status` and `cities_status` are one of comparison.STATES: "flagged_lowest", "lowest_indicative",
"lowest_small_gap", "tied_lowest", "no_office_stands_out", "not_rankable". The sets are in the order of the alphabet:
no order is claimed inside them.

`published()`, what the site stores with a published wave; it holds nothing that may not be shown to leaders::

    {
      "format": 1,
      "settings": {"weight_knowledge", "correction", "min_group", "gap_points"},
      "value_names": [name],        all, in the order of the survey
      "withheld": [name],           measured too badly to be shown: absent from "values" and "stands_out"
      "units": [{"code", "name", "city", "invited", "n",
                 "response_rate",   n / invited, 0-1; None if nobody was invited
                 "response"}],      "enough", "low" (below 60 %) or "indicative" (below 50 %)
                                    every office of the roster, published or not; n counts answer sheets
      "response": {"invited", "n", "response_rate", "response"},     of all units together
      "overall": TABLE+, "values": {name: TABLE+},
      "lowest_value": name or None, the shown value with the lowest company mean
      "stands_out": {code: [{"value", "delta", "se", "df", "upper"}]},
                                    values on which a published office is weaker than the others are, lowest first;
                                    an empty list: no value stands out there
      "roles": {"rows": [{"role", "n", "overall": mean, "values": {name: mean}}],
                "absent": None, "no_roles", "small_role" or "derivable"}   why there are no rows
    }
    TABLE+ = TABLE and
      "order": [code], "cities_order": [name]       by mean, lowest first; [0] is the one with the lowest score
      "offices": {code: + "city", "response_rate", "response", "knowledge": PART, "agreement": PART}
      "cities": {name: + "n", "invited", "response_rate", "response", "offices": [code], "excluded": [code]}
      "company": + "n", "invited", "response_rate", "response"
      "binding": {"office", "against", "t", "critical", "df"} or None
                                    the comparison that was closest to not ruling an office out
      "tipping_point": {"office", "state", "missing", "points", "mean"} or None
                                    state "reachable", "out_of_reach" or "everybody_answered"; the `missing` people of
                                    the lowest office would have to average `points` more than those who answered,
                                    that is `mean`, for it not to be the lowest
      "knowledge": {"status", "lowest_set", "gap", "same_set"} or None
      "cities_knowledge": the same for the cities
                                    the rule on knowledge alone; `same_set` False: "this depends on self-report".
                                    None where the table is not made of both kinds, or nothing can be ranked
      "tau2", "mu"                  between-office variance and mean that `shrunken` was worked out with
    PART = {"n", "mean", "se", "low", "high"} or None

`response` in a TABLE+ goes by the scores of that table, in `units` by the answer sheets.

`review()`, for the Service Culture team between closing and publishing, never on a page for others::

    {
      "people": n,                  complete answer sheets that the item figures rest on
      "is_enough": bool,            n >= 30
      "items": {id: {"value", "kind", "difficulty", "item_rest", "discrimination", "alpha_if_dropped", "flags",
                     "options": [{"option", "is_key", "n", "mean_rest"}]}},   options of knowledge items only
      "alpha": {"overall", "values": {name: alpha}},
      "complete": {"overall", "values": {name: number of complete answer sheets}}
    }
"""
