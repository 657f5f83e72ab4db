"""A rule's answer in words, for every place of the window that shows one."""

from __future__ import annotations

from leukview.domain.rules import RuleResult

__all__ = ["chance_words", "state_words", "tight"]


def state_words(result: RuleResult) -> str:
    """Return a rule's three-valued state in words."""
    if result.total == 0:
        return "Cannot tell: nothing is counted yet."
    if result.why_not:
        return f"Cannot tell: {result.why_not}."
    if result.rule.below is not None:
        return {
            "met": "Met: the whole interval is within the range.",
            "not met": "Not met: none of the interval is within the range.",
            "cannot tell": "Cannot tell: the interval reaches beyond the range.",
        }[result.state]
    return {
        "met": "Met: the whole interval is past the threshold.",
        "not met": "Not met: none of the interval is past the threshold.",
        "cannot tell": "Cannot tell: the interval lies on both sides of the threshold.",
    }[result.state]


def chance_words(result: RuleResult) -> str:
    """Return the probability that the true share, or mean, is past the threshold, in words."""
    percent = 100 * result.probability
    shown = "over 99" if percent > 99 else "under 1" if percent < 1 else f"{percent:.0f}"
    where = "past the threshold" if result.rule.below is None else "within the range"
    return f"Chance that the true {result.rule.quantity} is {where}: {shown} % (sampling alone, not mistaken calls)."


def tight(text: str) -> str:
    """Keep a figure and its sign on one line."""
    return text.replace(" %", "\u00a0%").replace("≥ ", "≥\u00a0").replace("> ", ">\u00a0")
