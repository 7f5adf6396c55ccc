"""Spaces that do not break, dashes and raised ordinals: each language by its own rules, and never in code or addresses.

`~` stands for a space that does not break, `_` for a narrow one; what is raised stands between carets, and what stays
on one line between bars. The sources of the rules are in the rows of footlight/editions/language_rules.py.
"""

import io
import re
import zipfile
from pathlib import Path

import pytest
from making import make, write
from workshop import REPOSITORY, Workshop

from footlight.editions.language_rules import ROWS, rules_of
from footlight.engines.pdfium import page_texts

HEAD = "---\ntitle: Of Spaces\nauthor: A. Writer\nlang: {lang}\n---\n\nWords.\n\n"
_SHOWN = (
    (r"</?sup>", "^"),
    (r'<span class="fl-whole">(.*?)</span>', r"|\1|"),
    (r"<[^>]*>", ""),
    ("\u00a0", "~"),
    ("\u202f", "_"),
)


def shown(html: str) -> list[str]:
    """The paragraphs of a fragment behind the first, as this module writes them."""
    paragraphs = []
    for paragraph in re.findall(r"<p>(.*?)</p>", html, re.DOTALL)[1:]:
        for pattern, becomes in _SHOWN:
            paragraph = re.sub(pattern, becomes, paragraph)  # noqa: PLW2901 - step by step
        paragraphs.append(paragraph.replace("\n", " "))
    return paragraphs


CASES = {
    "en": [
        ("A road of 5 km, 42 % of it up, p. 7, no. 3.", "A road of 5~km, 42~% of it up, p.~7, no.~3."),
        ("There are 10 000 lamps; in 1914 300 more.", "There are 10~000 lamps; in 1914 300 more."),
        ("J. R. Hill met Mr Low and Dr. May on 12 May 1914.", "J.~R.~Hill met Mr~Low and Dr.~May on 12~May 1914."),
        ("Henry VIII was; Henry I think not. 44 BC, 5 a.m.", "Henry~VIII was; Henry I think not. 44~BC, 5~a.m."),
        ("The 19th light -- the last -- burns.", "The 19th light~– the last~– burns."),
        ("Lamp 3 - or 4 - burns; see no. 5 - or not.", "Lamp 3~– or 4~– burns; see no.~5~– or not."),
        ("The lamp - an old one - burns: 7 - 3 = 4.", "The lamp~– an old one~– burns: 7 - 3 = 4."),
    ],
    "en-GB": [("On May 5 Mr J. Hill sold 5 kg for £ 10 000.", "On May~5 Mr~J.~Hill sold 5~kg for £~10~000.")],
    "fr": [
        ("Le XIXe siècle, la 1re fois, le 1er mai.", "Le XIX^e^~siècle, la 1^re^ fois, le 1^er^~mai."),
        ("La Ve République, la 2de, Ier siècle, les 24es.", "La V^e^ République, la 2^de^, I^er^~siècle, les 24^es^."),
        ("Ce, De, Le, Me, Vie, Mes et Mille : non.", "Ce, De, Le, Me, Vie, Mes et Mille~: non."),
        ("Il a 10 000 francs, 42 %, p. 12, n° 5.", "Il a 10~000~francs, 42~%, p.~12, n°~5."),
        ("Pourquoi ? Comment? Oui ; non: si !", "Pourquoi_? Comment_? Oui_; non~: si_!"),
        ("Il dit « oui » et «non».", "Il dit «~oui~» et «~non~»."),
        ("M. Dupont, Mme Hugo et J.-P. Roux, Louis XIV.", "M.~Dupont, Mme~Hugo et J.-P.~Roux, Louis~XIV."),
        ("En 44 av. J.-C. – dit-on – il vint.", "En 44~av.~|J.-C.| –~dit-on~– il vint."),
        ("--- Oui, à 12:30.", "—~Oui, à 12:30."),
    ],
    "fr-CH": [("Il dit « oui » : non ; 10 000.", "Il dit «_oui_»_: non_; 10~000.")],
    "fr-CA": [("Pourquoi? Le prix : 5 $.", "Pourquoi? Le prix~: 5~$.")],
    "de": [
        ("Es war z. B. am 5. Mai, d. h. im 19. Jahrhundert.", "Es war z._B. am 5.~Mai, d._h. im 19.~Jahrhundert."),
        ("Auf S. 7, Nr. 5 und Abb. 3: 10 000 Mark, 42 %.", "Auf S.~7, Nr.~5 und Abb.~3: 10~000~Mark, 42~%."),
        ("Das Wort - nein -- ging. J. S. Bach, 44 v. Chr.", "Das Wort~– nein~– ging. J.~S.~Bach, 44~v._Chr."),
    ],
    "es": [
        ("El 5 de mayo, en el siglo XIX, p. ej., EE. UU.", "El 5~de~mayo, en el siglo~XIX, p.~ej., EE.~UU."),
        ("El 1.er piso, la 3.ª vez, 10 000 km.", "El 1.^er^ piso, la 3.ª vez, 10~000~km."),
        ("El Sr. López ---un señor--- y Felipe II.", "El Sr.~López |—un| |señor—| y Felipe~II."),
        ("---¿Qué? ---dijo.", "|—¿Qué|? |—dijo|."),
    ],
    "it": [
        ("Il 5 maggio 1914 e l'8 giugno.", "Il 5~maggio 1914 e l’8~giugno."),
        ("Nel secolo XIX, a p. 5, il sig. Rossi, G. Verdi.", "Nel secolo~XIX, a p.~5, il sig.~Rossi, G.~Verdi."),
        ("Le 10 000 lire -- un inciso -- di Luigi XIV.", "Le 10~000~lire –~un inciso~– di Luigi~XIV."),
        ("Il 42 % di 5 kg, nel 44 a. C., fig. 3.", "Il 42~% di 5~kg, nel 44~a.~C., fig.~3."),
    ],
    "pt": [
        ("A 5 de maio de 1914.", "A 5~de~maio de 1914."),
        ("No século XIX, p. 5, o Sr. Silva, D. Pedro II.", "No século~XIX, p.~5, o Sr.~Silva, D.~Pedro~II."),
        ("São 10 000 reais --- um inciso --- ou 42 %.", "São 10~000~reais —~um inciso~— ou 42~%."),
        ("O n.º 7, a 5 km, 44 a. C., 1.ª vez.", "O n.º~7, a 5~km, 44~a.~C., 1.ª vez."),
    ],
    "nl": [
        ("Op 5 mei 1914.", "Op 5~mei 1914."),
        ("In de 19e eeuw, blz. 5, dhr. Jansen, nr. 3.", "In de 19e~eeuw, blz.~5, dhr.~Jansen, nr.~3."),
        ("Er zijn 10 000 gulden -- ja -- of 42 %, 5 km.", "Er zijn 10~000~gulden~– ja~– of 42~%, 5~km."),
        ("J. R. Thorbecke, 44 v. Chr., Lodewijk XIV.", "J.~R.~Thorbecke, 44 v.~Chr., Lodewijk~XIV."),
    ],
    "sv": [
        ("Den 5 maj 1914, på 1800-talet, s. 7, nr 5, kl. 12.", "Den 5~maj 1914, på 1800-talet, s.~7, nr~5, kl.~12."),
        ("Han fick 10 000 kr, 42 %, 5 km på 3 mil.", "Han fick 10~000~kr, 42~%, 5~km på 3~mil."),
        ("Dr A. Berg och prof. Lind i S:t Göran, Karl XII.", "Dr~A.~Berg och prof.~Lind i S:t~Göran, Karl~XII."),
        ("T.ex. t. ex., t ex och bl.a. 44 f. Kr.", "T.ex. t.~ex., t~ex och bl.a. 44~f.~Kr."),
        ("I det 19:e århundradet, 44 f.Kr.", "I det 19:e~århundradet, 44~f.Kr."),
        ("Ordet - ett ord -- föll.", "Ordet~– ett ord~– föll."),
        ("-- Ja, sade hon.", "–~Ja, sade hon."),
    ],
    "pl": [
        ("Było to 5 maja 1914 r.", "Było to 5~maja 1914~r."),
        ("Był w domu i z kimś, a potem o świcie u niej.", "Był w~domu i~z~kimś, a~potem o~świcie u~niej."),
        ("Był 1914 r., XIX w., s. 7, 10 000 zł, 42 %.", "Był 1914~r., XIX~w., s.~7, 10~000~zł, 42~%."),
        ("Tam A. Mickiewicz -- wieszcz -- i dr Nowak.", "Tam A.~Mickiewicz~– wieszcz~– i~dr~Nowak."),
    ],
    "ru": [
        ("А. С. Пушкин в 1914 г., т. е. в XIX в.", "А.~С.~Пушкин в~1914~г., т.~е. в~XIX~в."),
        ("Есть 10 000 руб., 5 км, 42 %, с. 7, № 5.", "Есть 10~000~руб., 5~км, 42~%, с.~7, №~5."),
        ("Слово -- это - не дело; так ли? И т. д.", "Слово~— это~— не дело; так~ли? И~т.~д."),
        ("На 19-й день кто-то жил 1914--1918.", "На |19-й| день |кто-то| жил 1914–1918."),
        ("--- Да, в Москве к утру.", "—~Да, в~Москве к~утру."),
    ],
    "uk": [
        ("Це було 5 травня.", "Це було 5~травня."),
        ("Т. Шевченко у 1914 р., XIX ст., і т. д.", "Т.~Шевченко у~1914~р., XIX~ст., і~т.~д."),
        ("Є 10 000 грн, 5 км, 42 %, с. 7, № 5.", "Є~10~000~грн, 5~км, 42~%, с.~7, №~5."),
        ("Слово -- не діло, на 19-й день.", "Слово~— не діло, на |19-й| день."),
    ],
    "el": [
        ("Στις 5 Μαΐου 1914.", "Στις 5~Μαΐου 1914."),
        ("Ο Κ. Καβάφης, σ. 7, αρ. 5, εικ. 3.", "Ο Κ.~Καβάφης, σ.~7, αρ.~5, εικ.~3."),
        ("Τα 10 000 ευρώ -- ναι -- και 42 %, 5 χλμ.", "Τα 10~000~ευρώ –~ναι~– και 42~%, 5~χλμ."),
    ],
}


@pytest.mark.parametrize("lang", CASES)
def test_a_language_has_its_own_spaces_dashes_and_ordinals(tmp_path: Path, lang: str) -> None:
    source = "\n\n".join(source for source, _ in CASES[lang])
    made = make(write(tmp_path, HEAD.format(lang=lang) + source + "\n"))
    assert shown(made.fragments.body) == [says for _, says in CASES[lang]]


def test_each_language_names_the_source_of_its_rules_and_has_a_case() -> None:
    unsourced = [lang for lang, rules in ROWS.items() if len(rules.source) <= 20]
    assert unsourced == [], "`source` in footlight/editions/language_rules.py names a book or standard, and where in it"
    assert ROWS.keys() - CASES.keys() == set(), (
        "each row of footlight/editions/language_rules.py needs cases in `CASES`"
    )
    page = (REPOSITORY / "docs" / "languages.md").read_text(encoding="utf-8")
    unnamed = [lang for lang in sorted(ROWS) if f"`{lang}`" not in page]
    assert unnamed == [], "the table in docs/languages.md needs the language, with its tag"
    assert rules_of("en-AU") is rules_of("en-GB")
    assert rules_of("pt-BR") is rules_of("pt")
    assert rules_of("tlh") is None


def test_rules_see_words_across_links_and_emphasis(tmp_path: Path) -> None:
    """Whatever node a figure, a point or a blank stands in; calls take no part."""
    source = "*42* % de [cela](https://example.org/a) ; **M.** *Dupont* : « *oui* », XIXe *siècle*, *XXe* ; p. *7*."
    made = make(write(tmp_path, HEAD.format(lang="fr") + source + "\n"))
    assert shown(made.fragments.body) == ["42~% de cela_; M.~Dupont~: «~oui~», XIX^e^~siècle, XX^e^_; p.~7."]


def test_code_and_addresses_stay_as_they_are(tmp_path: Path) -> None:
    source = (
        "Voir `a ? b : c`, <https://example.org/a:b?c=1er>, [example.org/1er](https://example.org/1er), "
        "http://example.org/p?q!: et `p. 7`.\n\n    if x ? 1er : XIXe ; p. 7\n"
    )
    made = make(write(tmp_path, HEAD.format(lang="fr") + source))
    body = re.sub(r"<(?!/?sup)[^>]*>", "", made.fragments.body)
    for kept in ("a ? b : c", "example.org/a:b?c=1er", "example.org/1er", "http://example.org/p?q!:", "p. 7",
                 "if x ? 1er : XIXe ; p. 7"):  # fmt: skip
        assert kept in body
    assert "<sup>" not in body


def test_words_of_another_language_have_its_rules(tmp_path: Path) -> None:
    source = (
        "Le mot [he said; 5 km - no: Mr Hill; 1er]{lang=en} ; oui.\n\n::: {lang=de}\nEs war z. B. so; gut: 1er?\n:::\n"
    )
    made = make(write(tmp_path, HEAD.format(lang="fr") + source))
    assert shown(made.fragments.body) == [
        "Le mot he said; 5~km~– no: Mr~Hill; 1er_; oui.",
        "Es war z._B. so; gut: 1er?",
    ]


def test_notes_titles_and_cells_have_the_rules_too_in_page_and_book(project: Workshop) -> None:
    head = "---\ntitle: Le XIXe siècle : une vue\nauthor: A. Writer\nlang: fr\n---\n\n"
    table = "| La 2e | 5 km |\n|---|---|\n| 10 000 | p. 7 |\n\n"
    body = f"## La 1re vue ?\n\nMots.[^1]\n\n{table}[^1]: Au XXe siècle ; p. 7.\n"
    project.write("source/essay.md", head + body)
    done = project.make()
    assert done.code == 0, done
    products = project.products()
    with zipfile.ZipFile(io.BytesIO(products["essay.epub"])) as book:
        text = book.read("EPUB/text.xhtml").decode()
    for says in ("XIX<sup>e</sup>\u00a0siècle\u00a0: une vue", "La 1<sup>re</sup> vue\u202f?", "La 2<sup>e</sup>",
                 "5\u00a0km", "10\u00a0000", "p.\u00a07", "Au XX<sup>e</sup>\u00a0siècle\u202f;"):  # fmt: skip
        assert says in text
    pages = " ".join(" ".join(page_texts(products["essay.pdf"])).split())
    for says in ("XIXe siècle : une vue", "10 000", "Au XXe siècle ; p. 7"):
        assert says in pages
