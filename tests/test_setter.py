"""The process that lays documents out: what it answers, and when; and how what it writes is kept short."""

import io
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pydyf
import pytest

from footlight.engines.weasyprint.serialized_objects import SerializedObject, serialize
from footlight.essay.book import Chapter
from footlight.essay.siblings import Siblings
from footlight.essay_files import lone_essay
from footlight.project import Project, house_templates
from footlight.settings.values import Config
from footlight.workflows.book.section_builds import SectionJob, section_keys
from footlight.workflows.processes.setter import LayoutJob, LocalSetter, SetterProcess

WORDS = "The lamp of the harbour was lit before the storm came over the hill, said keeper NAME. " * 12


def job(word: str, *, ahead: bool) -> LayoutJob:
    """A document that a pipe does not hold."""
    house = house_templates()
    styles = ((house / "fonts.css").read_text(encoding="utf-8"), "body { font-family: 'Literata Footlight' }")
    text = "".join(f"<p>{WORDS.replace('NAME', f'{word} {number}')}</p>" for number in range(3))
    html = f'<html lang="en"><head><title>{word}</title></head><body data-long="{"x" * 2**17}">{text}</body></html>'
    return LayoutJob(html=html, styles=styles, base=house, folders=(house,), ahead=ahead)


def test_a_layout_comes_before_its_pdf() -> None:
    """And other documents may be begun, and laid out, before anybody asks for that."""
    jobs = [job(word, ahead=True) for word in ("Ada", "Ben")]
    local = LocalSetter()
    whole = [local.lay_out(one) for one in jobs]
    assert min(len(jobs[0].html), sum(map(len, whole[0].faces.values()))) > 2**16, "more than a pipe holds"
    with SetterProcess(workers=1) as setter:
        first = setter.begin(jobs[0])()
        assert (first.pdf, first.layout) == (b"", whole[0].layout)
        second, third = setter.begin(jobs[1]), setter.begin(replace(jobs[0], ahead=False))
        assert third().pdf == whole[0].pdf, "it was not asked for ahead"
        assert [first.written(), second().written(), first.written()] == [
            replace(first.written(), pdf=whole[number].pdf, faces=whole[number].faces) for number in (0, 1, 0)
        ]


def test_a_setter_that_rests_has_no_process() -> None:
    """What it laid out is still there, and the next document starts another process; while one waits it does not."""
    one = job("Ada", ahead=True)
    with SetterProcess(workers=1) as setter:
        begun = setter.begin(one)
        setter.rest()
        laid = begun()
        assert children()
        setter.rest()
        assert not children()
        assert laid.written().pdf == setter.begin(one)().written().pdf
        assert children()
    assert not children()


def children() -> str:
    """The numbers of the processes that this one has started; the test is left out where the system does not say."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    if not path.exists():
        pytest.skip("no list of child processes")
    return path.read_text(encoding="ascii")


def test_serialized_objects_are_written_as_pydyf_writes_them() -> None:
    """The same text, streams and references; and a stream that grows afterwards is written as it then is."""

    def made(*, serialized: bool) -> bytes:
        pdf = pydyf.PDF()
        stream = pydyf.Stream([b"q", b"1 0 0 1 2.5 3 cm", 0.5, b"g"], compress=True)
        pdf.add_object(stream)
        box, refers = pydyf.Array([0, 0, 90.5, 120]), pydyf.Dictionary({"K": pydyf.String("a (b) é")})
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "MediaBox": box, "Contents": stream.reference}))
        pdf.add_object(refers)
        pdf.catalog["Extra"] = refers.reference
        assert stream.data == stream.data
        stream.stream.append(b"Q")
        if serialized:
            serialize(pdf)
            assert sum(isinstance(one, SerializedObject) for one in pdf.objects) == len(pdf.objects) - 2
        out = io.BytesIO()
        pdf.write(out, identifier=True, compress=True)
        return out.getvalue()

    assert made(serialized=True) == made(serialized=False)
    with pikepdf.open(io.BytesIO(made(serialized=True))) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == b"q\n1 0 0 1 2.5 3 cm\n0.5\ng\nQ"
        assert str(pdf.Root.Extra.K) == "a (b) é"


def test_each_section_of_a_book_has_a_key_of_all_that_it_is_made_of(tmp_path: Path) -> None:
    """Of whatever differs; but not of whether it is to be made anew."""
    files = [lone_essay(tmp_path / name, name) for name in ("one.md", "two.md")]
    chapter, project = Chapter(file=files[0]), Project(root=tmp_path)
    first = SectionJob(chapter=chapter, siblings=Siblings(), project=project, config=Config(), program="1")
    others = [
        replace(first, chapter=Chapter(file=files[1])),
        replace(first, siblings=Siblings(root="elsewhere")),
        replace(first, project=Project(root=tmp_path / "other")),
        replace(first, config=replace(Config(), notes=replace(Config().notes, tallest=0.25))),
        replace(first, role="Preface"),
        replace(first, program="2"),
    ]
    keys = section_keys([first, *others, replace(first, anew=True)])
    assert len({*keys}) == len(others) + 1
    assert keys[0] == keys[-1]
