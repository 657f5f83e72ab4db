"""The smear rule of Boldú et al. (Comput Methods Programs Biomed 2021, ALNet): what most cells are called answers for the smear.

Module 1 asks all counted white cells, module 2 the blasts among them. A class answers where it alone holds more than its
threshold; where none does, or more than one, the answer is ``unknown``. The paper takes the share as it is; here the exact
interval of each share says besides whether this count can tell. An answer names what most cells are called, never a diagnosis.

Weights do not know every class. Blasts that are called so without a lineage may be of either, so they rule neither out; and a
group whose classes the weights cannot call is not ruled out by having no cell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from leukview.domain.differential import Differential
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.domain.threshold import Judged, State, all_of, judge, opposite
from leukview.resources import resource

__all__ = [
    "ANSWERS",
    "NO_DIAGNOSIS",
    "STEP",
    "AnswerId",
    "Group",
    "GroupShare",
    "Module",
    "SmearAnswer",
    "SmearRule",
    "load_smear_rule",
]

AnswerId = Literal["apl", "aml", "all", "infection", "control", "unknown"]
ANSWERS: tuple[AnswerId, ...] = ("apl", "aml", "all", "infection", "control", "unknown")
STEP = "acute_leukaemia"
"""The group of module 1 whose cells module 2 is asked about."""

NO_DIAGNOSIS = "It names what most cells are called; it is no diagnosis."
"""What every output says beside the rule's answer."""


@dataclass(frozen=True, slots=True)
class Group:
    """Classes that answer together: ``called`` says in words what their cells are called, ``confirm`` what must confirm it.

    ``threshold`` is the group's own, per cent; None where the module's holds.
    """

    id: str
    called: str
    classes: tuple[str, ...]
    confirm: str
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """Groups among which one may hold the majority. ``threshold`` is in per cent; exactly the threshold is not enough.

    ``order`` names all groups, most urgent first: of several over their thresholds the first answers. Empty, as in the paper,
    where none of several does.
    """

    threshold: float
    groups: tuple[Group, ...]
    order: tuple[str, ...] = ()

    def rivals(self, group: Group) -> list[int]:
        """Return the positions of the groups that keep this one from answering when they are over their thresholds."""
        before = self.order[: self.order.index(group.id)] if self.order else [item.id for item in self.groups]
        return [i for i, item in enumerate(self.groups) if item.id in before and item is not group]

    def threshold_of(self, group: Group) -> float:
        """Return what a group's share must exceed, per cent."""
        return self.threshold if group.threshold is None else group.threshold


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
        Whether the group answers for its module: it is over the threshold, and no other group (before it in order) is.
    answers:
        The same of the share as it is, without regard to the interval.
    known:
        False where the weights know none of its classes and nobody else named one: its share then says nothing.
    """

    group: Group
    threshold: float
    among: str
    hits: int
    total: int
    judged: Judged
    state: State
    answers: bool
    known: bool = True

    @property
    def inputs(self) -> str:
        """The inputs in words, e.g. ``60 of 100 white cells = 60.0 % (95 % interval 49.7–69.7), threshold > 50 %``."""
        if not self.known:
            return f"these weights do not know {self.group.called}"
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
    reason:
        Why the answer is ``unknown``, in words; empty for any other.
    threshold_from:
        Where the thresholds came from.
    """

    id: AnswerId
    state: State
    shares: tuple[GroupShare, ...]
    leading: tuple[GroupShare, ...]
    words: str
    source: str
    reason: str = ""
    threshold_from: str = ""

    @property
    def called(self) -> str:
        """What most cells are called, in words: an id such as ``control`` would read as a clean bill of health."""
        if not self.leading:
            return "unknown"
        called = self.leading[-1].group.called
        return f"{called}, lineage unknown" if self.id == "unknown" else called

    @property
    def module_one(self) -> str:
        """The id of module 1's own answer, which may be ``acute_leukaemia``, else ``unknown``: the paper's table 9A."""
        return self.leading[0].group.id if self.leading else "unknown"


@dataclass(frozen=True, slots=True)
class SmearRule:
    """The rule as ``resources/rules/smear_majority.toml`` states it: source and inputs in words, and the two modules.

    The first module's groups share all counted white cells, the second's the cells of the group ``acute_leukaemia``.
    """

    source: str
    inputs: str
    modules: tuple[Module, Module]
    threshold_from: str = ""

    def with_thresholds(self, first: float, second: float | None = None) -> SmearRule:
        """Return the rule with other thresholds in per cent, for every group; the first for both modules without a second.

        Raises
        ------
        InputProblem
            When a threshold is not between 0 and 100 per cent.
        """
        chosen = (first, first if second is None else second)
        cells, blasts = (
            replace(
                module,
                threshold=_threshold(percent, "smear rule"),
                groups=tuple(replace(group, threshold=None) for group in module.groups),
            )
            for percent, module in zip(chosen, self.modules, strict=True)
        )
        return replace(self, modules=(cells, blasts))

    def with_group_thresholds(self, thresholds: Mapping[str, float]) -> SmearRule:
        """Return the rule with thresholds of their own, per cent, for some groups by id.

        Raises
        ------
        InputProblem
            When a threshold is not between 0 and 100 per cent.
        """
        own = {name: _threshold(percent, "smear rule") for name, percent in thresholds.items()}
        cells, blasts = (
            replace(
                module,
                groups=tuple(replace(group, threshold=own.get(group.id, group.threshold)) for group in module.groups),
            )
            for module in self.modules
        )
        return replace(self, modules=(cells, blasts))

    def answer(self, differential: Differential) -> SmearAnswer:
        """Return the smear's answer from its differential; only counted white cells have a say."""
        counts = {row.class_id: row.n for row in differential.counted_rows}
        return self.answer_counts(counts, differential.known)

    def answer_counts(self, counts: Mapping[str, int], known: Collection[str] = ()) -> SmearAnswer:
        """Return the smear's answer from cells by class id.

        Parameters
        ----------
        counts:
            Cells by class id; those of classes outside the white-cell count have no say.
        known:
            The classes that the weights know; empty where that is not known.
        """
        counts = {name: n for name, n in counts.items() if taxonomy()[name].counted}
        total = sum(counts.values())
        first = _shares(self.modules[0], counts, total, "white cells", known)
        step = next(share for share in first if share.group.id == STEP)
        lineages = {name for group in self.modules[1].groups for name in group.classes}
        open_ = sum(counts.get(name, 0) for name in step.group.classes if name not in lineages)
        second = _shares(self.modules[1], counts, step.hits, f"cells called {step.group.called}", known, open_)
        named = {share.group.id: (share.state, share.answers) for share in first if share is not step}
        named |= {share.group.id: (all_of(step.state, share.state), step.answers and share.answers) for share in second}
        found = cast("AnswerId", next((name for name, (_, answers) in named.items() if answers), "unknown"))
        state: State = "not met" if all(value == "not met" for value, _ in named.values()) else "cannot tell"
        if found != "unknown":
            state = named[found][0]
        leading = tuple(share for share in first if share.answers)
        if step.answers:
            leading += tuple(share for share in second if share.answers)
        shares = (*first, *second)
        reason = _reason(shares, step, open_, known) if found == "unknown" else ""
        words = _words(found, state, leading, step, reason)
        return SmearAnswer(found, state, shares, leading, words, self.source, reason, self.threshold_from)


def _shares(
    module: Module, counts: Mapping[str, int], total: int, among: str, known: Collection[str], undecided: int = 0
) -> tuple[GroupShare, ...]:
    """Return a module's shares; ``undecided`` of its cells may belong to any of its groups."""
    hits = [sum(counts.get(name, 0) for name in group.classes) for group in module.groups]
    limits = [module.threshold_of(group) for group in module.groups]
    found = [judge(n, total, limit) for n, limit in zip(hits, limits, strict=True)]
    most = [judge(min(n + undecided, total), total, limit) for n, limit in zip(hits, limits, strict=True)]
    states = [_between(low.state, high.state) for low, high in zip(found, most, strict=True)]
    shares = []
    for i, group in enumerate(module.groups):
        others = module.rivals(group)
        # Under 50 % two groups can be over the threshold at once; then neither predominates.
        state = all_of(states[i], *(opposite(states[j]) for j in others))
        answers = found[i].reached and not any(found[j].reached for j in others)
        can = not known or hits[i] > 0 or not set(known).isdisjoint(group.classes)
        state = state if can else "cannot tell"
        shares.append(GroupShare(group, limits[i], among, hits[i], total, found[i], state, answers, can))
    return tuple(shares)


def _between(least: State, most: State) -> State:
    if least == "met":
        return "met"
    return "not met" if most == "not met" else "cannot tell"


def _reason(shares: tuple[GroupShare, ...], step: GroupShare, undecided: int, known: Collection[str]) -> str:
    """Return why no answer is named."""
    if not step.total:
        return "no white cell was counted"
    if step.answers:
        second = [share for share in shares if share.among != step.among]
        tips = any(100 * (share.hits + undecided) > share.threshold * share.total for share in second)
        if any(not share.known for share in second) or (undecided and tips):
            lineages = {name for share in second for name in share.group.classes}
            blind = not set(known).isdisjoint(set(step.group.classes) - lineages)
            whose = " to these weights" if blind or any(not share.known for share in second) else ""
            held = f" ({undecided} of {step.hits} are called blasts of no lineage)" if undecided else ""
            return f"acute leukaemia by module 1; lineage is not known{whose}{held}"
        return "acute leukaemia by module 1; neither lineage predominates"
    over = [share.group.called for share in shares if share.among == step.among and share.judged.reached]
    why = f"more than one class is over its threshold: {'; '.join(over)}" if over else "no class is over its threshold"
    cannot = [share.group.called for share in shares if share.among == step.among and not share.known]
    return f"{why}; these weights do not know {' nor '.join(cannot)}" if cannot else why


def _words(found: AnswerId, state: State, leading: tuple[GroupShare, ...], step: GroupShare, reason: str) -> str:
    if not step.total:
        return "No white cell was counted: the smear rule cannot tell."
    parts = [f"{_most(share)} are called {share.group.called} ({share.inputs})." for share in leading]
    if found == "unknown" and leading:
        parts.append(f"Unknown: {reason.removeprefix('acute leukaemia by module 1; ')}.")
    elif found == "unknown":
        parts.append(f"Unknown: {reason}.")
    if state == "cannot tell":
        parts.append("At this count, by these calls, another answer is not ruled out.")
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
        origin = str(table.get("threshold_from", table["source"]))
        rule = SmearRule(str(table["source"]), str(table["inputs"]), (cells, blasts), origin)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputProblem(str(source), f"this smear rule cannot be read ({error})", "Correct the file") from error
    given = [group.id for module in rule.modules for group in module.groups]
    if sorted(given) != sorted([*ANSWERS[:-1], STEP]) or STEP not in [group.id for group in cells.groups]:
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
    for group in groups:
        if group.threshold is not None:
            _threshold(group.threshold, source)
    order = tuple(row.get("order", ()))
    if order and sorted(order) != sorted(group.id for group in groups):
        raise InputProblem(source, f"the order {', '.join(order)} is not of the module's groups", "Name each once")
    return Module(_threshold(row["threshold"], source), groups, order)


def _threshold(percent: float, source: str) -> float:
    if not 0 < percent < 100:
        raise InputProblem(source, f"the threshold {percent:g} is not between 0 and 100 per cent", "Correct it")
    return float(percent)
