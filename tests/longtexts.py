"""Texts of many pages, made up from a few words of a language, the same each time and no two pages alike."""

import random
from collections.abc import Iterator

WORDS = {
    "en": "harbour lamp keeper storm lantern argument leisure evidence reconsideration unforeseeable of the and in a",
    "ru": "гавань лампа смотритель буря фонарь доказательство обстоятельство независимость и в на не что это под",
    "ar": "الميناء المصباح الحارس العاصفة الفانوس البرهان الظروف الاستقلال في من على إلى هذا الذي كان لم",
    "ja": "港灯台守嵐提灯証拠事情独立の議論は静かに読まれるべきであるが海と波がそれを知っている",
}


def sentence(chance: random.Random, lang: str) -> str:
    """A sentence of 8 to 20 words."""
    if lang == "ja":
        return "".join(chance.choices(WORDS[lang], k=chance.randrange(20, 60))) + "。"
    words = chance.choices(WORDS[lang].split(), k=chance.randrange(8, 20))
    return " ".join(words).capitalize() + "."


def paragraphs(lang: str, count: int, seed: int = 1, notes: int = 0) -> Iterator[str]:
    """Paragraphs of 3 to 7 sentences; each of the first `notes` has a note in its midst."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    joint = "" if lang == "ja" else " "
    for number in range(count):
        said = [sentence(chance, lang) for _ in range(chance.randrange(3, 8))]
        if number < notes:
            said[1] += f"^[{sentence(chance, lang)}]"
        yield joint.join(said)


def essay(lang: str, count: int, *, notes: int = 0, extra: str = "") -> str:
    """An essay of so many paragraphs, a heading before each tenth, `extra` in its midst."""
    parts = [f"---\ntitle: {sentence(random.Random(0), lang)[:-1]}\nauthor: A. Writer\nlang: {lang}\ndate: 2011\n---"]  # noqa: S311
    for number, paragraph in enumerate(paragraphs(lang, count, notes=notes)):
        if number % 10 == 5:
            parts.append(f"# {sentence(random.Random(number), lang)[:-1]}")  # noqa: S311 - as above
        if number == count // 2:
            parts.append(extra)
        parts.append(paragraph)
    return "\n\n".join(parts) + "\n"


def rich() -> str:
    """An essay with lists, tables, figures, quotations, verse and sixty notes."""
    rows = "\n".join(
        f"| Lamp {n} of the harbour | {n} metres | {1800 + n}, kept by the keeper of that year |" for n in range(60)
    )
    items = "\n".join(f"{n}. {text}\n" for n, text in enumerate(paragraphs("en", 12, seed=2), 1))
    verse = "\n".join(f"| {sentence(random.Random(n), 'en')}" for n in range(40))  # noqa: S311 - as above
    quotes = "\n>\n".join(f"> {text}" for text in paragraphs("en", 6, seed=3))
    figures = "\n\n".join(
        f"![Lamp {n}, as drawn](lamp.png)\n\n{text}" for n, text in enumerate(paragraphs("en", 12, seed=4))
    )
    table = f"| Lamp | Height | Lit |\n|:--|--:|:--|\n{rows}\n\n: The lamps"
    return essay("en", 80, notes=60, extra=f"{items}\n\n{table}\n\n{verse}\n\n{quotes}\n\n{figures}")


def edges() -> str:
    """An essay in which pages begin with what is no paragraph of the body: a headnote, a figure, code, a heading."""
    said = list(paragraphs("en", 40, seed=5))
    parts = [
        f"---\ntitle: Edges\nauthor: A. Writer\nlang: en-GB\nlinks-as-notes: print\nabstract: |\n  {said[0]}\n---",
        f"::: headnote\n[Note.]{{.label}} {' '.join(said[1:12])}\n:::",
    ]
    for number, words in enumerate(said[12:]):
        parts.append(f"{words} See [a link](https://example.org/{number}/page) here.")
        parts += [f"# {sentence(random.Random(number), 'en')[:-1]}"] if number % 5 == 0 else []  # noqa: S311 - as above
        parts += ["![A lamp](lamp.png){height=17cm}"] if number % 7 == 1 else []
        parts += ["A tall note.[^tall]"] if number == 9 else []
        parts += ["```\n" + "\n".join(f"code line {n} <&>" for n in range(60)) + "\n```"] if number == 11 else []
    return "\n\n".join([*parts, f"[^tall]: {said[3]} {said[4]}"]) + "\n"


def book(chapters: int = 60, words: int = 90_000) -> str:
    """A book of so many chapters and about so many words, with two notes a chapter."""
    count = max(3, words // chapters // 62)
    parts = ["---\ntitle: A Book of Harbours\nauthor: A. Writer\nlang: en-GB\ndate: 2011\n---"]
    for number in range(1, chapters + 1):
        parts.append(f"# Chapter {number}: {sentence(random.Random(number), 'en')[:-1]}")  # noqa: S311 - as above
        parts += paragraphs("en", count, seed=number + 100, notes=2)
    return "\n\n".join(parts) + "\n"
