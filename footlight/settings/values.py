"""What a project decides, as frozen values; `footlight.settings.parser` reads them from source/footlight.toml."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from footlight.essay.language_tags import language_tag
from footlight.essay.markdown_name import MarkdownName
from footlight.essay_files import EssayFile
from footlight.project import CLASSIC
from footlight.settings.binding_options import BookletOptions, CoverOptions
from footlight.settings.check_options import CheckOptions
from footlight.settings.epub_options import EpubOptions
from footlight.settings.face_options import FaceOptions
from footlight.settings.keys import key
from footlight.settings.kinds import Choice, Each, Flag, Named, Number, OneOrMore, Refused, Text, Whole
from footlight.settings.lint_options import LintOptions
from footlight.settings.print_options import PageOptions, PrintOptions
from footlight.textmatch.suggestions import did_you_mean

if TYPE_CHECKING:  # see print_options; few projects have a book
    from footlight.press.job_ticket import Ticket
    from footlight.press.paper import Page
    from footlight.settings.book_options import BookOptions


class Edition(StrEnum):
    """What `build` can make of an essay."""

    READING = "reading"
    PRINT = "print"
    BOOKLET = "booklet"
    COVER = "cover"
    EPUB = "epub"
    WEB = "web"


ENDINGS = {
    Edition.READING: ".pdf",
    Edition.PRINT: "-print.pdf",
    Edition.BOOKLET: "-booklet.pdf",
    Edition.COVER: "-cover.pdf",
    Edition.EPUB: ".epub",
    Edition.WEB: ".html",
}
"""What follows the essay's name in the name of each edition's file."""
USUAL = (Edition.READING, Edition.PRINT, Edition.EPUB)
"""What is made where neither the configuration nor an option names editions."""
ON_SCREEN = frozenset({Edition.EPUB, Edition.WEB})
"""Editions that are made without a layout on pages."""


class ReadingOrder(StrEnum):
    """Where a note stands in the order in which the PDF is read aloud; on the page it always stands at the foot."""

    CALL = "call"
    PARAGRAPH = "paragraph"
    END = "end"


class Standard(StrEnum):
    """What the reading PDF is besides PDF/UA-1; A-3 alone takes attachments of any kind."""

    A2A = "a-2a"
    A3A = "a-3a"

    @property
    def profile(self) -> str:
        """Its name among the profiles that are checked."""
        return self.value.removeprefix("a-")


def edition_named(name: str) -> Edition:
    """The edition of a name. Raises ValueError with the nearest name."""
    try:
        return Edition(name)
    except ValueError:
        nearest = did_you_mean(name, Edition) or f"there are {', '.join(Edition)}"
        raise ValueError(f"unknown edition '{name}'; {nearest}") from None


def _language(word: str) -> str:
    return language_tag(word) if word else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOptions:
    """The table [project]: what holds for each essay whose front matter does not say otherwise."""

    author: tuple[str, ...] = key(OneOrMore(Text()), (), "The author of each essay that names none; or a list of them")
    url: str = key(
        Text(form=r"https?://[^\s/]+(/\S*)?", takes="an address, such as https://example.org/"),
        "",
        "Address of the site that the essays were published on. With it, a link to `/2011/lamps/` leads to that page "
        "of the site, and a `permalink` such as `/2012/of-tides/` says"
        " where an essay was published ([front-matter.md](front-matter.md))",
    )
    lang: str = key(
        Named(_language, form=r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*|"),
        "",
        "The language of each essay whose front matter, name and folder name none",
    )
    theme: str = key(
        Text(form=r"[\w-]+", empty=False, takes="the name of a theme, such as modern"),
        CLASSIC,
        "The look of each essay whose front matter names no other `theme`; [themes.md](themes.md) shows them",
    )

    def add_to(self, essay: EssayFile) -> EssayFile:
        """The essay with what the project says of all its essays."""
        given = replace(essay.given, lang=essay.given.lang or self.lang, authors=self.author, site=self.url)
        return replace(essay, given=given)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """The table [source]: how the essays are read."""

    markdown: MarkdownName = key(
        Choice(MarkdownName),
        MarkdownName.AUTO,
        'The Markdown of the essays: `"pandoc"`, `"gfm"`, `"hugo"`, `"jekyll"`, `"obsidian"` and others'
        ' ([dialects.md](dialects.md)); with `"auto"` signs of the project and of each essay decide',
    )
    static: tuple[str, ...] = key(
        OneOrMore(Text(form=r"(?!/)(?!.*\.\.).*", takes="a folder of the project, without a slash before it")),
        ("static", "public", "assets"),
        "The folders in which those pictures of a site lie whose paths begin with a slash, from the project's folder or"
        " from one above the essay ([pictures.md](pictures.md))",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """The table [build]."""

    editions: tuple[Edition, ...] = key(
        Each(Named(edition_named, names=lambda: Edition, exact=True)),
        USUAL,
        "What `footlight build` makes and `footlight check` looks at, of "
        '`"reading"`, `"print"`, `"booklet"`, `"cover"`, `"epub"` and `"web"`; `--edition` overrules it',
    )
    strict: bool = key(
        Flag(),
        False,
        "Whether a warning of `footlight build` counts as an error, so that nothing is made of the essay; `--strict`"
        " says the same for one run",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """The table [reading]: the reading PDF."""

    standard: Standard = key(
        Choice(Standard),
        Standard.A2A,
        'What the reading PDF is besides PDF/UA-1: `"a-2a"`, or `"a-3a"`, in which the Markdown source and the ledger'
        " travel as attachments",
    )
    captures: bool = key(
        Flag(),
        False,
        "Whether the captured pages, source/NAME.links.warc.gz, travel too. They are other people's: ask yourself"
        " whether you may pass them on",
    )

    def check(self) -> None:
        """Raise Refused where keys contradict each other."""
        if self.captures and self.standard is not Standard.A3A:
            hint = f'Write standard = "{Standard.A3A}" beside it.'
            raise Refused("'captures' travel only in a PDF/A-3", key="captures", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOptions:
    """The table [notes]."""

    tallest: float = key(
        Number(least=0.1, greatest=10.0, takes="a number of text blocks"),
        3.0,
        "A note taller than this many text blocks (pages without their margins) is set at the end, with a finding"
        " (`note-as-endnote`); any other begins at the foot of the page of its call and, where it has no room, goes on"
        " at the foot of the next; 0.1 to 10",
    )
    reading_order: ReadingOrder = key(
        Choice(ReadingOrder),
        ReadingOrder.CALL,
        'Where a program that reads aloud reads a note: after its `"call"`, after the `"paragraph"`, or at the `"end"`;'
        " the page is the same ([accessibility.md](accessibility.md))",
    )
    csl: str = key(
        Text(form=r"[\w.-]+\.csl", empty=False, takes="the name of a file in templates/csl/, such as notes.csl"),
        "notes.csl",
        "The citation style: a file in templates/csl/ of the project, else of Footlight; see"
        " [templates.md](templates.md)",
    )
    editor: str = key(Text(), "", "The name of the person whose notes are marked as the editor's, for the colophon")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """The table [links]."""

    archives: tuple[str, ...] = key(
        Each(Text()),
        (),
        "The web archives that `links recover` and `links check` ask, in this order: a .warc, .warc.gz or .wacz file or"
        " a folder of them, a blog's export or folder of posts,"
        " or an archive on the web, such as `wayback`; [archives.md](archives.md) lists the kinds",
    )
    contact: str = key(
        Text(
            form=r"[\x20-\x27\x2a-\x3a\x3c-\x7e]{0,200}", takes="an address of mail or of a page, in plain characters"
        ),
        "",
        "An address of mail or of a page, sent to every archive and site that is asked, so that it can reach you",
    )
    allowed: tuple[str, ...] = key(
        Each(Text()),
        (),
        "Hosts (`HOST` or `HOST:PORT`) of this machine or network that `links check` and `links preserve` may ask; any"
        " other is refused, also where a redirect leads there. A host that is named with its port is asked without a"
        " pause between two questions",
    )
    save: str = key(
        Text(form=r"https?://[^\s/]+/\S*", takes="an address, such as https://web.archive.org/save/"),
        "",
        "Where `links preserve` asks an archive to keep a page: what stands before the address, such as"
        " `https://web.archive.org/save/`; empty: no archive is asked",
    )
    pages: int = key(
        Whole(least=1, greatest=10_000, takes="a number"),
        400,
        "The most pages of the essay's site that are read from an archive on the network, for one essay; 1 to 10000",
    )


TABLES: dict[str, type] = {
    "project": ProjectOptions,
    "build": BuildOptions,
    "source": SourceOptions,
    "page": PageOptions,
    "face": FaceOptions,
    "print": PrintOptions,
    "reading": ReadingOptions,
    "notes": NoteOptions,
    "booklet": BookletOptions,
    "cover": CoverOptions,
    "epub": EpubOptions,
    "links": LinkOptions,
    "lint": LintOptions,
    "check": CheckOptions,
}
"""The tables of footlight.toml. To add a key, add a line to the class of its table; to add a table, a class, a row
here and a field of Config. Then `make docs` writes docs/configuration.md anew."""


BOOK = "book"
"""The table of a book. Its class is imported where there is one: it takes 6 ms, which most commands need not wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a project decides. The defaults build a folder that has no footlight.toml."""

    project: ProjectOptions = field(default_factory=ProjectOptions)
    source: SourceOptions = field(default_factory=SourceOptions)
    build: BuildOptions = field(default_factory=BuildOptions)
    page_options: PageOptions = field(default_factory=PageOptions)
    print_options: PrintOptions = field(default_factory=PrintOptions)
    face: FaceOptions = field(default_factory=FaceOptions)
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    notes: NoteOptions = field(default_factory=NoteOptions)
    booklet: BookletOptions = field(default_factory=BookletOptions)
    cover: CoverOptions = field(default_factory=CoverOptions)
    epub: EpubOptions = field(default_factory=EpubOptions)
    book: "BookOptions | None" = None
    """The book of the project; None where footlight.toml has no [book]."""
    links: LinkOptions = field(default_factory=LinkOptions)
    lint: LintOptions = field(default_factory=LintOptions)
    check: CheckOptions = field(default_factory=CheckOptions)
    drafts: bool = False
    """Whether drafts are built; only the command line says so."""

    @property
    def page(self) -> "Page":
        """The page of the reading edition."""
        from footlight.settings.print_order import page_from  # noqa: PLC0415 - see print_options

        return page_from(self.page_options)

    @property
    def ticket(self) -> "Ticket":
        """What is ordered for the print edition; what [print] does not say is as in [page]."""
        from footlight.settings.print_order import ticket_from  # noqa: PLC0415 - see print_options

        return ticket_from(self.print_options, self.page)
