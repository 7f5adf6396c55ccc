"""What of a page is the text: by the place of things and their words, and hardly by the names that a template gives."""

import pytest

from footlight.intake.conversion import Conversion, convert
from footlight.intake.item import Item, ItemKind

P = (
    "The harbour was built twice, says the report, and paid for once; what is left of the first lies under the second, "
    "as a word lies under its correction, and can be read at low water by whoever brings boots."
)
TEXT = f"<p>{P}</p><p>{P.replace('twice', 'thrice')}</p><p>{P.replace('boots', 'a lamp')}</p>"
LEAD = "Nobody asked for a second harbour, and everybody paid for it in the end."
HEAD = "<head><title>On Piers</title><meta property='og:title' content='On Piers'>{}</head>"


def imported(body: str, head: str = "") -> Conversion:
    """What a page becomes."""
    page = f"<!doctype html><html lang=en>{HEAD.format(head)}<body>{body}</body></html>"
    return convert(Item(kind=ItemKind.PAGE, content=page, origin="x.html", address="https://shore.example/piers"))


def test_an_element_that_holds_most_of_the_page_is_the_text_whatever_it_is_called() -> None:
    """Blogger calls it a widget, others a margin with adverts."""
    done = imported(
        f"<div class='widget header'>The Shore</div><div class='widget Blog'><h3>On Piers</h3>{TEXT}</div>"
        "<div class='widget sidebar'><p>Popular posts, archives, and a word about me and my boots.</p></div>"
    )
    assert done.body.count("The harbour was built") == 3
    assert "Popular" not in done.body


def test_a_dialog_whose_names_say_content_is_no_text() -> None:
    dialog = "<div class='modal-content'><div class='body'><p>Load our app, and sign in with your name.</p></div></div>"
    done = imported(f"<div class='modal fade' id=app>{dialog}</div><div><div><h1>On Piers</h1>{TEXT}</div></div>")
    assert done.body.count("The harbour was built") == 3
    assert "Load our app" not in done.body


def test_the_one_article_of_a_page_is_its_text() -> None:
    """What stands beside it in the same column is the site's."""
    other = "<li><a href='/other'>Another page of the site</a></li>" * 3
    parts = "".join(f"<section class=part>{part}</section>" for part in TEXT.replace("</p><p>", "</p>|<p>").split("|"))
    done = imported(f"<div id=content><article>{parts}</article><div><h4>Weather</h4><ul>{other}</ul></div></div>")
    assert done.body.count("The harbour was built") == 3
    assert "Another page" not in done.body


@pytest.mark.parametrize(
    "head",
    [
        "<header><h1>On Piers</h1><p class=x1>{lead}</p></header><section><div class=b>{text}</div></section>",
        "<h1>On Piers</h1><div><i>12 May</i><div>{lead}</div></div><div><div>{text}</div></div>",
        "<article><h1>On Piers</h1><div class=chapo><p>{lead}</p></div><div class=entry-content>{text}</div></article>",
    ],
)
def test_what_stands_between_title_and_text_belongs_to_it(head: str) -> None:
    """A standfirst stands first; the one that the page gives as its description is in the front matter."""
    page = f"<nav><p>{P}</p></nav>" + head.format(lead=LEAD, text=TEXT)
    done = imported(page)
    assert done.body.startswith(LEAD + "\n\nThe harbour")
    assert done.body.count("The harbour was built") == 3
    described = imported(page, f"<meta name=description content='{LEAD}'>")
    assert LEAD not in described.body
    assert f"description: {LEAD}\n" in described.front_matter


def test_the_picture_between_title_and_text_is_brought_with_its_caption() -> None:
    figure = "<figure><img src=/pier.jpg alt='A pier'><figcaption>Low water</figcaption></figure>"
    small = "<img class=author-photo src=/me.jpg width=48 alt=Me>"
    done = imported(f"<h1>On Piers</h1><div>{small}{figure}</div><div><div class=entry-content>{TEXT}</div></div>")
    assert "![Low water](https://shore.example/pier.jpg){alt=" in done.body
    assert "me.jpg" not in done.body


CARD = (
    "<div class=c{n}><a href=/p{n}><img src=/p{n}.jpg></a><h4><a href=/p{n}>The other pier, part {n}</a></h4>"
    "<p>Short.</p></div>"
)
OWN = "<li><a href='/other'>Another page of the site</a></li>"


@pytest.mark.parametrize(
    ("more", "stays"),
    [
        (CARD.format(n=1).replace("c1", "c") + CARD.format(n=2).replace("c2", "c"), False),
        (f"<h3>Related posts</h3><ul>{OWN}{OWN}</ul>", False),
        (f"<p><b>Das könnte dich auch interessieren:</b></p><ul>{OWN}</ul>", False),
        (f"<div><span>あわせて読みたい</span></div><ul>{OWN}</ul>", False),
        ("<p>Tags: <a href=/tag/piers>piers and moles</a>, <a href=/tag/mud>mud</a></p>", False),
        ("<ul><li><a rel=tag href=/t/piers>piers</a></li><li><a rel=tag href=/t/mud>mud</a></li></ul>", False),
        (f"<h3>What I wrote of moles</h3><ul>{OWN}{OWN}</ul>", True),
        ("<h3>Related posts</h3><ul><li><a href=https://mole.example/>Of moles</a></li></ul>", True),
        ("<p>Tags: <a href=/tag/piers>piers</a> are what I like, and nobody else does.</p>", True),
        ("<figure><a href=/a><img src=/a.jpg></a></figure><figure><a href=/b><img src=/b.jpg></a></figure>", True),
    ],
)
def test_what_leads_on_to_other_pages_of_the_site_goes_and_what_the_author_wrote_stays(
    more: str, *, stays: bool
) -> None:
    done = imported(f"<article><h1>On Piers</h1>{TEXT}{more}</article>")
    assert done.body.count("The harbour was built") == 3
    without = imported(f"<article><h1>On Piers</h1>{TEXT}</article>").body
    assert (done.body != without) is stays
    assert bool(done.expected_links) is stays


ANSWER = (
    "<div class='{kind}'><div class=votes>12</div><div class=cell><div class='s-prose js-post-body'>"
    "<p>{words}</p></div>"
    "<div class='user-info'><time datetime='2014-02-06 10:00:00Z'></time><div itemprop=author class=user-details>"
    "<span itemprop=name>{name}</span><span>1,234 reputation</span></div></div></div>"
    "<div class=comments><div class=comment>No, it was a mole. <a href=/c>See</a></div></div></div>"
)
PHPBB = (
    "<div class='post' id=p{n}><p class=author>by <strong><a class=username href=/u>{name}</a></strong></p>"
    "<div class=postbody>"
    "<h3><a href=#p{n}>Re: Piers</a></h3><div class=content>{words}</div></div></div>"
)


def test_all_posts_of_a_thread_are_the_text_each_under_its_author() -> None:
    """A page of questions and answers: short and long ones, and no comment to them."""
    question = ANSWER.format(kind="question", words="How old is it?", name="A. Asker")
    answers = "".join(
        ANSWER.format(kind="answer", words=words, name=name)
        for words, name in ((f"{P} <a href='https://mole.example/'>There</a>", "B. Writer"), ("Old.", "C. Short"))
    )
    done = imported(f"<h1>Piers</h1><div id=question>{question}</div><div id=answers>{answers}</div>")
    assert done.body.startswith("**A. Asker, 2014-02-06**\n\nHow old is it?\n\n**B. Writer, 2014-02-06**\n\n")
    assert done.body.endswith("[There](https://mole.example/)\n\n**C. Short, 2014-02-06**\n\nOld.\n")
    assert [one.message for one in done.findings] == ["not imported, for others wrote them: 3 comments of readers"]


def test_a_thread_of_a_forum() -> None:
    posts = "".join(PHPBB.format(n=n, name=f"Poster {n}", words=f"{P} Number {n}.") for n in range(3))
    done = imported(f"<h2>Piers</h2>{posts}")
    assert [f"**Poster {n}**\n\n{P} Number {n}." in done.body for n in range(3)] == [True] * 3
    assert done.findings == ()


def test_each_post_has_its_own_day() -> None:
    """The last one as well: the others have been taken out of the page by then."""
    posts = "".join(
        f"<article class=topic-body><span itemprop=author>Poster {n}</span><time datetime=201{n}-01-01></time>"
        f"<div class=cooked><p>{P} Number {n}.</p></div></article>"
        for n in range(3)
    )
    done = imported(f"<h1>Piers</h1><div class=topic>{posts}</div>")
    assert [f"**Poster {n}, 201{n}-01-01**" in done.body for n in range(3)] == [True] * 3


def test_comments_below_an_essay_stay_out_and_are_counted() -> None:
    comments = "".join(
        f"<li class='comment even' id=comment-{n}><div class=comment-body><p>{P} I disagree.</p></div></li>"
        for n in (1, 2)
    )
    done = imported(f"<article><h1>On Piers</h1>{TEXT}</article><ol class=comment-list>{comments}</ol>")
    assert "I disagree" not in done.body
    assert [(one.code, "2 comments" in one.message) for one in done.findings] == [("import-left-out", True)]


def test_a_link_named_link_is_a_sign_only_beside_a_heading() -> None:
    heading = "<h2 id=a>Piers <a href=#a class=headerlink>link</a></h2>"
    done = imported(f"<article><h1>On Piers</h1>{TEXT}{heading}<p><a href='#gone'>link</a></p>{TEXT}</article>")
    assert done.links.counts() == {"made absolute": 1, "permalink": 1}
    assert "[link](https://shore.example/piers#gone)" in done.body
