"""Measured points: units at the door, and one clear line for everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run.measured import MOLAR_MASSES, read_measured

GOOD = """# off-line
time [min],biomass [g/L],glucose [g/L],acetate [mM],dot [%],temperature [degC],pressure [bar(g)]

0,0.25,10,,100,37,0.5
60,0.5,8,1.2,n/a,,
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "data.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_points_arrive_in_the_units_inside(tmp_path: Path) -> None:
    points = read_measured(write(tmp_path, GOOD))
    hours, biomass = points["biomass"]
    np.testing.assert_allclose(hours, [0.0, 1.0])
    np.testing.assert_allclose(biomass, [0.25, 0.5])
    np.testing.assert_allclose(points["glucose"][1], np.array([10.0, 8.0]) / MOLAR_MASSES["glucose"])
    np.testing.assert_allclose(points["acetate"], ([1.0], [1.2]))
    np.testing.assert_allclose(points["dot"], ([0.0], [100.0]))
    np.testing.assert_allclose(points["temperature"][1], [310.15])
    np.testing.assert_allclose(points["pressure"][1], [1.51325])


def test_what_laboratories_export_is_understood(tmp_path: Path) -> None:
    german = "time [h];biomass [g/L]\r\n0,5;1,25\r\n".encode("utf-16")
    np.testing.assert_allclose(read_measured(write(tmp_path, german))["biomass"], ([0.5], [1.25]))
    ansi = "time [h],inorganic_carbon [µmol/L]\n0,1000\n".encode("cp1252")
    np.testing.assert_allclose(read_measured(write(tmp_path, ansi))["inorganic_carbon"][1], [1.0])
    tabs = b"\xef\xbb\xbftime [h]\tOxygen fraction [%]\trq [-]\n0\t40\t1.02\n"
    np.testing.assert_allclose(read_measured(write(tmp_path, tabs))["oxygen_fraction"][1], [0.4])


def test_other_species_need_to_be_known(tmp_path: Path) -> None:
    path = write(tmp_path, "time [h],xylose [g/L]\n0,15.013\n")
    np.testing.assert_allclose(read_measured(path, {"xylose": 0.15013})["xylose"][1], [100.0])
    with pytest.raises(InputError, match="molar mass"):
        read_measured(path, {}, species=("xylose",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "needs a header"),
        ("time [h],biomass [g/L]\n", "needs a header"),
        ("time [h],bomass [g/L]\n1,2", r"data.csv:1: no variable is called 'bomass'; nearest is 'biomass'"),
        ("time [h],biomass\n1,2", r"data.csv:1: 'biomass' has no unit; write it like 'biomass \[kg/m³\]'"),
        ("time [h],biomass [rpm]\n1,2", r"'biomass' cannot be in 'rpm'; write it like 'biomass \[g/L\]'"),
        ("time [h],biomass [gg/L]\n1,2", "unit 'gg/L' is not known"),
        ("time [h],biomass [g/L\n1,2", "is not a column heading"),
        ("biomass [g/L],time [h]\n1,2", "the first column is the time"),
        ("time [h]\n1", "the first column is the time"),
        ("time [h],dot [%],dot [%]\n1,2,3", "'dot' is there twice"),
        ("time [h],biomass [g/L]\n1,2\n\n2,x", r"data.csv:4: 'x' is not a number \(biomass\)"),
        ("time [h],biomass [g/L]\n1,1e999", "not a finite number"),
        ("time [h],biomass [g/L]\n1,2,3", "3 cells, but the header has 2 columns"),
        ("time [h],biomass [g/L]\n1,2\n,2", r"data.csv:3: the time is missing"),
        ('time [h],biomass [g/L]\n1,"' + "x" * 200_000, r"data.csv:\d+: field larger"),
        (b"\x00\x01\x02", "not a text file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_measured(write(tmp_path, text))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_folders_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_measured(tmp_path)
    with pytest.raises(InputError, match="No such file"):
        read_measured(tmp_path / "nothing.csv")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(InputError, match="larger than 20 MB"):
        read_measured(path)


def test_columns_of_one_strain_of_several(tmp_path):
    path = write(tmp_path, "time [h],biomass_wild [mg/L]\n1,500\n")
    np.testing.assert_allclose(read_measured(path, strains=("wild",))["biomass_wild"], ([1.0], [0.5]))
    with pytest.raises(InputError, match="no variable is called 'biomass_wild'"):
        read_measured(path)
