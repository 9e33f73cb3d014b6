"""Rows by columns with a named measure: how often, how much, in how many, or whether at all.

ground = lay_out(columns)                                   once for a study
layer = layer_of(ground, coder)                             one coder's codings, or the consensus
table = tabulate(layer, Codes(), Units("case"))             rows by columns
table.segments().value(0, 2)                                one measure, one cell
table.over_columns().segments()                             the totals of the rows, as a union
tabulate(layer, Values((actor,)), Values((controversy,)), each=Values((stance,))).segments()
"""

from toolkit.matrices.axes import ALL, NO_VALUE, Attribute, Codes, Units, Values
from toolkit.matrices.ground import Ground, lay_out
from toolkit.matrices.layer import Layer, layer_of
from toolkit.matrices.matrix import Matrix, OutOf, Refused, Step, percent
from toolkit.matrices.omissions import Omissions, contradicted, omissions
from toolkit.matrices.presence import Presence
from toolkit.matrices.ratings import Rating, RatingMatrix, lay_out_ratings
from toolkit.matrices.table import MEASURES, Table
from toolkit.matrices.tabulate import tabulate
from toolkit.matrices.wording import label, notes, rule

__all__ = [
    "ALL",
    "MEASURES",
    "NO_VALUE",
    "Attribute",
    "Codes",
    "Ground",
    "Layer",
    "Matrix",
    "Omissions",
    "OutOf",
    "Presence",
    "Rating",
    "RatingMatrix",
    "Refused",
    "Step",
    "Table",
    "Units",
    "Values",
    "contradicted",
    "label",
    "lay_out",
    "lay_out_ratings",
    "layer_of",
    "notes",
    "omissions",
    "percent",
    "rule",
    "tabulate",
]
