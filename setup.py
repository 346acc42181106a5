"""Builds the wheel. The app's options live beside app.py, where Streamlit looks for them; a wheel gets a copy of its own."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithOptions(build_py):
    """Puts `.streamlit/config.toml` into the wheel as `mapping/pages/streamlit.toml`."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            self.copy_file(".streamlit/config.toml", str(Path(self.build_lib, "mapping", "pages", "streamlit.toml")))


setup(cmdclass={"build_py": BuildWithOptions})
