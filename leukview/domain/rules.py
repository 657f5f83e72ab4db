"""Rules over a differential: named, sourced, three-valued. A rule suggests; it never diagnoses."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from scipy.special import betainc

from leukview.domain.differential import Differential, clopper_pearson
from leukview.domain.errors import InputProblem
from leukview.domain.taxonomy import taxonomy
from leukview.resources import resource

__all__ = ["Rule", "RuleResult", "State", "Suggestion", "evaluate_rules", "load_rules", "suggest"]

State = Literal["met", "not met", "cannot tell"]
Severity = Literal["urgent", "high", "review"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its TOML file states it; ``resources/rules/default.toml`` explains each field."""

    id: str
    title: str
    severity: Severity
    suggestion: str
    numerator: tuple[str, ...]
    denominator: Literal["wbc", "nucleated"]
    threshold: float
    comparison: Literal[">=", ">"]
    raise_on: Literal["interval", "point"]
    source: str
    statement: str
    confirm: str


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule with its inputs and answer.

    Attributes
    ----------
    rule:
        The rule.
    hits, total:
        Its inputs: cells of the numerator and of the denominator.
    percent, ci_low, ci_high:
        Share and exact 95 % interval, per cent.
    state:
        ``met`` when the whole interval is past the threshold, ``not met`` when none of it is, else ``cannot tell``.
    raised:
        Whether it is shown as a suggestion.
    probability:
        Probability that the true share is past the threshold given this count (Jeffreys posterior), 0–1. It covers the chance of
        sampling alone, not mistaken calls.
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

    @property
    def inputs(self) -> str:
        """The inputs in words, e.g. ``26 of 105 white cells = 24.8 % (95 % interval 16.9–34.1), threshold ≥ 20 %``."""
        what = "white cells" if self.rule.denominator == "wbc" else "nucleated cells"
        sign = "≥" if self.rule.comparison == ">=" else ">"
        return (
            f"{self.hits} of {self.total} {what} = {self.percent:.1f} % "
            f"(95 % interval {self.ci_low:.1f}–{self.ci_high:.1f}), threshold {sign} {self.rule.threshold:g} %"
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rules suggest for the whole case.

    ``id`` is the suggestion of the first raised rule, ``no_rule_met`` or ``insufficient_cells``; ``alerts`` are the raised rules
    of severity ``urgent``.
    """

    id: str
    text: str
    probability: float
    rule: str
    results: tuple[RuleResult, ...]

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
        rules = tuple(Rule(**{**row, "numerator": tuple(row["numerator"])}) for row in rows)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputProblem(str(source), f"these rules cannot be read ({error})", "Correct the file") from error
    for rule in rules:
        for name in rule.numerator:
            taxonomy()[name]
    return rules


def evaluate_rules(differential: Differential, rules: Sequence[Rule] | None = None) -> tuple[RuleResult, ...]:
    """Return every rule's answer for this differential, in the rules' order."""
    return tuple(_evaluate(rule, differential) for rule in (load_rules() if rules is None else rules))


def _evaluate(rule: Rule, differential: Differential) -> RuleResult:
    hits = differential.n(*rule.numerator)
    total = differential.total + (differential.n("erythroblast") if rule.denominator == "nucleated" else 0)
    low, high = clopper_pearson(hits, total)
    share = 100 * hits / total if total else 0.0
    strict = rule.comparison == ">"

    def past(percent: float) -> bool:
        return percent > rule.threshold if strict else percent >= rule.threshold

    state: State = "met" if total and past(100 * low) else "cannot tell" if past(100 * high) else "not met"
    reached = total > 0 and past(share)
    raised = state == "met" or (rule.raise_on == "point" and reached)
    probability = 1 - float(betainc(hits + 0.5, total - hits + 0.5, rule.threshold / 100))
    return RuleResult(rule, hits, total, share, 100 * low, 100 * high, state, raised, probability)


def suggest(differential: Differential, rules: Sequence[Rule] | None = None) -> Suggestion:
    """Return what the rules suggest for a whole case; never a diagnosis."""
    results = evaluate_rules(differential, rules)
    if differential.total == 0:
        return Suggestion("insufficient_cells", "No white cell was counted.", 0.0, "", results)
    for result in results:
        if result.raised:
            text = result.rule.statement
            if result.state == "cannot tell":
                text += " At this count the interval also holds values on the other side of the threshold."
            return Suggestion(result.rule.suggestion, text, result.probability, result.rule.id, results)
    probability = 1 - max((result.probability for result in results), default=0.0)
    return Suggestion("no_rule_met", "No rule is met.", probability, "", results)
