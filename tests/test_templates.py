"""Templates, compiled once: what is kept of them is taken only where it is what they say now."""

from pathlib import Path

import pytest

from footlight.engines.templates import Templates
from footlight.project import Project


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache folder of a test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "footlight" / "templates"


def own(root: Path) -> Path:
    """A project's template of its own."""
    path = root / "templates" / "page.html"
    path.parent.mkdir(exist_ok=True)
    return path


def rendered(folder: Path) -> str:
    return Templates(Project(root=folder)).render("page.html")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_changed_template_is_compiled_anew(kept: Path, tmp_path: Path) -> None:
    """What was kept of its former words is not used."""
    own(tmp_path).write_text("one", encoding="utf-8")
    assert rendered(tmp_path) == "one"
    assert files(kept)
    own(tmp_path).write_text("two", encoding="utf-8")
    assert rendered(tmp_path) == "two"


def test_a_damaged_copy_is_not_used(kept: Path, tmp_path: Path) -> None:
    """A compiled template that was cut off or overwritten is made again."""
    own(tmp_path).write_text("one", encoding="utf-8")
    assert rendered(tmp_path) == "one"
    (path,) = files(kept)
    whole = path.read_bytes()
    for damage in (b"", whole[:-1], whole[:60] + b"\xff" + whole[61:]):
        path.write_bytes(damage)
        assert rendered(tmp_path) == "one"
        assert path.read_bytes() == whole


def test_without_a_cache_folder_templates_are_compiled_each_time(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be made, and a user without a home, stop nothing."""
    own(tmp_path).write_text("one", encoding="utf-8")
    kept.parent.parent.mkdir()
    kept.parent.write_text("no folder", encoding="utf-8")
    assert rendered(tmp_path) == "one"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert rendered(tmp_path) == "one"
