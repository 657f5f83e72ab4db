"""What is raised where a signed case would be changed without a word."""

from __future__ import annotations

from leukview.domain.errors import InputProblem

__all__ = ["SignedCase"]


class SignedCase(InputProblem):
    """A signed case was to be changed before anyone said why."""

    def __init__(self, words: str) -> None:
        super().__init__(
            "This case is signed",
            f"{words[:1].lower()}{words[1:]}. What was signed stays as it is",
            "Say why it must be amended, then change it and sign again",
        )
