"""The web door of Kith: `streamlit run app.py`, or `kith up`. Everything it shows is in mapping/pages."""

from __future__ import annotations

from mapping.pages import _shell

if __name__ == "__main__":  # as Streamlit runs it; importing it runs nothing
    _shell.run()
