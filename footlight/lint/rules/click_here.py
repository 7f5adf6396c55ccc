"""Rule: the words of a link say nothing of where it leads: “here”, “click here”, “this link”.

On paper nothing can be clicked, and who listens to the links of a page alone hears “here” twelve times (WCAG 2.2,
success criterion 2.4.9, https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-link-only).
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot
from footlight.markdown.link_syntax import plain_words

CODE = "click-here"

_SAYS_NOTHING = {
    "en": "here; over here; right here; click here; this link; link; the link; this; more; read more; click",
    "de": "hier; hier klicken; klick hier; klicken sie hier; klicke hier; dieser link; diesen link; link; mehr",
    "fr": "ici; cliquez ici; cliquer ici; clique ici; ce lien; lien; le lien; par ici; plus; lire la suite",
    "es": "aquí; aqui; acá; haz clic aquí; haga clic aquí; clic aquí; pincha aquí; este enlace; enlace; link; leer más",
    "pt": "aqui; clique aqui; clica aqui; este link; esta ligação; link; ligação; leia mais; saiba mais",
    "it": "qui; qua; clicca qui; clicca; cliccare qui; questo link; link; leggi tutto; continua",
    "ca": "aquí; clica aquí; fes clic aquí; aquest enllaç; enllaç",
    "nl": "hier; klik hier; deze link; link; lees meer; meer",
    "sv": "här; klicka här; den här länken; länk; läs mer",
    "da": "her; klik her; dette link; link; læs mere",
    "nb": "her; klikk her; denne lenken; lenke; les mer",
    "fi": "tästä; täällä; klikkaa tästä; tämä linkki; linkki; lue lisää",
    "pl": "tutaj; tu; kliknij tutaj; kliknij; ten link; link; więcej; czytaj więcej",
    "cs": "zde; tady; klikněte zde; tento odkaz; odkaz",
    "ru": "здесь; тут; нажмите здесь; кликните здесь; жмите сюда; сюда; по ссылке; по этой ссылке; ссылка; подробнее",
    "uk": "тут; натисніть тут; за посиланням; за цим посиланням; посилання; детальніше",
    "el": "εδώ; πατήστε εδώ; κάντε κλικ εδώ; αυτός ο σύνδεσμος; σύνδεσμος",
    "tr": "burada; buraya; buraya tıklayın; tıklayın; bu bağlantı; bağlantı",
    "ar": "هنا; اضغط هنا; انقر هنا; هذا الرابط; الرابط",
    "he": "כאן; לחצו כאן; קישור",
    "ja": "こちら; ここ; ここをクリック; こちらをクリック; このリンク; リンク",
    "zh": "这里; 點擊這裡; 点击这里; 這裡; 点此; 此处; 链接; 連結",
    "hi": "यहाँ; यहां; यहाँ क्लिक करें; लिंक",
}
"""Words of links, for each language, in small letters. English stands in essays of all languages."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def click_here(prose: Prose) -> Iterator[Spot]:
    """Yield the words of each link that say nothing of where it leads."""
    empty = {words.strip() for lang in ("en", prose.lang) for words in _SAYS_NOTHING.get(lang, "").split(";")}
    for start, end in prose.links():
        words = plain_words(prose.text[start + 1 : end])
        said = _EDGES.sub("", words).lower()
        if said in empty and said:
            message = f"the link's words, “{words}”, do not say where it leads"
            yield Spot(start=start + 1, end=end, message=message)
