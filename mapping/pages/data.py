"""The Data page: drop files, watch them load, mend what is in quarantine, see how fresh each source is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from data_schema import schema
from graph import Store
from graph.answers import Freshness
from mapping import words
from mapping.pages import _beat, _data, _frame, _loading, _states
from mapping.pages._text import esc, plain

if TYPE_CHECKING:
    from loaders import FileReport

TYPES = ["csv", "tsv", "txt", "xlsx", "geojson", "json", "gpkg", "gz"]
LIMIT = 200
"""Megabytes that one dropped file may have."""
_FEW, _MANY = 7, 300
_FEW_DOWNLOADS = 2
_STALE_DAYS = 31
_ANY = "Recognised by its columns"


def render() -> None:
    """Draw the page."""
    store = _data.store()
    _frame.page_title(
        "Load records",
        "Files stay on this server. Every row is checked before any is loaded; rows that fail wait in quarantine and "
        "nothing else is held up.",
    )
    load: _loading.Load | None = st.session_state.get("kith-load")
    _drop(store, busy=load is not None and not load.done)
    if load is not None and not load.done:
        _watch()
    elif load is not None:
        with st.container(key=f"kith-report-{st.session_state['kith-drop']}"):
            _report(load)
    else:
        _no_load_yet()
    with _frame.panel():
        _freshness()
        _templates()


def _drop(store: Store, *, busy: bool) -> None:
    """The drop zone: whatever lands there is loaded at once, then let go of."""
    turn = st.session_state.setdefault("kith-drop", 0)
    left, right = st.columns([5, 2], vertical_alignment="top")
    with right:
        titles = {source.title: name for name, source in schema().loadable().items()}
        chosen = st.selectbox("Read as", [_ANY, *titles], key="kith-read-as", disabled=busy)
    with left:
        files = st.file_uploader(
            "Drop CSV, XLSX, GeoJSON or GeoPackage files here",
            type=TYPES,
            accept_multiple_files=True,
            max_upload_size=LIMIT,
            key=f"kith-drop-{turn}",
            disabled=busy,
        )
    if files and not busy:
        now = _data.desk()
        st.session_state["kith-load"] = _loading.start(
            files, store, by=now.viewer.name, source=titles.get(chosen), today=_data.settings().today
        )
        st.session_state["kith-drop"] = turn + 1  # a fresh drop zone: the old one's bytes are let go of
        st.session_state["kith-show-all"] = False
        st.rerun()


@st.fragment
def _watch() -> None:
    """Progress while the thread works; the whole page again when it has ended."""
    _beat.beat("load", 0.4)
    load: _loading.Load = st.session_state["kith-load"]
    if load.done:
        st.rerun()
    if (at := load.progress) is None:
        st.progress(0.0, text="Opening the files")
        return
    rows = f" · {words.number(at.rows)} of {words.number(at.of_rows)} rows" if at.of_rows else ""
    files = f" · file {min(at.files, at.of_files)} of {at.of_files}" if at.of_files > 1 else ""
    st.progress(at.part, text=plain(f"Loading {at.file}{rows}{files} · safe to leave this page"))


def _no_load_yet() -> None:
    _states.empty(
        "no-load",
        "No file has been loaded in this session",
        "Begin with children and adults, then locations and schools, then ties, roles and events: a tie can only be "
        "loaded when both its ends are known.",
        "Dropped together, Kith puts the files in order by itself. No extract to hand? The templates at the right have "
        "the right columns.",
        icons=("child", "adult", "location", "school", "peer_group"),
    )


def _report(load: _loading.Load) -> None:
    """What became of the last load."""
    if load.report is None:
        _states.not_loaded("load", f"{words.listed(load.names, 3)} could not be loaded", load.failed)
        return
    files = load.report.files
    loaded = sum(1 for file in files if file.refused is None)
    _frame.heading(
        f"Load of {words.day(load.started.date())}, {load.started:%H:%M}",
        f"by {load.by} · {loaded} of {words.counted(len(files), 'file')} done",
    )
    _frame.html(_report_table(files) + _notes(files))
    _warnings(files)
    _quarantine(load)


def _warnings(files: tuple[FileReport, ...]) -> None:
    """Rows that were loaded although something in them could not be used, such as a point."""
    said = list(_wrong(files, warnings=True))
    if said:
        shown = said[:_FEW]
        _frame.heading(
            words.counted(len(said), "warning"), words.showing(len(shown), len(said)), "These rows are loaded."
        )
        columns = ("File", "Row", "Column", "Value", "What is wrong", "How to mend it")
        _frame.html(_frame.table(columns, shown, caption="Warnings", numbers=[1], grid=True))


def _report_table(files: tuple[FileReport, ...]) -> str:
    heads = ("File", "Read as", "Rows read", "Loaded", "Unchanged", "Replaced", "In quarantine")
    head = "".join(f'<th scope="col"{" class=number" if i > 1 else ""}>{name}</th>' for i, name in enumerate(heads))
    body = "".join(_report_line(file) for file in sorted(files, key=lambda file: file.refused is not None))
    return (
        '<div class="kith-table" tabindex="0" role="region" aria-label="What became of each file">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _report_line(file: FileReport) -> str:
    name = f'<th scope="row">{esc(Path(file.file).name)}</th>'
    if file.refused is not None:
        why = file.refused.removeprefix(f"{Path(file.file).name}: ")
        return f'<tr>{name}<td colspan="6" class="harm"><b>Not loaded.</b> {esc(why)}</td></tr>'
    source = schema().sources.get(file.source or "")
    counts = (file.read, file.loaded, file.unchanged, file.superseded)
    cells = "".join(f'<td class="number">{count:,}</td>' for count in counts)
    bad = f"<b>{file.quarantined:,}</b>" if file.quarantined else "0"
    read_as = f'<td title="{esc(file.form)}">{esc(source.title if source else file.source)}</td>'
    return f'<tr>{name}{read_as}{cells}<td class="number">{bad}</td></tr>'


def _notes(files: tuple[FileReport, ...]) -> str:
    """What was understood in a way worth knowing, and columns that were not read."""
    said = [(Path(file.file).name, note) for file in files for note in file.notes]
    said += [
        (Path(file.file).name, f"not read: {words.listed(file.ignored_columns, 6)}")
        for file in files
        if file.ignored_columns
    ]
    return _frame.rows(said) if said else ""


def _wrong(files: tuple[FileReport, ...], *, warnings: bool = False) -> Iterator[tuple[str, ...]]:
    """One line for each thing wrong with a row: file, row, column, value, what is wrong, how to mend it."""
    for file in files:
        if file.refused is not None:
            continue
        for error in file.warnings if warnings else file.errors:
            what, mend = parted(error.message)
            yield (
                Path(file.file).name,
                f"{error.row:,}" if error.row else "",
                error.column or "",
                error.value,
                what,
                mend,
            )


def parted(message: str) -> tuple[str, str]:
    """A message's first sentence, and the rest: what is wrong, and how to mend it."""
    what, stop, mend = message.partition(". ")
    return (what, mend.strip()) if stop else (message.rstrip("."), "")


def _quarantine(load: _loading.Load) -> None:
    assert load.report is not None
    total = sum(file.quarantined for file in load.report.files)
    if not total:
        return
    wrong = list(_wrong(load.report.files))
    all_of_them = bool(st.session_state.get("kith-show-all"))
    shown = wrong[: _MANY if all_of_them else _FEW]
    with st.container(horizontal=True, vertical_alignment="bottom", key="kith-quarantine-head"):
        with st.container():
            _frame.heading(
                f"{words.counted(total, 'row')} in quarantine",
                words.showing(len(shown), len(wrong)) + (" faults" if len(wrong) != total else ""),
                "Mend them in the file and drop it here again. Rows already loaded stay as they are.",
            )
        if len(wrong) > len(shown) and not all_of_them:
            st.button(f"Show all {words.number(len(wrong))}", on_click=_show_all)
        _downloads(load)
    columns = ("File", "Row", "Column", "Value", "What is wrong", "How to mend it")
    _frame.html(_frame.table(columns, shown, caption="Rows in quarantine", numbers=[1], grid=True))
    if all_of_them and len(wrong) > len(shown):
        _frame.html(f'<p class="note">The first {len(shown)} are shown; the download has every row.</p>')


def _show_all() -> None:
    st.session_state["kith-show-all"] = True


def _downloads(load: _loading.Load) -> None:
    """The quarantine of each file in that file's own columns, to mend and drop again."""
    for number in range(len(load.quarantine[:_FEW_DOWNLOADS])):
        _download(load, number)
    if len(load.quarantine) > _FEW_DOWNLOADS:
        with st.popover(f"{len(load.quarantine) - _FEW_DOWNLOADS} more"):
            for number in range(_FEW_DOWNLOADS, len(load.quarantine)):
                _download(load, number)


def _download(load: _loading.Load, number: int) -> None:
    name, content = load.quarantine[number]
    st.download_button(
        "Download quarantine (CSV)" if len(load.quarantine) == 1 else f"{plain(name)} quarantine (CSV)",
        content,
        f"{name.rsplit('.', 1)[0]}.quarantine.csv",
        "text/csv",
        type="primary" if number == 0 else "secondary",
        icon=":material/download:",
        on_click="ignore",
        key=f"kith-quarantine-{number}",
    )


def _freshness() -> None:
    today = _data.desk().as_of
    with _data.answering():
        found = _data.view().freshness()
    _frame.heading("How fresh it is", note="What we hold from each source, and when it was last recorded.")
    lines = [_fresh(one, today) for one in found]
    if lines:
        _frame.html(f'<ul class="rows">{"".join(lines)}</ul>')
    else:
        _frame.html('<p class="note">Nothing is loaded yet, from any source.</p>')


def _fresh(one: Freshness, today: date) -> str:
    """One source: how many records it holds, and how old the latest is."""
    source = schema().sources.get(one.source)
    said = [words.counted(one.records, "record")] if one.records else []
    age, look = "no dates in it", ""
    if last := one.last_recorded_on:
        age = words.ago(last, today)
        look = "late" if (today - last).days > _STALE_DAYS else ""
        said.append(f"latest {words.day(last, today)}")
    if one.last_loaded:
        said.append(f"loaded {words.day(one.last_loaded.date())}")
    head = f"<span>{esc(source.title if source else one.source)}</span>{_frame.chip(age, look)}"
    return f'<li><div class="head">{head}</div><span class="note">{esc(" · ".join(said))}</span></li>'


def _templates() -> None:
    _frame.heading("Templates", note="Empty files with the right columns; workbooks hold the rules and codes too.")
    kind = st.segmented_control(
        "Format of the templates", ["CSV", "XLSX"], default="CSV", required=True, label_visibility="collapsed"
    )
    with st.container(horizontal=True, gap="xsmall", key="kith-templates"):
        for source in schema().sources.values():
            if source.template:
                _template(source.name, source.title, xlsx=kind == "XLSX")


def _template(name: str, title: str, *, xlsx: bool) -> None:
    st.download_button(
        name.replace("_", " "),
        _template_bytes(name, xlsx),
        f"{name}.{'xlsx' if xlsx else 'csv'}",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if xlsx else "text/csv",
        type="tertiary",
        on_click="ignore",
        help=title,
        key=f"kith-template-{name}-{xlsx}",
    )


@st.cache_data(show_spinner=False)  # the same for everybody: no record is in it
def _template_bytes(name: str, xlsx: bool) -> bytes:
    from loaders import template

    return template(name, xlsx=xlsx)
