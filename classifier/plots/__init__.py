"""Pictures for reports and for the demo: matplotlib figures, returned and never shown.

Every picture reads without colour (signs, line styles, shapes), comes in light and dark, and draws names of any script.
"""

from classifier.plots.relations import MAX_ARROWS, relation_graph

__all__ = ["MAX_ARROWS", "relation_graph"]
