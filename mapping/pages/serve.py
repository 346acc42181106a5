"""Runs the app beside its graph server until somebody stops it: start, wait until it answers, stop cleanly."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.error import URLError

from graph import open_store
from graph.errors import KithError
from graph.settings import Settings
from graph.store import Store
from mapping.pages._settings import streamlit_flags

HOST = "127.0.0.1"
START_SECONDS = 90
STOP_SECONDS = 10


class AppError(KithError):
    """The app cannot be started; the message says why and what to do."""


class _Stopped(Exception):
    """Somebody asked us to stop."""


def serve(
    settings: Settings,
    *,
    port: int,
    say: Callable[[str], None],
    prepare: Callable[[Store], None] | None = None,
    opened: Callable[[str], object] | None = None,
) -> None:
    """Start the graph server and the app, say where it is, and stay until ctrl-C or SIGTERM.

    Parameters
    ----------
    settings
        Where the data is.
    port
        Of the app, on loopback only.
    say
        Takes each line for the terminal; the last is `Kith is ready: http://127.0.0.1:PORT`.
    prepare
        Called with the open store before the app starts (the demo loads the borough here).
    opened
        Called with the address once the app answers, such as `webbrowser.open`.

    Raises
    ------
    AppError
        When the port is taken or the app does not answer.
    """
    _refuse_taken(port)
    with _stops_on_signals():
        try:
            say("Starting the graph server ...")
            with open_store(settings) as store:
                if prepare is not None:
                    prepare(store)
                say("Starting the app ...")
                with _app(settings, port) as child:
                    address = f"http://{HOST}:{port}"
                    _wait_until_ready(child, address, settings)
                    if opened is not None:
                        opened(address)
                    say(f"Kith is ready: {address}")
                    if code := child.wait():
                        raise AppError(f"The app stopped by itself (code {code}). Its log is {_log(settings)}.")
        except _Stopped:
            say("Stopped. Everything loaded is kept.")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if os.name != "nt":  # as servers do: a port whose last user has just left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise AppError(
                f"Port {port} is taken ({error.strerror}). Kith may be running already: open http://{HOST}:{port}, "
                f"or choose another port: --port {port + 1} (make demo PORT={port + 1})."
            ) from error


@contextmanager
def _stops_on_signals() -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        for number in before:  # a second ctrl-C must not tear the clean stop
            signal.signal(number, signal.SIG_IGN)
        raise _Stopped

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _log(settings: Settings) -> Path:
    return settings.data / "app.log"


def _door() -> Path:
    """Where app.py is; found, not imported, because importing it would run it."""
    found = importlib.util.find_spec("app")
    if found is None or found.origin is None:
        raise AppError("app.py is not installed beside Kith. Install Kith again: pip install -e .")
    return Path(found.origin)


@contextmanager
def _app(settings: Settings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "streamlit", "run", str(_door()), *streamlit_flags(port=port, address=HOST)]
    with _log(settings).open("ab") as log:
        child = subprocess.Popen(
            command,
            env={**os.environ, "KITH_DATA": str(settings.data), "KITH_BASEMAP": settings.basemap},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # ctrl-C is ours to pass on, after which the server stops
        )
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait_until_ready(child: subprocess.Popen[bytes], address: str, settings: Settings) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if child.poll() is not None:
            raise AppError(f"The app did not start (code {child.returncode}). Its log is {_log(settings)}.")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.15)
    raise AppError(f"The app did not answer within {START_SECONDS} seconds. Its log is {_log(settings)}.")
