"""From a spreadsheet that nobody cleaned to people: read, find the columns, match, plan, and only then write.

`reading` and `headings` make rows of a file, `cells` understands one cell, `matching` knows who and which offices are
here, `planning` makes the plan (`plans`) of what would change and what is refused, `writing` carries that out, all or
nothing. `drafts` keeps a plan's file between preview and decision, `arrivals` invites whom an import brought.
"""
