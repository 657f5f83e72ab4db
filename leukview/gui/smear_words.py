"""The smear rule's answer in words, in the language of the window; in English :mod:`leukview.domain.smear_rule`'s own."""

from __future__ import annotations

import re

from leukview.domain.smear_rule import STEP, GroupShare, SmearAnswer
from leukview.gui.domain_words import rule_text
from leukview.gui.translation import translate

__all__ = ["called", "inputs", "words"]

_LINEAGE = re.compile(
    r".*lineage is not known(?P<to> to these weights)?(?: \((?P<n>\d+) of (?P<total>\d+) are called blasts of no lineage\))?"
)
"""A reason that names what only the weights' classes tell, which an answer does not keep otherwise."""


def called(answer: SmearAnswer) -> str:
    """Return what most cells are called; see :attr:`leukview.domain.smear_rule.SmearAnswer.called`."""
    if not answer.leading:
        return translate("SmearCard", "unknown")
    name = rule_text(answer.leading[-1].group.called)
    return translate("SmearCard", "{called}, lineage unknown").format(called=name) if answer.id == "unknown" else name


def inputs(share: GroupShare, step: GroupShare) -> str:
    """Return a group's inputs; see :attr:`leukview.domain.smear_rule.GroupShare.inputs`.

    Parameters
    ----------
    share:
        The group's.
    step:
        That of the group whose cells the second module asks.
    """
    if not share.known:
        return translate("SmearCard", "these weights do not know {called}").format(called=rule_text(share.group.called))
    found = share.judged
    return translate(
        "SmearCard",
        "{hits} of {total} {among} = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f}), threshold > {threshold:g} %",
    ).format(
        hits=share.hits,
        total=share.total,
        among=_among(share, step) if share.among != step.among else translate("SmearCard", "white cells"),
        percent=found.percent,
        low=found.ci_low,
        high=found.ci_high,
        threshold=share.threshold,
    )


def words(answer: SmearAnswer) -> str:
    """Return the answer with its inputs and what must confirm it; see :attr:`leukview.domain.smear_rule.SmearAnswer.words`."""
    step = next(share for share in answer.shares if share.group.id == STEP)
    if not step.total:
        return translate("SmearCard", "No white cell was counted: the smear rule cannot tell.")
    parts = [_most(share, step) for share in answer.leading]
    if answer.id == "unknown":
        parts.append(translate("SmearCard", "Unknown: {reason}.").format(reason=_reason(answer, step)))
    if answer.state == "cannot tell":
        parts.append(translate("SmearCard", "At this count, by these calls, another answer is not ruled out."))
    if answer.leading:
        confirm = rule_text(answer.leading[-1].group.confirm)
        parts.append(translate("SmearCard", "This must be confirmed by {confirm}.").format(confirm=confirm))
    return " ".join(parts)


def _among(share: GroupShare, step: GroupShare) -> str:
    """Return whose cells a group's share is of, as it stands in a sentence."""
    if share.among == step.among:
        return translate("SmearCard", "cells")
    return translate("SmearCard", "cells called {called}").format(called=rule_text(step.group.called))


def _most(share: GroupShare, step: GroupShare) -> str:
    text = (
        translate("SmearCard", "The majority of {among} are called {called} ({inputs}).")
        if share.threshold >= 50
        else translate("SmearCard", "More than {threshold:g} % of {among} are called {called} ({inputs}).")
    )
    return text.format(
        threshold=share.threshold,
        among=_among(share, step),
        called=rule_text(share.group.called),
        inputs=inputs(share, step),
    )


def _reason(answer: SmearAnswer, step: GroupShare) -> str:
    if step.answers:
        return _lineage(answer.reason)
    first = [share for share in answer.shares if share.among == step.among]
    over = [rule_text(share.group.called) for share in first if share.judged.reached]
    why = translate("SmearCard", "no class is over its threshold")
    if over:
        why = translate("SmearCard", "more than one class is over its threshold: {classes}").format(
            classes="; ".join(over)
        )
    cannot = [rule_text(share.group.called) for share in first if not share.known]
    if not cannot:
        return why
    nor = translate("SmearCard", " nor ")
    return translate("SmearCard", "{why}; these weights do not know {classes}").format(
        why=why, classes=nor.join(cannot)
    )


def _lineage(reason: str) -> str:
    found = _LINEAGE.fullmatch(reason)
    if found is None:
        return translate("SmearCard", "neither lineage predominates")
    text = (
        translate("SmearCard", "lineage is not known to these weights")
        if found["to"]
        else translate("SmearCard", "lineage is not known")
    )
    if found["n"] is None:
        return text
    return translate("SmearCard", "{text} ({n} of {total} are called blasts of no lineage)").format(
        text=text, n=found["n"], total=found["total"]
    )
