import cv2
import numpy as np
import pytest

from leukview.imaging.scale import red_cell_diameter


def smear(diameter, cells=12, nucleus=True, background=(235, 228, 222)):
    """Red cells with central pallor on a bright background, and one nucleated cell."""
    rng = np.random.default_rng(3)
    image = np.full((640, 800, 3), background, np.uint8)
    light = np.array(background, float)
    stain = light * (0.87, 0.62, 0.6)
    spots = [(x, y) for x in range(100, 760, 160) for y in range(100, 600, 150)][:cells]
    for x, y in spots:
        cv2.circle(image, (x, y), diameter // 2, tuple(stain.tolist()), -1, cv2.LINE_AA)
        cv2.circle(image, (x, y), diameter // 6, tuple((0.5 * stain + 0.5 * light).tolist()), -1, cv2.LINE_AA)
    if nucleus:
        cv2.circle(image, (660, 480), diameter, (90, 40, 140), -1, cv2.LINE_AA)
    return np.clip(image + rng.normal(0, 3, image.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("diameter", [40, 70, 100])
@pytest.mark.parametrize("background", [(235, 228, 222), (190, 175, 210)])
def test_the_diameter_follows_the_red_cells_and_not_the_white_one(diameter, background):
    found = red_cell_diameter(smear(diameter, background=background))
    assert found == pytest.approx(diameter, rel=0.15)


def test_twice_the_magnification_is_twice_the_diameter():
    image = smear(60)
    double = cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    assert red_cell_diameter(double) == pytest.approx(2 * red_cell_diameter(image), rel=0.1)


def test_without_red_cells_there_is_no_ruler():
    assert red_cell_diameter(np.full((200, 200, 3), 240, np.uint8)) is None
    assert red_cell_diameter(smear(70, cells=1)) is None
