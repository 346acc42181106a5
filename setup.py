"""Builds the wheel; it gets a copy of the options that Streamlit looks for beside app.py in a source tree."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithOptions(build_py):
    """Puts `.streamlit/config.toml` into the wheel as `mapping/pages/streamlit.toml`."""

    def run(self) -> None:  # noqa: D102 - of setuptools
        super().run()
        if not self.editable_mode:
            self.copy_file(".streamlit/config.toml", str(Path(self.build_lib, "mapping", "pages", "streamlit.toml")))


setup(cmdclass={"build_py": BuildWithOptions})
