"""Footnotes stay footnotes when pages are imported, whoever made them: a program, a plug-in, Word or a hand."""
# ruff: noqa: E501 - markup as programs write it

import pytest

from footlight.intake.conversion import convert
from footlight.intake.item import Item, ItemKind

T = "The tide is out and the mud shines, as it did when the report was written, by a man who had never seen it."
FORMS: dict[str, str] = {
    "easy-footnotes": f'<p>{T}<span id="easy-footnote-1-33" class="easy-footnote-margin-adjust"></span><span class="easy-footnote"><a href="#easy-footnote-bottom-1-33" title="A note."><sup>1</sup></a></span></p><p>{T}</p><ol class="easy-footnotes-wrapper"><li class="easy-footnote-single"><span id="easy-footnote-bottom-1-33" class="easy-footnote-margin-adjust"></span>A <em>note</em>.<a class="easy-footnote-to-top" href="#easy-footnote-1-33"></a></li></ol>',
    "mci": f"""<p>{T}<span class="footnote_referrer"><a role="button" tabindex="0" onclick="footnote_moveToReference_9_1('footnote_plugin_reference_9_1_1');"><sup id="footnote_plugin_tooltip_9_1_1" class="footnote_plugin_tooltip_text">[1]</sup></a><span id="footnote_plugin_tooltip_text_9_1_1" class="footnote_tooltip">A <em>note</em>.</span></span></p><p>{T}</p><div class="speaker-mute footnotes_reference_container"><div class="footnote_container_prepare"><p><span role="button" tabindex="0" id="footnote_reference_container_label_9_1">References</span></p></div><div id="footnote_references_container_9_1"><table class="footnotes_table footnote-reference-container"><tbody><tr class="footnotes_plugin_reference_row"><th scope="row" class="footnote_plugin_index_combi pointer" onclick="x"><a id="footnote_plugin_reference_9_1_1" class="footnote_backlink"><span class="footnote_index_arrow">&#8593;</span>1</a></th><td class="footnote_plugin_text">A <em>note</em>.</td></tr></tbody></table></div></div>""",
    "word": f'<p class=MsoNormal>{T}<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style="mso-special-character:footnote">[1]</span></span></a></p><p>{T}</p><div style="mso-element:footnote-list"><br clear=all><hr align=left size=1 width="33%"><div style="mso-element:footnote" id=ftn1><p class=MsoFootnoteText><a style="mso-footnote-id:ftn1" href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> A <em>note</em>.</p></div></div>',
    "pandoc": f'<p>{T}<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p><p>{T}</p><section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr/><ol><li id="fn1"><p>A <em>note</em>.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
    "wikipedia": f'<p>{T}<sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup></p><p>{T}</p><h2>References</h2><div class="reflist"><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1" aria-label="Jump up">^</a></b></span> <span class="reference-text">A <em>note</em>.</span></li></ol></div>',
    "hand-made numbers": f'<p>{T}<sup><a href="#note1" name="back1">1</a></sup></p><p>{T}</p><hr><h3>Notes</h3><p><a name="note1">1.</a> A <em>note</em>. <a href="#back1">Back</a></p>',
    "hand-made brackets": f'<p>{T} <a href="#n1">[1]</a></p><p>{T}</p><p><b>Notes</b></p><p><a name="n1"></a>[1] A <em>note</em>.</p>',
    "dl": f'<p>{T}<a href="#f1" id="c1">(1)</a></p><p>{T}</p><dl><dt id="f1">1</dt><dd>A <em>note</em>. <a href="#c1">return</a></dd></dl>',
    "table": f'<p>{T}<sup><a href="#t1" id="u1">1</a></sup></p><p>{T}</p><table><tr><td valign=top><a name="t1" href="#u1">1</a></td><td>A <em>note</em>.</td></tr></table>',
    "tufte": f'<p>{T}<label for="sn-1" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-1" class="margin-toggle"/><span class="sidenote">A <em>note</em>.</span></p><p>{T}</p>',
    "gwern aside": f'<p>{T}<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a></p><p>{T}</p><aside id="footnotes"><div id="fn1" class="footnote"><p>A <em>note</em>.<a href="#fnref1">↩</a></p></div></aside>',
    "unlinked sup": f"<p>{T}<sup>1</sup></p><p>{T}</p><p><sup>1</sup> A <em>note</em>.</p>",
    "unlinked bracket": f"<p>{T}[1]</p><p>{T}</p><h4>Notes:</h4><p>[1] A <em>note</em>.</p>",
    "absolute": f'<p>{T}<a href="https://x.example/p#_ftn1" name="_ftnref1">[1]</a></p><p>{T}</p><p><a href="https://x.example/p#_ftnref1" name="_ftn1">[1]</a> A <em>note</em>.</p>',
    "li para anchors": f'<p>{T}<a id="fnref:1" href="#fn:1"><sup>1</sup></a></p><p>{T}</p><ol><li><p id="fn:1">A <em>note</em>.</p></li></ol>',
    "latex2html": f'<p>{T}<A NAME="tex2html1" HREF="#foot12"><SUP>1</SUP></A></p><p>{T}</p><HR><H4>Footnotes</H4><DL><DT><A NAME="foot12">... it.</A><A HREF="#tex2html1"><SUP>1</SUP></A></DT><DD>A <em>note</em>.</DD></DL>',
    "two calls": f'<p>{T}<sup><a href="#fn1" id="a">1</a></sup></p><p>{T}<sup><a href="#fn1" id="b">1</a></sup></p><ol><li id="fn1">A <em>note</em>. <a href="#a">a</a> <a href="#b">b</a></li></ol>',
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_note_goes_to_its_call_and_nothing_of_its_plumbing_stays(form: str) -> None:
    """One note, called in the first paragraph; no back-link, mark, heading or rule of the notes is left."""
    done = convert(Item(kind=ItemKind.FRAGMENT, content=FORMS[form], origin="page.html", address="https://x.example/p"))
    first, second, note = done.body.strip().split("\n\n")[:3]
    assert first.replace(" [^1]", "[^1]") == f"{T}[^1]"
    assert second in (T, f"{T}[^1]")
    assert note == "[^1]: A *note*."
    assert done.body.strip().endswith(note)
    assert (done.notes, done.findings) == (1, ())
    assert set(done.links.counts()) <= {"note"}


@pytest.mark.parametrize(
    "body",
    [
        f'<p>{T} See <a href="#two">2</a>.</p><h2 id="two">2. Piers</h2><p>{T}</p>',
        f'<ol><li><a href="#s1">1</a></li></ol><h2 id="s1">One</h2><p>{T}</p>',
        f"<p>In 1911 [1] and 1912 [2] it stood. {T}</p><p>{T}</p>",
        f"<p>{T}</p><ul><li>[1] one of them</li><li>[2] another</li></ul>",
    ],
)
def test_what_only_looks_like_a_note_stays_where_it_is(body: str) -> None:
    done = convert(Item(kind=ItemKind.FRAGMENT, content=body, origin="page.html", address="https://x.example/p"))
    assert done.notes == 0
    assert "[^" not in done.body
    assert T in done.body
