from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as PilImage
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leukview.domain.box import Box
from leukview.domain.box import CellView as SeenSquare
from leukview.domain.errors import InputProblem
from leukview.gui import theme
from leukview.gui.pixmaps import heat_image, heat_table, load_qimage, qimage_from_rgb
from leukview.gui.widgets.cell_view import FIELD_MARGIN, MAX_ZOOM, CellView
from leukview.imaging.adjustment import Adjustment, adjusted


def noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def pixels(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return raw[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.fixture
def view(dressed: QApplication, qtbot: QtBot) -> CellView:
    result = CellView()
    qtbot.addWidget(result)
    result.resize(400, 300)
    result.set_contours_visible(False)
    result.show()
    return result


def show_single(view: CellView, rgb: NDArray[np.uint8], seen: SeenSquare | None = None) -> None:
    height, width = rgb.shape[:2]
    view.show_cell(Box(2, 2, width - 4, height - 4), single=True, seen=seen)
    view.set_image(qimage_from_rgb(rgb))


def drawn(view: CellView) -> NDArray[np.uint8]:
    return pixels(view.grab().toImage())


def test_qimage_holds_the_very_pixels_also_for_odd_widths() -> None:
    rgb = noise(7, 5)
    assert np.array_equal(pixels(qimage_from_rgb(rgb)), rgb)
    assert np.array_equal(pixels(qimage_from_rgb(rgb[:, ::-1])), rgb[:, ::-1])


def test_qimage_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match="expected"):
        qimage_from_rgb(np.zeros((4, 4), np.uint8))


def test_load_qimage_reads_as_the_pipeline_does(tmp_path: Path) -> None:
    rgb = noise(20, 30)
    exif = PilImage.Exif()
    exif[0x0112] = 6
    PilImage.fromarray(rgb).save(tmp_path / "turned.png", exif=exif)
    loaded = load_qimage(tmp_path / "turned.png")
    assert (loaded.width(), loaded.height()) == (20, 30)
    assert np.array_equal(pixels(loaded), np.rot90(rgb, -1))


def test_load_qimage_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    with pytest.raises(InputProblem, match="empty"):
        load_qimage(tmp_path / "empty.png")


@pytest.mark.parametrize("zoom", [1, 2, 3])
def test_whole_magnifications_draw_exact_squares(view: CellView, zoom: int) -> None:
    rgb = noise(60, 80)
    show_single(view, rgb)
    view.set_zoom(zoom / view.devicePixelRatioF())
    corner = view.to_view(0, 0)
    assert corner == QPointF(round(corner.x()), round(corner.y()))
    x, y = int(corner.x()), int(corner.y())
    shown = drawn(view)[y : y + 60 * zoom, x : x + 80 * zoom]
    assert np.array_equal(shown, rgb.repeat(zoom, 0).repeat(zoom, 1))


@pytest.mark.parametrize(("zoom", "least_exact"), [(1.3, 0.3), (1.65, 0.5), (2.5, 0.9), (3.7, 0.9)])
def test_odd_magnifications_invent_no_colour(view: CellView, zoom: float, least_exact: float) -> None:
    rgb = noise(40, 40)
    show_single(view, rgb)
    view.set_zoom(zoom)
    shown = drawn(view)
    exact = 0
    for row in range(10, 30):
        for column in range(10, 30):
            middle = view.to_view(column + 0.5, row + 0.5)
            got = shown[int(middle.y()), int(middle.x())].astype(int)
            around = rgb[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3).astype(int)
            assert np.all(got >= around.min(0) - 2) and np.all(got <= around.max(0) + 2)
            exact += bool(np.abs(got - rgb[row, column]).max() <= 2)
    assert exact >= 400 * least_exact


def test_magnified_pixels_are_even(view: CellView) -> None:
    # Black and white columns: at 1.5 every column must get half of the ink, which plain nearest neighbour does not give.
    rgb = np.zeros((64, 64, 3), np.uint8)
    rgb[:, ::2] = 255
    show_single(view, rgb)
    view.set_zoom(1.5)
    corner = view.to_view(0, 0)
    band = drawn(view)[int(corner.y()) + 40, int(corner.x()) + 6 : int(corner.x()) + 90, 0].astype(float)
    windows = np.convolve(band, np.ones(6) / 6, "valid")
    assert windows.min() > 110 and windows.max() < 145


def test_shrinking_averages(view: CellView) -> None:
    rgb = np.zeros((1024, 1024, 3), np.uint8)
    rgb[::2, ::2] = 255
    rgb[1::2, 1::2] = 255
    show_single(view, rgb)
    assert view.scale < 0.3
    middle = drawn(view)[140:160, 190:210]
    assert np.all(np.abs(middle.astype(int) - 128) <= 3)


def test_a_single_cell_is_shown_whole_and_centred_on_neutral_grey(view: CellView) -> None:
    show_single(view, np.zeros((363, 360, 3), np.uint8))
    shown = drawn(view)
    frame = theme.tokens().grid
    top_left, bottom_right = view.to_view(0, 0), view.to_view(360, 363)
    assert top_left.y() == pytest.approx(frame, abs=1) and bottom_right.y() == pytest.approx(300 - frame, abs=1)
    assert top_left.x() == pytest.approx(400 - bottom_right.x(), abs=1.5)
    surround = QColor(theme.tokens().surround)
    assert tuple(shown[150, 5]) == (surround.red(), surround.green(), surround.blue())
    assert tuple(shown[150, 200]) == (0, 0, 0)


def test_a_field_shows_the_neighbourhood_of_the_cell(view: CellView) -> None:
    box = Box(500, 300, 60, 40)
    view.show_cell(box, single=False, seen=None)
    view.set_image(qimage_from_rgb(noise(900, 1200)))
    assert view.home_rect().width() == FIELD_MARGIN * 60
    middle = view.to_source(QPointF(200, 150))
    assert (middle.x(), middle.y()) == pytest.approx((530, 320), abs=1)
    assert view.to_view(500, 300).x() > 0 and view.to_view(560, 340).x() < 400


def test_at_the_edge_of_a_field_the_view_stays_on_the_field(view: CellView) -> None:
    view.set_image(qimage_from_rgb(noise(900, 1200)))
    view.show_cell(Box(0, 860, 60, 40), single=False, seen=None)
    home = view.home_rect()
    assert (home.left(), home.bottom()) == (0, 900)
    view.show_cell(Box(1140, 0, 60, 40), single=False, seen=None)
    assert (view.home_rect().right(), view.home_rect().top()) == (1200, 0)


def test_points_map_there_and_back(view: CellView) -> None:
    show_single(view, noise(50, 70))
    view.set_zoom(3.3)
    for x, y in ((0, 0), (12.5, 40.25), (70, 50)):
        back = view.to_source(view.to_view(x, y))
        assert (back.x(), back.y()) == pytest.approx((x, y))


def wheel(view: CellView, at: QPointF, steps: int, pixels: int = 0) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(0, pixels),
        QPoint(0, steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("steps", [120, -120, 960])
def test_the_wheel_zooms_around_the_pointer(view: CellView, steps: int) -> None:
    show_single(view, noise(363, 360))
    at = QPointF(260, 100)
    before, scale = view.to_source(at), view.scale
    wheel(view, at, steps)
    view.finish_glide()
    after = view.to_source(at)
    assert (view.scale > scale) == (steps > 0)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=1.5)
    assert view.zoom == view.scale


def test_zoom_has_bounds(view: CellView) -> None:
    show_single(view, noise(100, 100))
    for _ in range(60):
        view.zoom_by(1.5)
    assert view.scale == MAX_ZOOM
    for _ in range(80):
        view.zoom_by(0.6)
    assert 0.3 < view.scale < 1.0


def test_dragging_pans_and_cannot_lose_the_image(view: CellView, qtbot: QtBot) -> None:
    show_single(view, noise(100, 100))
    view.set_zoom(4.0)
    under = view.to_source(QPointF(200, 150))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.mouseMove(view, QPoint(240, 130))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(240, 130))
    moved = view.to_source(QPointF(240, 130))
    assert (moved.x(), moved.y()) == pytest.approx((under.x(), under.y()), abs=0.3)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.mouseMove(view, QPoint(9000, 9000))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(9000, 9000))
    middle = view.to_source(QPointF(200, 150))
    assert 0 <= middle.x() <= 100 and 0 <= middle.y() <= 100


def test_fit_follows_the_size_and_a_chosen_zoom_does_not(view: CellView) -> None:
    show_single(view, noise(100, 100))
    fitted = view.scale
    view.resize(400, 500)
    assert view.scale > fitted
    view.actual_size()
    view.resize(300, 200)
    assert view.scale == pytest.approx(1 / view.devicePixelRatioF())
    view.fit()
    assert view.zoom is None


def test_the_chosen_zoom_stays_for_the_next_cell(view: CellView) -> None:
    show_single(view, noise(100, 100))
    view.set_zoom(2.5)
    show_single(view, noise(90, 90))
    assert view.scale == 2.5
    assert view.to_source(QPointF(200, 150)).x() == pytest.approx(45, abs=0.5)


def test_contours_run_through_pixel_centres_of_the_box(view: CellView) -> None:
    rgb = np.full((60, 80, 3), 200, np.uint8)
    view.show_cell(Box(10, 20, 30, 30), single=True, seen=None)
    view.set_image(qimage_from_rgb(rgb))
    view.set_zoom(4.0)
    square = np.array([[5, 5], [15, 5], [15, 15], [5, 15]], np.int32)
    view.set_contours([square], [])
    where = view.contour_path("nucleus").boundingRect()
    top_left, bottom_right = view.to_view(15.5, 25.5), view.to_view(25.5, 35.5)
    assert where.topLeft() == top_left
    assert where.bottomRight() == bottom_right
    view.set_contours_visible(True)
    middle_of_edge = view.to_view(20.5, 25.5)
    on_line = drawn(view)[int(middle_of_edge.y()), int(middle_of_edge.x())]
    yellow = QColor(theme.tokens().nucleus)
    assert np.abs(on_line.astype(int) - (yellow.red(), yellow.green(), yellow.blue())).max() < 40
    view.set_contours_visible(False)
    assert np.abs(drawn(view)[int(middle_of_edge.y()), int(middle_of_edge.x())].astype(int) - 200).max() == 0


def test_contours_keep_their_width_at_any_zoom(view: CellView) -> None:
    view.show_cell(Box(0, 0, 60, 60), single=True, seen=None)
    view.set_image(qimage_from_rgb(np.full((60, 60, 3), 200, np.uint8)))
    view.set_contours([np.array([[10, 10], [50, 10], [50, 50], [10, 50]], np.int32)], [])
    view.set_contours_visible(True)
    widths = []
    for zoom in (2.0, 4.0):
        view.set_zoom(zoom)
        edge = view.to_view(30.5, 10.5)
        column = drawn(view)[int(edge.y()) - 8 : int(edge.y()) + 9, int(edge.x())].astype(int)
        widths.append(int((np.abs(column - 200).max(1) > 12).sum()))
    assert widths[0] == widths[1] <= 5


def test_the_heat_map_lies_exactly_on_the_square_the_network_saw(view: CellView) -> None:
    rgb = np.full((100, 100, 3), 128, np.uint8)
    show_single(view, rgb, SeenSquare(60.0, 40.0, 20.0))
    view.set_zoom(2.0)
    view.set_opacity(1.0)
    view.set_heatmap(np.ones((8, 8), np.float32))
    view.set_heatmap_visible(True)
    where = view.heat_rect()
    assert where is not None
    assert (where.topLeft(), where.width(), where.height()) == (view.to_view(50, 30), 40, 40)
    hot = np.abs(drawn(view).astype(int) - heat_table()[255].astype(int)).max(2) <= 2
    rows, columns = np.nonzero(hot)
    assert (columns.min(), rows.min()) == (where.left(), where.top())
    assert (columns.max() + 1, rows.max() + 1) == (where.right(), where.bottom())
    assert hot.sum() == 40 * 40


def test_the_heat_map_never_leaves_the_image(view: CellView) -> None:
    show_single(view, np.full((40, 40, 3), 128, np.uint8), SeenSquare(20.0, 20.0, 80.0))
    view.set_zoom(2.0)
    view.set_opacity(1.0)
    view.set_heatmap(np.ones((4, 4), np.float32))
    view.set_heatmap_visible(True)
    surround = QColor(theme.tokens().surround)
    outside = view.to_view(-3, 20)
    assert tuple(drawn(view)[int(outside.y()), int(outside.x())]) == (surround.red(), surround.green(), surround.blue())


def test_the_heat_maps_alpha_grows_with_the_value_and_opacity() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    for opacity in (0.0, 0.5, 1.0):
        image = heat_image(ramp, opacity)
        alpha = np.array([image.pixelColor(i % 16, i // 16).alpha() for i in range(256)])
        assert np.all(np.diff(alpha) >= 0)
        assert alpha[0] == 0 and alpha[-1] == pytest.approx(255 * opacity, abs=1)


def test_heat_colours_grow_lighter_from_end_to_end() -> None:
    table = heat_table().astype(float) / 255
    linear = np.where(table <= 0.04045, table / 12.92, ((table + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    assert np.all(np.diff(luminance) > -1e-3)
    assert luminance[-1] > 0.7 > 0.05 > luminance[0]


def test_a_heat_map_that_is_not_finite_is_transparent() -> None:
    values = np.array([[np.nan, np.inf], [-1.0, 2.0]], np.float32)
    image = heat_image(values)
    assert [image.pixelColor(x, y).alpha() for y in (0, 1) for x in (0, 1)] == [0, 0, 0, 255]


def test_overlays_of_the_cell_before_are_dropped(view: CellView) -> None:
    show_single(view, noise(50, 50), SeenSquare(25, 25, 40))
    view.set_heatmap(np.ones((4, 4), np.float32))
    view.set_contours([np.array([[1, 1], [9, 1], [9, 9]], np.int32)], [])
    assert view.has_heatmap() and view.has_contours()
    view.show_cell(Box(0, 0, 5, 5), single=True, seen=None)
    assert not view.has_heatmap() and not view.has_contours()


def test_without_an_image_it_says_why(view: CellView) -> None:
    view.set_image(None, "Choose a cell")
    shown = drawn(view)
    colour = QColor(theme.tokens().surround)
    surround = np.array((colour.red(), colour.green(), colour.blue()))
    assert not view.has_image()
    assert (np.abs(shown.astype(int) - surround).max(2) > 60).sum() > 50


def test_the_surround_does_not_follow_the_theme(view: CellView, dressed: QApplication) -> None:
    show_single(view, noise(50, 50))
    light = drawn(view)[2, 2]
    theme.apply(dressed, "dark")
    try:
        assert np.array_equal(drawn(view)[2, 2], light)
    finally:
        theme.apply(dressed, "light")


def test_a_scale_bar_is_drawn_only_where_the_pixel_size_is_known(view: CellView) -> None:
    rgb = np.full((80, 80, 3), 200, np.uint8)
    show_single(view, rgb)
    without = drawn(view)
    view.set_image(qimage_from_rgb(rgb), "", 0.1)
    changed = np.argwhere((drawn(view) != without).any(axis=2))
    assert len(changed) and changed[:, 0].min() > 240 and changed[:, 1].max() < 200
    # The bar is as long as a round number of micrometres.
    dark = (drawn(view)[-40:, :200].max(axis=2) < 60).sum(axis=1).max()
    lengths = [length / 0.1 * view.scale for length in (1, 2, 5, 10)]
    assert min(abs(dark - length) for length in lengths) <= 1


def test_keys_move_the_picture_and_keep_its_zoom(view: CellView) -> None:
    show_single(view, noise(200, 200))
    before, scale = view.to_view(0, 0), view.scale
    view.pan(30, -10)
    after = view.to_view(0, 0)
    assert abs(after.x() - before.x() + 30) <= 1 and abs(after.y() - before.y() - 10) <= 1
    assert view.scale == scale == view.zoom


def test_an_adjusted_picture_is_drawn_so_at_every_zoom_and_kept_as_it_is(view: CellView) -> None:
    rgb = np.full((300, 300, 3), (200, 150, 100), np.uint8)
    show_single(view, rgb)
    look = Adjustment(brightness=20, white=(200, 150, 100))
    view.set_adjustment(look)
    for zoom in (0.3, 1.0, 2.5, 8.0):
        view.set_zoom(zoom)
        assert np.array_equal(drawn(view)[150, 200], adjusted(rgb, look)[0, 0])
    assert view.image() is not None and np.array_equal(pixels(view.image()), rgb)


def test_a_wheel_glides_and_a_touch_pad_follows_the_fingers(view: CellView, qtbot: QtBot) -> None:
    show_single(view, noise(363, 360))
    at, before, seen = QPointF(260, 100), view.scale, []
    fixed = view.to_source(at)
    view.zoomChanged.connect(seen.append)
    # Three notches turned faster than one glide takes: nothing is lost, and it never goes back.
    for _ in range(3):
        wheel(view, at, 120)
    qtbot.waitUntil(lambda: view.scale == pytest.approx(1.0015**360 * before))
    assert len(seen) > 3 and seen == sorted(seen)
    assert (view.to_source(at) - fixed).manhattanLength() < 2
    wheel(view, at, 7, pixels=3)
    assert view.scale == pytest.approx(1.0015**367 * before), "no waiting for a finger that moves"


def test_a_zoom_by_key_glides_to_where_it_leads(view: CellView, qtbot: QtBot) -> None:
    show_single(view, noise(200, 200))
    before, seen = view.scale, []
    view.zoomChanged.connect(seen.append)
    view.glide_by(1.25)
    qtbot.waitUntil(lambda: view.scale == pytest.approx(1.25 * before))
    assert seen == sorted(seen)
    # A second press while the first is under way loses nothing, and fitting ends both.
    view.glide_by(1.25)
    view.glide_by(1.25)
    view.finish_glide()
    assert view.scale == pytest.approx(1.25**3 * before)
    view.glide_by(2.0)
    view.fit()
    qtbot.wait(150)
    assert view.zoom is None and view.scale == pytest.approx(before)
