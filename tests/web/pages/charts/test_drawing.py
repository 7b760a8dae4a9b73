"""What is drawn: small tables worked by hand, hidden figures without a trace of their size."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.vocabulary import Country, Language
from lmis.web.pages.charts import axes
from lmis.web.pages.charts.bars import single
from lmis.web.pages.charts.boundaries import hatched
from lmis.web.pages.charts.canvas import Canvas, fitted, wrapped
from lmis.web.pages.charts.chart import Scene
from lmis.web.pages.charts.flow import fill_curve, sure
from lmis.web.pages.charts.people import outside, pyramid
from lmis.web.pages.charts.pixels import pixels
from lmis.web.pages.charts.places import GRIDS, Classes, province_map, tiles_of
from lmis.web.pages.charts.series import lines
from lmis.web.pages.charts.shares import squarified
from lmis.web.pages.charts.table import Cell, Column, Row, Table
from lmis.web.pages.charts.words import Words

SCENE = Scene(Words(Language.EN), Country.KH)
HIDDEN, NONE = Cell(status="hidden"), Cell()


def shown(value: float, **more: float) -> Cell:
    return Cell(value, status="published", **more)  # type: ignore[arg-type]


def table(*rows: tuple[Cell, ...], unit: str = "persons", codes: tuple[str, ...] = ()) -> Table:
    columns = [Column(f"c{at}", "PES_SEEK_IN", unit, 0) for at in range(len(rows[0]))]
    return Table("", columns, [Row(codes[at] if codes else f"r{at}", f"r{at}", row) for at, row in enumerate(rows)])


def shapes_of(canvas: Canvas) -> list[str]:
    """Shape by shape, whatever they belong to."""
    return re.findall(r"<(?:rect|path|circle|text)\b[^>]*>(?:[^<]*</text>)?", "".join(canvas.parts))


def marks(canvas: Canvas) -> list[str]:
    """What the marks say when they are pointed at."""
    return re.findall(r"<title>([^<]*)</title>", "".join(canvas.parts))


def texts(canvas: Canvas) -> list[str]:
    return [text for part in shapes_of(canvas) for text in re.findall(r">([^<>]+)</text>", part)]


def widths(canvas: Canvas, colour: str) -> list[float]:
    return [float(width) for part in shapes_of(canvas)
            for width in re.findall(rf'<rect [^>]*width="([\d.]+)"[^>]*fill="{colour}"', part)]  # fmt: skip


def test_bars_are_as_long_as_their_figures_and_hidden_ones_have_none() -> None:
    canvas = Canvas()
    single(table((shown(40),), (shown(10),), (HIDDEN,), (NONE,)), canvas, SCENE)
    long, short = widths(canvas, "#1d5b8f")
    assert long == pytest.approx(4 * short)
    assert texts(canvas) == ["r0", "40", "r1", "10", "r2", "…", "r3", "–"]


def test_a_bar_that_is_unreliable_is_hatched_and_says_so() -> None:
    canvas = Canvas()
    single(table((Cell(40, status="unreliable", lower=30, upper=50),)), canvas, SCENE)
    assert "40 (u)" in texts(canvas)
    assert any('stroke-width=".8"' in part for part in shapes_of(canvas))  # the hatching
    assert any('stroke-width="1.2"' in part for part in shapes_of(canvas))  # the interval


def test_every_mark_says_all_that_is_known_of_its_figure_and_a_hidden_one_nothing() -> None:
    canvas = Canvas()
    unsure = Cell(40, status="unreliable", lower=30, upper=50, se=5.1, records=12)
    single(table((shown(10),), (unsure,), (HIDDEN,)), canvas, SCENE)
    assert marks(canvas) == [
        "r0, c0: 10",
        "r1, c0: 40 · Standard error: 5.10 · Interval of 95 %: 30 – 50 · Records: 12 · Unreliable",
        "r2, c0: Hidden: it would tell about few people",
    ]


def test_the_legend_and_the_marks_of_a_series_have_one_number() -> None:
    canvas = Canvas()
    single(table((shown(40), shown(20)), (shown(10), HIDDEN)), canvas, SCENE)
    drawn = "".join(canvas.parts)
    assert re.findall(r'<g class="k" data-s="(\d)">', drawn) == ["0", "1"]
    assert re.findall(r'<g class="m" data-s="(\d)">', drawn) == ["0", "1", "0", "1"]


def test_a_line_breaks_where_a_figure_is_hidden() -> None:
    canvas = Canvas()
    cells = (shown(10), shown(20), HIDDEN, shown(30), shown(40))
    lines(table(*((cell,) for cell in cells), codes=("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1")), canvas, SCENE)
    (path,) = [part for part in shapes_of(canvas) if 'stroke="#1d5b8f" stroke-width="2"' in part]
    assert path.count("M") == 2
    assert path.count("L") == 2
    assert {"Q1", "2025", "2026"} <= set(texts(canvas))


def test_standards_are_parted_by_a_dashed_line() -> None:
    canvas, two = Canvas(), table((shown(10),), (shown(20),), codes=("2025Q1", "2025Q2"))
    lines(Table(two.head, two.columns, two.rows, breaks=(1,)), canvas, SCENE)
    assert "13 | 19" in texts(canvas)


def curve_of(*rows: tuple[str, Cell, Cell]) -> Canvas:
    """The curve of time to fill, drawn from points: code, day, share still open."""
    columns = [Column("Days", "PES_TTF_Q1", "days", 0), Column("Still open", "PES_TTF_S7", "%", 1)]
    canvas = Canvas()
    fill_curve(Table("", columns, [Row(code, code, (day, share)) for code, day, share in rows]), canvas, SCENE)
    return canvas


def test_a_survival_curve_goes_through_its_points_in_a_band_and_marks_the_quartiles() -> None:
    canvas = curve_of(
        ("PES_TTF_S7", sure(7), shown(90, lower=85, upper=94)),
        ("PES_TTF_S30", sure(30), shown(70, lower=62, upper=77)),
        ("PES_TTF_S90", sure(90), NONE),
        ("PES_TTF_Q1", shown(20, lower=15, upper=28), sure(75)),
        ("PES_TTF_MED", NONE, sure(50)),
    )
    (line,) = [part for part in shapes_of(canvas) if 'stroke="#1d5b8f" stroke-width="2"' in part]
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", line)]
    assert len(heights) == 4  # the day of notice, 7 days, a quarter filled after 20, 30 days
    assert heights == sorted(heights)
    top, full = heights[0], (heights[2] - heights[0]) / 0.25
    assert [round((y - top) / full, 2) for y in heights] == pytest.approx([0, 0.1, 0.25, 0.3], abs=0.011)
    (band,) = [part for part in shapes_of(canvas) if 'fill="#1d5b8f" fill-opacity="0.15"' in part]
    assert band.count("L") == 4  # there along the lower bounds, back along the upper ones
    assert sum('stroke-width="1.2"' in part for part in shapes_of(canvas)) == 1  # the interval of the quartile's day
    assert "20" in texts(canvas)


def test_a_hidden_point_of_a_survival_curve_gives_no_height_away() -> None:
    canvas = curve_of(("PES_TTF_S7", sure(7), HIDDEN), ("PES_TTF_Q1", HIDDEN, sure(75)))
    (line,) = [part for part in shapes_of(canvas) if 'stroke="#1d5b8f" stroke-width="2"' in part]
    assert line.count("L") == 0
    assert sum('stroke-width=".8"' in part for part in shapes_of(canvas)) == 2


def test_outside_the_labour_force_is_hidden_with_any_of_its_terms() -> None:
    assert outside(shown(100), shown(60), shown(10)).value == 30
    for terms in ((HIDDEN, shown(60), shown(10)), (shown(100), HIDDEN, shown(10)), (shown(100), shown(60), HIDDEN)):
        assert outside(*terms) == Cell(status="hidden", part="derived")
    assert outside(shown(100), NONE, shown(10)).value is None
    assert outside(shown(100), Cell(60, status="unreliable"), shown(10)).unreliable


def test_both_halves_of_a_pyramid_have_one_scale() -> None:
    canvas = Canvas()
    pyramid(table((shown(10), shown(40)), codes=("Y15-24",)), canvas, SCENE)
    (men,), (women,) = (widths(canvas, colour)[1:] for colour in ("#1d5b8f", "#b4530a"))  # after the legend's box
    assert women == pytest.approx(4 * men)


@pytest.mark.parametrize(("country", "count"), [(Country.KH, 25), (Country.LA, 18)])
def test_every_province_has_one_tile(country: Country, count: int) -> None:
    tiles = tiles_of(country)
    assert sorted(tiles) == [f"{country.value}{at:02}" for at in range(1, count + 1)]
    assert len(set(tiles.values())) == count
    assert len({len(line) for line in GRIDS[country]}) == 1


def test_a_province_of_a_boundary_file_is_a_shape() -> None:
    square = [(102.0, 12.0), (103.0, 12.0), (103.0, 13.0), (102.0, 13.0), (102.0, 12.0)]
    shapes = {"KH01": [square], "KH02": [[(x + 1, y) for x, y in square]]}
    canvas = Canvas()
    scene = Scene(Words(Language.EN), Country.KH, shapes)
    province_map(table((shown(10),), (HIDDEN,), codes=("KH01", "KH02")), canvas, scene)
    shown_fill, dashed = ([part for part in shapes_of(canvas) if mark in part and part.startswith("<path")]
                          for mark in ('fill="#1d5b8f"', "stroke-dasharray"))  # fmt: skip
    assert len(shown_fill) == 1
    assert len(dashed) == 1
    assert not [text for text in texts(canvas) if "KH" in text]


@given(st.lists(st.floats(0.5, 1e6), min_size=1, max_size=25))
def test_fields_of_a_treemap_fill_it_as_their_figures_do(values: list[float]) -> None:
    values = sorted(values, reverse=True)
    boxes = squarified(values, (0, 0, 400, 250))
    for value, (x, y, width, height) in zip(values, boxes, strict=True):
        assert width * height == pytest.approx(400 * 250 * value / sum(values), rel=1e-6)
        assert x >= -1e-6 and y >= -1e-6 and x + width <= 400.001 and y + height <= 250.001  # noqa: PT018


@given(st.floats(0, 1e7), st.floats(0.001, 1e7))
def test_a_scale_holds_both_ends_in_a_few_round_steps(low: float, span: float) -> None:
    steps = axes.steps(low, low + span)
    assert steps[0] <= low + 1e-9 * span
    assert steps[-1] >= (low + span) * (1 - 1e-9)
    assert 2 <= len(steps) <= axes.MOST + 3


def test_a_text_is_cut_between_clusters() -> None:
    assert fitted("កំពង់ឆ្នាំង", 10, 1000) == "កំពង់ឆ្នាំង"
    assert fitted("ស្ត្រី", 10, 8) in ("", "…", "ស្ត្រី")  # one cluster: never a subscript without its letter
    assert fitted("Kampong Chhnang", 10, 60).endswith("…")


def test_a_file_stands_alone_and_its_picture_can_be_made() -> None:
    canvas = Canvas()
    single(table((shown(40),), (HIDDEN,)), canvas, SCENE)
    file = canvas.file("<ចំណងជើង> & title", ["Cambodia"], ["Source: register"], "km")
    ElementTree.fromstring(file)
    assert "&lt;ចំណងជើង&gt; &amp; title" in file
    assert not re.search(r"script|style=|url\(|href|@import", file)
    assert pixels(file).startswith(b"\x89PNG")


def test_lines_are_broken_where_a_script_may_be() -> None:
    assert "".join(wrapped("អ្នកស្វែងរកការងារក្នុងបញ្ជី", 11, 80)) == "អ្នកស្វែងរកការងារក្នុងបញ្ជី"
    assert len(wrapped("one two three four", 11, 50)) > 1


def test_figures_that_read_alike_are_of_one_class_of_a_map() -> None:
    words, column = Words(Language.EN), Column("", "UNE_DEAP_RT", "%", 1)
    alike = Classes.of([shown(10.21), shown(10.24), shown(10.19), HIDDEN], 1)
    assert alike.named(words, column) == ["10.2\xa0%"]
    assert {alike.place(shown(value)) for value in (10.21, 10.24, 10.19)} == {0}
    mixed = Classes.of([shown(value) for value in (1, 1, 1, 1, 1, 2, 3)], 1)
    assert mixed.named(words, column) == ["1.0\xa0%", "1.0\xa0% – 2.0\xa0%", "2.0\xa0% – 3.0\xa0%"]
    assert [mixed.place(shown(value)) for value in (1, 2, 3)] == [0, 1, 2]
    assert mixed.place(HIDDEN) is None
    assert Classes.of([HIDDEN], 1).named(words, column) == []


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_every_figure_has_a_class_and_every_class_a_figure(values: list[float]) -> None:
    classes = Classes.of([shown(value) for value in values], 2)
    assert {classes.place(shown(value)) for value in values} == set(range(len(classes.steps)))
    assert len(classes.named(Words(Language.EN), Column("", "PES_DSR", "ratio", 2))) == len(classes.steps)


def test_a_shape_is_hatched_inside_and_not_in_its_hole() -> None:
    square, hole = (
        [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)],
        [(5.0, 5.0), (15.0, 5.0), (15.0, 15.0), (5.0, 15.0)],
    )
    strokes = re.findall(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", hatched([square, hole]))
    assert len(strokes) > 5
    for x1, y1, x2, y2 in ([float(one) for one in stroke] for stroke in strokes):
        middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
        assert all(0 <= one <= 20 for one in (x1, y1, x2, y2))
        assert not (5 < middle_x < 15 and 5 < middle_y < 15)
