"""Rules over a differential: named, sourced, three-valued. A rule suggests; it never diagnoses."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scipy.special import betainc

from leukview.domain.differential import Differential
from leukview.domain.errors import InputProblem
from leukview.domain.heads import HeadReading, judge_mean
from leukview.domain.smear_rule import SmearAnswer, SmearRule, load_smear_rule
from leukview.domain.taxonomy import taxonomy
from leukview.domain.threshold import Comparison, State, judge
from leukview.resources import resource

__all__ = [
    "BOTH_SIDES",
    "Rule",
    "RuleResult",
    "State",
    "Suggestion",
    "blast_thresholds",
    "evaluate_rules",
    "load_rules",
    "suggest",
]

BOTH_SIDES = "At this count the interval also holds values on the other side of the threshold."
"""Follows the statement of a rule that is raised and cannot tell."""

Severity = Literal["urgent", "high", "review", "informative"]

_CHOICES = {
    "severity": ("urgent", "high", "review", "informative"),
    "denominator": ("wbc", "nucleated", "asked"),
    "comparison": (">=", ">"),
    "raise_on": ("interval", "point", "never"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its TOML file states it; ``resources/rules/default.toml`` explains each field."""

    id: str
    title: str
    severity: Severity
    suggestion: str
    numerator: tuple[str, ...]
    denominator: Literal["wbc", "nucleated", "asked"]
    threshold: float
    comparison: Comparison
    raise_on: Literal["interval", "point", "never"]
    source: str
    statement: str
    confirm: str
    below: float | None = None
    standard: str = ""
    caution: str = ""
    stand_in: bool = False
    head: str = ""
    answer: str = ""
    least: int = 0

    @property
    def quantity(self) -> str:
        """What is held against the threshold: a ``share`` of cells, or a head's ``mean`` over them."""
        return "mean" if self.head else "share"

    @property
    def informative(self) -> bool:
        """Whether it only informs: it never becomes a suggestion or an alert."""
        return self.raise_on == "never"

    @property
    def threshold_words(self) -> str:
        """Return the threshold in words, e.g. ``≥ 20 %`` or ``≥ 5 % and < 20 %``."""
        words = f"{'≥' if self.comparison == '>=' else '>'} {self.threshold:g} %"
        return words if self.below is None else f"{words} and < {self.below:g} %"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule with its inputs and answer.

    Attributes
    ----------
    rule:
        The rule.
    hits, total:
        Its inputs: cells of the numerator and of the denominator. Of a head's rule, cells to which the head gives its answer and
        cells that it was asked of.
    percent, ci_low, ci_high:
        Share and exact 95 % interval, per cent; of a head's rule, 100 times the mean probability and its interval.
    state:
        ``met`` when the whole interval is past the threshold (for a range: within it), ``not met`` when none of it is, else
        ``cannot tell``.
    raised:
        Whether it is shown as a suggestion.
    probability:
        Probability that the true share is past the threshold, or within the range, given this count (Jeffreys posterior), 0–1; of
        a head's mean, given the spread of its cells. It covers the chance of sampling alone, not mistaken calls.
    unknown_to_weights:
        Classes of the numerator that the weights cannot call, nor any of their kin: a share without them is too low, so that the
        state is never ``not met``.
    judged:
        False where there was no threshold to hold the inputs against: a head's that was not kept with the calls.
    """

    rule: Rule
    hits: int
    total: int
    percent: float
    ci_low: float
    ci_high: float
    state: State
    raised: bool
    probability: float
    unknown_to_weights: tuple[str, ...] = ()
    judged: bool = True

    @property
    def why_not(self) -> str:
        """Why the rule cannot tell, beyond the count: ``these weights do not know lymphoblasts``; else empty."""
        if not self.judged:
            return "these calls were made before LeukView kept the head's threshold: analyse the case again"
        if self.total < self.rule.least:
            return f"the head was asked of fewer than {self.rule.least} cells"
        names = [f"{taxonomy()[name].name.lower()}s" for name in self.unknown_to_weights]
        if not names or self.state != "cannot tell":
            return ""
        return f"these weights do not know {' or '.join(filter(None, (', '.join(names[:-1]), names[-1])))}"

    @property
    def inputs(self) -> str:
        """The inputs in words, e.g. ``26 of 105 white cells = 24.8 % (95 % interval 16.9–34.1), threshold ≥ 20 %``."""
        if self.rule.head:
            return self._mean_words
        what = "white cells" if self.rule.denominator == "wbc" else "nucleated cells"
        return (
            f"{self.hits} of {self.total} {what} = {self.percent:.1f} % "
            f"(95 % interval {self.ci_low:.1f}–{self.ci_high:.1f}), threshold {self.rule.threshold_words}"
        )

    @property
    def _mean_words(self) -> str:
        """A head's inputs, e.g. ``Mean 0.41 over 12 malignant cells (95 % interval 0.21–0.62), threshold ≥ 0.155; …``."""
        rule, cells = self.rule, f"{self.total} malignant cell{'' if self.total == 1 else 's'}"
        interval = f" (95 % interval {self.ci_low / 100:.2f}–{self.ci_high / 100:.2f})" if self.total > 1 else ""
        limit = f"threshold {rule.comparison.replace('>=', '≥')} {rule.threshold / 100:.3g}"
        return (
            f"Mean {self.percent / 100:.2f} over {cells}{interval}, {limit if self.judged else 'threshold not kept'}; "
            f"{self.hits} of them read as {rule.answer}"
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rules suggest for the whole case.

    ``id`` is the suggestion of the first raised rule, ``no_rule_met`` or ``insufficient_cells``; ``alerts`` are the raised rules
    of severity ``urgent``. ``thresholds`` are the blast thresholds of two classifications, to be read side by side; they only
    inform, and so does ``smear``, the smear rule's answer.
    """

    id: str
    text: str
    probability: float
    rule: str
    results: tuple[RuleResult, ...]
    thresholds: tuple[RuleResult, ...] = ()
    smear: SmearAnswer | None = None

    @property
    def alerts(self) -> tuple[RuleResult, ...]:
        """Raised urgent rules."""
        return tuple(result for result in self.results if result.raised and result.rule.severity == "urgent")


@lru_cache(maxsize=8)
def load_rules(path: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of a TOML file, the shipped ones by default.

    Raises
    ------
    InputProblem
        When the file is not valid or names an unknown class.
    """
    source = path or resource("rules", "default.toml")
    try:
        rows = tomllib.loads(source.read_text("utf-8"))["rule"]
        rules = tuple(_rule(row) for row in rows)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputProblem(str(source), f"these rules cannot be read ({error})", "Correct the file") from error
    for rule in rules:
        for name in rule.numerator:
            taxonomy()[name]
    return rules


def _rule(row: dict[str, Any]) -> Rule:
    """Return the rule of one table of the file; a misspelt choice would else silently change what is raised."""
    for field, known in _CHOICES.items():
        if row[field] not in known:
            raise ValueError(f"{field} = '{row[field]}' is none of {', '.join(known)}")
    if bool(row.get("head")) == ("threshold" in row):
        raise ValueError(
            f"the rule {row['id']} has a head, whose weights give the threshold, or a threshold, but not both"
        )
    return Rule(**{"threshold": 0.0, **row, "numerator": tuple(row["numerator"])})


def evaluate_rules(differential: Differential, rules: Sequence[Rule] | None = None) -> tuple[RuleResult, ...]:
    """Return every rule's answer for this differential, in the rules' order.

    A rule of classes that stand in for others is asked only where weights or a person could name them, one of a head only where
    the head was asked of a cell.
    """
    asked = load_rules() if rules is None else rules
    return tuple(_evaluate(rule, differential) for rule in asked if not _beside_the_point(rule, differential))


def _beside_the_point(rule: Rule, differential: Differential) -> bool:
    if rule.head:
        return not _readings(rule, differential)
    unknown = bool(differential.known) and not set(rule.numerator).intersection(differential.known)
    return rule.stand_in and unknown and not differential.n(*rule.numerator)


def blast_thresholds(differential: Differential) -> tuple[RuleResult, ...]:
    """Return what this count answers to the blast thresholds of the WHO's 5th edition and of the ICC, standard by standard.

    Both have as many thresholds, from the lowest; ``resources/rules/blast_thresholds.toml`` names their sources.
    """
    return evaluate_rules(differential, load_rules(resource("rules", "blast_thresholds.toml")))


def _readings(rule: Rule, differential: Differential) -> list[HeadReading]:
    return [each for each in differential.heads if each.answer == rule.head and each.class_id in rule.numerator]


def _of_head(rule: Rule, differential: Differential) -> RuleResult:
    found = judge_mean(_readings(rule, differential), rule.least)
    judged = found.limit is not None
    rule = replace(rule, threshold=100 * found.limit) if found.limit is not None else rule
    figures = (100 * found.mean, 100 * found.low, 100 * found.high)
    raised = found.state == "met" or (rule.raise_on == "point" and found.reached)
    return RuleResult(
        rule, found.given, found.cells, *figures, found.state, raised and judged, found.probability, judged=judged
    )


def _evaluate(rule: Rule, differential: Differential) -> RuleResult:
    if rule.head:
        return _of_head(rule, differential)
    hits = differential.n(*rule.numerator)
    total = differential.total + (differential.n("erythroblast") if rule.denominator == "nucleated" else 0)
    found = judge(hits, total, rule.threshold, rule.comparison, rule.below)
    raised = (found.state == "met" and not rule.informative) or (rule.raise_on == "point" and found.reached)
    # The Jeffreys posterior's share up to the threshold, and for a range that from its upper end on, are outside.
    upper = 1.0 if rule.below is None else _posterior(hits, total, rule.below)
    probability = upper - _posterior(hits, total, rule.threshold)
    missing = _missing(rule, differential)
    # What the weights cannot call may be there uncounted: it makes the share larger, so only a range may then be left at its end.
    sure = found.state == "met" and rule.below is None
    state: State = "cannot tell" if missing and not sure else found.state
    return RuleResult(
        rule, hits, total, found.percent, found.ci_low, found.ci_high, state, raised, probability, missing
    )


def _missing(rule: Rule, differential: Differential) -> tuple[str, ...]:
    """Return the classes that the weights cannot call, one's kin included; none where a cell of them was counted all the same.

    Kin are classes of one group of the taxonomy, and all that are like blasts: weights that know ``blast`` alone call a
    myeloblast so, whereas weights that know ``myelocyte`` call no band neutrophil so.
    """
    if not differential.known or rule.stand_in:
        return ()

    def kin(name: str, other: str) -> bool:
        one, two = taxonomy()[name], taxonomy()[other]
        return one.group == two.group or (one.blast_like and two.blast_like)

    numerator = rule.numerator
    at_hand = {name for name in numerator if name in differential.known or differential.n(name)}
    return tuple(name for name in numerator if not any(kin(name, other) for other in at_hand))


def _posterior(hits: int, total: int, percent: float) -> float:
    """Return the probability that the true share is up to ``percent``, under Jeffreys' prior."""
    return float(betainc(hits + 0.5, total - hits + 0.5, percent / 100))


def suggest(
    differential: Differential, rules: Sequence[Rule] | None = None, smear_rule: SmearRule | None = None
) -> Suggestion:
    """Return what the rules suggest for a whole case; never a diagnosis.

    ``rules`` and ``smear_rule`` are the shipped ones by default.
    """
    results, thresholds = evaluate_rules(differential, rules), blast_thresholds(differential)
    smear = (smear_rule or load_smear_rule()).answer(differential)
    if differential.total == 0:
        return Suggestion("insufficient_cells", "No white cell was counted.", 0.0, "", results, thresholds, smear)
    for result in results:
        if result.raised:
            text = result.rule.statement
            if result.state == "cannot tell":
                text += f" {BOTH_SIDES}"
            chance, name = result.probability, result.rule.id
            return Suggestion(result.rule.suggestion, text, chance, name, results, thresholds, smear)
    # What only informs, or was asked of too few cells to say anything, has no say in how likely it is that nothing is suggested.
    chances = (
        result.probability
        for result in results
        if not result.rule.informative and not (result.rule.head and result.why_not)
    )
    chance = 1 - max(chances, default=0.0)
    return Suggestion("no_rule_met", "No rule is met.", chance, "", results, thresholds, smear)
