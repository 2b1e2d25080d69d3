"""Set-up: locks with hashes and no addresses, conda in step, a Makefile that explains itself, a bundle for another machine."""

import hashlib
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement

from jianbao import bundle, bundle_install, environment

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.lock": [*PROJECT["dependencies"], *EXTRAS["build"]],
    "requirements-dev.lock": [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)],
}
PIN = re.compile(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^\s;]+( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def faults_of_lock(text: str) -> list[str]:
    """Return the lines of a lock that are neither a pin nor its hash, and the pins without a hash."""
    lines = text.splitlines()
    odd = [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]
    bare = [a for a, b in zip(lines, [*lines[1:], ""], strict=True) if PIN.fullmatch(a) and not HASH.fullmatch(b)]
    return odd + bare


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_pins_and_hashes_and_nothing_else(name: str) -> None:
    assert faults_of_lock((ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize("line", ["--index-url https://a.b/simple", "a @ https://a.b/a.whl", "numpy==2.4.6", "numpy>=2", "-e ."])
def test_an_address_or_a_pin_without_hash_is_seen(line: str) -> None:
    assert faults_of_lock(f"{line}\n") == [line]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_answers_pyproject(name: str) -> None:
    versions = environment.locked_versions((ROOT / name).read_text("utf-8"))
    wanted = [Requirement(line) for line in LOCKS[name]]
    assert [r.name for r in wanted if not all(v in r.specifier for v in versions.get(environment.requirement_name(r.name), ("none",)))] == []


def test_the_tests_run_on_what_makes_the_briefs() -> None:
    runtime, dev = (environment.locked_versions((ROOT / name).read_text("utf-8")) for name in LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime


def test_conda_is_in_step() -> None:
    assert environment.main(["--check"], ROOT) == 0


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "jianbao"\nrequires-python = ">=3.11"\ndependencies = ["numpy>=2"]\n', encoding="utf-8"
    )
    (tmp_path / "requirements.lock").write_text("numpy==2.4.6 \\\n    --hash=sha256:aa\n", encoding="utf-8")
    return tmp_path


def test_conda_out_of_step_is_seen_and_mended(small_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert environment.main(["--check"], small_project) == 1
    assert "make environment" in capsys.readouterr().err
    assert environment.main([], small_project) == 0
    assert environment.main(["--check"], small_project) == 0
    lock = small_project / "requirements.lock"
    lock.write_text(lock.read_text("utf-8").replace("2.4.6", "2.4.7"), encoding="utf-8")
    assert environment.main(["--check"], small_project) == 1


def test_a_dependency_without_a_lock_is_named(small_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_project / "requirements.lock").write_text("pandas==3.1.1 \\\n    --hash=sha256:aa\n", encoding="utf-8")
    assert environment.main([], small_project) == 2
    assert capsys.readouterr().err == "environment.yml: requirements.lock lacks numpy: run make lock\n"
    assert not (small_project / "environment.yml").exists()


def make(*arguments: str) -> str:
    """Return what make says, as if called by hand: `make test` hands its own variables down."""
    env = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"}}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False).stdout.strip()


def test_help_has_a_line_for_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE).group(1).split()
    said = make("help").splitlines()
    assert [line.split()[1] for line in said] == targets
    assert all(len(line.split()) > 3 and len(line) < 130 for line in said)


def dry_run(*arguments: str) -> str:
    """Return what make would do after set-up, without doing it."""
    return make("-n", "-o", ".venv/.runtime", "-o", ".venv/.dev", *arguments)


def test_make_hands_its_variables_to_the_command() -> None:
    assert dry_run("briefs", "REGION=330500", "SECTOR=T02", "PERIOD=2024-12", "JOBS=2").endswith(
        "jianbao build --region 330500 --sector T02 --period 2024-12 --jobs 2"
    )
    assert dry_run("briefs").endswith("jianbao build")
    assert dry_run("bundle", "PLATFORM=win_amd64").endswith("jianbao.bundle --platform win_amd64")


LOCK = """\
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:aa
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:bb
pexpect==4.9.0 ; os_name != 'nt' \\
    --hash=sha256:cc \\
    --hash=sha256:dd
pywinpty==3.1.2 ; os_name == 'nt' \\
    --hash=sha256:ee
six==1.17.0 \\
    --hash=sha256:ff
"""


@pytest.mark.parametrize(
    ("platform", "python", "pins"),
    [
        ("win_amd64", "3.11", ["numpy==2.4.6", "pywinpty==3.1.2", "six==1.17.0"]),
        ("linux_x86_64", "3.12", ["numpy==2.5.5", "pexpect==4.9.0", "six==1.17.0"]),
    ],
)
def test_a_bundle_takes_what_the_other_machine_needs(platform: str, python: str, pins: list[str]) -> None:
    assert re.findall(r"^\S+==\S+", bundle.pins_for(LOCK, platform, python), flags=re.MULTILINE) == pins


def test_a_bundle_for_this_machine_keeps_each_hash() -> None:
    pins = bundle.pins_for(LOCK, None, "3.11")
    assert ";" not in pins
    assert ("pywinpty" in pins) == (default_environment()["os_name"] == "nt")
    assert "six==1.17.0 \\\n    --hash=sha256:ff\n" in pins


def test_an_unknown_platform_is_refused_in_one_line() -> None:
    with pytest.raises(bundle.BundleError, match=r"^no platform 'mac': choose from win_amd64, linux_x86_64$"):
        bundle.pins_for(LOCK, "mac", "3.11")


def test_a_folder_without_git_makes_no_bundle_and_keeps_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "dist" / "jianbao-bundle"
    old.mkdir(parents=True)
    (old / "kept").touch()
    with pytest.raises(bundle.BundleError, match="git repository"):
        bundle.make(tmp_path, old)
    assert (old / "kept").exists()


def test_a_damaged_bundle_is_not_installed(tmp_path: Path) -> None:
    for name in ("a.whl", "b.whl", "c.whl"):
        (tmp_path / name).write_bytes(name.encode())
    sums = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in ("a.whl", "b.whl", "c.whl")]
    (tmp_path / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")
    assert bundle_install.damaged(tmp_path) == []
    (tmp_path / "b.whl").write_bytes(b"other")
    (tmp_path / "c.whl").unlink()
    assert bundle_install.damaged(tmp_path) == ["b.whl", "c.whl"]
