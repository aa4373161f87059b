"""How far two annotations of a task agree: a score of 0 to 1 for each control, and reliability over many tasks.

Pure functions over stored results; what is stored of them is `annotations.service.agreeing`'s business.
"""

from labelwright.agreement.comparing import Comparison, Work, compare, overall, read

__all__ = ["Comparison", "Work", "compare", "overall", "read"]
