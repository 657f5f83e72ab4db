from __future__ import annotations

from leukview.domain.attributes import attributes, contradictions, in_words


def answers(**given: tuple[str, float]) -> dict[str, dict[str, float]]:
    """Return answers in which the named option has its probability and the others share the rest."""
    result = {}
    for item in attributes():
        if item.id in given:
            option, probability = given[item.id]
            rest = (1 - probability) / (len(item.options) - 1)
            result[item.id] = {name: probability if name == option else rest for name in item.options}
    return result


def test_there_are_the_eleven_attributes_of_the_published_set() -> None:
    assert len(attributes()) == 11 and len({item.id for item in attributes()}) == 11
    assert all(len(item.options) >= 2 for item in attributes())


def test_only_certain_and_telling_answers_are_said() -> None:
    seen = answers(
        nucleus_shape=("segmented-multilobed", 0.95),
        nuclear_cytoplasmic_ratio=("low", 0.9),
        granule_colour=("pink", 0.55),
        cytoplasm_vacuole=("no", 0.99),
    )
    assert in_words(seen) == (("segmented nucleus", 0.95), ("low N:C", 0.9))
    assert in_words({}) == ()


def test_an_answer_that_hardly_occurs_in_the_called_type_contradicts_it() -> None:
    typical = {"nucleus_shape": {"unsegmented-round": 0.9, "segmented-multilobed": 0.001}}
    lobed = answers(nucleus_shape=("segmented-multilobed", 0.95), granularity=("yes", 0.99))
    assert [item.phrase for item in contradictions(lobed, typical)] == ["segmented nucleus"]
    assert contradictions(answers(nucleus_shape=("segmented-multilobed", 0.8)), typical) == ()
    assert contradictions(answers(nucleus_shape=("unsegmented-round", 0.99)), typical) == ()
    assert contradictions(lobed, {}) == ()
