"""Templates, compiled once: what is kept of them is taken only where it is what they say now."""

from pathlib import Path

import pytest
from workshop import quick_rows

from footlight.engines.templates import Templates
from footlight.errors import UsageError
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


ENDLESS = (
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{{ 'a' * 9999999999 }}",
    "{{ [1] * 9999999999 }}",
    "{{ 9**(9**9) }}",
    "{{ 'a'|center(9999999999) }}",
    "{{ '%09999999999d' % 1 }}",
    "{{ '%*d' % (9999999999, 1) }}",
    "{{ '{:>9999999999}'.format(1) }}",
    "{{ '{:{}}'.format(1, 9999999999) }}",
    "{{ '%9999999999d'|format(1) }}",
    *(
        f"{{% set ns = namespace(s='aa') %}}{{% for i in range(60) %}}{doubled}{{% endfor %}}"
        for doubled in (
            "{% set ns.s = ns.s ~ ns.s %}",
            "{% set ns.s = ns.s + ns.s %}",
            "{% set ns.s = [ns.s, ns.s]|join %}",
            "{% set ns.s = ns.s.replace('a', 'aa') %}",
            "{% set x %}{{ ns.s }}{{ ns.s }}{% endset %}{% set ns.s = x %}",
        )
    ),
)


@pytest.mark.parametrize("text", quick_rows(ENDLESS, *(text for text in ENDLESS if "macro" not in text)))
def test_a_template_without_end_is_ended_and_its_line_said(tmp_path: Path, text: str) -> None:
    """However it loops, doubles or multiplies: before a machine's memory is full."""
    own(tmp_path).write_text(f"\n{text}", encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"^templates/page\.html:2: (a template (makes|takes) more|a number has|a place of)"
    ):
        rendered(tmp_path)


def test_what_templates_do_is_as_it_was(tmp_path: Path) -> None:
    """Loops know their length, `~` and `join` escape what is not safe, dates and numbers can be reckoned with."""
    loop = "{% for i in 'ab' %}{{ loop.index }}/{{ loop.length }}{{ i ~ '<' ~ ('<i>'|safe) }} {% endfor %}"
    text = f"{loop}{{{{ [2, 1]|sort|join('<') }}}} {{{{ 2009 * 12 + 3 }}}}"
    own(tmp_path).write_text(text, encoding="utf-8")
    assert rendered(tmp_path) == "1/2a&lt;<i> 2/2b&lt;<i> 1&lt;2 24111"
