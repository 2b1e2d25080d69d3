"""The modelled file, made twice small and once whole, in a folder of its own beside the project's inputs."""

import shutil

import duckdb
import pytest

from jianbao import demo, paths

SMALL = ("B08", "B09", "C21", "C28", "D45")


def data_folder(folder):
    """Copy what the model reads; nothing is written into the project's own data folder."""
    for name in ("catalogue", "published", "demo"):
        shutil.copytree(paths.root() / "data" / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def inputs_dir(tmp_path_factory):
    return data_folder(tmp_path_factory.mktemp("inputs"))


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    folder = data_folder(tmp_path_factory.mktemp("small"))
    demo.make(folder, divisions=SMALL)
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    folder = data_folder(tmp_path_factory.mktemp("whole"))
    demo.make(folder)
    return folder


@pytest.fixture(scope="session")
def rows(small):
    """Return a function: a query on the small file's rows of a year, as a frame."""

    def query(select, year="2024"):
        path = small / "incoming" / "enterprise" / f"{year}.parquet"
        with duckdb.connect() as con:
            return con.execute(select.replace("FILE", f"read_parquet('{path}')")).df()

    return query
