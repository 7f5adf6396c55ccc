"""What tests share: a project of their own, the first essay built once, and `--accept` for cases kept as folders."""

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from workshop import REPOSITORY, Workshop

if TYPE_CHECKING:
    from epubs import Epubs
    from livesite import Web

# A shell that starts the suite in the background has it ignore interrupts, and what it starts would ignore them, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


SEED = "russia-and-us-missile-defence"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what cases give over what they expected")


def pytest_configure(config: pytest.Config) -> None:
    """Warnings are errors, but for one: WeasyPrint 70 leaves the colour profile that it ships open.

    Hypothesis judges no test by its time: on a busy machine that says nothing of the test. `make test` tries forty
    examples of each property, `make test-all` two hundred more.
    """
    for name, examples in (("quick", 40), ("thorough", 200)):
        settings.register_profile(
            name, deadline=None, max_examples=examples, suppress_health_check=[HealthCheck.too_slow]
        )
    settings.load_profile(config.getoption("--hypothesis-profile") or "quick")
    leak = r"ignore:unclosed file <_io.BufferedReader name='[^']*sRGB2014\.icc'>:ResourceWarning"
    config.addinivalue_line("filterwarnings", leak)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what Hypothesis tries, which `make test-all` runs again, with more examples."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("property")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether what a case gives becomes what it expects."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session", autouse=True)
def _state(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What commands remember from run to run, and what they can make again, is kept in folders of the tests."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def project(tmp_path: Path) -> Workshop:
    """A project with an empty source/."""
    (tmp_path / "source").mkdir()
    return Workshop(tmp_path)


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The first essay, built; nobody changes it."""
    root = tmp_path_factory.mktemp("seed")
    shutil.copytree(REPOSITORY / "source", root / "source")
    workshop = Workshop(root)
    done = workshop.make(SEED)
    assert (done.code, done.out) == (0, ""), done
    return workshop


@pytest.fixture
def planted(seed: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The first essay's products, to be spoilt."""
    root = tmp_path_factory.mktemp("planted")  # beside the seed: the stamp names the house's files from there
    return Workshop(shutil.copytree(seed.root, root, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def epubs(tmp_path_factory: pytest.TempPathFactory) -> "Epubs":
    """The EPUB of any case, and of the first essay."""
    from epubs import making_in  # noqa: PLC0415 - engines, for those tests only

    return making_in(tmp_path_factory.mktemp)


@pytest.fixture
def desk(web: "Web", project: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A project that may ask the host of a test's `web`; what it keeps is its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(project.root / "state"))
    project.write("source/footlight.toml", f'[links]\nallowed = ["127.0.0.1:{web.port}"]\n')
    return project


@pytest.fixture
def asked(project: Workshop) -> Workshop:
    """The first essay, its questionnaire written."""
    from questionnaires import LEDGER  # noqa: PLC0415 - as above

    shutil.copy(REPOSITORY / "source" / f"{SEED}.md", project.source)
    project.write(f"source/{SEED}.links.toml", f"schema = 1\n\n# What we know.\n{LEDGER}")
    assert project.run("links", "ask", SEED).code == 0
    return project
