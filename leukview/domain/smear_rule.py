"""The smear rule of Boldú et al. (Comput Methods Programs Biomed 2021, ALNet): what most cells are called answers for the smear.

Module 1 asks all counted white cells, module 2 the blasts among them. A class answers where it alone holds more than the
threshold; where none does, or more than one, the answer is ``unknown``. The paper takes the share as it is; here the exact
interval of each share says besides whether this count can tell. An answer names what most cells are called, never a diagnosis.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from leukview.domain.differential import Differential
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.domain.threshold import Judged, State, all_of, judge, opposite
from leukview.resources import resource

__all__ = ["ANSWERS", "AnswerId", "Group", "GroupShare", "Module", "SmearAnswer", "SmearRule", "load_smear_rule"]

AnswerId = Literal["apl", "aml", "all", "infection", "control", "unknown"]
ANSWERS: tuple[AnswerId, ...] = ("apl", "aml", "all", "infection", "control", "unknown")
_STEP = "acute_leukaemia"


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that answer together: ``called`` says in words what their cells are called, ``confirm`` what must confirm it."""

    id: str
    called: str
    classes: tuple[str, ...]
    confirm: str


@dataclass(frozen=True, slots=True)
class Module:
    """Groups among which one may hold the majority. ``threshold`` is in per cent; exactly the threshold is not enough."""

    threshold: float
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group's share among its module's cells.

    Attributes
    ----------
    group, threshold:
        The group and the threshold it was held against, per cent.
    among:
        The module's cells in words.
    hits, total:
        Cells of the group and of the module.
    judged:
        The share with its interval, and whether it is over the threshold.
    state:
        Whether the group answers for its module: it is over the threshold, and no other group is.
    answers:
        The same of the share as it is, without regard to the interval.
    """

    group: Group
    threshold: float
    among: str
    hits: int
    total: int
    judged: Judged
    state: State
    answers: bool

    @property
    def inputs(self) -> str:
        """The inputs in words, e.g. ``60 of 100 white cells = 60.0 % (95 % interval 49.7–69.7), threshold > 50 %``."""
        found = self.judged
        return (
            f"{self.hits} of {self.total} {self.among} = {found.percent:.1f} % "
            f"(95 % interval {found.ci_low:.1f}–{found.ci_high:.1f}), threshold > {self.threshold:g} %"
        )


@dataclass(frozen=True, slots=True)
class SmearAnswer:
    """What the smear rule answers.

    Attributes
    ----------
    id:
        The answer by the shares as they are.
    state:
        ``met`` when the intervals leave no other answer; ``not met``, for ``unknown`` alone, when they rule every named answer
        out; else ``cannot tell`` at this count.
    shares:
        Every group's share, module by module.
    leading:
        The groups that hold their module's majority, at most one a module: blasts stand here even where their lineage is unknown.
    words:
        The answer in a sentence, with its inputs and what must confirm it. Not a diagnosis.
    source:
        The rule's source.
    """

    id: AnswerId
    state: State
    shares: tuple[GroupShare, ...]
    leading: tuple[GroupShare, ...]
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class SmearRule:
    """The rule as ``resources/rules/smear_majority.toml`` states it: source and inputs in words, and the two modules.

    The first module's groups share all counted white cells, the second's the cells of the group ``acute_leukaemia``.
    """

    source: str
    inputs: str
    modules: tuple[Module, Module]

    def with_thresholds(self, first: float, second: float | None = None) -> SmearRule:
        """Return the rule with other thresholds in per cent; the first one for both modules where no second is given.

        Raises
        ------
        InputProblem
            When a threshold is not between 0 and 100 per cent.
        """
        cells, blasts = self.modules
        chosen = first if second is None else second
        return replace(
            self,
            modules=(
                replace(cells, threshold=_threshold(first, "smear rule")),
                replace(blasts, threshold=_threshold(chosen, "smear rule")),
            ),
        )

    def answer(self, differential: Differential) -> SmearAnswer:
        """Return the smear's answer from its differential; only counted white cells have a say."""
        counts = {row.class_id: row.n for row in differential.counted_rows}
        first = _shares(self.modules[0], counts, differential.total, "white cells")
        step = next(share for share in first if share.group.id == _STEP)
        second = _shares(self.modules[1], counts, step.hits, f"cells called {step.group.called}")
        named = {share.group.id: (share.state, share.answers) for share in first if share is not step}
        named |= {share.group.id: (all_of(step.state, share.state), step.answers and share.answers) for share in second}
        found = cast("AnswerId", next((name for name, (_, answers) in named.items() if answers), "unknown"))
        state: State = "not met" if all(value == "not met" for value, _ in named.values()) else "cannot tell"
        if found != "unknown":
            state = named[found][0]
        leading = tuple(share for share in first if share.answers)
        if step.answers:
            leading += tuple(share for share in second if share.answers)
        return SmearAnswer(found, state, (*first, *second), leading, _words(found, state, leading, step), self.source)


def _shares(module: Module, counts: Mapping[str, int], total: int, among: str) -> tuple[GroupShare, ...]:
    hits = [sum(counts.get(name, 0) for name in group.classes) for group in module.groups]
    found = [judge(n, total, module.threshold) for n in hits]
    shares = []
    for i, group in enumerate(module.groups):
        others = [item for j, item in enumerate(found) if j != i]
        # Under 50 % two groups can be over the threshold at once; then neither predominates.
        state = all_of(found[i].state, *(opposite(item.state) for item in others))
        answers = found[i].reached and not any(item.reached for item in others)
        shares.append(GroupShare(group, module.threshold, among, hits[i], total, found[i], state, answers))
    return tuple(shares)


def _words(found: AnswerId, state: State, leading: tuple[GroupShare, ...], step: GroupShare) -> str:
    if not step.total:
        return "No white cell was counted: the smear rule cannot tell."
    parts = [f"{_most(share)} are called {share.group.called} ({share.inputs})." for share in leading]
    if not leading:
        parts.append(
            "No class alone holds more than the threshold of the cells."
            if state == "not met"
            else "No class alone holds more than the threshold of the cells as counted."
        )
    elif found == "unknown":
        parts.append("Their lineage is unknown: neither module 2's myeloid blasts nor its lymphoblasts predominate.")
    if state == "cannot tell":
        parts.append("At this count the intervals also allow another answer.")
    if leading:
        parts.append(f"This must be confirmed by {leading[-1].group.confirm}.")
    return " ".join(parts)


def _most(share: GroupShare) -> str:
    # Only over 50 % is "the majority" true.
    most = "The majority" if share.threshold >= 50 else f"More than {share.threshold:g} %"
    return f"{most} of {share.among if share.among != 'white cells' else 'cells'}"


@lru_cache(maxsize=8)
def load_smear_rule(path: Path | None = None) -> SmearRule:
    """Return the smear rule of a TOML file, the shipped one by default.

    Raises
    ------
    InputProblem
        When the file is not valid, lacks an answer, names an unknown class or has a class in two groups of a module.
    """
    source = path or resource("rules", "smear_majority.toml")
    try:
        table = tomllib.loads(source.read_text("utf-8"))
        cells, blasts = (_module(row, str(source)) for row in table["module"])
        rule = SmearRule(str(table["source"]), str(table["inputs"]), (cells, blasts))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputProblem(str(source), f"this smear rule cannot be read ({error})", "Correct the file") from error
    given = [group.id for module in rule.modules for group in module.groups]
    if sorted(given) != sorted([*ANSWERS[:-1], _STEP]) or _STEP not in [group.id for group in cells.groups]:
        raise InputProblem(str(source), f"its groups are {', '.join(given)}", "Keep the shipped file's group ids")
    return rule


def _module(row: dict[str, Any], source: str) -> Module:
    groups = tuple(Group(**{**group, "classes": tuple(group["classes"])}) for group in row["group"])
    names = [name for group in groups for name in group.classes]
    for name in names:
        if not taxonomy()[name].counted:
            raise InputProblem(source, f"'{name}' is no counted white cell", "Leave it out")
        if names.count(name) > 1:
            raise InputProblem(source, f"'{name}' is in two groups of one module", "Leave it in one")
    return Module(_threshold(row["threshold"], source), groups)


def _threshold(percent: float, source: str) -> float:
    if not 0 < percent < 100:
        raise InputProblem(source, f"the threshold {percent:g} is not between 0 and 100 per cent", "Correct it")
    return float(percent)
