"""Print shops: the figures of each file in footlight/press/shops/ agree with each other, and a book can be made."""

import re
from datetime import date
from itertools import pairwise

import pytest
from planting import faults
from workshop import REPOSITORY, Run, Workshop

from footlight.press.job_ticket import Ticket
from footlight.press.paper import SIZES, page_of
from footlight.press.preset import Preset, Stock, Unwanted
from footlight.press.presets import plain, preset_named, shop, shop_names
from footlight.press.printing_page import renewed
from footlight.settings.parser import load_config

SHOPS = shop_names()
PRESETS = [*SHOPS, *SIZES]
UNLIMITED = Stock(name="", mm_per_page=0.1).most


def test_each_file_is_a_shop() -> None:
    """Its name is that of the preset; a shop has no size's name."""
    files = {path.stem for path in (REPOSITORY / "footlight/press/shops").glob("*.py")} - {"__init__"}
    misnamed = [name for name in files if not name.isidentifier()]
    assert misnamed == [], "files of footlight/press/shops/ are modules: write _ where the shop's name has a hyphen"
    assert {name.replace("-", "_") for name in SHOPS} == files
    assert not set(SHOPS) & {size.lower() for size in SIZES}
    for name in SHOPS:
        assert isinstance(shop(name), Preset)
        assert preset_named(name.upper()).name == name


@pytest.mark.parametrize("name", SHOPS)
def test_a_shop_says_where_its_figures_are_from(name: str) -> None:
    preset = shop(name)
    assert preset.source.startswith("https://"), "`source` is the address of the shop's own page"
    assert preset.verified, "`verified` is the day on which you compared the figures with the source"
    today = date.today()  # noqa: DTZ011 - whatever day it is here
    assert date(2026, 1, 1) < preset.verified <= today, "`verified` is no day on which anybody can have looked"
    for text in (preset.unread, preset.remarks):
        assert text == "" or ((text[0].isupper() or text[0].isdigit()) and text.endswith(".")), "whole sentences"


@pytest.mark.parametrize("name", SHOPS)
def test_the_trims_of_a_shop(name: str) -> None:
    """Each size that it names is a page on which text fits, and is taken; what is smaller or larger than all is not."""
    preset = shop(name)
    assert preset.sizes, "`sizes` names one trim at least; the first is the default"
    assert (preset.smallest is None) == (preset.largest is None), "`smallest` and `largest` come together"
    for size in preset.sizes:
        page = page_of(size).checked()
        assert preset.takes(page), size
        Ticket(preset=preset, page=page).page_for(preset.fewest).checked()
    assert not preset.takes(page_of("500x700mm"))
    assert not preset.takes(page_of("90x120mm"))


@pytest.mark.parametrize("name", PRESETS)
def test_the_margins_of_a_preset(name: str) -> None:
    """Wider with bleed than without, and wider the more pages there are."""
    preset = preset_named(name)
    lengths = (preset.margin, preset.bleed.head, preset.bleed.foot, preset.bleed.outer, preset.bleed.inner)
    assert min(lengths) >= 0
    assert max(*lengths, preset.margin_with_bleed) < 30, "lengths are mm, not points"
    assert preset.margin_with_bleed >= preset.margin, "`margin_with_bleed` is `margin`, or more"
    rising = all(a.up_to < b.up_to and a.least < b.least for a, b in pairwise(preset.gutters))
    assert rising, "`gutters` go from few pages to many, and become wider"
    if preset.gutters:
        assert preset.gutters[-1].up_to == preset.most, "the last of `gutters` holds up to `most` pages"


@pytest.mark.parametrize("name", PRESETS)
def test_the_pages_and_papers_of_a_preset(name: str) -> None:
    """No paper has wider limits than its shop; the thickness of a page is that of paper."""
    preset = preset_named(name)
    assert 2 <= preset.fewest < preset.most
    assert len({stock.name for stock in preset.stocks}) == len(preset.stocks)
    for stock in preset.stocks:
        assert stock.name == stock.name.lower(), "the name of a paper is written small, as in footlight.toml"
        assert 0.03 < stock.mm_per_page < 0.2, "`mm_per_page` is half the thickness of a leaf, in mm"
        assert stock.fewest < stock.most
        assert stock.most <= preset.most or stock.most == UNLIMITED
        assert all(a.beyond < b.beyond and a.most >= b.most for a, b in pairwise(stock.wide))
    assert preset.spine_text_from <= preset.most


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_ordered_by_its_name_alone(project: Workshop, name: str) -> None:
    """It brings its first size and its first paper."""
    preset = preset_named(name)
    project.write("source/footlight.toml", f'[print]\npreset = "{name}"\n')
    ticket = load_config(project.source / "footlight.toml").ticket
    assert (ticket.preset, ticket.page) == (preset, page_of(preset.sizes[0]))
    assert ticket.stock == (preset.stocks[0] if preset.stocks else None)


@pytest.mark.parametrize("name", SHOPS)
def test_what_a_shop_refuses_is_refused_beforehand(project: Workshop, name: str) -> None:
    """A trim that it does not take; crop marks, and a standard that needs metadata, where it wants none."""
    preset = shop(name)
    wrong = {'size = "500x700mm"': preset.trims}
    wrong |= {"marks = true": "refuses crop marks"} if Unwanted.MARKS in preset.unwanted else {}
    wrong |= {'standard = "x-4"': "refuses metadata"} if Unwanted.METADATA in preset.unwanted else {}
    project.essay()
    for line, says in wrong.items():
        project.write("source/footlight.toml", f'[print]\npreset = "{name}"\n{line}\n')
        done = project.make("--edition", "print")
        assert done.code == 2
        assert re.match(rf"footlight: source/footlight.toml:3:\d+: {re.escape(preset.title)} ", done.err)
        assert says in done.err


@pytest.mark.parametrize("name", SHOPS)
def test_an_essay_that_is_too_short_for_a_shop(project: Workshop, name: str) -> None:
    """A finding says what to do instead; the file and the other editions are made all the same."""
    project.write("source/footlight.toml", f'[print]\npreset = "{name}"\n')
    project.essay()
    done = project.make()
    assert (done.code, faults(done)) == (0, {"print-too-few-pages"} if shop(name).fewest > 2 else set())
    assert {"essay.pdf", "essay.epub", "essay-print.pdf"} <= set(project.products())
    if shop(name).fewest > 2:
        assert "booklet" in done.line("print-too-few-pages")
        done = project.run("check", "--edition", "print")
        assert (done.code, faults(done)) == (1, {"print-too-few-pages"})


def refusals(done: Run) -> set[str]:
    """What a shop would refuse: findings of the print edition as a file, not of its text."""
    return {code for code in faults(done) if code.startswith("print-")}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOPS)
def test_a_book_that_a_shop_takes(project: Workshop, name: str) -> None:
    """Of as many pages as it asks for, in each of its sizes. Its repeated sentence may stack words: no shop minds."""
    paragraph = "Some words that fill a line or two, and then a few more of them. " * 12
    project.essay(f"{paragraph}\n\n" * 5 * shop(name).fewest)
    for size in shop(name).sizes:
        project.write("source/footlight.toml", f'[print]\npreset = "{name}"\nsize = "{size}"\n')
        done = project.make("--edition", "print")
        assert (done.code, refusals(done)) == (0, set()), done
        done = project.run("check", "--edition", "print")
        assert (done.code, refusals(done)) == (0, set()), done


def test_a_plain_size_asks_for_nothing_but_its_trim() -> None:
    assert plain("A5").takes(page_of("6x9"))
    assert (plain("A5").shop, plain("A5").gutter(800)) == (False, 0)


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("kpd", "there is no preset 'kpd'; did you mean 'kdp'? There are kdp, "),
        ("Amazon", "there is no preset 'Amazon'; did you mean 'kdp'? There are kdp, "),
        ("a6", "there is no preset 'a6'; there are a5, a4, "),
        ("lettre", "there is no preset 'lettre'; did you mean 'letter'? There are letter, "),
        ("zz", "there is no preset 'zz'; there are "),
    ],
)
def test_unknown_presets_are_answered_with_all_names(word: str, says: str) -> None:
    with pytest.raises(ValueError, match="there is no preset") as caught:
        preset_named(word)
    assert str(caught.value).startswith(says)
    assert all(name.lower() in str(caught.value) for name in PRESETS)


def test_the_page_on_printing_is_made_from_the_shops() -> None:
    """`make docs` writes its table anew."""
    page = (REPOSITORY / "docs/printing.md").read_text(encoding="utf-8")
    assert renewed(page) == page, "docs/printing.md is not what the files of shops say: run `make docs`"
    with pytest.raises(LookupError, match="needs the line"):
        renewed(page.replace("| preset |", "| name |"))
