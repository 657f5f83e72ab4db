"""A rule's answer in words, for every place of the window that shows one."""

from __future__ import annotations

from leukview.domain.rules import RuleResult
from leukview.gui.domain_words import rule_why_not, word
from leukview.gui.translation import translate

__all__ = ["chance_words", "state_words", "tight"]


def state_words(result: RuleResult) -> str:
    """Return a rule's three-valued state in words."""
    if result.total == 0:
        return translate("Rules", "Cannot tell: nothing is counted yet.")
    if result.why_not:
        return translate("Rules", "Cannot tell: {why_not}.").format(why_not=rule_why_not(result))
    if result.rule.below is not None:
        return {
            "met": translate("Rules", "Met: the whole interval is within the range."),
            "not met": translate("Rules", "Not met: none of the interval is within the range."),
            "cannot tell": translate("Rules", "Cannot tell: the interval reaches beyond the range."),
        }[result.state]
    return {
        "met": translate("Rules", "Met: the whole interval is past the threshold."),
        "not met": translate("Rules", "Not met: none of the interval is past the threshold."),
        "cannot tell": translate("Rules", "Cannot tell: the interval lies on both sides of the threshold."),
    }[result.state]


def chance_words(result: RuleResult) -> str:
    """Return the probability that the true share, or mean, is past the threshold, in words."""
    percent = 100 * result.probability
    shown = (
        translate("Rules", "over 99")
        if percent > 99
        else translate("Rules", "under 1")
        if percent < 1
        else f"{percent:.0f}"
    )
    where = (
        translate("Rules", "past the threshold")
        if result.rule.below is None
        else translate("Rules", "within the range")
    )
    return translate(
        "Rules", "Chance that the true {quantity} is {where}: {shown} % (sampling alone, not mistaken calls)."
    ).format(quantity=word(result.rule.quantity), where=where, shown=shown)


def tight(text: str) -> str:
    """Keep a figure and its sign on one line."""
    return text.replace(" %", "\u00a0%").replace("≥ ", "≥\u00a0").replace("> ", ">\u00a0")
