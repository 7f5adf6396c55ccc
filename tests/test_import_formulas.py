"""Formulas of imported pages: the TeX that a page keeps beside what it shows."""
# ruff: noqa: E501 - pages write long lines

from workshop import Workshop

PAGE = r"""<p>pandoc <span class="math inline">\(a^2\)</span>,
KaTeX <span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>b</mi></mrow><annotation
encoding="application/x-tex">b_1</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">b1</span></span>,
MathJax <span class="MathJax_Preview"></span><span class="MathJax">c</span><script type="math/tex">\gamma</script>,
Wikipedia <span class="mwe-math-element"><math alttext="{\displaystyle E=mc^{2}}"><mi>E</mi></math><img alt="x" src="x.svg"
class="mwe-math-fallback-image-inline"></span>, a picture <img class="latex" alt="d+e" src="https://s0.wp.example/latex.php?latex=d">,
and none: <math><mi>f</mi></math> for $5.</p>
<script type="math/tex; mode=display">\int g</script><p>Words, and words, and more words so that this is an essay.</p>"""


def test_formulas_are_tex(project: Workshop) -> None:
    """Each way in which pages keep their TeX; where there is none the words stay."""
    item = f"<item><title>Formulas</title><description><![CDATA[{PAGE}]]></description></item>"
    feed = f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>"
    project.write("feed.xml", feed)
    done = project.run("import", "--no-pictures", "feed.xml")
    assert done.code == 0, done.out
    text = " ".join((project.source / "formulas.md").read_text(encoding="utf-8").split())
    assert "pandoc $a^2$, KaTeX $b_1$, MathJax $\\gamma$, Wikipedia $E=mc^{2}$, a picture $d+e$," in text
    assert "and none: f for $5." in text
    assert "$$\\int g$$" in text
