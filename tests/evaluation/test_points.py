"""Files of events as people export them: read, counted as left out with their rows, or refused with the likely mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPoint, Point, box

from mapping.evaluation.files import Unreadable
from mapping.evaluation.outline import hull, inside, outline
from mapping.evaluation.points import Columns, Points, read, with_days, with_months

GRID = Columns("east", "north", "day")
DEGREES = Columns("lon", "lat")
Rows = Sequence[Sequence[object]]


def write(path: Path, head: str, rows: Rows) -> Path:
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


def grid(count: int = 10) -> list[list[object]]:
    return [[380_000 + 100 * n, 400_000 + 50 * n, f"2019-06-{n + 1:02}"] for n in range(count)]


def degrees(count: int = 10) -> list[list[object]]:
    return [[-2.2 + 0.003 * n, 53.4 + 0.002 * n] for n in range(count)]


def told(points: Points) -> dict[str, tuple[int, tuple[int, ...]]]:
    return {left.why: (left.count, left.rows) for left in points.left_out}


def test_degrees_come_to_the_national_grid(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", "lon,lat", [[-0.1246, 51.5007], *degrees()])
    for crs in ("4326", "EPSG:4326", None):
        found = read(path, DEGREES, crs)
        assert found.xy[0] == pytest.approx([530_250, 179_600], abs=100)  # Big Ben is at TQ 302 796
        assert found.plane.name.endswith("British National Grid")
    assert "read as degrees" in found.notes[0]


def test_degrees_elsewhere_come_to_a_zone_in_metres(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", "lon,lat", [[-87.63, 41.88], [-87.63, 41.89], [-87.62, 41.88]])
    found = read(path, DEGREES)
    assert found.plane.name == "WGS 84 / UTM zone 16N"
    assert np.hypot(*(found.xy[1] - found.xy[0])) == pytest.approx(1110, rel=0.01)


def test_whatever_cannot_be_used_is_counted_with_its_rows(tmp_path: Path) -> None:
    odd: Rows = [[0, 0], ["", 53.4], ["here", 53.4], [53.41, -2.2], [12.5, 41.9], [-2.2, 999]]
    found = read(write(tmp_path / "e.csv", "lon,lat", [*degrees(20), *odd]), DEGREES, "4326")
    assert told(found) == {
        "they lie at 0, 0": (1, (22,)),
        "x or y is empty": (1, (23,)),
        "x or y is no number": (1, (24,)),
        "latitude and longitude look swapped": (1, (25,)),
        "they lie outside Great Britain, where the others are": (1, (26,)),
        "they are no degrees of longitude and latitude": (1, (27,)),
    }
    assert (found.read, len(found)) == (26, 20)


def test_on_the_grid_too(tmp_path: Path) -> None:
    odd = [[0, 0, "2019-06-01"], [-2.2, 53.4, "2019-06-01"], [9e6, 4e5, "2019-06-01"]]
    found = read(write(tmp_path / "e.csv", "east,north,day", [*grid(), *odd]), GRID, "27700")
    assert told(found) == {
        "they lie at 0, 0": (1, (12,)),
        "they look like degrees": (1, (13,)),
        "they lie off the British National Grid": (1, (14,)),
    }


@pytest.mark.parametrize(
    ("head", "rows", "columns", "crs", "mend"),
    [
        ("lon,lat", degrees(), Columns("lat", "lon"), "4326", "look swapped.*Exchange --x and --y"),
        ("lon,lat", degrees(), Columns("lat", "lon"), None, "look swapped"),
        ("lon,lat", [[-87.6, 41.9], [151.2, -33.8], [139.7, 35.7]], Columns("lat", "lon"), "4326", "look swapped"),
        ("lon,lat", degrees(), DEGREES, "27700", "look like degrees.*--crs 4326"),
        ("lon,lat", grid(), Columns("lon", "lat"), "4326", "columns|grid references.*--crs 27700"),
        ("lon,lat", [[9e6, 9e6]] * 5, DEGREES, "27700", "most of them. Are they in feet"),
        ("lon,lat", [["", 53.4]] * 5, DEGREES, "4326", "x or y is empty.*Check which columns"),
        ("lon,lat", [[0, 0]] * 5 + degrees(2), DEGREES, "4326", "0, 0.*most of them"),
        (
            "lon,lat",
            degrees(),
            Columns("long", "lat"),
            None,
            "no column “long”. Its columns are “lon” and “lat”",
        ),
        ("lon,lat", degrees(), Columns("lon"), None, "both --x and --y"),
        ("lon,lat", degrees(), Columns(), None, "Name their columns"),
        ("lon,lat", degrees(), DEGREES, "4277", "--crs 4277 is none of"),
        ("lon,lat", [], DEGREES, None, "no events"),
    ],
)
def test_a_file_that_is_mostly_wrong_is_refused_with_the_mend(
    tmp_path: Path, head: str, rows: Rows, columns: Columns, crs: str | None, mend: str
) -> None:
    rows = [row[:2] for row in rows]
    with pytest.raises(Unreadable, match=mend):
        read(write(tmp_path / "e.csv", head, rows), columns, crs)


def test_columns_by_position_with_and_without_a_header(tmp_path: Path) -> None:
    bare, headed = tmp_path / "bare.csv", write(tmp_path / "headed.csv", "east,north,day", grid())
    bare.write_text(headed.read_text(encoding="utf-8").split("\n", 1)[1], encoding="utf-8")
    named = read(headed, GRID, "27700")
    for path in (bare, headed):
        found = read(path, Columns("1", "2", "3"), "27700")
        assert (found.xy == named.xy).all()
    assert found.rows.tolist() == list(range(2, 12))
    with pytest.raises(Unreadable, match="no column “4”"):
        read(bare, Columns("1", "4"), "27700")


def test_feet_stay_feet_and_own_planes_may_lie_around_0(tmp_path: Path) -> None:
    found = read(write(tmp_path / "f.csv", "east,north,day", grid()), GRID, "feet")
    assert found.plane.unit == "ft"
    assert found.plane.metre == pytest.approx(3.2808, abs=1e-4)
    own = read(write(tmp_path / "o.csv", "x,y", [[-3, -4], [0, 0], [5, 5]]), Columns("x", "y"))
    assert (len(own), own.plane.unit) == (3, "units")


def test_numbers_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text('x;y\n380000,5;400000,25\n"380,100";400000\n3e5;4e5\n3_8;1\n', encoding="utf-8")
    found = read(path, Columns("x", "y"))
    assert found.xy.tolist() == [[380000.5, 400000.25], [380100, 400000], [300000, 400000]]
    assert told(found) == {"x or y is no number": (1, (5,))}


def test_days_and_months(tmp_path: Path) -> None:
    rows = [*grid(), [380_000, 400_000, ""], [380_000, 400_000, "soon"]]
    points = read(write(tmp_path / "e.csv", "east,north,day", rows), GRID, "27700")
    for dated in (with_days(points), with_months(points)):
        assert told(dated) == {"the date is empty": (1, (12,)), "the date cannot be read": (1, (13,))}
    months = [[x, y, "2019-06"] for x, y, _ in grid()]
    months[0][2] = "2019-06-01"
    points = read(write(tmp_path / "m.csv", "east,north,day", months), GRID, "27700")
    assert len(with_months(points)) == 10
    with pytest.raises(Unreadable, match=r"rows 3, 4, 5, 6 and 7 and more \(9 in all\): months only"):
        with_days(points)
    numbers = write(tmp_path / "n.csv", "east,north,day", [[*row[:2], n] for n, row in enumerate(grid())])
    assert with_days(read(numbers, GRID, "27700")).dates is not None
    with pytest.raises(Unreadable, match="column of numbers"):
        with_months(read(numbers, GRID, "27700"))
    with pytest.raises(Unreadable, match="Name the column with --date"):
        with_days(read(numbers, Columns("east", "north"), "27700"))


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "fgb"])
def test_map_files_hold_their_points_themselves(tmp_path: Path, suffix: str) -> None:
    east = [[row[0], row[1]] for row in grid()]
    frame = gpd.GeoDataFrame({"when": [row[2] for row in grid()]}, geometry=[Point(*one) for one in east], crs=27700)
    path = tmp_path / f"e.{suffix}"
    (frame.to_crs(4326) if suffix == "geojson" else frame).to_file(path)
    found = with_days(read(path, Columns(date="when")))
    order = np.argsort(found.xy[:, 0])
    assert found.xy[order] == pytest.approx(np.array(east, float), abs=2)


def test_what_is_no_point_in_a_map_file_is_counted(tmp_path: Path) -> None:
    shapes = [Point(380_000 + n, 4e5) for n in range(5)] + [
        MultiPoint([(3.8e5, 4e5)]),
        box(3.8e5, 4e5, 3.9e5, 4.1e5),
        None,
    ]
    gpd.GeoDataFrame({"n": range(8)}, geometry=shapes, crs=27700).to_file(tmp_path / "e.gpkg")
    found = read(tmp_path / "e.gpkg", Columns())
    assert told(found) == {"it has no point": (1, (8,)), "it is no single point": (1, (7,))}
    assert len(found) == 6


def test_geojson_whose_numbers_are_metres_is_not_believed(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[Point(row[0], row[1]) for row in grid()], crs=4326)
    frame.to_file(tmp_path / "e.geojson")
    found = read(tmp_path / "e.geojson", Columns(), "27700")
    assert found.xy[0].tolist() == [380_000, 400_000]


@pytest.mark.parametrize(
    "content", [b"", b"<OGRVRTDataSource/>", b"{", b"PK\x03\x04", b'{"type": "FeatureCollection", "features": []}']
)
def test_a_map_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e.geojson"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"e\.geojson"):
        read(path, Columns())


# The boundary ------------------------------------------------------------------------------------------------------


def events(tmp_path: Path, rows: Rows | None = None) -> Points:
    return read(write(tmp_path / "e.csv", "east,north,day", rows or grid(40)), GRID, "27700")


def boundary(tmp_path: Path, *shapes: object, crs: int | None = 27700, name: str = "b.gpkg") -> Path:
    frame = gpd.GeoDataFrame({"name": [f"Ward {n}" for n in range(len(shapes))]}, geometry=list(shapes), crs=crs)
    frame.to_file(tmp_path / name)
    return tmp_path / name


def test_a_boundary_in_degrees_is_brought_to_the_events(tmp_path: Path) -> None:
    points = events(tmp_path)
    square = gpd.GeoSeries([box(379_000, 399_000, 382_050, 405_000)], crs=27700).to_crs(4326).iloc[0]
    found = inside(points, outline(boundary(tmp_path, square, crs=4326, name="b.geojson"), None, points.plane))
    assert told(found) == {"they lie outside the boundary": (19, (23, 24, 25, 26, 27))}


def test_holes_stay_and_broken_polygons_are_mended(tmp_path: Path) -> None:
    from shapely import Polygon

    hole = box(3.7e5, 3.9e5, 3.9e5, 4.1e5) - box(381_000, 4e5, 382_000, 4.02e5)
    points = events(tmp_path)
    found = inside(points, outline(boundary(tmp_path, hole), None, points.plane))
    assert told(found)["they lie outside the boundary"][0] == 9
    bow = Polygon([(3.7e5, 3.9e5), (3.9e5, 4.1e5), (3.9e5, 3.9e5), (3.7e5, 4.1e5)])
    ground = outline(boundary(tmp_path, bow, name="bow.gpkg"))
    assert ground.shape.area == pytest.approx(2e8)
    assert "mended" in ground.notes[0]


def test_part_of_a_boundary_may_be_named(tmp_path: Path) -> None:
    path = boundary(tmp_path, box(0, 0, 1e5, 1e5), box(3.7e5, 3.9e5, 3.9e5, 4.1e5))
    assert outline(path, "name == Ward 1").shape.area == pytest.approx(4e8)
    with pytest.raises(Unreadable, match="nothing meets"):
        outline(path, "name == Ward 2")


def test_a_boundary_without_a_system_is_read_as_its_numbers_suggest(tmp_path: Path) -> None:
    points = events(tmp_path)
    for shape, said in (
        (box(3.7e5, 3.9e5, 3.9e5, 4.1e5), "National Grid"),
        (box(-3, 53, -2, 54), "longitude and latitude"),
    ):
        path = boundary(tmp_path, shape, name=f"{said[:4]}.shp")
        path.with_suffix(".prj").unlink()
        ground = outline(path, None, points.plane)
        assert said in ground.notes[0]
        assert len(inside(points, ground)) == 40


def test_events_that_lie_elsewhere_are_refused_with_the_mend(tmp_path: Path) -> None:
    swapped = events(tmp_path, [[row[1], row[0], row[2]] for row in grid(40)])
    path = boundary(tmp_path, box(379_000, 399_000, 390_000, 410_000))
    with pytest.raises(Unreadable, match="look swapped: exchange --x and --y"):
        inside(swapped, outline(path, None, swapped.plane))
    points = events(tmp_path)
    far = boundary(tmp_path, box(1e5, 1e5, 2e5, 2e5), name="far.gpkg")
    with pytest.raises(Unreadable, match=r"40 of 40 events lie outside the boundary.*Check --crs"):
        inside(points, outline(far, None, points.plane))


def test_a_boundary_may_be_part_of_where_the_events_are(tmp_path: Path) -> None:
    points = events(tmp_path)
    part = outline(boundary(tmp_path, box(379_000, 399_000, 381_250, 410_000)), None, points.plane)
    assert told(inside(points, part)) == {"they lie outside the boundary": (27, (15, 16, 17, 18, 19))}


def test_a_boundary_that_cannot_be_laid_on_feet_is_refused(tmp_path: Path) -> None:
    points = read(write(tmp_path / "e.csv", "east,north,day", grid()), GRID, "feet")
    with pytest.raises(Unreadable, match="one cannot be laid on the other"):
        outline(boundary(tmp_path, box(-3, 53, -2, 54), crs=4326), None, points.plane)
    with pytest.raises(Unreadable, match="holds no polygon"):
        outline(boundary(tmp_path, Point(1, 1), name="point.gpkg"))


def test_without_a_boundary_the_hull_says_what_it_is(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    rows = [[*(np.array([380_000, 400_000]) + rng.uniform(0, 2000, 2)), ""] for _ in range(300)]
    assert "farthest" not in hull(events(tmp_path, rows)).notes[0]
    assert "farthest hundredth" in hull(events(tmp_path, [*rows, [6e5, 2e5, ""]])).notes[0]
    with pytest.raises(Unreadable, match="one point or line"):
        hull(events(tmp_path, [[380_000, 400_000, ""]] * 5))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-200, 200), st.floats(-200, 200)), min_size=1, max_size=15),
    st.sampled_from(["4326", "27700", "feet", None]),
)
def test_no_event_is_dropped(
    tmp_path_factory: pytest.TempPathFactory, xy: list[tuple[float, float]], crs: str | None
) -> None:
    path = write(tmp_path_factory.mktemp("drop") / "e.csv", "lon,lat", xy)
    try:
        found = read(path, DEGREES, crs)
    except Unreadable as refused:
        assert "e.csv" in str(refused)
        return
    assert len(found) + sum(left.count for left in found.left_out) == found.read == len(xy)
    assert np.isfinite(found.xy).all()
