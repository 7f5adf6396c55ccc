"""Rules of languages for spaces, dashes, ordinals and abbreviations: a row a language, with the source of its rules.

A row says what may not be divided between two lines, and what a blank or a mark of the source becomes. No row changes a
word. `editions.language_spacing` applies the rows; marks of quotation are rows of templates/words/.
"""

# ruff: noqa: E501 - a row has lists of words

from dataclasses import dataclass, replace
from functools import cache

NARROW = "\u202f"
"""A narrow space that does not break."""
WIDE = "\u00a0"
"""A space that does not break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRules:
    """The rules of one language. Lists of words are texts with a blank between two entries, as one reads them."""

    source: str
    """Where the rules are written down."""
    before_numbers: str = ""
    """Abbreviations that stay with the number behind them: "p." with "7"."""
    before_names: str = ""
    """Titles that stay with the name behind them: "Dr" with "Hill"."""
    after_numbers: str = ""
    """Words that stay with the number before them, besides the units of all languages."""
    dates: tuple[str, ...] = (r"(?<=\d)( )(?=<month>)",)
    """Patterns of a day and a month, `<month>` in place of the months' names; a group is a blank that does not break."""
    phrases: tuple[str, ...] = ()
    """Abbreviations of several parts, which stay together; `~` is the blank between two parts."""
    phrase_space: str = WIDE
    """The space within them."""
    centuries: str = ""
    """Words and abbreviations of a century, which stay with its number."""
    short_words: str = ""
    """Words that do not end a line."""
    particles: str = ""
    """Words that do not begin a line."""
    raised: str = ""
    """Pattern of an ordinal, of which the text of a named group is raised."""
    whole: tuple[str, ...] = ()
    """Patterns of words with a hyphen at which they are not divided."""
    dash: str = "–"
    """The dash that a hyphen between two blanks stands for."""
    long_dash: bool = False
    """Whether a dash between two blanks is as long as an em: then "--" of the source is one as well."""
    dashes_in_pairs: bool = False
    """Whether two dashes hold what they enclose, as brackets do; else a dash only stays at the end of its line."""
    closed_dashes: bool = False
    """Whether a dash stands close to the words that it encloses; it is not divided from them."""
    guillemets: str = ""
    """The space within « and »; empty where they stand close to their words."""
    regnal: bool = True
    """Whether a name stays with the Roman number behind it."""
    one: bool = True
    """Whether "I" behind a name can be a number; in English it is a word."""


ENGLISH = LanguageRules(
    source=(
        "The Chicago Manual of Style, 17th ed., 6.119-6.121 (spaces that do not break), 7.41-7.47 (divisions), 9.16 (units),"
        " 9.6 (ordinals on the line)"
    ),
    before_numbers="p. pp. vol. vols. no. nos. No. Nos. fig. figs. Fig. Figs. ch. chs. chap. ed. art. c. ca. fol. fols."
    " l. ll. v. vv. n. nn. pt. sec. § §§ № # AD",
    before_names="Mr. Mrs. Ms. Messrs. Dr. Prof. St. Rev. Hon. Gen. Col. Capt. Lt. Sgt. Mr Mrs Ms Dr Prof St Rev Messrs Mx",
    after_numbers="BC BCE CE AD a.m. p.m. am pm percent million billion trillion miles mi ft in. lb lbs oz",
    dates=(r"(?<=\d)( )(?=<month>)", r"(?<!\w)<month>( )(?=\d{1,2}(?!\d))"),
    one=False,
)
ROWS: dict[str, LanguageRules] = {
    "en": ENGLISH,
    "en-GB": replace(
        ENGLISH,
        source=(
            "New Hart’s Rules, 2nd ed. (Oxford, 2014), 2.5.1 (what is not divided), 4.11 (dashes), 9.2 (single marks"
            " outside, double within), 11.1 (numbers), 11.7 (dates)"
        ),
    ),
    "fr": LanguageRules(
        source=(
            "Lexique des règles typographiques en usage à l’Imprimerie nationale, 3e éd.: abréviations, espacements,"
            " nombres (tranches de trois chiffres, ordinaux), ponctuation, siècle, tiret"
        ),
        before_numbers="p. pp. vol. t. n° N° nº no nos n. fig. chap. art. av. ch. al. fo fol. l. v. § §§ № f°",
        before_names="M. MM. Mme Mmes Mlle Mlles Dr Drs Pr Me Mgr Mgrs St Ste Vve",
        after_numbers="av. apr. h min s ans francs euros millions milliards mille M€ k€ Mo Go Ko To F FF",
        dates=(r"(?<=\d)( )(?=<month>)", r"(?<=1er)( )(?=<month>)"),
        phrases=("av.~J.-C.", "apr.~J.-C.", "c.-à-d.", "N.~B.", "N.~D.~É.", "N.~D.~T.", "op.~cit.", "loc.~cit."),
        centuries="siècle siècles s.",
        raised=r"(?<![\w.,-])(?:(?:1|I)(?P<first>ers?|res?|ères?)|2(?P<second>n?des?|n?ds?)"
        r"|(?:\d+|[IVX]+|[IVXLCDM]{2,})(?P<end>i?èmes?|es?))(?!\w)",
        whole=(r"J\.-C\.", r"c\.-à-d\."),
        dashes_in_pairs=True,
        guillemets=WIDE,
    ),
    "de": LanguageRules(
        source=(
            "Duden, Die deutsche Rechtschreibung, Hinweise für das Maschinenschreiben und Textverarbeitung: Abkürzungen,"
            " Gedankenstrich, Zahlen (Gliederung), Prozent, Datum; DIN 5008:2020"
        ),
        before_numbers="S. Bd. Bde. Nr. Nrn. Abb. Kap. Art. Abs. Anm. Tab. Abt. Aufl. Jg. H. Z. Sp. Bl. ca. § §§ №",
        before_names="Dr. Prof. Hr. Fr. Frl. St. Hl. Dipl.-Ing. Mag.",
        after_numbers="Uhr Mio. Mrd. Millionen Milliarden Euro Mark DM Jahre Prozent Fr. v. n. Jh. Jhd. Jhs. ff. f.",
        dates=(r"(?<=\d\.)( )(?=<month>)",),
        phrases=(
            "z.~B.",
            "d.~h.",
            "u.~a.",
            "i.~d.~R.",
            "u.~U.",
            "z.~T.",
            "v.~a.",
            "o.~ä.",
            "o.~Ä.",
            "u.~ä.",
            "u.~Ä.",
            "s.~o.",
            "s.~u.",
            "u.~s.~w.",
            "i.~A.",
            "m.~E.",
            "a.~a.~O.",
            "a.~D.",
            "v.~Chr.",
            "n.~Chr.",
            "v.~u.~Z.",
            "z.~Zt.",
            "z.~H.",
            "i.~e.~S.",
            "i.~w.~S.",
            "d.~i.",
            "u.~dgl.",
            "o.~g.",
            "e.~V.",
            "m.~a.~W.",
            "h.~c.",
        ),
        phrase_space=NARROW,
        centuries="Jahrhundert Jahrhunderts Jahrhunderte Jh. Jhd. Auflage Kapitel Band",
    ),
    "es": LanguageRules(
        source=(
            "RAE y ASALE, Ortografía de la lengua española (2010): abreviaturas, raya, cifras (grupos de tres, espacio fino),"
            " símbolos, ordinales con letra volada (1.er)"
        ),
        before_numbers="p. pp. pág. págs. vol. vols. t. núm. núms. n.º N.º n.os fig. figs. cap. caps. art. arts. ed. § №",
        before_names="Sr. Sra. Srta. Sres. Dr. Dra. D. Dña. Dª D.ª Prof. Profa. Lic. Sto. Sta. Fr. Ud. Mons.",
        after_numbers="a. d. h millones mil euros pesetas pesos años",
        dates=(r"(?<=\d)( )de( )(?=<month>)", r"(?<=\d)( )de(?= <month>)"),
        phrases=(
            "p.~ej.",
            "EE.~UU.",
            "a.~C.",
            "d.~C.",
            "a.~de~C.",
            "d.~de~C.",
            "a.~m.",
            "p.~m.",
            "s.~f.",
            "FF.~AA.",
            "op.~cit.",
            "loc.~cit.",
            "S.~A.",
            "RR.~HH.",
            "JJ.~OO.",
            "CC.~OO.",
        ),
        centuries="siglo siglos s. ss.",
        raised=r"(?<![\w.,-])\d+\.(?P<end>er|os|as)(?!\w)",
        closed_dashes=True,
    ),
    "it": LanguageRules(
        source=(
            "Roberto Lesina, Il nuovo manuale di stile, 2a ed. (Zanichelli): abbreviazioni, lineetta, numeri, date; Edigeo,"
            " Manuale di redazione"
        ),
        before_numbers="p. pp. pag. pagg. vol. voll. t. n. nn. fig. figg. cap. capp. art. artt. ed. col. v. vv. tav. § №",
        before_names="Sig. sig. Sig.ra Sig.na Sigg. Dott. dott. Dott.ssa Dr. Prof. prof. Prof.ssa Ing. Avv. On. on. S. Mons.",
        after_numbers="a. d. milioni miliardi mila euro lire anni",
        phrases=(
            "a.~C.",
            "d.~C.",
            "p.~es.",
            "op.~cit.",
            "loc.~cit.",
            "N.~B.",
            "n.~d.~r.",
            "N.~d.~R.",
            "n.~d.~t.",
            "S.~p.~A.",
        ),
        centuries="secolo secoli sec. secc.",
        dashes_in_pairs=True,
    ),
    "pt": LanguageRules(
        source=(
            "Emanuel Araújo, A construção do livro (abreviaturas, travessão, numerais); Código de Redação Interinstitucional"
            " da União Europeia, parte 4: números em grupos de três, símbolos, datas"
        ),
        before_numbers="p. pp. pág. págs. vol. vols. t. n.º N.º nº n. fig. figs. cap. caps. art. arts. ed. f. fl. § №",
        before_names="Sr. Sra. Srta. Srs. Dr. Dra. D. Prof. Profa. Eng. Exmo. Sto. Sta. Fr. Pe. Mons.",
        after_numbers="a. d. h milhões mil milhares bilhões euros reais escudos anos",
        dates=(r"(?<=\d)( )de( )(?=<month>)", r"(?<=\d[.ºo])( )de( )(?=<month>)"),
        phrases=(
            "a.~C.",
            "d.~C.",
            "p.~ex.",
            "op.~cit.",
            "loc.~cit.",
            "E.~U.~A.",
            "S.~A.",
            "N.~T.",
            "N.~E.",
            "N.~do~T.",
        ),
        centuries="século séculos séc. sécs.",
        dashes_in_pairs=True,
        closed_dashes=True,
    ),
    "nl": LanguageRules(
        source=(
            "Taalunie, Technische handleiding bij het Groene Boekje; Onze Taal, Taaladviezen: afkortingen, aanhalingstekens,"
            " gedachtestreepje, getallen en eenheden"
        ),
        before_numbers="p. pp. blz. pag. dl. nr. nrs. afb. fig. hfst. art. jrg. kol. r. ca. ± § №",
        before_names="dhr. mevr. mw. dr. drs. prof. ir. mr. ds. St. Dhr. Mevr. Dr. Drs. Prof. Mr. H.",
        after_numbers="uur miljoen miljard mln. mld. euro gulden jaar procent",
        phrases=("a.~u.~b.", "i.~p.~v.", "d.~w.~z.", "v.~Chr.", "n.~Chr.", "t.~a.~v.", "m.~b.~t.", "N.~B."),
        centuries="eeuw eeuwse",
    ),
    "sv": LanguageRules(
        source=(
            "Svenska skrivregler, 3 utg. (Språkrådet; Liber, 2008): sifferuttryck, förkortningar, tankstreck; Myndigheternas"
            " skrivregler, 7 uppl. (Ds 2009:38); EU:s publikationshandbok, 6.4 (mellanrum)"
        ),
        before_numbers="s. sid. bd nr Nr kap. fig. tab. art. spalt sp. uppl. ca c:a cirka kl. jfr § §§ №",
        before_names="dr Dr prof. Prof. doc. dir. hr Hr fr. frk. Frk. S:t S:ta",
        after_numbers="kr kronor öre mil mn md tkr milj. miljoner miljarder procent år st. tim. f. e. f.Kr. e.Kr.",
        phrases=(
            "t.~ex.",
            "t~ex",
            "bl.~a.",
            "bl~a",
            "m.~fl.",
            "m~fl",
            "m.~m.",
            "d.~v.~s.",
            "d~v~s",
            "o.~s.~v.",
            "o~s~v",
            "s.~k.",
            "s~k",
            "f.~d.",
            "f~d",
            "f.~n.",
            "f~n",
            "fr.~o.~m.",
            "fr~o~m",
            "t.~o.~m.",
            "t~o~m",
            "p.~g.~a.",
            "p~g~a",
            "f.~Kr.",
            "e.~Kr.",
        ),
        centuries="århundradet århundradets århundrade seklet seklets sekel",
    ),
    "pl": LanguageRules(
        source=(
            "PN-83/P-55366, Zasady składania tekstów w języku polskim (one letter does not end a line); Adam Wolański,"
            " Edycja tekstów (PWN, 2008): liczby, skróty, pauza i półpauza"
        ),
        before_numbers="s. ss. str. t. nr Nr poz. rys. ryc. tab. il. rozdz. art. ust. pkt ok. r. w. zob. § №",
        before_names="dr prof. mgr inż. ks. św. p. gen. płk mjr kpt. por. red. im. ul. al. pl. o. bp abp Dr Prof. Św. Ks.",
        after_numbers="r. w. zł gr tys. mln mld godz. min lat roku wieku proc.",
        phrases=("p.~n.~e.", "n.~e.", "m.~in.", "b.~r.", "m.~st.", "j.~w.", "i~in.", "i~tp.", "i~td."),
        centuries="w. ww. wiek wieku wieki",
        short_words="a i o u w z A I O U W Z",
    ),
    "ru": LanguageRules(
        source=(
            "А. Э. Мильчин, Л. К. Чельцова, Справочник издателя и автора, 3-е изд.: 13 (числа), 14 (единицы), 6 (сокращения),"
            " технические правила набора (тире, инициалы, предлоги, наращения)"
        ),
        before_numbers="с. С. т. Т. гл. рис. Рис. табл. Табл. п. пп. ст. кн. вып. № №№ § §§ л. лл. стр. ч. илл. ил. см. ок.",
        before_names="г. гг. ул. им. пр. пл. пер. гр. тов. проф. Проф. акад. доц. д-р св. Св. о. оз. р. с. дер. обл. ген. п.",
        after_numbers="г. гг. в. вв. тыс. млн млрд руб. коп. р. км м см мм кг г т ц л ч мин с га лет года году год век века веке"
        " экз. чел. шт.",
        phrases=(
            "т.~е.",
            "т.~к.",
            "т.~н.",
            "т.~п.",
            "т.~д.",
            "и~т.~д.",
            "и~т.~п.",
            "и~др.",
            "и~пр.",
            "н.~э.",
            "до~н.~э.",
            "т.~о.",
            "т.~ч.",
            "в~т.~ч.",
            "и.~о.",
            "с.~г.",
            "ж.~д.",
            "P.~S.",
        ),
        phrase_space=WIDE,
        centuries="в. вв. век века веке веков столетие столетия столетии",
        short_words="а в и к о с у я А В И К О С У Я",
        particles="б бы ж же ли ль",
        whole=(r"\d+-[а-яё]{1,3}", r"\w-(?:то|ка|де|либо|нибудь)", r"[а-яё]+-(?:то|ка)"),
        dash="—",
        long_dash=True,
    ),
    "uk": LanguageRules(
        source=(
            "Український правопис (2019), § 62-63, 160-162 (скорочення, тире, лапки); ДСТУ 3008:2015; М. Тимошик, Книга для"
            " автора, редактора, видавця"
        ),
        before_numbers="с. С. т. Т. гл. рис. Рис. табл. Табл. п. пп. ст. кн. вип. № §§ § арк. стор. ч. іл. див. бл. розд.",
        before_names="м. вул. ім. просп. пл. пров. гр. тов. проф. Проф. акад. доц. д-р св. Св. о. оз. р. с. обл. ген. п.",
        after_numbers="р. рр. ст. тис. млн млрд грн коп. км м см мм кг г т ц л год хв с га років роки року рік прим. осіб",
        phrases=(
            "т.~д.",
            "т.~п.",
            "т.~зв.",
            "т.~ін.",
            "і~т.~д.",
            "і~т.~п.",
            "та~ін.",
            "і~т.~ін.",
            "н.~е.",
            "до~н.~е.",
            "в~т.~ч.",
            "у~т.~ч.",
            "т.~ч.",
        ),
        centuries="ст. століття столітті століть вік віку віці",
        short_words="а б в е є ж з і й о у я А В Є З І Й О У Я",
        particles="б би ж же",
        whole=(r"\d+-[а-яіїєґ]{1,3}", r"[а-яіїєґ]+-то"),
        dash="—",
        long_dash=True,
    ),
    "el": LanguageRules(
        source=(
            "Διοργανικό εγχειρίδιο σύνταξης κειμένων της ΕΕ, μέρος 4: αριθμοί, σύμβολα, συντομογραφίες; Τριανταφυλλίδης,"
            " Νεοελληνική γραμματική: σημεία της στίξης"
        ),
        before_numbers="σ. σσ. σελ. τ. τόμ. αρ. αριθ. κεφ. εικ. πίν. άρθρ. στ. φ. § №",
        before_names="κ. κα Κα κος Κος κκ. Δρ δρ καθ. Αγ. αγ. Άγ. π.",
        after_numbers="χλμ. μ. εκ. χλστ. κιλά ευρώ δρχ. δραχμές εκατ. δισ. χιλ. χρόνια π.μ. μ.μ. π.Χ. μ.Χ. τ.χλμ.",
        phrases=("π.~Χ.", "μ.~Χ.", "π.~χ.", "κ.~λπ.", "κ.~ά.", "δηλ.", "ό.~π.", "μ.~μ.", "π.~μ."),
        centuries="αιώνας αιώνα αιώνες αιώνων αι.",
        dashes_in_pairs=True,
    ),
}
"""By language, and by language and region where the rules differ."""
ROWS |= {
    "fr-CA": replace(
        ROWS["fr"], source="Office québécois de la langue française, Espacement des signes; and as for fr"
    ),
    "fr-CH": replace(ROWS["fr"], source="Guide du typographe (romand), 7e éd.; and as for fr", guillemets=NARROW),
}
_OXFORD = ("AU", "IE", "NZ", "ZA")
"""Regions with the marks and rules of en-GB: the Australian Government’s Style Manual and its like."""


@cache
def rules_of(lang: str) -> LanguageRules | None:
    """The rules for a BCP 47 tag: those of its region, else of its language; None where no row is for it."""
    base, *more = lang.split("-")
    base = base.lower()
    region = next((part.upper() for part in more if len(part) == 2), "")
    region = "GB" if base == "en" and region in _OXFORD else region
    return ROWS.get(f"{base}-{region}") or ROWS.get(base)
