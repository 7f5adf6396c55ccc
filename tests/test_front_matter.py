"""Front matter as other generators write it: each form, each date, and what becomes of their keys."""

import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workshop import Workshop

from footlight.essay.document import Metadata, PartialDate
from footlight.essay.front_matter_block import body_offset, find_front_matter
from footlight.essay_files import Given
from footlight.findings.finding import Finding, Severity
from footlight.reading.dates import read_date
from footlight.reading.front_matter import KEYS, read_metadata
from footlight.reading.generator_keys import ROWS
from footlight.reading.title_markup import escaped_tags
from footlight.settings.wording import month_names

BODY = "The kettle *sings*.\n"
SITE = Given(site="https://kettles.example/blog", authors=("P. House",))


def read(text: str, known: Given = Given()) -> tuple[Metadata, str, tuple[Finding, ...]]:  # noqa: B008 - frozen
    """The metadata of a source, its body, and the findings."""
    meta, body_start, findings = read_metadata(text, "source/post.md", known)
    return meta, text[body_start:], findings


def under(head: str, known: Given = Given()) -> tuple[Metadata, tuple[Finding, ...]]:  # noqa: B008 - frozen
    """The metadata of a YAML front matter and the findings."""
    meta, body, findings = read(f"---\ntitle: On Kettles\n{head}\n---\n\n{BODY}", known)
    assert (meta.title, body) == ("On Kettles", f"\n{BODY}")
    return meta, findings


def day(meta: Metadata) -> str:
    return meta.date.iso if meta.date else ""


FORMS = {
    "yaml": "---\ntitle: On Kettles\nauthor: A. Brewer\ndate: 2012-03-04\n---\n",
    "yaml-dots": "---\ntitle: On Kettles\nauthor: A. Brewer\ndate: 2012-03-04\n...\n",
    "yaml-blank-line-first": "---\n\n# of tea\ntitle: On Kettles\nauthor: A. Brewer\ndate: 2012-03-04\n---\n",
    "yaml-flow": '---\n{title: On Kettles, author: "A. Brewer", date: 2012-03-04}\n---\n',
    "toml": '+++\ntitle = "On Kettles"\nauthor = "A. Brewer"\ndate = 2012-03-04\n\n[extra]\ncolour = 1\n+++\n',
    "toml-time": "+++\ntitle = 'On Kettles'\nauthor = 'A. Brewer'\ndate = 2012-03-04T23:59:59-08:00\n+++\n",
    "toml-in-hyphens": "---toml\ntitle = 'On Kettles'\nauthor = 'A. Brewer'\ndate = 2012-03-04\n---\n",
    "json": '{\n  "title": "On Kettles",\n  "author": "A. Brewer",\n  "date": "2012-03-04"\n}\n',
    "json-in-hyphens": '---json\n{"title": "On Kettles", "author": "A. Brewer", "date": "2012-03-04"}\n---\n',
    "json-semicolons": ';;;\n{"title": "On Kettles", "author": "A. Brewer", "date": "2012-03-04"}\n;;;\n',
    "json-without-braces": '"title": "On Kettles",\n"author": "A. Brewer",\n"date": "2012-03-04"\n;;;\n',
    "title-block": "% On\n  Kettles\n% A. Brewer\n% 4 March 2012\n",
    "header-lines": "Title: On Kettles\nAuthor: A. Brewer\nDate: 2012-03-04 10:20\n",
    "header-lines-going-on": "title:   On\n    Kettles\nauthor:  A. Brewer\ndate:    March 4, 2012\n",
    "header-lines-before-a-comment": "Title: On Kettles\nAuthor: A. Brewer\nDate: 2012-03-04\n<!-- Slug: x -->\n",
    "logseq": "title:: On Kettles\nauthor:: A. Brewer\ndate:: 2012-03-04\n",
    "hexo-no-first-fence": "title: On Kettles\nauthor: A. Brewer\ndate: 2012/03/04 10:20:30\ntags:\n- tea\n---\n",
    "nikola": "<!--\n.. title: On Kettles\n.. author: A. Brewer\n.. date: 2012-03-04 10:20:30 UTC+01:00\n-->\n",
    "nikola-without-comment": ".. title: On Kettles\n.. author: A. Brewer\n.. date: 2012-03-04\n",
}


@pytest.mark.parametrize("lead", ["", "\ufeff", "\n\n", "\ufeff \n\t\n"], ids=["", "mark", "blank", "mark-and-blank"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read(form: str, lead: str) -> None:
    """Also behind a byte-order mark and blank lines; nothing of it is left in the body."""
    meta, body, findings = read(f"{lead}{FORMS[form]}\n{BODY}")
    assert (meta.title, meta.byline, day(meta)) == ("On Kettles", "A. Brewer", "2012-03-04")
    assert (body.removeprefix("<!-- Slug: x -->\n").strip(), findings) == (BODY.strip(), ())


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule, and prose: with a colon\n\nMore.\n\n---\n\nMore.\n".replace(
            "A rule, and prose: with", "A rule, with"
        ),
        "---\n- a list\n- of two\n---\n",
        "Note that: this is prose.\n\nMore.\n",
        "From: the harbour\nTo: the mill\nDate: today\n\nA letter.\n",
        "# Title: a heading\n\nText.\n",
        "{% include kettle.html %}\n\nText.\n",
        '{"a": 1} is an object.\n',
        "%%a comment of Obsidian's%%\n\nText.\n",
        "100% of it\n",
        "+++\nno end\n",
        ";;;\n",
        "",
        "\n\n",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert find_front_matter(text) is None
    assert body_offset(text) == 0


def test_a_front_matter_without_its_second_fence_is_said() -> None:
    meta, body, findings = read("\n---\ntitle: On Kettles\n\nText.\n")
    assert (meta.title, body.startswith("\n---")) == ("", True)
    assert [(f.code, f.line, f.severity) for f in findings] == [("front-matter-left-open", 2, Severity.WARNING)]


SPOILT = {
    "---\ntitle: Kettles: a history\nauthor: A. Brewer\n---\n": ("Kettles: a history", "A. Brewer", 2),
    "---\nauthor: [A, B\ntitle: 'On Kettles'\n---\n": ("On Kettles", "", 3),
    "---\ntitle: On Kettles\ntags:\n\t- tea\nauthor: A. Brewer\n---\n": ("On Kettles", "A. Brewer", 4),
    '+++\ntitle = On Kettles\nauthor = "A. Brewer"\n\n[extra]\nx = \n+++\n': ("On Kettles", "A. Brewer", 2),
    '{"title": "On Kettles",}\n': ("", "", 0),
    ';;;\n"title": "On Kettles"\n"author": "A. Brewer"\n;;;\n': ("", "", 3),
}


@pytest.mark.parametrize("head", SPOILT)
def test_what_is_not_well_formed_is_read_as_far_as_it_goes(head: str) -> None:
    """And it is a warning, with the line; a broken JSON object at the head is text like any other."""
    title, author, line = SPOILT[head]
    meta, _, findings = read(f"{head}\n{BODY}")
    assert (meta.title, meta.byline) == (title, author)
    expected = [("front-matter-syntax", line, Severity.WARNING)] if line else []
    assert [(f.code, f.line, f.severity) for f in findings] == expected


DATES = {
    "2015": "2015",
    "2015-11": "2015-11",
    "2015-11-17": "2015-11-17",
    "2015-1-7": "2015-01-07",
    "2015/11/17 16:16:01": "2015-11-17",
    "2015.11.17": "2015-11-17",
    "20151117": "2015-11-17",
    "201511171616": "2015-11-17",
    "2015-11-17 16:16:01 -0600": "2015-11-17",
    "2015-11-17 16:16": "2015-11-17",
    "2015-11-17T16:16:01Z": "2015-11-17",
    "2015-11-17t16:16:01.25+02:00": "2015-11-17",
    "2015-11-17 16:16:01.10 -5": "2015-11-17",
    "2015-11-17T161601Z": "2015-11-17",
    "0397": "0397",
    "397": "0397",
    "0397-05-04": "0397-05-04",
    "17.11.2015": "2015-11-17",
    "7. 1. 2015": "2015-01-07",
    "11/17/2015": "2015-11-17",
    "17/11/2015": "2015-11-17",
    "05/05/2015": "2015-05-05",
    "17 November 2015": "2015-11-17",
    "17th of November, 2015": "2015-11-17",
    "November 17, 2015": "2015-11-17",
    "Nov 17 2015": "2015-11-17",
    "NOV 2015": "2015-11",
    "Sept. 2015": "2015-09",
    "17-Nov-2015": "2015-11-17",
    "Tue, 17 Nov 2015 16:16:01 -0600": "2015-11-17",
    "Tue Nov 17 16:16:01 CST 2015": "2015-11-17",
    "Tue Nov 17 2015 16:16:01 GMT+0100 (Central European Standard Time)": "2015-11-17",
    "17. März 2015": "2015-03-17",
    "1er août 2015": "2015-08-01",
    "fevrier 2015": "2015-02",
    "17 de noviembre de 2015": "2015-11-17",
    "17 ноября 2015 г.": "2015-11-17",
    "ноябрь 2015": "2015-11",
    "17 نوفمبر 2015": "2015-11-17",
    "2015年11月17日": "2015-11-17",
    "2015 年 11 月": "2015-11",
    "2015년 11월 17일": "2015-11-17",
}
IN_WORDS = {
    "Michaelmas 1984": "1984",
    "ca. 1890": "1890",
    "1890s": "1890",
    "Spring 2012": "2012",
    "mardi 17 novembre 2015": "2015-11-17",
    "1911–1913": "1911",
}
NO_DATES = ["soon", "today", "{{ date }}", "<% tp.date.now() %>", "03/04/2012", "2012 or 2013 or 2014", "12:30", "-",
            "n.d.", "last-modified", "`r Sys.Date()`", "44 BC", "17 2015", "1 November 2 December 2015",
            "2015-11-17-18-19",
            "in the year 2015 after much thought and delay", "12345", "x" * 200]  # fmt: skip


@pytest.mark.parametrize("words", DATES)
def test_dates(words: str) -> None:
    """The day that is written, not the day in another zone."""
    found = read_date(words, "en")
    assert found
    assert (found.iso, found.as_written) == (DATES[words], False)


@pytest.mark.parametrize("words", IN_WORDS)
def test_a_year_with_a_few_words_is_printed_as_it_stands(words: str) -> None:
    found = read_date(words, "en")
    assert found
    assert (found.iso, found.as_written, found.text) == (IN_WORDS[words], True, words)


@pytest.mark.parametrize("words", NO_DATES)
def test_what_is_no_date_is_a_finding_and_is_not_printed(words: str) -> None:
    assert read_date(words, "en") is None
    meta, findings = under(f"date: '{words}'")
    assert (meta.date, [f.code for f in findings]) == (None, ["front-matter-value"])


def test_the_name_of_the_file_decides_what_numbers_mean() -> None:
    """Only of two days that the numbers can mean."""
    for words, named, meant in (
        ("04/03/2012", "2012-03-04", "2012-03-04"),
        ("04/03/2012", "2012-04-03", "2012-04-03"),
        ("04/03/2012", "2011-01-01", ""),
    ):
        meta, findings = under(f"date: {words}", Given(date=named))
        assert day(meta) == meant or (named, len(findings)) == (day(meta), 1)


@pytest.mark.parametrize("words", ["2015-02-29", "2015-13", "31 April 2015", "0000-01-01", "2015-11-31"])
def test_a_day_that_no_calendar_has_is_a_finding(words: str) -> None:
    meta, findings = under(f"date: {words}")
    assert meta.date is None
    assert "is no day of the calendar" in findings[0].message


def test_every_month_of_every_language_is_read_back() -> None:
    for lang, names in month_names().items():
        for number, name in enumerate(names, 1):
            found = read_date(f"2015年{name}3日" if name[0].isdecimal() else f"3 {name} 2015", lang)
            assert found == PartialDate(text=found.text if found else "", year=2015, month=number, day=3), (lang, name)


@given(st.text(st.sampled_from("0123456789-/.:TZ ,年月日MayNov+("), max_size=24))
def test_a_date_of_any_signs_is_a_day_or_none(words: str) -> None:
    """Nothing that stands in a `date:` raises anything but ValueError, for a day that no calendar has."""
    try:
        found = read_date(words, "en")
    except ValueError:
        return
    assert found is None or found.iso


def test_keys_of_generators_are_no_findings() -> None:
    """Nor is any value of theirs, of whatever kind."""
    for row in ROWS:
        for key in row.keys:
            for value in ("x", "true", "[1, [2, {a: b}]]", "{a: {b: c}}", "''"):
                _, findings = under(f"'{key.replace('*', 'x')}': {value}")
                assert findings == (), key


def test_no_row_has_a_key_of_ours() -> None:
    """`cover_image` is another's, `cover-image` is ours: what is spelt as ours is ours."""
    assert not {key for row in ROWS for key in row.keys} & set(KEYS)


HEADS: dict[str, dict[str, object]] = {
    "tags: [tea, '#water']\ncategories: Kitchen": {"keywords": ("tea", "water", "Kitchen")},
    "tags: tea, water\nkeywords: [water, fire]": {"keywords": ("water", "fire", "tea")},
    "categories:\n- [Home, Kitchen]\n- Home": {"keywords": ("Home", "Kitchen")},
    "tags:\n- label: Tea\n  permalink: /tea": {"keywords": ("Tea",)},
    "taxonomies:\n  tags: [tea]\n  categories: [home]": {"keywords": ("tea", "home")},
    "tags: true": {"keywords": ()},
    "language: de-CH": {"lang": "de-CH"},
    "locale: pt_BR": {"lang": "pt-BR"},
    "language: english": {"lang": "en"},
    "lang: fr\nlanguage: de": {"lang": "fr"},
    "license: CC BY 4.0": {"rights": "CC BY 4.0"},
    "copyright: true": {"rights": ""},
    "draft: true": {"draft": "draft: true"},
    "draft: false": {"draft": ""},
    "published: false": {"draft": "published: false"},
    "published: true": {"draft": ""},
    "status: Draft": {"draft": "status: Draft"},
    "status: published": {"draft": ""},
    "publish: false": {"draft": "publish: false"},
    "canonical_url: https://kettles.example/2012/on-kettles": {"url": "https://kettles.example/2012/on-kettles"},
    "canonicalUrl: /on-kettles": {"url": ""},
    "permalink: /2012/on-kettles/": {"url": "https://kettles.example/blog/2012/on-kettles/"},
    "permalink: https://old.example/kettles": {"url": "https://old.example/kettles"},
    "permalink: /:year/:title/": {"url": ""},
    "permalink: pretty": {"url": ""},
    "permalink: '/{{ slug }}/'": {"url": ""},
    "permalink: //elsewhere.example/x": {"url": ""},
    "url: /on-kettles/": {"url": "https://kettles.example/blog/on-kettles/"},
    "path: /on-kettles": {"url": "https://kettles.example/blog/on-kettles"},
    "path: on-kettles": {"url": "https://kettles.example/blog/on-kettles/"},
    "url: post/on-kettles": {"url": ""},
    "slug: on-kettles\naliases: [/old]": {"url": ""},
    "url: https://a.example/x\ncanonical_url: https://b.example/x": {"url": "https://a.example/x"},
    "editor: visual": {"contributors": ()},
    "editor:\n  markdown:\n    wrap: 72": {"contributors": ()},
    "cover_image: https://kettles.example/k.png\nimage: k.png": {"cover_image": ""},
    "Published_In: The Kettle": {"published_in": "The Kettle"},
}


@pytest.mark.parametrize("head", HEADS)
def test_what_becomes_of_a_key(head: str) -> None:
    meta, findings = under(head, SITE)
    assert {name: getattr(meta, name) for name in HEADS[head]} == HEADS[head]
    assert findings == ()


def test_paths_say_nothing_where_the_site_is_not_known() -> None:
    meta, findings = under("permalink: /2012/on-kettles/\nurl: /on-kettles/")
    assert (meta.url, findings) == ("", ())


AUTHORS = {
    "author: A. Brewer <a@kettles.example>": "A. Brewer",
    "authors: [A. Brewer, B. Steam]": "A. Brewer, B. Steam",
    "authors:\n- name: A. Brewer\n  title: Cook\n  url: https://kettles.example": "A. Brewer",
    "author:\n- name:\n    given: Ann\n    family: Brewer\n  affiliations: [x]": "Ann Brewer",
    "author:\n- Ann Brewer:\n    institute: kitchen": "Ann Brewer",
    "author: {name: A. Brewer, twitter: '@a'}": "A. Brewer",
    "author:": "P. House",
}


@pytest.mark.parametrize("head", AUTHORS)
def test_authors(head: str) -> None:
    """In the forms of Docusaurus, Quarto and pandoc-scholar; the project's where none is named."""
    meta, findings = under(head, SITE)
    assert (meta.byline, findings) == (AUTHORS[head], ())


def test_authors_of_pelican() -> None:
    meta, _, _ = read(f"Title: On Kettles\nAuthors: A. Brewer, B. Steam\n\n{BODY}")
    assert meta.byline == "A. Brewer, B. Steam"


def test_the_day_of_publication_counts_before_the_day_when_the_file_was_made() -> None:
    meta, _ = under("created: 2011-01-01\npubDate: Mar 4 2012")
    assert day(meta) == "2012-03-04"
    meta, _ = under("created: 2011-01-01\npublished: true\ndate: 2010-01-01")
    assert day(meta) == "2010-01-01"


def test_the_file_name_and_the_project_speak_where_the_front_matter_is_silent() -> None:
    known = Given(lang="he", date="2012-03-04", authors=("P. House",), site="https://kettles.example/")
    meta, _ = under("tags: tea", known)
    assert (meta.lang, meta.direction, meta.byline) == ("he", "rtl", "P. House")
    assert day(meta) == "2012-03-04"
    meta, _ = under("lang: en\ndate: 2013\nauthor: A. Brewer", known)
    assert (meta.lang, meta.direction, meta.byline, day(meta)) == ("en", "ltr", "A. Brewer", "2013")


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null"])
def test_what_says_nothing_is_no_name(nothing: str) -> None:
    """... but in quotation marks it is one."""
    meta, findings = under(f"author: {nothing}\ndate: {nothing}")
    assert (meta.authors, meta.date, findings) == ((), None, ())
    meta, _ = under("author: 'Null'")
    assert meta.byline == "Null"


def test_unknown_keys_are_one_finding() -> None:
    """With a suggestion only where one of ours is really close: `draf`, `wight` and `permalnk` are like none."""
    _, findings = under("autor: A\ndraf: x\nwight: 1\npermalnk: /x\nzzz: 1\nyyy: 1\nlnag: en")
    (finding,) = findings
    assert (finding.code, finding.line, finding.severity) == ("front-matter-unknown-key", 3, Severity.WARNING)
    assert finding.message == (
        "unknown keys in the front matter: 'autor' (did you mean 'author'?), 'draf', 'wight', 'permalnk', "
        "'zzz' and 2 more"
    )


TITLES = {
    "How the <footer> Tag Works": r"How the \<footer> Tag Works",
    "The `<footer>` Tag": "The `<footer>` Tag",
    "An <em>old</em> kettle": "An <em>old</em> kettle",
    "The <b> tag": r"The \<b> tag",
    "a < b and <!-- c": r"a < b and \<!-- c",
    "See <https://kettles.example/>": "See <https://kettles.example/>",
    r"An escaped \<b>": r"An escaped \<b>",
    "One<br>two": "One<br>two",
}


@pytest.mark.parametrize("title", TITLES)
def test_tags_in_titles_are_words(title: str) -> None:
    assert escaped_tags(title) == TITLES[title]


def test_a_year_before_1000_is_set_everywhere(project: Workshop) -> None:
    project.essay(head="---\ntitle: In horto\ndate: 0397\nlang: en\n---\n\n")
    done = project.make()
    assert (done.code, done.out) == (0, "")
    assert "397" in project.pages()[0]


def test_strict_takes_warnings_for_errors(project: Workshop) -> None:
    project.essay(head="---\ntitle: T\nautor: A\n---\n\n")
    assert project.make("--edition", "epub").code == 0
    done = project.make("--edition", "epub", "--strict")
    assert (done.code, done.codes) == (1, ["front-matter-unknown-key"])
    assert "warning" not in done.out
    project.write("source/footlight.toml", "[build]\nstrict = true\n")
    assert project.make("--edition", "epub").code == 1


def test_a_draft_is_passed_over(project: Workshop) -> None:
    """With a notice and exit code 0; --drafts builds it."""
    project.essay(head="---\ntitle: T\ndraft: true\n---\n\n")
    done = project.make("--edition", "epub")
    assert (done.code, done.codes, done.err) == (0, ["draft"], "essay: passed over\n")
    assert not Path(project.build / "essay").exists()
    assert project.make("--edition", "epub", "--drafts").code == 0
    assert Path(project.build / "essay/essay.epub").is_file()


GUESSED = {
    "de": (
        "Der Kessel steht auf dem Feuer, und das Wasser ist nicht heiß. Wenn er kocht, nimmt man ihn mit "
        "einem Tuch vom Herd, und der Tee ist fertig. Das ist auch für sich eine Kunst, die man lernen kann."
    ),
    "fr": (
        "La bouilloire est sur le feu, mais l’eau n’est pas chaude. Quand elle bout, on la prend avec un "
        "linge pour ne pas se brûler, et le thé est prêt. C’est une affaire que nous avons tous apprise dans "
        "les cuisines."
    ),
    "es": (
        "La tetera está en el fuego, pero el agua no está caliente. Cuando hierve se retira con un paño para "
        "no quemarse, y el té está listo. Es un arte que se aprende en las cocinas por la práctica, como los "
        "demás."
    ),
    "en": (
        "The kettle is on the fire, but the water is not hot. When it boils you take it off with a cloth so "
        "as not to burn your hand, and the tea is ready. That is an art of its own, and it is learnt in the "
        "kitchen."
    ),
    "ru": ("Чайник стоит на огне, но вода ещё не горячая. Когда он закипит, его снимают."),
    "uk": ("Чайник стоїть на вогні, але вода ще не гаряча. Коли він закипить, його знімають і заварюють чай."),
    "zh": (
        "水壶放在火上，水还没有开。水开了以后，把水壶拿下来，泡一壶好茶，慢慢地喝，这是一"
        "门可以学会的手艺，厨房里人人都懂。"
    ),
    "ja": (
        "やかんを火にかけたが、湯はまだ沸いていない。沸いたら布巾で下ろして、お茶をいれて"
        "ゆっくり飲む。台所で覚える芸である。"
    ),
    "ko": (
        "주전자를 불 위에 올려놓았지만 물은 아직 끓지 않았다. 물이 끓으면 "
        "내려서 차를 우려 천천히 마신다. 부엌에서 배우는 기술이다."
    ),
    "ar": ("الإبريق على النار والماء لم يسخن بعد. وعندما يغلي نرفعه عن النار ونعد الشاي ثم نشربه ببطء."),
    "fa": ("کتری روی آتش است ولی آب هنوز گرم نشده است. وقتی جوش آمد آن را برمی‌داریم و چای دم می‌کنیم."),
}


@pytest.mark.parametrize("lang", GUESSED)
def test_the_language_that_nobody_names(lang: str) -> None:
    """It is told by letters and common words, and said as a notice; a name of it, from anywhere, ends the guessing."""
    meta, _, findings = read(
        f"---\ntitle: T\n---\n\n{GUESSED[lang]}\n\n```c\nint the, of, and, to, in, is, that;\n```\n"
    )
    assert (meta.lang, meta.lang_is_given) == (lang, False)
    assert meta.direction == ("rtl" if lang in ("ar", "fa") else "ltr")
    assert [f.code for f in findings] == ([] if lang == "en" else ["language-guessed"])
    meta, _, findings = read(f"---\ntitle: T\n---\n\n{GUESSED[lang]}\n", Given(lang="nl"))
    assert (meta.lang, meta.lang_is_given, findings) == ("nl", True, ())


@pytest.mark.parametrize("text", ["", "Kettle.\n", "1234 5678\n", "```\nder die das und ist nicht\n```\n" * 20, "Ω\n"])
def test_too_little_tells_no_language(text: str) -> None:
    meta, _, findings = read(text)
    assert (meta.lang, findings) == ("en", ())


_PIECES = (
    *("---", "+++", ";;;", "\n", "\n", "title", "date", ": ", " = ", '"', "'", "[", "]", "{", "}", "- ", "&a", "*a"),
    *("|", ">", "%", "<!--", "-->", ".. ", "\ufeff", "  ", "\t", "#", "2015-11-17", "true", "x", ",", "[[a]]", "\0"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_no_text_stops_the_reading_of_a_front_matter(text: str) -> None:
    """Whatever stands at the head of a file, there is a body behind it, and every finding has a line of the file."""
    meta, body_start, findings = read_metadata(text, "x.md")
    assert 0 <= body_start <= len(text)
    assert meta.lang
    assert all(0 <= finding.line <= text.count("\n") + 1 for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: [\nb" + " " * 200_000 + "\n---\n",
        "title: x\n" + "a" + " " * 200_000 + "\n\nText\n",
        "---\ntitle: " + "`" * 100_000 + "<b>" * 50_000 + "\n---\n",
        "{{" * 100_000,
        "<" * 200_000,
        "---\n" + "".join(f"k{i}: 1\nk{i}: 2\n" for i in range(4000)) + "---\n",
        "---\n" + "a" * 500_000 + ": 1\n---\n",
        "% " + "\n  x" * 100_000,
        "\n" * 500_000 + "---\ntitle: x\n---\n",
    ],
    ids=range(9),
)
def test_a_hostile_head_is_read_at_once(text: str) -> None:
    start = time.process_time()
    meta, _, findings = read_metadata(text, "x.md")
    escaped_tags(meta.title)
    assert time.process_time() - start < 3
    assert len(findings) < 10
    assert all(len(str(finding)) < 1000 for finding in findings)


def test_months_are_read_in_the_language_that_another_generator_names() -> None:
    meta, findings = under("language: de\ndate: 3. Mär 2015")
    assert (day(meta), meta.lang, findings) == ("2015-03-03", "de", ())


def test_nikolas_file_beside_a_post(project: Workshop) -> None:
    """Is read where the post has no front matter, and a change of it is one of the essay; else a finding names it."""
    project.write("source/walk.meta", ".. title: A Walk\n.. date: 2012-03-30 23:00:00 UTC-03:00\n.. tags: a, b\n")
    project.write("source/walk.md", BODY)
    assert project.make("--edition", "epub").codes == []
    with ZipFile(project.build / "walk" / "walk.epub") as book:
        package = book.read("EPUB/package.opf").decode()
    assert ">A Walk<" in package
    assert "<dc:date>2012-03-30<" in package
    project.write("source/walk.meta", ".. title: A Run\n")
    assert "Nothing to do" not in project.make("--edition", "epub").err
    project.write("source/walk.md", f"---\ntitle: A Walk\nlang: en\n---\n\n{BODY}")
    assert "source/walk.meta" in project.make("--edition", "epub").line("front-matter-twice")


@pytest.mark.parametrize("words", ["Last Modified", "git Created"])
def test_a_date_that_a_generator_works_out_is_none(words: str) -> None:
    """Eleventy's words for a day that only the disk or git knows."""
    meta, _, findings = read(f"---\ntitle: A\nlang: en\ndate: {words}\n---\n\n{BODY}")
    assert (meta.date, findings) == (None, ())
