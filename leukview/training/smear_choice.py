"""Choose the smear rule's thresholds from training smears, and measure the rule on others (Boldú et al. 2021, section 3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from leukview.domain.differential import clopper_pearson
from leukview.domain.errors import InputProblem
from leukview.domain.smear_rule import ANSWERS, STEP, SmearAnswer, SmearRule
from leukview.domain.smear_truth import TRUTHS, first_module
from leukview.training.smear_counts import SmearCounts
from leukview.training.smear_threshold import (
    UNKNOWN,
    OwnThreshold,
    SmearShares,
    ThresholdChoice,
    choose_own_thresholds,
    choose_threshold,
)

__all__ = ["Choice", "ModuleChoice", "Score", "SmearTable", "answers_of", "choose_rule", "smear_tables"]

_GRID = tuple(float(percent) for percent in range(1, 100))
_LINEAGES = ("aml", "all")
_URGENCY = ("apl", STEP, "infection", "control")
"""The order in which groups of module 1 answer once each has a threshold of its own: a smear that is mostly mature cells may
still hold more promyelocytes than any without APL does."""


@dataclass(frozen=True, eq=False)
class ModuleChoice:
    """What one module's thresholds were read from; ``own`` is empty where one threshold holds for all its groups."""

    number: int
    classes: tuple[str, ...]
    shared: ThresholdChoice
    own: dict[str, OwnThreshold]

    @property
    def words(self) -> str:
        """The choice in sentences."""
        if not self.own:
            return f"Module {self.number}: {self.shared.words}"
        each = "; ".join(
            f"{name} > {own.threshold:g} % (Youden index {own.youden:.3f}, as good from {own.plateau[0]:g} to "
            f"{own.plateau[1]:g} %, bootstrap 95 % interval {own.interval.low:g}–{own.interval.high:g} %)"
            for name, own in self.own.items()
        )
        return f"Module {self.number}, a threshold for each class over {self.shared.smears} smears: {each}."


@dataclass(frozen=True, eq=False)
class Choice:
    """The rule with its new thresholds, what they were read from, and what the user should read."""

    rule: SmearRule
    modules: tuple[ModuleChoice, ...]
    notes: tuple[str, ...]


def choose_rule(
    rule: SmearRule,
    smears: Sequence[SmearCounts],
    *,
    own: bool = False,
    origin: str = "",
    rounds: int = 1000,
    seed: int = 0,
) -> Choice:
    """Choose the thresholds of a rule from training smears.

    Parameters
    ----------
    rule:
        The rule whose groups and, where nothing can be chosen, thresholds are kept.
    smears:
        Training smears. Never those that the rule is to be measured on.
    own:
        Whether every group has a threshold of its own, from its own curve, and the most urgent of those over theirs answers; else
        one threshold for each module, as the paper has it.
    origin:
        Where the smears come from, in words, for the rule's file.
    rounds, seed:
        Of the bootstrap over smears (patients, where they are known).

    Raises
    ------
    InputProblem
        When there are no smears of two groups of module 1.
    """
    counted = [(smear, answer) for smear, answer in answers_of(rule, smears) if answer.shares[0].total]
    notes = (
        [f"{len(smears) - len(counted)} smear(s) without a counted cell: left out."]
        if len(counted) < len(smears)
        else []
    )
    first = [_shares(smear, answer, 0, first_module(smear.truth)) for smear, answer in counted]
    chosen = [_choose(1, rule, first, own, rounds, seed)]
    lineage = [_shares(smear, answer, 1, smear.truth) for smear, answer in counted if _has_lineage(smear, answer)]
    missing = [name for name in _LINEAGES if name not in {item.truth for item in lineage}]
    if missing:
        why = "no training smear whose blasts the weights give a lineage is " + " or ".join(missing)
        notes.append(f"Module 2 keeps its threshold of {rule.modules[1].threshold:g} %: {why}.")
    else:
        chosen.append(_choose(2, rule, lineage, own, rounds, seed))
    made = _with_choice(rule, chosen)
    kinds = Counter(first_module(smear.truth) for smear, _ in counted)
    number = f"{len(counted)} smears ({', '.join(f'{name} {kinds[name]}' for name in sorted(kinds))})"
    said = f"Read from {number}{f' of {origin}' if origin else ''}. {' '.join(item.words for item in chosen)}"
    made = replace(made, threshold_from=" ".join([said, *(note for note in notes if note.startswith("Module"))]))
    # A curve asks one class against the rest; whether another class is over the threshold as well is seen in the answers alone.
    right, before = (_right(item, [smear for smear, _ in counted]) for item in (made, rule))
    notes.append(
        f"Of these {len(counted)} training smears module 1 answers {right} right by these thresholds, {before} by those before."
        + (" The old ones do better: think twice before using the new." if right < before else "")
    )
    return Choice(made, tuple(chosen), tuple(notes))


def answers_of(rule: SmearRule, smears: Sequence[SmearCounts]) -> list[tuple[SmearCounts, SmearAnswer]]:
    """Return each smear with the rule's answer."""
    return [(smear, rule.answer_counts(smear.counts, smear.known)) for smear in smears]


def _right(rule: SmearRule, smears: Sequence[SmearCounts]) -> int:
    return sum(answer.module_one == first_module(smear.truth) for smear, answer in answers_of(rule, smears))


def _has_lineage(smear: SmearCounts, answer: SmearAnswer) -> bool:
    second = [share for share in answer.shares if share.group.id in _LINEAGES]
    return smear.truth in _LINEAGES and second[0].total > 0 and all(share.known for share in second)


def _shares(smear: SmearCounts, answer: SmearAnswer, module: int, truth: str) -> SmearShares:
    own = [share for share in answer.shares if (share.group.id in _LINEAGES) == bool(module)]
    shares = {share.group.id: share.judged.percent for share in own}
    return SmearShares(smear.name, shares, truth, smear.patient)


def _choose(number: int, rule: SmearRule, smears: list[SmearShares], own: bool, rounds: int, seed: int) -> ModuleChoice:
    there = {smear.truth for smear in smears}
    classes = tuple(group.id for group in rule.modules[number - 1].groups if group.id in there)
    if len(classes) < 2:
        found = f"all are {classes[0]}" if classes else "there are none"
        raise InputProblem("training smears", f"a threshold needs smears of two groups, and {found}", "Give others too")
    shared = choose_threshold(smears, classes, _GRID, rounds, seed)
    return ModuleChoice(
        number, classes, shared, choose_own_thresholds(smears, classes, _GRID, rounds, seed) if own else {}
    )


def _with_choice(rule: SmearRule, chosen: Sequence[ModuleChoice]) -> SmearRule:
    modules = list(rule.modules)
    for choice in chosen:
        module = modules[choice.number - 1]
        if choice.own:
            groups = tuple(
                replace(group, threshold=choice.own[group.id].threshold) if group.id in choice.own else group
                for group in module.groups
            )
            order = _URGENCY if choice.number == 1 else module.order
            modules[choice.number - 1] = replace(module, groups=groups, order=order)
        else:
            groups = tuple(replace(group, threshold=None) for group in module.groups)
            modules[choice.number - 1] = replace(module, threshold=choice.shared.threshold, groups=groups, order=())
    return replace(rule, modules=(modules[0], modules[1]))


@dataclass(frozen=True, slots=True)
class Score:
    """A proportion of smears with its exact (Clopper–Pearson) 95 % interval, 0–1; value None where there is no smear."""

    group: str
    measure: str
    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The proportion."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The exact interval."""
        return clopper_pearson(self.hits, self.total)


@dataclass(frozen=True, slots=True)
class SmearTable:
    """A smear-level confusion table: ``counts[truth, answer]``; ``unknown`` is an answer and never right."""

    name: str
    truths: tuple[str, ...]
    answers: tuple[str, ...]
    counts: dict[tuple[str, str], int]

    def scores(self) -> list[Score]:
        """Return the accuracy, and each true group's sensitivity, specificity and precision."""
        everything = sum(self.counts.values())
        found = [Score("", "accuracy", sum(self.counts.get((name, name), 0) for name in self.truths), everything)]
        for name in self.truths:
            right = self.counts.get((name, name), 0)
            own = sum(n for (truth, _), n in self.counts.items() if truth == name)
            called = sum(n for (_, answer), n in self.counts.items() if answer == name)
            rest = everything - own
            found.append(Score(name, "sensitivity", right, own))
            found.append(Score(name, "specificity", rest - (called - right), rest))
            found.append(Score(name, "precision", right, called))
        return found


def smear_tables(answers: Sequence[tuple[SmearCounts, SmearAnswer]]) -> list[SmearTable]:
    """Return the tables of module 1, of module 2 (smears of acute leukaemia that module 1 handed on), and of the whole rule.

    A module's table, and the whole rule's, are left out where no smear belongs in it. Smears of acute leukaemia whose lineage is
    not known are in module 1's alone.
    """
    groups = tuple(name for name in TRUTHS if name not in _LINEAGES)
    handed = [(smear, answer) for smear, answer in answers if _has_lineage(smear, answer) and answer.module_one == STEP]
    whole = [(smear.truth, answer.id) for smear, answer in answers if smear.truth in ANSWERS]
    tables = [
        _table("module 1", groups, [(first_module(smear.truth), answer.module_one) for smear, answer in answers]),
        _table("module 2", _LINEAGES, [(smear.truth, _lineage(answer)) for smear, answer in handed]),
        _table("whole rule", ANSWERS[:-1], whole),
    ]
    return [table for table in tables if table.counts]


def _lineage(answer: SmearAnswer) -> str:
    return answer.leading[1].group.id if len(answer.leading) > 1 else UNKNOWN


def _table(name: str, groups: Sequence[str], pairs: Sequence[tuple[str, str]]) -> SmearTable:
    counts = Counter(pairs)
    truths = tuple(group for group in groups if any(truth == group for truth, _ in counts))
    return SmearTable(name, truths, (*groups, UNKNOWN), dict(counts))
