"""Rows by columns with a named measure: how often, how much, in how many, or whether at all.

ground = lay_out(columns)                                   once for a study
layer = layer_of(ground, coder)                             one coder's codings, or the consensus
table = tabulate(layer, Codes(), Units("case"))             rows by columns
table.segments().value(0, 2)                                one measure, one cell
table.over_columns().segments()                             the totals of the rows, as a union
tabulate(layer, Values((actor,)), Values((controversy,)), each=Values((stance,))).segments()
cooccurrence(table, "turns")                                the rows of a table by each other
percentages(table.words(), "column")                        the same measure, as percentages
"""

from toolkit.matrices.axes import ALL, NO_VALUE, Attribute, Codes, Units, Values
from toolkit.matrices.breadth import Member, members_of
from toolkit.matrices.cooccurrence import TOGETHER, Together, cooccurrence, occurring
from toolkit.matrices.ground import Ground, lay_out
from toolkit.matrices.layer import Layer, layer_of
from toolkit.matrices.matrix import Kin, Matrix, OutOf, Portion, Refused, Step, Whole
from toolkit.matrices.omissions import Omissions, contradicted, omissions
from toolkit.matrices.percentages import WHOLES, percentages
from toolkit.matrices.periods import PERIODS, Period
from toolkit.matrices.presence import Presence
from toolkit.matrices.ratings import Rating, RatingMatrix, lay_out_ratings
from toolkit.matrices.scope import among_persons, in_scope, of_part
from toolkit.matrices.table import MEASURES, Table
from toolkit.matrices.tabulate import tabulate
from toolkit.matrices.wording import label, notes, percent_rule, rule, rule_of

__all__ = [
    "ALL",
    "MEASURES",
    "NO_VALUE",
    "PERIODS",
    "TOGETHER",
    "WHOLES",
    "Attribute",
    "Codes",
    "Ground",
    "Kin",
    "Layer",
    "Matrix",
    "Member",
    "Omissions",
    "OutOf",
    "Period",
    "Portion",
    "Presence",
    "Rating",
    "RatingMatrix",
    "Refused",
    "Step",
    "Table",
    "Together",
    "Units",
    "Values",
    "Whole",
    "among_persons",
    "contradicted",
    "cooccurrence",
    "in_scope",
    "label",
    "lay_out",
    "lay_out_ratings",
    "layer_of",
    "members_of",
    "notes",
    "occurring",
    "of_part",
    "omissions",
    "percent_rule",
    "percentages",
    "rule",
    "rule_of",
    "tabulate",
]
