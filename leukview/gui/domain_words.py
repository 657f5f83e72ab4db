"""What the domain says in words, as the window shows it: the same in English, else in the language in force.

The domain's own words stay what is stored, audited and reported.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from leukview.domain.attributes import attributes
from leukview.domain.cell import Removal
from leukview.domain.measured_words import measured_words
from leukview.domain.morphology import Morphology
from leukview.domain.prediction import SetAside
from leukview.domain.rules import BOTH_SIDES, RuleResult, load_rules
from leukview.domain.smear import SmearDomain
from leukview.domain.smear_rule import NO_DIAGNOSIS, load_smear_rule
from leukview.gui.translation import QT_TRANSLATE_NOOP, SOURCE, class_name, current, several, translate
from leukview.resources import resource, resources_dir

__all__ = [
    "aside",
    "domain_notice",
    "node_name",
    "outlined",
    "removal",
    "rule_inputs",
    "rule_share",
    "rule_text",
    "rule_why_not",
    "suggestion_text",
    "texts",
    "word",
]

_WORDS = (
    QT_TRANSLATE_NOOP("Words", "doubtful"),
    QT_TRANSLATE_NOOP("Words", "out of domain"),
    QT_TRANSLATE_NOOP("Words", "contradicted"),
    QT_TRANSLATE_NOOP("Words", "blast-like"),
    QT_TRANSLATE_NOOP("Words", "readers disagree"),
    QT_TRANSLATE_NOOP("Words", "unreviewed"),
    QT_TRANSLATE_NOOP("Words", "confirmed"),
    QT_TRANSLATE_NOOP("Words", "relabelled"),
    QT_TRANSLATE_NOOP("Words", "uncountable"),
    QT_TRANSLATE_NOOP("Words", "crushed"),
    QT_TRANSLATE_NOOP("Words", "Deleted"),
    QT_TRANSLATE_NOOP("Words", "round nucleus"),
    QT_TRANSLATE_NOOP("Words", "oval or indented nucleus"),
    QT_TRANSLATE_NOOP("Words", "bent or irregular nucleus"),
    QT_TRANSLATE_NOOP("Words", "no cytoplasm outlined"),
    QT_TRANSLATE_NOOP("Words", "scant cytoplasm"),
    QT_TRANSLATE_NOOP("Words", "moderate cytoplasm"),
    QT_TRANSLATE_NOOP("Words", "ample cytoplasm"),
    QT_TRANSLATE_NOOP("Words", "share"),
    QT_TRANSLATE_NOOP("Words", "mean"),
    QT_TRANSLATE_NOOP("Words", "needs your data"),
)
"""What the domain says in single words."""


def word(text: str) -> str:
    """Return one of the domain's words or phrases: a reason, a status, what is seen in a cell."""
    return translate("Words", text)


def aside(found: SetAside) -> str:
    """Return what a cell is set aside as, and why; see :attr:`leukview.domain.prediction.SetAside.words`."""
    return f"{word(found.kind)}: {'; '.join(map(word, found.reasons))}"


def removal(removed: Removal) -> str:
    """Return what happened to a cell that is out of the case, as a sentence begins."""
    if removed.into:
        return translate("Words", "Merged into {into}").format(into=removed.into)
    return word(removed.words[:1].upper() + removed.words[1:])


def outlined(morphology: Morphology | None) -> str:
    """Return an outline in words; see :func:`leukview.domain.measured_words.measured_words`."""
    said = list(measured_words(morphology))
    if said and morphology is not None and morphology.lobes > 1:
        said[0] = translate("Words", "nucleus of {lobes} lobes").format(lobes=morphology.lobes)
    return ", ".join(map(word, said))


def domain_notice(domain: SmearDomain) -> str:
    """Return what is said of a smear unlike the training images; see :attr:`leukview.domain.smear.SmearDomain.notice`."""
    if not domain.differs:
        return ""
    return translate(
        "Words",
        "Stain, scale or optics of this smear differ from what this model was trained on: {far} of {analysed} cells. Its calls "
        "are less reliable here; check every cell.",
    ).format(far=domain.far, analysed=domain.analysed)


def rule_text(text: str) -> str:
    """Return a text of a rule: title, statement, what confirms it, caution. A laboratory's own rules stay as they are written."""
    return translate("RuleTexts", text)


def suggestion_text(text: str) -> str:
    """Return what :func:`leukview.domain.rules.suggest` says: a rule's statement, and that the interval lies on both sides."""
    statement = text.removesuffix(BOTH_SIDES).rstrip()
    return rule_text(statement) if statement == text else f"{rule_text(statement)} {rule_text(BOTH_SIDES)}"


def rule_inputs(result: RuleResult) -> str:
    """Return a rule's inputs; see :attr:`leukview.domain.rules.RuleResult.inputs`."""
    if result.rule.head:
        return _mean(result)
    limit = f"{'≥' if result.rule.comparison == '>=' else '>'} {result.rule.threshold:g} %"
    if result.rule.below is not None:
        limit = translate("Rules", "{limit} and < {below:g} %").format(limit=limit, below=result.rule.below)
    text = (
        translate(
            "Rules",
            "{hits} of {total} white cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f}), threshold {limit}",
        )
        if result.rule.denominator == "wbc"
        else translate(
            "Rules",
            "{hits} of {total} nucleated cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f}), threshold {limit}",
        )
    )
    return text.format(
        hits=result.hits,
        total=result.total,
        percent=result.percent,
        low=result.ci_low,
        high=result.ci_high,
        limit=limit,
    )


def _mean(result: RuleResult) -> str:
    """Return the inputs of a head's rule: the mean over the cells that it was asked of."""
    cells = several(result.total, translate("Rules", "{n} malignant cell"), translate("Rules", "{n} malignant cells"))
    if result.total > 1:
        cells = translate("Rules", "{cells} (95 % interval {low:.2f}–{high:.2f})").format(
            cells=cells, low=result.ci_low / 100, high=result.ci_high / 100
        )
    limit = f"{'≥' if result.rule.comparison == '>=' else '>'} {result.rule.threshold / 100:.3g}"
    text = (
        translate("Rules", "Mean {mean:.2f} over {cells}, threshold {limit}; {hits} of them read as {answer}")
        if result.judged
        else translate("Rules", "Mean {mean:.2f} over {cells}, threshold not kept; {hits} of them read as {answer}")
    )
    return text.format(
        mean=result.percent / 100,
        cells=cells,
        limit=limit,
        hits=result.hits,
        answer=node_name(result.rule.answer),
    )


def rule_why_not(result: RuleResult) -> str:
    """Return why a rule cannot tell beyond the count; see :attr:`leukview.domain.rules.RuleResult.why_not`."""
    if not result.why_not or current() == SOURCE:
        return result.why_not
    if not result.judged:
        return translate(
            "Rules", "these calls were made before LeukView kept the head's threshold: analyse the case again"
        )
    if result.total < result.rule.least:
        return translate("Rules", "the head was asked of fewer than {n} cells").format(n=result.rule.least)
    names = ", ".join(map(class_name, result.unknown_to_weights))
    return translate("Rules", "these weights do not know {names}").format(names=names)


def rule_share(result: RuleResult) -> str:
    """Return a rule's inputs without its threshold: what several rules over one share have in common."""
    text = (
        translate("Rules", "{hits} of {total} white cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f})")
        if result.rule.denominator == "wbc"
        else translate(
            "Rules", "{hits} of {total} nucleated cells = {percent:.1f} % (95 % interval {low:.1f}–{high:.1f})"
        )
    )
    return text.format(
        hits=result.hits, total=result.total, percent=result.percent, low=result.ci_low, high=result.ci_high
    )


def node_name(name: str) -> str:
    """Return the name of a node of a decision tree; that of a laboratory's own tree stays as it is written."""
    return translate("TreeNodes", name)


def texts() -> Iterator[tuple[str, str]]:
    """Yield the context and English text of what stands in the domain's files."""
    from leukview.pipelines.countability import limits

    for limit in limits().values():
        yield "Words", limit.reason
    for item in attributes():
        yield from (("Words", phrase) for phrase in item.options.values() if phrase)
    for rule in (*load_rules(), *load_rules(resource("rules", "blast_thresholds.toml"))):
        words = (rule.title, rule.statement, rule.confirm, rule.caution, rule.source, rule.standard)
        yield from (("RuleTexts", text) for text in words if text)
    smear = load_smear_rule()
    for text in (smear.source, NO_DIAGNOSIS, BOTH_SIDES):
        yield "RuleTexts", text
    for group in (group for module in smear.modules for group in module.groups):
        yield from (("RuleTexts", text) for text in (group.called, group.confirm))
    yield from (("TreeNodes", name) for name in _tree_names())


def _tree_names() -> Iterator[str]:
    """Yield the names that nodes and heads' answers of the shipped trees have."""
    for path in sorted(resources_dir().joinpath("trees").glob("*.toml")):
        tree = tomllib.loads(path.read_text("utf-8"))
        yield from tree["nodes"].values()
        yield from (name for head in tree.get("head", ()) for name in head["answers"].values())
