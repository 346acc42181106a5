"""First starts, loads, mends and failures, on the real app: nothing loaded, files dropped, the server gone."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from loaders import template
from tests.pages.conftest import PATIENCE, App, drop, running, settle

pytestmark = pytest.mark.browser

EVIL = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
PICTURE = "![x](http://outside.example/a.png) :material/home: $x^2$ :smile:"


def extract(source: str, *rows: dict[str, str]) -> str:
    """An extract with these rows, in the columns of its template."""
    columns = template(source).decode("utf-8-sig").splitlines()[0].split(",")
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def children(*rows: dict[str, str]) -> str:
    return extract("children", *rows)


def child(identifier: str, forename: str, surname: str, born: str = "2012-05-01") -> dict[str, str]:
    return {
        "identifier": identifier,
        "forename": forename,
        "surname": surname,
        "date_of_birth": born,
        "source_agency": "hub",
        "recorded_on": "2026-10-01",
    }


@pytest.mark.parametrize("path", ["/", "/places", "/periphery", "/groups", "/missing", "/trends"])
def test_a_first_start_says_what_to_do_and_leads_there(chromium_page: Page, empty_app: App, path: str) -> None:
    empty_app.open(chromium_page, path)
    expect(chromium_page.get_by_role("heading", name="Nothing is loaded yet")).to_be_visible(timeout=PATIENCE)
    expect(chromium_page.get_by_text("kith demo")).to_be_visible()
    chromium_page.get_by_role("button", name="Load records").click()
    expect(chromium_page).to_have_url(f"{empty_app.url}/data", timeout=PATIENCE)


def test_the_data_page_begins_with_what_to_load_and_offers_templates(chromium_page: Page, empty_app: App) -> None:
    empty_app.open(chromium_page, "/data")
    expect(chromium_page.get_by_text("Files stay on this server.")).to_be_visible()
    with chromium_page.expect_download() as given:
        chromium_page.get_by_role("button", name="ties", exact=True).click()
    assert given.value.suggested_filename == "ties.csv"
    assert Path(given.value.path()).read_bytes() == template("ties")


@pytest.fixture(scope="module")
def used_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An app of this file's own, empty at first: what is loaded into it is nobody else's."""
    with running(tmp_path_factory.mktemp("used") / "data") as app:
        yield app


def test_files_are_dropped_reported_mended_and_dropped_again(
    chromium_page: Page, used_app: App, tmp_path: Path
) -> None:
    sound, broken = child("OT-1", EVIL, PICTURE), child("OT-2", "Nell", "Brackley", born="30/02/2012")
    file = tmp_path / "children.csv"
    file.write_text(children(sound, broken), encoding="utf-8")
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    used_app.open(chromium_page, "/data")
    drop(chromium_page, file, picture)
    expect(chromium_page.get_by_role("row", name=re.compile("children.csv Children 2 1 0 0 1"))).to_be_visible()
    expect(chromium_page.get_by_role("row", name=re.compile("photo.csv Not loaded. This is a PNG"))).to_be_visible()
    fault = chromium_page.get_by_role("row", name=re.compile("date_of_birth"))
    expect(fault).to_contain_text("30/02/2012")
    with chromium_page.expect_download() as given:
        chromium_page.get_by_role("button", name=re.compile("Download quarantine")).click()
    kept = Path(given.value.path()).read_text(encoding="utf-8-sig")
    assert "30/02/2012" in kept
    mended = tmp_path / "children.quarantine.csv"
    mended.write_text(kept.replace("30/02/2012", "28/02/2012"), encoding="utf-8")
    drop(chromium_page, mended)
    expect(
        chromium_page.get_by_role("row", name=re.compile(r"children.quarantine.csv Children 1 1 0 0 0"))
    ).to_be_visible()
    drop(chromium_page, file)
    expect(chromium_page.get_by_role("row", name=re.compile("children.csv Children 2 0 1 0 1"))).to_be_visible()
    assert not list(Path("/tmp").glob("kith-upload-*/*/children.csv")), "uploads are deleted after the load"


def test_names_with_markup_are_shown_as_text_on_every_page(chromium_page: Page, used_app: App, tmp_path: Path) -> None:
    said = {"source_agency": "hub", "recorded_on": "2026-10-01"}
    place = {
        "identifier": "LOC-1",
        "name": f"{EVIL} {PICTURE}",
        "kind": "park",
        "easting": "597000",
        "northing": "431000",
    }
    tie = {"from": "OT-1", "to": "LOC-1", "kind": "goes_to", "last_known": "2026-10-01", "fact_or_assessment": "fact"}
    files = []
    for source, row in (("children", child("OT-1", EVIL, PICTURE)), ("locations", place | said), ("ties", tie | said)):
        files.append(tmp_path / f"{source}.csv")
        files[-1].write_text(extract(source, row), encoding="utf-8")
    used_app.open(chromium_page, "/data")
    drop(chromium_page, *files)
    asked: list[str] = []
    chromium_page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/places", "/groups", "/adults", "/missing", "/trends", "/fairness", "/periphery"):
        used_app.open(chromium_page, path)
        full = chromium_page.get_by_role("radio", name="Full names")
        if full.count():
            full.click()
            settle(chromium_page)
        if path == "/places":
            pin = chromium_page.frame_locator("iframe[title='streamlit_folium.st_folium']").locator(".k-pin")
            expect(pin.locator(".k-name")).to_have_text(f"{EVIL} {PICTURE}", timeout=PATIENCE)
            pin.press("Enter")
            expect(chromium_page.locator(".st-key-kith-panel .sentence")).to_have_text(f"{EVIL} {PICTURE}")
        assert "run" not in chromium_page.title()
        assert not [url for url in asked if "outside.example" in url or url.endswith("/x")]
    chromium_page.get_by_role("radio", name="Full names").click()
    thin = chromium_page.locator(".st-key-kith-panel").get_by_text(EVIL)
    expect(thin.first).to_contain_text(f"{EVIL} {PICTURE}", timeout=PATIENCE)


def test_a_store_that_dies_is_said_without_a_traceback_and_comes_back(chromium_page: Page, used_app: App) -> None:
    used_app.open(chromium_page, "/data")
    servers = [one for one in psutil.process_iter(["cmdline", "cwd"]) if _serves(one, used_app.data)]
    assert servers, "the embedded server runs"
    for server in servers:
        server.kill()
    while any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in servers):
        time.sleep(0.1)
    chromium_page.reload()
    stopped = chromium_page.locator(".st-key-kith-state-stopped")
    expect(stopped.get_by_role("heading", name="The record store is not answering")).to_be_visible(timeout=PATIENCE)
    expect(stopped).to_contain_text(re.compile(r"reference K-[0-9A-F]{4}"))
    assert "Traceback" not in chromium_page.locator("body").inner_text()
    stopped.get_by_role("button", name="Try now").click()
    expect(chromium_page.get_by_test_id("stFileUploaderDropzone")).to_be_visible(timeout=PATIENCE)
    settle(chromium_page)
    assert re.search(r"reference K-[0-9A-F]{4}", used_app.log.read_text(encoding="utf-8"))


def _serves(process: psutil.Process, data: Path) -> bool:
    command = " ".join(process.info["cmdline"] or [])
    return "java" in command and str(process.info["cwd"] or "").startswith(str(data))
