"""Bounded memory: files built to fill the machine are refused while they are still small."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="memory limits need a Unix system")

_RUN = """
import resource, sys
from pathlib import Path
from loaders.read import read_table
from loaders.problem import Refusal
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_table(Path(sys.argv[1]))
    print("read")
except Refusal as refusal:
    print(refusal)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def grown(path: Path) -> tuple[str, int]:
    """What reading a file says, and by how many kilobytes the process grew at most."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(path)], capture_output=True, text=True, timeout=120, check=True
    )
    said, kilobytes = done.stdout.strip().rsplit("\n", 1)
    return said, int(kilobytes)


def bomb(path: Path, member: str, size: int) -> Path:
    """A workbook of a few hundred kilobytes with one part that unpacks to `size` bytes."""
    block = b"<c><v>0</v></c>" * 70_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(member, "w", force_zip64=True) as part:
            for _ in range(size // len(block)):
                part.write(block)
    return path


@pytest.mark.parametrize(
    ("member", "size", "says"),
    [("xl/worksheets/sheet1.xml", 1_500_000_000, "at least 1.5 GB"), ("xl/sharedStrings.xml", 200_000_000, "MB")],
)
def test_a_workbook_that_inflates_is_refused_in_little_memory(
    tmp_path: Path, member: str, size: int, says: str
) -> None:
    path = bomb(tmp_path / "a.xlsx", member, size)
    assert path.stat().st_size < 20_000_000
    said, kilobytes = grown(path)
    assert "would unpack from" in said
    assert says in said
    assert kilobytes < 50_000


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", 50_000_000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(true.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    said, kilobytes = grown(path)
    assert "damaged" in said and kilobytes < 50_000


def test_a_hundred_thousand_rows_take_bounded_memory(tmp_path: Path) -> None:
    row = "OT-{n},OT-{m},friend,both,medium,Seen together at the station.,2026-09-02,,police,PI-{n},2,B,P,,,,\r\n"
    header = (
        "from,to,kind,direction,strength,context,first_known,last_known,source_agency,record_reference,source_grade,"
        "information_grade,handling,fact_or_assessment,stated_by,child_view,review_date\r\n"
    )
    path = tmp_path / "ties.csv"
    with path.open("w", newline="") as file:
        file.write(header)
        file.writelines(row.format(n=n, m=n + 1) for n in range(100_000))
    said, kilobytes = grown(path)
    assert said == "read" and kilobytes < 250_000


def test_a_huge_cell_neither_stops_nor_fills_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("from,to,kind,source_agency\r\na,b,friend,police\r\nc," + "x" * 2_000_000 + ",friend,police\r\n")
    said, kilobytes = grown(path)
    assert said == "read" and kilobytes < 60_000
