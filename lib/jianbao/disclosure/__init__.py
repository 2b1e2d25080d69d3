"""What may be seen: primary rules, secondary suppression, the audit, and the gate of a public edition.

A cell is a region × sector. The mask of a public release says which cells are withheld, for every period and every
indicator alike; it is frozen before anything is published (decision 0008).
"""
