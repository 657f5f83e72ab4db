import numpy as np
import pytest
from PIL import Image

from leukview.domain.attributes import attributes
from leukview.domain.errors import InputProblem
from leukview.imaging.crops import cut_view, whole_image_view
from leukview.imaging.preparation import FILL, Preparation
from leukview.imaging.synthetic.smear import new_smear, render_crop
from leukview.segmentation.classical import ClassicalSegmenter
from leukview.segmentation.framing import prepared_view, single_cell_view
from leukview.training.augment import random_look, random_place
from leukview.training.datasets import (
    LabelledImage,
    ViewDataset,
    allowed_matrix,
    attribute_matrix,
    balance_weights,
    read_labels,
    refuse_leaks,
)
from leukview.training.frames import find_masks
from leukview.training.recipe import AugmentConfig, StageConfig, load_recipe
from leukview.training.segmenter.recipe import read_sam_recipe, read_segmenter_recipe

QUIET = AugmentConfig(rotate=0, scale=0, shift=0, mirror=False, stain=0, brightness=0, saturation=0, blur=0)


def write_csv(folder, text):
    path = folder / "labels.csv"
    path.write_text(text, "utf-8")
    return path


def test_labels_are_read_relative_to_their_file_and_filtered_by_data_set(tmp_path):
    write_csv(tmp_path, "path,cls,split,dataset,patient\na/x.png,blast,train,one,P1\nb.png,monocyte,test,two,\n")
    found = read_labels(tmp_path, ["one"])
    assert found == [LabelledImage(tmp_path / "a/x.png", "blast", "train", "one", "P1")]
    assert len(read_labels(tmp_path)) == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [("path,cls\nx,blast\n", "split"), ("path,cls,split\nx,gremlin,train\n", "gremlin")],
)
def test_bad_data_files_are_refused_with_the_reason(tmp_path, text, word):
    with pytest.raises(InputProblem, match=word):
        read_labels(write_csv(tmp_path, text))


def test_a_patient_in_two_splits_is_a_leak():
    items = [LabelledImage(None, "blast", split, "d", "P7") for split in ("train", "test")]
    with pytest.raises(InputProblem, match="P7"):
        refuse_leaks(items)
    refuse_leaks([LabelledImage(None, "blast", split, "d", "") for split in ("train", "test")])


def test_a_coarse_label_allows_each_of_its_members_and_no_other():
    classes = ["segmented_neutrophil", "band_neutrophil", "lymphoblast"]
    assert allowed_matrix(["neutrophil", "lymphoblast"], classes).tolist() == [
        [True, True, False],
        [False, False, True],
    ]
    with pytest.raises(InputProblem, match="monocyte"):
        allowed_matrix(["monocyte"], classes)


def test_balance_makes_rare_classes_likelier_and_can_be_switched_off():
    items = [LabelledImage(None, "blast", "train", "d")] * 4 + [LabelledImage(None, "basophil", "train", "d")]
    assert set(balance_weights(items, 0)) == {1.0}
    full = balance_weights(items, 1.0)
    assert full[:4].sum() == pytest.approx(full[4])


def test_an_unchanged_random_view_is_the_view_that_inference_cuts(tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 255, (60, 64, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "c.png")
    recipe = load_recipe("leukview").model_copy(update={"augment": QUIET, "classes": ("blast", "monocyte")})
    items = [LabelledImage(tmp_path / "c.png", "blast", "train", "d")]
    trained, _, _ = ViewDataset(items, None, recipe, train=True)[0]
    called, allowed, answers = ViewDataset(items, None, recipe, train=False)[0]
    assert np.allclose(trained, called, atol=2 / 127)
    assert allowed.tolist() == [True, False]
    assert set(answers.tolist()) == {-1}
    assert trained.shape == (3, recipe.network.input_size, recipe.network.input_size)


def test_the_same_seed_gives_the_same_view_and_another_a_different_one():
    pixels = np.random.default_rng(1).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    base = whole_image_view(pixels, 0.7)

    def view(seed: int) -> np.ndarray:
        rng, config = np.random.default_rng(seed), AugmentConfig()
        return random_look(cut_view(pixels, random_place(base, config, rng), 48), config, rng)

    views = [view(seed) for seed in (3, 3, 4)]
    assert np.array_equal(views[0], views[1])
    assert not np.array_equal(views[0], views[2])


def test_a_recipe_with_an_unknown_field_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('name = "x"\nspeed = 3\n')
    with pytest.raises(InputProblem, match="speed"):
        load_recipe(str(path))
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputProblem, match="not valid"):
        load_recipe(str(path))
    with pytest.raises(InputProblem, match="leukview"):
        load_recipe("no_such_recipe")


@pytest.mark.parametrize("read", [read_segmenter_recipe, read_sam_recipe])
def test_recipes_for_masks_are_read_and_refused_alike(read, tmp_path):
    with pytest.raises(InputProblem, match=r"no such recipe.*one of: .*leukview"):
        read(tmp_path / "none.toml")
    with pytest.raises(InputProblem, match="kind"):
        read("leukview")


def test_a_later_round_may_change_size_rate_balance_and_augmentation_and_nothing_else():
    whole = load_recipe("leukview")
    stage = StageConfig(input_size=64, epochs=2, lr=1e-4, balance=0.1, augment=QUIET)
    first, second = whole.model_copy(update={"stages": (stage,)}).rounds()
    assert first == whole.model_copy(update={"stages": (), "second": None})
    assert (second.network.input_size, second.optimiser.epochs, second.optimiser.lr) == (64, 2, 1e-4)
    assert (second.data.balance, second.augment, second.seed) == (0.1, QUIET, first.seed + 1)
    plain = whole.model_copy(update={"stages": (stage.model_copy(update={"augment": None}),)}).rounds()[1]
    assert plain.augment == whole.augment and plain.classes == whole.classes


def test_a_later_round_keeps_what_an_earlier_one_changed():
    whole = load_recipe("leukview")
    masked = Preparation(background="masked", stain="white")
    stages = (
        StageConfig(
            input_size=64, epochs=2, lr=1e-4, balance=0.1, cell_diameters=1.4, preparation=masked, attributes=0.3
        ),
        StageConfig(input_size=96, epochs=1, lr=1e-5, balance=0.2),
    )
    _, second, third = whole.model_copy(update={"stages": stages}).rounds()
    for part in (second, third):
        assert (part.network.cell_diameters, part.network.preparation, part.data.attributes) == (1.4, masked, 0.3)


def test_attributes_beside_the_data_file_come_with_their_images(tmp_path):
    Image.new("RGB", (40, 40)).save(tmp_path / "a.png")
    (tmp_path / "labels.csv").write_text("path,cls,split\na.png,monocyte,train\nb.png,blast,train\n")
    (tmp_path / "attributes.csv").write_text("path,nucleus_shape,granularity,cell_size\na.png,irregular,no,enormous\n")
    first, second = read_labels(tmp_path)
    assert first.attributes == {"nucleus_shape": "irregular", "granularity": "no"} and not second.attributes
    answers = attribute_matrix([first, second])
    order = [item.id for item in attributes()]
    assert answers[0, order.index("nucleus_shape")] == list(attributes()[2].options).index("irregular")
    assert (answers[0] >= 0).sum() == 2 and (answers[1] == -1).all()


def test_training_and_inference_are_shown_the_same_prepared_cell(tmp_path):
    rng = np.random.default_rng(3)
    drawn = render_crop("eosinophil", rng, new_smear(rng), height=160, width=160)
    path = tmp_path / "c.png"
    Image.fromarray(drawn.image).save(path)
    base = load_recipe("leukview")
    network = base.network.model_copy(
        update={"cell_diameters": 1.5, "preparation": Preparation(background="masked", stain="white")}
    )
    recipe = base.model_copy(update={"augment": QUIET, "network": network})
    masks = find_masks([path], ClassicalSegmenter())
    item = LabelledImage(path, "eosinophil", "train", "d")
    found = ClassicalSegmenter().single(drawn.image)
    view = single_cell_view(drawn.image, found, network.crop_fraction, network.cell_diameters)
    shown = prepared_view(drawn.image, found, view, network.input_size, network.preparation)
    for train in (True, False):
        pixels = ViewDataset([item], masks, recipe, train=train)[0][0].numpy().transpose(1, 2, 0) * 127.5 + 127.5
        assert np.abs(pixels - shown).max() <= 2
    corner = shown[:10, :10]
    assert (corner == FILL).all() and (shown[70:90, 70:90] < FILL).all()
