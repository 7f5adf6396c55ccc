"""Guess the language of a text that names none, by its letters and its commonest words. A finding says so.

Letters tell a script, and a script that one language has most readers of tells that language. Texts in Latin letters
are told apart by words that each language has everywhere and the others have not.
"""

import re
import unicodedata
from collections import Counter

_LOOKED_AT = 20_000
"""Characters of the text; they tell its language."""
_FEWEST_LETTERS = 40
_FEWEST_WORDS = 12
"""Words of a language that a text has to hold: a short one tells nothing."""
_CODE_OR_ADDRESS = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|<[^<>\n]*>|https?://\S+|\{[{%][^{}]{0,200}[}%]\}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")

_SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}
"""The first word of a letter's Unicode name, and the language that most texts in such letters are in."""
_LETTERS = {
    "ru": (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћљњџ"), ("bg", "ъ")),
    "ar": (("fa", "پچژگ"), ("ur", "ٹڈڑے")),
}
"""Languages in the same letters, by those that only they have."""
_WORDS = {
    "en": "the of and to in is that it for was with as this are be you not have",
    "de": "der die und das ist nicht ein eine mit auf für ich sich dem auch wie",
    "fr": "le les des est et une dans pour que qui sur pas avec sont nous ce",
    "es": "el los las del una que con por para como más pero está muy esto son",
    "pt": "os uma não com para mais como mas são foi ao pelo você isso também das",
    "it": "il che di per una con non sono della questo anche come più gli nel alla",
    "ca": "els amb una per que és més com però són aquest també dels les pot ser",
    "nl": "het een van en niet dat zijn met voor ook maar wordt deze naar dit bij",
    "sv": "och att det som för inte med är på av till har jag kan om ett",
    "da": "og at det som ikke med er på af til har jeg kan om et der",
    "nb": "og at det som ikke med er på av til har jeg kan om et fra",
    "fi": "ja on ei että se oli mutta kun ovat myös tai joka niin kuin voi ole",
    "pl": "się nie jest na do że to jak ale dla przez od tak są może tym",
    "cs": "je se na že to ale jako pro jsem jsou není tak který by když nebo",
    "tr": "ve bir bu için ile olarak daha çok gibi ama olan değil var kadar ne her",
    "ro": "și este care nu pentru din mai sunt cu într-un fost acest prin dar ca când",
    "hu": "és egy az hogy nem meg ez csak lesz ki azt mint vagy már volt lehet",
    "vi": "và của là có không cho được trong một với các này người để những khi",
    "id": "yang dan di dengan untuk tidak ini dari dalam adalah pada itu akan juga atau kita",
}
_WORDS_OF = {lang: frozenset(words.split()) for lang, words in _WORDS.items()}


def guess_language(text: str) -> str:
    """The BCP 47 tag of a text's language; empty where it is too short, or too mixed, to tell."""
    prose = unicodedata.normalize("NFC", _CODE_OR_ADDRESS.sub(" ", text[:_LOOKED_AT]))
    letters = [character for character in prose if character.isalpha()]
    if len(letters) < _FEWEST_LETTERS:
        return ""
    scripts: Counter[str] = Counter()
    for character, number in Counter(letters).items():
        scripts[unicodedata.name(character, "").partition(" ")[0]] += number
    by_script: Counter[str] = Counter()
    for script, number in scripts.items():
        by_script[_SCRIPTS.get(script, script)] += number
    language, number = by_script.most_common(1)[0]
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > len(letters) // 20:
        return "ja"  # whose Chinese characters may be more than its own letters
    if language == "LATIN":
        return _by_words(prose)
    if language not in _SCRIPTS.values() or number * 2 < len(letters):
        return ""
    return _by_letters(language, letters)


def _by_letters(language: str, letters: list[str]) -> str:
    for other, own in _LETTERS.get(language, ()):
        if sum(character.lower() in own for character in letters) > len(letters) // 100:
            return other
    return language


def _by_words(prose: str) -> str:
    words = [word.lower() for word in _WORD.findall(prose)]
    hits = Counter({lang: sum(word in own for word in words) for lang, own in _WORDS_OF.items()})
    (first, most), (_, next_most) = hits.most_common(2)
    clear = most >= _FEWEST_WORDS and most * 10 > len(words) and most > next_most + next_most // 10
    return first if clear else ""
