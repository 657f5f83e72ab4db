"""A smear rule as the text of its TOML file, so that thresholds chosen from training smears can be kept and given again."""

from __future__ import annotations

import json

from leukview.domain.smear_rule import Group, Module, SmearRule

__all__ = ["rule_text"]


def rule_text(rule: SmearRule) -> str:
    """Return the file's text; :func:`leukview.domain.smear_rule.load_smear_rule` reads the same rule from it."""
    head = [f"{name} = {_text(getattr(rule, name))}" for name in ("source", "inputs", "threshold_from")]
    return "\n".join([*head, *(_module(module) for module in rule.modules)]) + "\n"


def _module(module: Module) -> str:
    lines = ["", "[[module]]", f"threshold = {module.threshold!r}"]
    if module.order:
        lines.append(f"order = {_list(module.order)}")
    return "\n".join([*lines, *(_group(item) for item in module.groups)])


def _group(group: Group) -> str:
    lines = ["", "[[module.group]]", *(f"{name} = {_text(getattr(group, name))}" for name in ("id", "called"))]
    lines.append(f"classes = {_list(group.classes)}")
    if group.threshold is not None:
        lines.append(f"threshold = {group.threshold!r}")
    return "\n".join([*lines, f"confirm = {_text(group.confirm)}"])


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _text(value: str) -> str:
    # TOML's basic strings have JSON's escapes; DEL alone TOML wants escaped and JSON does not.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
