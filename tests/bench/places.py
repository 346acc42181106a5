"""Places: the scan over 1,700 areas, and the map of as many with 2,000 places, until somebody can use it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from mapping.places.hotspots import hotspots
from mapping.places.looks import looks
from mapping.places.map import MapSettings, place_map
from mapping.places.scan import scan, zones
from mapping.places.surface import surface
from tests.bench.figure import Figure
from tests.places.town import Town
from tests.servers.browser import browsing, chromium

SIDE = 41  # 41 x 41 = 1,681 small areas, about as many as Greater Manchester has


def figures() -> Iterator[Figure]:
    """Measure the scan and the drawing."""
    yield _scan()
    yield from _map()


def _scan() -> Figure:
    rng = np.random.default_rng(0)
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    xy = np.c_[x.ravel(), y.ravel()] * 860.0  # a small area of Greater Manchester is .75 km2
    ground = zones(xy, rng.uniform(100, 300, len(xy)))
    unit, child = rng.integers(0, len(xy), 1000), rng.integers(0, 600, 1000)
    begun = time.perf_counter()
    scan(ground, unit, child, rng.integers(0, 180, 1000), windows=(30, 90, 180), replicas=999)
    name = f"scan, 1,000 events x {len(xy):,} areas x 3 windows x 999 replicas, distinct children"
    return Figure(name, time.perf_counter() - begun, "s", "under 10 s")


def _map() -> Iterator[Figure]:
    town, rng = Town(wards=SIDE // 2), np.random.default_rng(1)
    for n in range(2000):
        x, y = rng.uniform(0, 6000, 2)
        town.put(f"L{n}", float(x), float(y))
    for n in range(1000):
        town.event(f"E{n}", f"C{n % 600}", f"L{rng.integers(2000)}", int(rng.integers(365)))
    snapshot = town.snapshot()
    begun = time.perf_counter()
    found = hotspots(snapshot)
    yield Figure("hotspots, 1,000 events at 2,000 places, from the snapshot", time.perf_counter() - begun, "s")
    begun = time.perf_counter()
    looks(snapshot, known=found.ground)
    name = "every kind of harm over 30, 90 and 180 days, 1,000 events at 2,000 places"
    yield Figure(name, time.perf_counter() - begun, "s")
    begun = time.perf_counter()
    surface(snapshot, found)
    yield Figure("surface of 1,000 events, drawn as bands", time.perf_counter() - begun, "s")
    begun = time.perf_counter()
    page = place_map(snapshot, found, MapSettings()).get_root().render()
    areas = f"{len(town.areas):,} areas and 2,000 places, with twelve months"
    yield Figure(f"map of {areas}, rendered", time.perf_counter() - begun, "s")
    if chromium():
        yield from _in_browser(page, areas)


def _in_browser(page: str, areas: str) -> Iterator[Figure]:
    """From opening the page until pins, names and slider stand there, and one step of the slider."""
    with TemporaryDirectory() as folder, browsing() as browser:
        file = Path(folder) / "map.html"
        file.write_text(page, "utf-8")
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        meter = tab.context.new_cdp_session(tab)
        meter.send("Performance.enable", {"timeDomain": "threadTicks"})  # work, however busy the machine is
        tab.goto(file.as_uri(), wait_until="commit")
        tab.wait_for_function("document.querySelector('.k-name:not(.k-off)') && document.querySelector('.k-time')")
        ready = tab.evaluate("new Promise(done => requestIdleCallback(() => done(performance.now())))")
        yield Figure(
            f"map of {areas}, interactive in Chromium ({len(page) / 1e6:.1f} MB)", ready / 1000, "s", "under 2 s"
        )
        counted = {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}
        yield Figure("its work in Chromium's main thread until then", counted["TaskDuration"], "s")
        step = tab.evaluate(
            """() => {
                const slider = document.querySelector(".k-time input"), begun = performance.now();
                slider.value = 11;
                slider.dispatchEvent(new Event("input"));
                document.body.offsetHeight;  // laid out
                return performance.now() - begun;
            }"""
        )
        yield Figure("one step of its slider", step / 1000, "s")
