"""Loads boundaries: the polygons of a GeoJSON or GeoPackage file become areas of the graph."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data_schema import schema
from graph.model import Area, Record, Written, fold
from graph.writer import Writer
from loaders.check import Checked, check
from loaders.columns import Match
from loaders.columns import match as fit
from loaders.memory import Memory
from loaders.own_areas import marked, tell
from loaders.problem import Refusal, shown
from loaders.progress import Progress
from loaders.quarantine import keep
from loaders.report import FileReport
from loaders.rules import Rows, apply
from loaders.shapes import BadShape, Features, read_features
from loaders.sniff import Kind
from loaders.table import collect
from loaders.xlsx import text

KINDS = (Kind.GEOJSON, Kind.GEOPACKAGE)
BATCH = 500
OVERLAP = 0.02
"""Part of an area that may lie in another before the report says that they overlap."""
MOST_COMPARED = 10_000
"""Areas up to which overlaps are looked for."""
_BY_CODE = {"01": "lsoa", "05": "ward", "06": "local_authority", "07": "local_authority", "08": "local_authority"}
_BY_CODE |= {"09": "local_authority"}


def load(
    path: Path, kind: Kind, writer: Writer, folder: Path, today: date, progress: Progress, *, dry_run: bool
) -> FileReport:
    """Load one file of boundaries; `row` in its report is the number of the feature, counted from 1.

    Raises
    ------
    Refusal
        The file is damaged, holds no boundaries, or does not say where on Earth it lies.
    """
    features = read_features(path, kind)
    header = features.header()
    if not header:
        raise Refusal(
            "The boundaries have no columns, so no codes or names. Export them with their attributes.", "no_header"
        )
    match = fit_boundaries(header, own=marked(path))
    rows = ((number, _cells(one, header)) for number, one in enumerate(features.properties, start=1))
    checked = check(collect(header, rows, form=features.form), match, today)
    tell(checked, path, _published)
    apply(Rows(checked, {}, Memory()))
    areas = _areas(checked, features)
    progress(path.name, 0, len(areas))
    done, gone = _write(path, areas, writer, progress, whole=not checked.bad, dry_run=dry_run)
    kept = str(_quarantine(folder, path, checked, features)) if checked.bad and not dry_run else None
    notes = [*checked.notes, *_sets(areas, gone)]
    if dry_run:
        notes.append("A dry run does not tell which of the boundaries are held already.")
    if features.mended:
        one = features.mended == 1
        notes.append(
            f"{features.mended:,} {'boundary' if one else 'boundaries'} crossed {'itself' if one else 'themselves'} "
            f"and {'was' if one else 'were'} mended."
        )
    notes += [*features.notes, *_overlapping(areas, writer.areas())]
    return FileReport(
        file=str(path),
        source="boundaries",
        read=len(checked.table),
        loaded=done.loaded,
        unchanged=done.unchanged + len(checked.numbers) - len(checked.bad) - len(areas),  # parts of an area of several
        superseded=done.superseded,
        quarantined=len(checked.bad),
        quarantine_file=kept,
        errors=tuple(sorted(checked.problems, key=lambda problem: problem.row or 0)),
        ignored_columns=match.ignored,
        notes=tuple(notes),
        form=features.form,
    )


def _sets(areas: Sequence[Area], gone: int) -> list[str]:
    """Which of the hub's own sets these are."""
    counts = Counter(area.area_set for area in areas if area.area_set)
    said = [
        f"{count:,} of the hub's own areas, set “{name}”: drawn and counted in, but no baseline, and they do not say "
        "what lies in the area."
        for name, count in counts.items()
    ]
    if gone:
        one = gone == 1
        said.append(
            f"{gone:,} {'area' if one else 'areas'} of the hub's own that this file had before and has no more "
            f"{'was' if one else 'were'} taken away."
        )
    return said


def _overlapping(areas: Sequence[Area], held: Sequence[tuple[str, str, bytes]]) -> list[str]:
    """Areas of one kind that cover the same ground, among these and those held already: a point has one ward only."""
    mine = {area.id for area in areas}
    every = [
        (area.id, f"{area.kind}: {area.area_set}" if area.area_set else area.kind, area.geometry) for area in areas
    ]
    kinds = {kind for _, kind, _ in every}
    every += [one for one in held if one[0] not in mine and one[1] in kinds]
    if len(every) > MOST_COMPARED:
        return [f"Whether areas overlap was not looked at, since there are more than {MOST_COMPARED:,}."]
    said = []
    for kind in sorted(kinds):
        these = [(id, geometry) for id, of, geometry in every if of == kind]
        pairs = [pair for pair in _pairs(these) if mine & set(pair)]
        if pairs:
            named = {area.id: area.name if area.area_set else area.id for area in areas}
            some = ", ".join(f"{named.get(one, one)} and {named.get(other, other)}" for one, other in pairs[:5])
            more = f" and {len(pairs) - 5:,} more" if len(pairs) > 5 else ""
            said.append(
                f"{len(pairs):,} {'pair' if len(pairs) == 1 else 'pairs'} of areas ({kind}) overlap: {some}{more}. A "
                "place in both counts in the one whose code comes first. Are these boundaries of two different years?"
            )
    return said


def _pairs(areas: Sequence[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Codes of areas that share more than OVERLAP of the smaller one; neighbours share slivers."""
    shapes = shapely.make_valid(shapely.from_wkb([geometry for _, geometry in areas], on_invalid="ignore"))
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    found = np.flatnonzero(shared > OVERLAP * smaller)
    names = [id for id, _ in areas]
    return sorted(tuple(sorted((names[one[n]], names[other[n]]))) for n in found)


def fit_boundaries(header: Sequence[str], *, own: bool = False) -> Match:
    """The columns of a file of boundaries; `own`: its name says that they are the hub's own, which need no code.

    Raises
    ------
    Refusal
        The code or the name of the areas is missing.
    """
    match = fit(schema().sources["boundaries"], header)
    bare = not own and not {"area_code", "area_set", "area_kind"} & match.places.keys()
    missing = ["area_code"] * bare + list(match.missing)
    if missing:
        raise Refusal(
            f"These are no boundaries that Kith can use: there is no column {' and no column '.join(missing)} "
            f"(such as WD23CD, WD23NM). It has: {', '.join(shown(name) for name in header[:12])}."
            + (" Areas of the hub's own need no codes: begin the file's name with own_, or add area_set." * bare),
            "missing_column",
            column=missing[0],
        )
    return match


def _cells(properties: Mapping[str, Any], header: Sequence[str]) -> list[str]:
    cells = ["" if (value := properties.get(name)) is None else text(value) for name in header]
    # A feature without any property is still a feature: something has to stand in the row for it to be counted.
    cells = [cell.encode("utf-8", "replace").decode() for cell in cells]
    return cells if any(cell.strip() for cell in cells) else [*cells[:-1], "\u200b"]


def _areas(checked: Checked, features: Features) -> list[Area]:
    """The sound features as areas; faults go into `checked`. An area of several features is one area."""
    made: dict[str, list[tuple[Area, shapely.Geometry]]] = {}
    for place, number in enumerate(checked.numbers):
        shape, values = features.shapes[number - 1], checked.values
        code = values["area_code"][place]
        kind = values["area_kind"][place] or _published(code)
        if isinstance(shape, BadShape):
            message = f"The area {shape}. Mend it in the mapping program, or download the boundaries again."
            checked.fault(place, None, "bad_boundary", message)
        if code and not kind:
            checked.fault(
                place,
                "area_kind",
                "missing_value",
                "The code does not tell what kind of area this is. Add a column area_kind with ward, lsoa or "
                "local_authority; or own for areas of the hub's own, whose set area_set names.",
            )
        if place not in checked.bad and isinstance(shape, shapely.Geometry):
            area = Area(
                code,
                kind,
                values["area_name"][place],
                values["children"][place],
                b"",
                values["area_set"][place] or None,
            )
            made.setdefault(code, []).append((area, shape))
    return [
        replace(parts[-1][0], geometry=shapely.to_wkb(_one([shape for _, shape in parts]))) for parts in made.values()
    ]


def _published(code: str) -> str:
    """The kind of area that a published code tells, `""` where it tells none."""
    return _BY_CODE.get(code[1:3], "") if code[:1].upper() in {"E", "W", "S", "N", "K"} else ""


def _one(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry:
    last = shapes[-1]
    return last if all(shape.equals(last) for shape in shapes) else shapely.union_all(shapes)


def _write(
    path: Path, areas: Sequence[Area], writer: Writer, progress: Progress, *, whole: bool, dry_run: bool
) -> tuple[Written, int]:
    """Write areas; and, where the whole file is sound, take away the hub's own that it brought before and lacks now."""
    if dry_run or not areas:
        return Written(loaded=len(areas)), 0
    content = hashlib.blake2b(digest_size=16)
    for area in areas:
        content.update(f"{area.id}|{area.kind}|{area.name}|{area.children}|".encode() + area.geometry)
        content.update((area.area_set or "").encode())
    values = json.dumps({"file": path.name, "areas": len(areas)}, ensure_ascii=False)
    record = Record(f"boundaries|{fold(path.name)}", content.hexdigest(), "boundaries", path.name, 0, values)
    done = Written()
    for start in range(0, len(areas), BATCH):
        written = writer.write_areas(areas[start : start + BATCH], record)
        done += Written(written.loaded - written.superseded, written.unchanged, written.superseded)
        progress(path.name, min(start + BATCH, len(areas)), len(areas))
    return done, writer.drop_areas(record, {area.id for area in areas}) if whole else 0


def _quarantine(folder: Path, path: Path, checked: Checked, features: Features) -> Path:
    """The features that were not loaded as GeoJSON, with what is wrong in a property that loading ignores."""
    said: dict[int, list[str]] = {}
    for problem in checked.problems:
        said.setdefault(problem.row or 0, []).append(problem.message)
    # a set that only the file's name tells would be lost with it
    sets = dict(zip(checked.numbers, checked.values["area_set"], strict=True))
    kept = [
        {
            "type": "Feature",
            "properties": {
                **{
                    name: value if value is None else text(value)
                    for name, value in features.properties[number - 1].items()
                },
                **({"area_set": sets[number]} if sets.get(number) and "area_set" not in checked.match.places else {}),
                "kith_errors": " | ".join(said[number]),
            },
            "geometry": _geometry(features.shapes[number - 1]),
        }
        for number in sorted(said)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": kept}, ensure_ascii=False, indent=1)
    return keep(folder, path.name, ".geojson", content.encode("utf-8", "replace"))


def _geometry(shape: shapely.Geometry | BadShape) -> Any:
    return None if isinstance(shape, BadShape) else json.loads(shapely.to_geojson(shape))
