"""Pictures for reports and for the demo: matplotlib figures, returned and never shown.

Every picture reads without colour (signs, line styles, shapes), comes in light and dark, and draws names of any script.
"""

from classifier.plots.over_time import Step, stances_over_time
from classifier.plots.relations import MAX_ARROWS, relation_graph
from classifier.plots.scores import ScoreRow, score_intervals

__all__ = ["MAX_ARROWS", "ScoreRow", "Step", "relation_graph", "score_intervals", "stances_over_time"]
