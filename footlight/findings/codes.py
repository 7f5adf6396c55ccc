"""Every code that a finding can have: one row each. A finding with any other code cannot be made.

To add a code, add a row to the section that it belongs to, and run `make docs`: docs/findings.md, `footlight explain`
and the rules of `--sarif` are made from these rows. Write both texts as whole sentences for a writer, so that each is
understood without the rows around it.

This module is imported when the first finding is made, so that a build without findings does not wait for it.
"""

from dataclasses import dataclass

from footlight.findings.severity import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
FAMILY = "…"
"""The last character of a row that stands for all codes of another program, such as `epubcheck-…`."""


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of a code. Texts are Markdown of one line."""

    name: str
    """Words with hyphens, such as `image-missing`; stable, because scripts rely on it."""
    level: Severity
    """What a finding weighs where it is made without another severity."""
    meaning: str
    advice: str
    """What to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Codes that are explained together; a section of docs/findings.md. Texts are Markdown."""

    title: str
    intro: str = ""
    """Printed above the table."""
    closing: str = ""
    """Printed below the table."""
    codes: tuple[Code, ...]


_SOURCE = Section(
    title="The source",
    codes=(
        Code(
            "no-essays",
            ERROR,
            "The folder source/ holds no Markdown file.",
            "Run `footlight new TITLE`, or copy an essay there.",
        ),
        Code(
            "configuration-misplaced",
            WARNING,
            "A footlight.toml lies where none is read: in the project's folder, or in one above it.",
            "Move it into source/, beside the essays; there is one for the whole project.",
        ),
        Code(
            "same-name", ERROR, "Two essays would be built into one folder; the first was built.", "Rename one of them."
        ),
        Code(
            "source-folder-unreadable",
            WARNING,
            "A folder of source/ cannot be read; if there are essays in it, they are not built.",
            "Give yourself the right to read and enter it, such as by `chmod u+rx`.",
        ),
        Code(
            "source-no-file",
            WARNING,
            "Something in source/ is named as Markdown files are, and is a named pipe, a socket, a device, or a link"
            " that leads nowhere; it is passed over.",
            "Put a file in its place, or give it another name.",
        ),
        Code(
            "front-matter-twice",
            WARNING,
            "An essay has a front matter, and a file NAME.meta beside it, which is not read.",
            "Move what that file says into the essay, or remove it.",
        ),
        Code(
            "source-name",
            ERROR,
            "The name of the file holds a control character, or bytes that are not UTF-8. The other essays are built.",
            "Rename the file.",
        ),
        Code("source-unreadable", ERROR, "The file cannot be opened.", "Check its name and its permissions."),
        Code("source-too-large", ERROR, "The file has more than 64 MiB.", "Divide the essay."),
        Code(
            "source-not-utf8",
            ERROR,
            "A byte of the file is neither UTF-8 nor, by its first bytes, UTF-16; the finding names its line.",
            "Save the file as UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`.",
        ),
        Code(
            "source-control-character",
            WARNING,
            "The text holds a control character, which no edition can hold; a blank stands for it.",
            "Delete it, or type the character that was meant.",
        ),
        Code(
            "source-combining-marks",
            WARNING,
            "More than 30 combining marks stand on one letter, which no writing has; blanks stand for the others.",
            "Remove them, or write the letter that was meant.",
        ),
        Code(
            "words-in-english",
            INFO,
            "The edition's own words, such as “Colophon” and “Notes”, are English, because there are none in the"
            " essay's language.",
            "Write templates/words/LANG.toml for your language; [templates.md](templates.md) explains how.",
        ),
        Code(
            "source-private-use",
            WARNING,
            "The text holds a private-use character that Footlight needs for its own marks; “�” stands for it.",
            "Delete it, or type the character that was meant.",
        ),
        Code(
            "front-matter-syntax",
            WARNING,
            "The front matter is not well-formed YAML, TOML or JSON; what can be read of it line by line is used.",
            "Put a text with a colon or a quotation mark, or one that begins with a bracket, between single quotes.",
        ),
        Code(
            "front-matter-left-open",
            WARNING,
            "The file begins like a front matter, but no second fence ends it; it is set as text.",
            "Put the line of three hyphens, or of three plus signs, below the last key.",
        ),
        Code(
            "front-matter-unknown-key",
            WARNING,
            "Footlight knows neither as its own nor as another generator's a key of the front matter; often it is "
            "misspelt.",
            "Use the key that the finding suggests; [front-matter.md](front-matter.md) lists all keys.",
        ),
        Code(
            "front-matter-repeated-key",
            WARNING,
            "A key of the front matter stands twice; the last one counts.",
            "Remove the other one.",
        ),
        Code(
            "front-matter-value",
            WARNING,
            "The value of a key in the front matter is of the wrong kind, or a date is no date; it is left out.",
            "[front-matter.md](front-matter.md) says what each key takes.",
        ),
        Code(
            "draft",
            INFO,
            "The front matter says that the essay is a draft, or is not to be published; it is passed over.",
            "Remove the key, or build it with `--drafts`.",
        ),
        Code(
            "language-guessed",
            INFO,
            "Neither the front matter nor the file's name nor the project says the language; it was guessed.",
            "Add `lang:`, or `lang` in `[project]` of footlight.toml for all essays.",
        ),
        Code(
            "section-page",
            INFO,
            "An `_index.md`, the page of a section of Hugo's or Zola's, has no text; it is passed over.",
            "Nothing, or write a text below its front matter.",
        ),
        Code(
            "book-essay-missing",
            ERROR,
            "A book names an essay or a file that the project does not have, or a name that several have.",
            "Correct the name; a pattern such as `posts/*` means all that fit it.",
        ),
        Code(
            "book-essay-twice",
            WARNING,
            "A book names an essay that stands in it already; it is set once, at the first place.",
            "Remove the second name.",
        ),
        Code(
            "book-pattern-empty",
            WARNING,
            "A pattern of `essays` or `exclude` of a book means no essay.",
            "Correct it; patterns are compared with names of essays and with their paths in source/.",
        ),
        Code(
            "book-part-empty",
            WARNING,
            "A part of a book has no essay, and is left out.",
            "Look at what its `essays`, `tag`, `year` and `by` ask for.",
        ),
        Code(
            "book-empty",
            ERROR,
            "A book has no essay.",
            "Look at what its `essays`, `tag`, `year` and `by` ask for; drafts are taken only with `--drafts`.",
        ),
        Code(
            "book-essay-broken",
            ERROR,
            "An essay of a book has an error, which another finding names, so the book is not made.",
            "Mend it; `footlight book --keep-going` makes the book without it.",
        ),
        Code(
            "book-essay-left-out",
            WARNING,
            "An essay of a book has an error, which another finding names; the book was made without it.",
            "Mend it, and build the book again.",
        ),
        Code("no-title", WARNING, "The essay has no title; the name of its file is used.", "Add `title:`."),
        Code(
            "no-text",
            WARNING,
            "The essay has no text; nothing is made of it.",
            "Write something below the front matter.",
        ),
        Code(
            "theme-unknown",
            INFO,
            "The essay names a theme that neither Footlight nor the project has, perhaps one of its website; it is set"
            " in the project's.",
            "Correct its name; [themes.md](themes.md) lists ours.",
        ),
        Code(
            "citation-style",
            WARNING,
            "The citation style that the essay names is not there, or is none; the project's is used.",
            "Put the style beside the essay, or correct its name.",
        ),
        Code(
            "bibliography-missing",
            WARNING,
            "A file of references is not in the project.",
            "Put the file beside the essay, or correct its name.",
        ),
        Code(
            "citation-undefined",
            WARNING,
            "No reference has the name after `@`; the words were left as they stand.",
            "Add the reference, or correct its name.",
        ),
        Code(
            "brackets-plain",
            WARNING,
            "A paragraph has so many square brackets that are open, or stand in each other, that pandoc would not end.",
            "Close them, or write a backslash before each that opens no link.",
        ),
        Code(
            "markdown",
            ERROR,
            "Pandoc cannot read the text; the message says why. Mostly lists and quotes are nested too deeply.",
            "Nest them less deeply.",
        ),
        Code(
            "raw-html",
            WARNING,
            "HTML or raw TeX that has no meaning in an edition was left out, and the words in it were kept; or a link"
            " to its address stands in its place.",
            "Write it in Markdown, or delete it.",
        ),
        Code(
            "hidden-words",
            INFO,
            "HTML that its author hid from readers (`hidden`, `display: none`) was left out, as every browser does.",
            "Take away what hides it, if the edition is to show it; else delete it.",
        ),
        Code(
            "site-tag",
            INFO,
            "A tag of a site generator was replaced by what can stand in a book: words, an address, a listing.",
            "Write something else there, if the edition is to show more.",
        ),
        Code(
            "site-tag-unknown",
            WARNING,
            "A tag that only a site generator understands was left out; the words in it were kept.",
            "Write in Markdown what it stands for.",
        ),
        Code(
            "layout-command",
            INFO,
            "A line is another program's command for the look of pages, such as [TOC] or \\newpage; it was left out.",
            "Nothing has to be done. Keys of the front matter ask for contents and for sections that begin pages.",
        ),
        Code(
            "note-embedded",
            INFO,
            "A note of Obsidian's shows another one, whose text is set in its place.",
            "Nothing has to be done. What is wrong in that text is mended in its own file.",
        ),
        Code(
            "wikilink",
            WARNING,
            "A link between notes leads to a note that the edition does not hold; its words were kept.",
            "Give that note its `url`, if it is published; or write what it says.",
        ),
        Code(
            "blank-line-wanted",
            WARNING,
            "A list, a heading or a quotation begins right below a line of text; pandoc's Markdown takes it for a part"
            " of that paragraph.",
            "Put a blank line before it.",
        ),
        Code(
            "duplicate-id", WARNING, "An identifier stands twice; the later ones were left out.", "Rename one of them."
        ),
        Code(
            "link-scheme",
            WARNING,
            "A link leads to `javascript:`, `file:` or the like; its words were kept, the link was not.",
            "Remove the link.",
        ),
        Code(
            "address-lookalike",
            WARNING,
            "An address can be taken for another: letters of several scripts in its host, credentials before it, or"
            " characters that cannot be seen. It is printed as it is; the finding shows it in ASCII.",
            "Look where it leads; correct it, if another was meant.",
        ),
        Code(
            "address-too-long",
            WARNING,
            "An address has more than 8,000 characters, which no server takes; its words were kept, the link was not.",
            "Correct the address; mostly a bracket is not closed.",
        ),
        Code(
            "cross-reference-undefined",
            WARNING,
            "A reference such as @fig:mill leads to no figure, table, listing or section; it was left as it is.",
            "Give that the identifier, or correct the reference.",
        ),
        Code(
            "link-within",
            WARNING,
            "A link within the essay, or to another file, leads nowhere; its words were kept, the link was not.",
            "Correct the link.",
        ),
        Code(
            "links-missing",
            INFO,
            "Links seem to be missing from the text at places that the ledger does not know; a build says how many.",
            "Run `footlight links find` to see them, and `footlight links recover` to look for them.",
        ),
        Code(
            "note-defined-twice",
            WARNING,
            "Two definitions have one name. Each is set as a note of its own: the first call has the first.",
            "Give one of them another name.",
        ),
        Code(
            "note-never-called",
            WARNING,
            "A note is defined and never called, so that it is in no edition.",
            "Call it where it belongs, or remove it.",
        ),
        Code(
            "note-undefined",
            WARNING,
            "A note is called and defined nowhere; the call is printed as it stands.",
            "Add the definition, or remove the call.",
        ),
        Code(
            "note-in-note",
            WARNING,
            "A note is called within another note. It is set there in brackets, where it has one paragraph.",
            "Call it from the text, or write its words into the note.",
        ),
        Code(
            "reference-defined-twice",
            WARNING,
            "Two definitions of a reference give two addresses; the first one holds.",
            "Give one of them another name.",
        ),
        Code(
            "reference-undefined",
            WARNING,
            "A reference, as in `[words][key]`, is defined nowhere; it is printed as it stands.",
            "Add a line `[key]: ADDRESS`.",
        ),
        Code(
            "reference-unused",
            WARNING,
            "A reference is defined and used nowhere, so that its address is in no edition.",
            "Remove it, or link words to it.",
        ),
        Code(
            "box-not-closed",
            WARNING,
            "A box (`:::`, or `<div>`) is closed nowhere; all that follows stands in it.",
            "Close it.",
        ),
        Code(
            "formula-not-set",
            WARNING,
            "A formula cannot be set; its TeX is printed as it stands.",
            "Look for a command that LaTeX itself does not have, or a bracket that is not closed.",
        ),
        Code(
            "formula-small",
            WARNING,
            "A formula is wider than the page and has no place where it could turn; it is set much smaller.",
            "Write it in several lines, or set it as a picture.",
        ),
        Code(
            "formula-lines",
            WARNING,
            "The lines between columns or rows of a formula are in no edition: pandoc's MathML has none.",
            "Set what they part as a table, or the formula as a picture.",
        ),
        Code(
            "markdown-warning",
            WARNING,
            "Pandoc warns of something for which there is no other code.",
            "Look at the line; pandoc's manual says what it expects there.",
        ),
        Code(
            "source-words-lost",
            WARNING,
            "Words that the source holds are not in an edition, and no other finding says why.",
            "Look at what stands before them: a mark that is not closed, or one that Markdown reads otherwise.",
        ),
        Code(
            "source-form-lost",
            WARNING,
            "A heading or a listing of the source is set as ordinary text in an edition; its words are there.",
            "Look at what stands before it: an empty line that is wanting, a fence that is not closed.",
        ),
        Code(
            "source-link-lost",
            WARNING,
            "An address that the source holds is not in an edition, and no other finding says why.",
            "Look at what stands before it: a mark that is not closed, or one that Markdown reads otherwise.",
        ),
    ),
)

_IMAGES = Section(
    title="Images",
    codes=(
        Code(
            "image-missing",
            WARNING,
            "The file of an image is not there; a framed line stands in for it.",
            "Put the file beside the essay, or into static/ where its path begins with a slash.",
        ),
        Code(
            "image-remote",
            WARNING,
            "An image is on the web, and a build never uses the network; a framed line stands in for it.",
            "Run `footlight pictures`, which fetches it once.",
        ),
        Code(
            "picture-not-fetched",
            WARNING,
            "`footlight pictures` did not get an image that is on the web; nothing follows from that.",
            "Run the command again another day, or name an archive with `--archive`.",
        ),
        Code(
            "image-outside",
            WARNING,
            "The file of an image is outside the project; a framed line stands in for it.",
            "Copy it beside the essay.",
        ),
        Code(
            "image-too-large",
            WARNING,
            "An image has more than 64 MiB, or more than 150 million pixels; a framed line stands in for it.",
            "Scale the image down.",
        ),
        Code(
            "image-kind",
            WARNING,
            "The file of an image is, by its content, not PNG, JPEG, GIF, WebP, AVIF or SVG.",
            "Save it as one of these.",
        ),
        Code(
            "image-damaged",
            WARNING,
            "The file of an image breaks off, or cannot be decoded; a framed line stands in for it.",
            "Save it anew from its original.",
        ),
        Code(
            "image-unsafe",
            WARNING,
            "A drawing is not well-formed, or draws more than anybody could; a framed line stands in for it.",
            "Save it as plain SVG or as PNG.",
        ),
        Code(
            "image-simplified",
            WARNING,
            "A drawing is set without its scripts, its HTML or what else no edition can hold.",
            "Save it as plain SVG, its text as text or as outlines; or as PNG.",
        ),
        Code(
            "image-no-alt",
            WARNING,
            "An image has no description for readers who cannot see it.",
            "Write one: `![what it shows](file)`.",
        ),
    ),
)

_LINT = Section(
    title="The prose: `lint`",
    intro=(
        "The rules of `footlight lint`, which reads the source; [lint.md](lint.md) has an example of each, and says"
        " what `--fix` does. `[lint] ignore` and comments in the source switch them off. `image-no-alt` is one of them."
    ),
    codes=(
        Code(
            "click-here",
            WARNING,
            "The words of a link, such as “here”, do not say where it leads.",
            "Link the words that name what is there: “see the survey”, not “the survey is here”.",
        ),
        Code(
            "bare-address",
            INFO,
            "A bare address stands among the words of a paragraph.",
            "Link words to it; a note will show the address. Or write it between `<` and `>`, if it is to be seen.",
        ),
        Code(
            "tracking-parameter",
            WARNING,
            "An address has parameters that only follow its readers, such as `utm_source`.",
            "Delete them; `--fix` does.",
        ),
        Code(
            "mixed-spelling",
            WARNING,
            "A word is spelt otherwise than its like: “color” beside “colour”, -ize beside -ise, “daß” beside “dass”.",
            "Choose one spelling; `lang: en-GB` or `en-US` says which is meant.",
        ),
        Code(
            "unbalanced-quote",
            WARNING,
            "A quotation mark in a paragraph has no other half.",
            "Add it, or delete the one that is there.",
        ),
        Code(
            "unbalanced-bracket",
            WARNING,
            "A bracket in a paragraph has no other half.",
            "Add it, or delete the one that is there.",
        ),
        Code(
            "double-blank",
            INFO,
            "Two blanks or more stand between two words.",
            "Leave one; `--fix` does.",
        ),
        Code(
            "heading-skipped",
            WARNING,
            "A heading is two ranks or more below the one before it.",
            "Give it the rank below.",
        ),
        Code(
            "call-before-point",
            INFO,
            "The call of a note stands on the wrong side of a point, by the habit of the language.",
            "Put it on the other side; `--fix` does.",
        ),
        Code(
            "mixed-quotes",
            INFO,
            "Some quotation marks or apostrophes are straight, the others curly.",
            "Nothing for editions, which set both as the language wants them; for the source, choose one kind.",
        ),
        Code("repeated-word", WARNING, "A word stands twice.", "Delete one of the two."),
        Code(
            "doubled-point",
            WARNING,
            "A mark of punctuation stands twice, or beside one that it cannot stand beside.",
            "Delete one of the two.",
        ),
        Code(
            "ignored-unknown",
            WARNING,
            "A comment wants a code ignored that no rule has.",
            "Correct the code.",
        ),
    ),
)

_LEDGER = Section(
    title="The ledger",
    intro="A fault of the file itself is an error, and Footlight does not write to the file.",
    codes=(
        Code("ledger-unreadable", ERROR, "The ledger cannot be opened, or is not a file.", "Check its permissions."),
        Code(
            "ledger-too-large",
            ERROR,
            "The ledger has more than 10 million bytes, or more than 20,000 entries.",
            "Divide the essay.",
        ),
        Code("ledger-encoding", ERROR, "The ledger is not UTF-8.", "Save it as UTF-8."),
        Code("ledger-syntax", ERROR, "The ledger is not TOML; the finding names the line.", "Correct the line."),
        Code(
            "ledger-schema",
            ERROR,
            "The key `schema` is missing, or is of a newer Footlight.",
            "Write `schema = 1`, or use the newer Footlight.",
        ),
        Code("ledger-missing-key", ERROR, "An entry lacks a key that it must have.", "Add the key."),
        Code(
            "ledger-unknown-key",
            ERROR,
            "Footlight does not know a key of an entry.",
            "Use the key that the finding suggests.",
        ),
        Code(
            "ledger-unknown-value",
            ERROR,
            "A value is none of the words that its key takes.",
            "Use the word that the finding suggests.",
        ),
        Code("ledger-wrong-type", ERROR, "A value is of the wrong kind.", "The hint shows how it is written."),
        Code(
            "ledger-bad-id",
            ERROR,
            "The id of an entry holds other characters than letters, digits and hyphens.",
            "Rename it.",
        ),
        Code("ledger-duplicate-id", ERROR, "Two entries have the same id.", "Rename one of them."),
        Code(
            "ledger-bad-url",
            ERROR,
            "A value is not a web address.",
            "Write the whole address, with http:// or https:// in front.",
        ),
        Code("ledger-bad-score", ERROR, "A score is not between 0 and 1.", "Correct it, or leave it out."),
        Code(
            "ledger-bad-sha256",
            ERROR,
            "A value is not a SHA-256 in lower-case hexadecimal digits.",
            "Copy all 64 digits.",
        ),
        Code(
            "ledger-no-url",
            ERROR,
            "An entry is recovered or accepted, and has no address.",
            "Add the address, or set another status.",
        ),
        Code(
            "ledger-more",
            ERROR,
            "The ledger has more faults than are listed.",
            "Correct those that are listed, and run the command again.",
        ),
        Code(
            "ledger-lost-place",
            WARNING,
            "The words of an entry are no longer in the text.",
            "Correct its exact, prefix and suffix, or delete the entry.",
        ),
        Code(
            "ledger-ambiguous",
            WARNING,
            "The words of an entry stand in several places; none was taken.",
            "Lengthen its prefix and suffix until only one place is left.",
        ),
        Code("ledger-same-place", WARNING, "Two entries lead to one place.", "Correct one of them."),
        Code(
            "ledger-crowded-place",
            WARNING,
            "More than 20 entries belong to one place of the text; each has a note there.",
            "Delete those that say the same, or mark them as rejected.",
        ),
        Code(
            "place-without-note",
            ERROR,
            "The place of an entry is inside something that cannot carry a note.",
            "Move its words, or mark the entry as rejected.",
        ),
    ),
    closing=(
        "`ledger-lost-place`, `ledger-ambiguous` and `ledger-same-place` are errors where a person decided about the"
        " entry, or where its address is printed."
    ),
)

_EDITIONS = Section(
    title="Editions, and the gate",
    intro=(
        "The gate checks each build before anything appears in build/. Its errors mostly come from a project's own"
        " templates or styles. In the findings of `check` the same codes are about the files on the disk."
    ),
    codes=(
        Code(
            "unforeseen",
            ERROR,
            "Footlight met something in the file that nobody foresaw. Other files are worked on as usual.",
            "Report it with the file that the finding names; it has the details.",
        ),
        Code(
            "engine",
            ERROR,
            "Pandoc or WeasyPrint failed on the essay.",
            "Read the message. If it does not help you, report it.",
        ),
        Code(
            "missing-glyph",
            WARNING,
            "No font on this machine has the characters of a script; the finding counts them and names the first."
            " The PDF shows empty boxes for them, and does not call itself PDF/A.",
            "Install a font that has them (the hint names Debian's package), and build again.",
        ),
        Code(
            "layout", WARNING, "WeasyPrint reported a problem.", "Look at the page, and first at your own templates/."
        ),
        Code(
            "face-not-embeddable",
            WARNING,
            "A font that `[face]` names says that it may not be embedded, or not in part (fsType of its OS/2 table)."
            " The text is set in the theme's face.",
            "Ask the maker of the font for a licence and a file that allow it, or take another face.",
        ),
        Code(
            "face-not-in-epub",
            INFO,
            "A font that `[face]` names may stand only in documents that are read and printed. The PDFs have it, the"
            " EPUB has not.",
            "Ask the maker of the font for a licence for e-books.",
        ),
        Code(
            "face-lacks",
            INFO,
            "The face of `[face]` has no italic, no bold, no small capitals or no raised figures; the message says what"
            " is set instead.",
            "Nothing, if you like what you see. `[face]` takes `italic` and `bold` beside `regular`.",
        ),
        Code(
            "epub-no-pages",
            INFO,
            "The EPUB of a long text has no page list: it was built alone, and no edition on paper of the same text was"
            " built before. Its pages are not laid out for the list alone unless `[epub] pages` names an edition.",
            "Build it together with an edition on paper, as a build of all editions does; or set `[epub] pages`.",
        ),
        Code(
            "cover-not-svg",
            WARNING,
            "The drawn cover of the EPUB is a JPEG, because a part of it, which is named, has no form in SVG.",
            "Use letters, lines and plain fills, or leave `[epub] cover` as it is.",
        ),
        Code(
            "pdf-claim",
            WARNING,
            "The reading PDF fails a check, so it does not call itself PDF/A or PDF/UA.",
            "Mostly an image has no description, or a level of headings is skipped; the message says which.",
        ),
        Code(
            "note-moved",
            WARNING,
            "A note begins on a later page than its call: a long one before it goes on there, or it cannot be divided.",
            "Make the note, or the one before it, shorter, if it has to begin on the page of its call.",
        ),
        Code(
            "note-as-endnote",
            WARNING,
            "A note is longer than `[notes] tallest` allows, or does not fit on a page, and is set as an endnote.",
            "Make the note shorter, or raise `[notes] tallest`, if it has to begin on the page of its call.",
        ),
        Code("note-without-call", ERROR, "No page calls a note.", "Check whether a template leaves out the text."),
        Code("note-missing", ERROR, "A note stands on no page.", "Check whether a template or a style hides notes."),
        Code(
            "note-split",
            ERROR,
            "A note goes on, but not on the page that follows.",
            "Look whether a style sheet of yours bounds the area of notes.",
        ),
        Code(
            "note-outside",
            ERROR,
            "A note reaches beyond the text block.",
            "Make the note shorter, or lower `[notes] tallest`.",
        ),
        Code(
            "table-divided",
            INFO,
            "A table has more columns than a page holds. It is set in parts, its first column in each.",
            "Leave columns out, or choose a larger page, if it has to stay whole.",
        ),
        Code(
            "text-off-page",
            WARNING,
            "A line of text, or a cell of a table, runs off the page and is cut.",
            "Shorten it, or give it a place to break.",
        ),
        Code(
            "text-covered",
            WARNING,
            "Notes are drawn over text of the page.",
            "Make the notes shorter, or lower `[notes] tallest`, so that one is set at the end.",
        ),
        Code(
            "text-hidden",
            WARNING,
            "Characters that were laid out are not in the text layer of their page.",
            "Look at the page: a style sheet or a picture may hide them.",
        ),
        Code(
            "note-incomplete",
            ERROR,
            "Words of a note are not in the text layer of the PDF.",
            "Look at the page: the words may be hidden, or something may be drawn over them.",
        ),
        Code(
            "note-without-way",
            ERROR,
            "A call does not lead to its note, or the note does not lead back.",
            "Check your templates/note.html.",
        ),
        Code(
            "address-broken",
            ERROR,
            "An address does not stand whole in the text layer of the PDF.",
            "Look at the page.",
        ),
        Code(
            "address-dead",
            ERROR,
            "A printed address is not a link to itself.",
            "Check whether a template removes links.",
        ),
        Code(
            "epub-broken",
            ERROR,
            "The EPUB cannot be read.",
            "Check your templates/epub/. If `check` says it, build the essay again.",
        ),
        Code("epub-note-missing", ERROR, "The EPUB lacks a note.", "Check templates/epub/notes.xhtml."),
        Code(
            "epub-note-without-call",
            ERROR,
            "The EPUB lacks the call of a note.",
            "Check templates/epub/call.xhtml and text.xhtml.",
        ),
        Code(
            "epub-call-astray",
            ERROR,
            "A call in the EPUB leads somewhere else, or shows another number.",
            "Check templates/epub/call.xhtml.",
        ),
        Code(
            "epub-note-no-way-back",
            ERROR,
            "A note in the EPUB does not lead back to its call.",
            "Check templates/epub/notes.xhtml.",
        ),
        Code("epub-note-incomplete", ERROR, "A note in the EPUB lacks words.", "Check templates/epub/notes.xhtml."),
        Code(
            "epub-address-dead",
            ERROR,
            "An address in a note of the EPUB is not a link.",
            "Check templates/epub/notes.xhtml.",
        ),
        Code(
            "epub-address-broken",
            ERROR,
            "A note of the EPUB does not show an address whole.",
            "Check templates/epub/notes.xhtml.",
        ),
        Code(
            "epub-link-dead",
            ERROR,
            "A link within the EPUB leads nowhere; the message names it.",
            "Correct the link, or the place that it names.",
        ),
    ),
)

_WEB = Section(
    title="The gate of the web edition",
    codes=(
        Code(
            "web-note-missing",
            ERROR,
            "The web edition lacks a note, or words of one.",
            "Check templates/web/note.html and page.html.",
        ),
        Code(
            "web-call-astray",
            ERROR,
            "In the web edition a call and its note do not lead to each other.",
            "Check templates/web/call.html and note.html.",
        ),
        Code(
            "web-address-broken",
            ERROR,
            "A note of the web edition does not show an address whole, or does not link to it.",
            "Check templates/web/note.html.",
        ),
        Code(
            "web-link-dead",
            ERROR,
            "A link within the web edition leads nowhere; the message names it.",
            "Correct the link, or the place that it names.",
        ),
        Code(
            "web-reaches-out",
            ERROR,
            "The web edition holds a script, or loads something from elsewhere; or no policy forbids it.",
            "Put faces and pictures into the project, and styles into templates/web.css.",
        ),
        Code(
            "web-not-valid",
            WARNING,
            "A place of the web edition is no valid HTML; browsers mend it, each in its way.",
            "Check templates/web/, if you have templates of your own; else it is worth a report.",
        ),
    ),
)

_PRINT = Section(
    title="Print",
    codes=(
        Code(
            "print-colour",
            ERROR,
            "Text or a drawing has a colour; the black of a screen is one.",
            "Build the essay again.",
        ),
        Code(
            "print-colour-image", ERROR, "An image has a colour.", "Build the essay again, or save the image in gray."
        ),
        Code(
            "print-transparency",
            ERROR,
            "The file holds transparency: a mask, an alpha channel, a group or a blend mode.",
            "Build the essay again: a build lays what is transparent on white.",
        ),
        Code(
            "print-flattened",
            WARNING,
            "The transparency of a part of a page could only be removed by making that part an image.",
            "Look at the page. Draw that part without masks and blending.",
        ),
        Code(
            "print-trim",
            ERROR,
            "A page is not of the trim size.",
            "Build the essay again. Check `preset` and `size` in `[print]`.",
        ),
        Code(
            "print-bleed",
            ERROR,
            "The bleed or the media box of a page is not that of the preset.",
            "Build the essay again. Check `preset`, `size` and `bleed` in `[print]`.",
        ),
        Code("print-odd-pages", ERROR, "The number of pages is odd.", "Build the essay again."),
        Code(
            "print-too-few-pages",
            ERROR,
            "The book has fewer pages than the print shop binds.",
            "Make a booklet, or a book of several essays.",
        ),
        Code(
            "print-too-many-pages",
            ERROR,
            "The book has more pages than the print shop binds of this paper.",
            "Choose a larger size or smaller type, or make several volumes.",
        ),
        Code(
            "print-extras",
            ERROR,
            "The file holds links, tags, an outline, scripts or metadata.",
            "Build the essay again.",
        ),
        Code("print-font", ERROR, "A font is not in the file.", "Build the essay again."),
        Code(
            "print-font-part",
            WARNING,
            "Only a part of a font is in the file, and the print shop prefers the whole font.",
            "Choose a font that has a file of its own.",
        ),
        Code(
            "print-thin-image",
            WARNING,
            "An image has too few pixels for its size on the page.",
            "Use an image with more pixels, or print it smaller.",
        ),
        Code(
            "print-unsafe-text",
            ERROR,
            "Text stands so near to an edge or the bind that it may be cut off or disappear.",
            "Set wider margins in `[print]`, or make what stands there narrower.",
        ),
        Code(
            "print-claim",
            WARNING,
            "The print PDF fails a check, so it does not call itself PDF/X.",
            "The message says which check.",
        ),
        Code(
            "print-label-false",
            ERROR,
            "The print PDF calls itself PDF/X and is not.",
            "Build the essay again; another program may have saved the file.",
        ),
        Code(
            "print-claims-nothing",
            WARNING,
            "`[print] standard` asks for a standard, and the file does not name it.",
            "Look at what the build reported (`print-claim`).",
        ),
    ),
    closing=(
        "The number of pages, images with few pixels and unsafe text depend on the essay: in a build these findings are"
        " warnings, and stop no other edition. In `check` they are errors where the print shop would refuse the file."
    ),
)

_BINDING = Section(
    title="Booklet and cover",
    codes=(
        Code(
            "booklet-scaled",
            INFO,
            "The pages are larger than half the sheet, and are printed smaller.",
            "`[booklet] sheet` can name a larger sheet.",
        ),
        Code(
            "booklet-signatures",
            INFO,
            "There are too many pages for one fold; the booklet has several signatures, to be sewn.",
            "`[booklet] signature` sets how many sheets a signature has.",
        ),
        Code("booklet-odd-sides", ERROR, "The booklet's file has an odd number of sides.", "Build the essay again."),
        Code(
            "booklet-extras",
            ERROR,
            "The booklet's file holds links, tags, an outline or metadata.",
            "Build the essay again.",
        ),
        Code("booklet-font", ERROR, "A font is not in the booklet's file.", "Build the essay again."),
        Code(
            "cover-spine-unknown",
            ERROR,
            "Only the print shop knows how thick the spine is.",
            "Write the width that its template shows: `[cover] spine`.",
        ),
        Code(
            "cover-spine-thin",
            INFO,
            "The spine has no text; the message says why. It is an error where `[cover] spine-text` asks for text.",
            "Leave out `[cover] spine-text`, or make the book thicker.",
        ),
        Code(
            "cover-size",
            ERROR,
            "The cover is not one page of the size that trim and spine make.",
            "Build the essay again. Check your templates/cover.css.",
        ),
        Code("cover-font", ERROR, "A font is not in the cover's file.", "Build the essay again."),
        Code(
            "cover-transparency",
            ERROR,
            "An image on the cover is partly transparent.",
            "Save it without an alpha channel.",
        ),
        Code(
            "cover-unsafe",
            ERROR,
            "Words on the cover stand too near to a cut or a fold.",
            "Make them shorter, or smaller in templates/cover.css.",
        ),
        Code(
            "cover-over-barcode",
            ERROR,
            "Words on the cover stand over the barcode.",
            "Shorten `description` or `abstract`.",
        ),
    ),
)

_LOST = "Run `footlight links recover`, which looks for it, or write an entry into the ledger."

_LINKS_FIND = Section(
    title="Missing links: `links find`",
    intro="What stands in the ledger already is `info:`.",
    codes=(
        Code("link-hollow", WARNING, "A link has words, and no address.", _LOST),
        Code("link-emptied", WARNING, "The words of a link are gone: the sentence has a hole where they stood.", _LOST),
        Code("link-dangling", WARNING, "The text points to something that no link leads to.", _LOST),
        Code(
            "link-mentioned", WARNING, "The text speaks of a link, a page or a site and has no address for it.", _LOST
        ),
        Code(
            "link-archive-rewritten",
            WARNING,
            "An address is that of a copy in a web archive, not that of the page itself.",
            _LOST,
        ),
        Code(
            "link-undefined-reference", WARNING, "A reference link names a definition that is not in the file.", _LOST
        ),
    ),
)

_LINKS_ANSWER = Section(
    title="The author's answers: `links answer`",
    intro=(
        "Each finding names the line of the file that came back. Answers without a fault are taken, whatever is wrong"
        " with the others."
    ),
    codes=(
        Code(
            "answer-unknown",
            ERROR,
            "The file is not a questionnaire, is too large, or is about an essay that is not in this project.",
            "Give the file of `footlight links ask` that came back.",
        ),
        Code(
            "answer-empty",
            WARNING,
            "The questionnaire came back without its places; no answer was taken.",
            "Take the whole questionnaire, with the heading of each place.",
        ),
        Code(
            "answer-no-place",
            ERROR,
            "The place of an answer is no longer in the text, or not in the ledger.",
            "Write the entry into the ledger yourself.",
        ),
        Code(
            "answer-no-address",
            ERROR,
            "An answer is not an address, or names the number of an address that was not offered.",
            "Write the whole address, with http:// or https:// in front.",
        ),
        Code(
            "answer-unclear",
            ERROR,
            "A mail program may have broken an address, or its last character may belong to the sentence.",
            "Put the address between `<` and `>`.",
        ),
        Code("answer-twice", ERROR, "Two answers are about one place; neither was taken.", "Delete one of them."),
        Code(
            "answer-decided",
            WARNING,
            "Another person decided about this place; that decision stays.",
            "Edit the ledger, if the answer is right.",
        ),
        Code("answer-anew", INFO, "The same person had answered before; the new answer was taken.", "Nothing."),
    ),
)

_LINKS_DESCRIBE = Section(
    title="What links lead to: `links describe`",
    codes=(
        Code(
            "link-not-described",
            INFO,
            "What a link leads to could not be read; the message says why. Its note has the address alone.",
            "Run the command again another day, or name an archive that has the page.",
        ),
    ),
)

_LINKS_MEND = Section(
    title="Links put back into the source: `links mend`",
    codes=(
        Code(
            "link-not-mended",
            INFO,
            "A link of the ledger was not put back into the Markdown; the message says why.",
            "Write the link into the text yourself, if it belongs there.",
        ),
    ),
)

_LINKS_PRESERVE = Section(
    title="Captures of living links: `links preserve`",
    codes=(
        Code(
            "link-not-kept",
            WARNING,
            "The page of a link was not captured, or the archive did not take it; the message says why.",
            "Open the link, and try again another day.",
        ),
    ),
)

_COPY = "Take the ledger and the captures from one copy."

_LINKS_VERIFY = Section(
    title="Proof of printed addresses: `links verify`",
    intro=(
        "A printed address is proven if the captures in NAME.links.warc.gz are whole, have the SHA-256 that the ledger"
        " records and hold the quoted lines, and if one of them shows the address: as the address that was captured,"
        " byte for byte in the captured page, or as the target of one of its links."
    ),
    codes=(
        Code(
            "evidence-word",
            INFO,
            "A person accepted the address, and no capture of it is kept.",
            "Nothing, if the person is right.",
        ),
        Code(
            "evidence-none",
            ERROR,
            "Footlight recovered the address, and no capture of it is kept.",
            "Run `footlight links recover` with the archive that showed it.",
        ),
        Code(
            "evidence-no-file",
            ERROR,
            "NAME.links.warc.gz is not beside the ledger.",
            "Copy it from the place that the ledger came from.",
        ),
        Code(
            "evidence-missing",
            ERROR,
            "A capture that the ledger names is not in NAME.links.warc.gz, or is damaged.",
            _COPY,
        ),
        Code(
            "evidence-damaged",
            ERROR,
            "NAME.links.warc.gz was changed or cut off; `links recover` does not write over it.",
            "Take it from a copy, or move it away and run `footlight links recover` again.",
        ),
        Code(
            "evidence-elsewhere",
            ERROR,
            "The ledger, or a link in the folder, names another file of captures; that file was not opened.",
            "Run `footlight links recover` again.",
        ),
        Code("evidence-changed", ERROR, "A capture does not have the SHA-256 that the ledger records.", _COPY),
        Code("evidence-other", ERROR, "A capture is of another address or another time than the ledger says.", _COPY),
        Code("evidence-no-line", ERROR, "The quoted line does not stand in the capture.", _COPY),
        Code(
            "evidence-no-address",
            ERROR,
            "No kept capture shows the address.",
            f"{_COPY} If you changed the address by hand, delete the evidence for the old one.",
        ),
    ),
)

_DEAD = "Write where the page is now, or run `footlight links check --write` with an archive."
_THREE_TIMES = "It is an error after three failures, each three days after the last."

_LINKS_CHECK = Section(
    title="Living links: `links check`",
    intro=(
        "[checking-links.md](checking-links.md) says how a link is judged. A link that leads to what it led to has no"
        " finding. What stands in the ledger already is `info:`."
    ),
    codes=(
        Code("target-gone", WARNING, f"The server says that the page is not there. {_THREE_TIMES}", _DEAD),
        Code("target-no-such-host", WARNING, f"The host of the link no longer exists. {_THREE_TIMES}", _DEAD),
        Code(
            "target-soft-404",
            WARNING,
            f"The server answers as if the page were there, and the page says that it is not. {_THREE_TIMES}",
            _DEAD,
        ),
        Code(
            "target-home-redirect",
            WARNING,
            f"The link leads to the front page of the site instead of the page. {_THREE_TIMES}",
            _DEAD,
        ),
        Code(
            "target-parked",
            WARNING,
            f"The domain belongs to somebody who sells it or shows advertisements on it. {_THREE_TIMES}",
            _DEAD,
        ),
        Code(
            "target-drifted",
            WARNING,
            "The page no longer says what it said when the essay was written.",
            "Check whether the page still says what the essay says about it.",
        ),
        Code(
            "target-moved",
            INFO,
            "The page has a new address.",
            "Write the new address, if the page is the one that was meant.",
        ),
        Code("target-blocked", INFO, "The server does not show the page to programs.", "Open it in a browser."),
        Code(
            "target-paywall",
            INFO,
            "The page is there for readers who pay or log in.",
            "Nothing; readers without an account will not see the page.",
        ),
        Code(
            "target-unknown",
            INFO,
            "It is not known whether the link leads to its page: no answer came, or none that says anything about it.",
            "Run the command again later, or open the link in a browser.",
        ),
        Code(
            "target-fragment",
            WARNING,
            "The page is there, and has no place with the name that the link gives (`#…`).",
            "Write the place where the passage is now, or none.",
        ),
    ),
)

_EPUB_TEMPLATES = "Check your templates/epub/."

_CHECK = Section(
    title="Preflight: `check`",
    intro=(
        "A fault of the tags (`pdf-…`) is an error in a file that calls itself PDF/UA, and a warning in any other file."
        " [accessibility.md](accessibility.md) says what tags are for."
    ),
    codes=(
        Code("not-built", ERROR, "Nothing of the essay is in build/.", "Run `footlight build NAME`."),
        Code(
            "product-missing",
            ERROR,
            "An edition that was asked for is not in build/.",
            "Build it, or name the editions to check with `--edition`.",
        ),
        Code("product-unreadable", ERROR, "A PDF is not a PDF, or only a part of one.", "Build the essay again."),
        Code(
            "stale",
            WARNING,
            "The sources, the program or the product changed after the build.",
            "Build the essay, then check it again.",
        ),
        Code(
            "pdf-label-false",
            ERROR,
            "The PDF calls itself PDF/A-2a, PDF/A-3a or PDF/UA-1 and is not.",
            "Build the essay again; another program may have saved the file.",
        ),
        Code(
            "pdf-claims-nothing",
            WARNING,
            "The PDF calls itself neither PDF/A nor PDF/UA.",
            "Look at what the build reported (`pdf-claim`).",
        ),
        Code("pdf-untagged", ERROR, "The reading PDF has no tags.", "Build the essay again."),
        Code(
            "pdf-title-hidden",
            ERROR,
            "A window of a PDF reader shows the file's name instead of the title.",
            "Build the essay again.",
        ),
        Code(
            "pdf-language-missing", ERROR, "The PDF does not name its language.", "Write `lang:` in the front matter."
        ),
        Code(
            "pdf-content-untagged",
            ERROR,
            "Something on a page is neither tagged nor marked as an artifact.",
            "Build the essay again. Check your own templates/page.css.",
        ),
        Code(
            "pdf-heading-skipped",
            ERROR,
            "A heading is more than one level below the heading before it.",
            "Build the essay again.",
        ),
        Code(
            "pdf-picture-without-words",
            ERROR,
            "An image has no description for readers who cannot see it.",
            "Write one: `![what it shows](file)`.",
        ),
        Code(
            "pdf-header-without-scope",
            ERROR,
            "The header of a table does not say which cells it belongs to.",
            "Build the essay again.",
        ),
        Code(
            "pdf-link-without-words",
            ERROR,
            "A link has no description, or only the name of a place in the file.",
            "Build the essay again.",
        ),
        Code(
            "pdf-link-untagged",
            ERROR,
            "A link on the page is not tagged as a `Link`.",
            "Build the essay again. Check your own templates/.",
        ),
        Code(
            "pdf-note-without-id",
            ERROR,
            "A note has no identifier, or that of another note, or is not tagged as a note.",
            "Keep the note's `id` and `role` in your own templates/note.html.",
        ),
        Code(
            "pdf-note-astray",
            ERROR,
            "A screen reader does not reach a note where it is called.",
            "Check `[notes] reading-order`, then build the essay again.",
        ),
        Code(
            "pdf-reading-order",
            ERROR,
            "A screen reader reads the text in another order than that of the page.",
            "Find what moves text out of its place in your own style sheets.",
        ),
        Code(
            "fallback-face",
            WARNING,
            "A character is set in a font that no style sheet names.",
            "Choose a font that has it: [templates.md](templates.md).",
        ),
        Code("manifest-unreadable", ERROR, "NAME.links.json cannot be read.", "Build the essay again."),
        Code(
            "manifest-astray",
            ERROR,
            "NAME.links.json names pages that the PDF does not have.",
            "Build the essay again.",
        ),
        Code(
            "rights-unrecorded",
            WARNING,
            "No permission is recorded, and the line of rights gives none to everybody.",
            "Write `permission:` in the front matter before you publish the edition.",
        ),
        Code(
            "reader-kobo-long",
            INFO,
            "Kobo does not show the note in a pop-up, because it has more than 5,000 characters.",
            "Nothing, or make the note shorter.",
        ),
        Code(
            "reader-kobo-short",
            INFO,
            "Kobo does not show the note in a pop-up, because it has fewer than 9 characters.",
            "Nothing, or say more in the note.",
        ),
        Code(
            "reader-kobo-before",
            WARNING,
            "Kobo does not show the note in a pop-up, because it stands in front of its call.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-kindle-one-way",
            WARNING,
            "Kindle does not show the note in a pop-up, because it has no link back.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-kindle-number",
            WARNING,
            "Kindle may not show the note in a pop-up, because its number does not come first.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-kindle-call",
            WARNING,
            "Kindle may not show the note in a pop-up, because its call is not in superscript.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-apple-marks",
            WARNING,
            "Apple Books does not show the note in a pop-up, because the call or the note lacks its `epub:type`.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-thorium-marks",
            WARNING,
            "Thorium does not show the note in a pop-up, because its call is not marked as a noteref.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-thorium-file",
            WARNING,
            "Thorium does not show the note in a pop-up, because it stands in another file than its call.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "reader-koreader-marks",
            WARNING,
            "KOReader does not set the note at the foot of the page, because it is not marked as one.",
            _EPUB_TEMPLATES,
        ),
        Code(
            "epubcheck-…",
            ERROR,
            "EPUBCheck reports a fault; the code ends with its number, as in `epubcheck-rsc-005`.",
            "Check your templates/epub/ first.",
        ),
        Code(
            "epubcheck-not-run",
            WARNING,
            "EPUBCheck could not run; `check` then ends with 3, if nothing else is wrong.",
            "Run the command that `footlight doctor` names for this machine.",
        ),
    ),
)

_CHECK_EPUB = Section(
    title="Preflight of an EPUB: `check`",
    intro="These are Footlight's own rules, about what EPUBCheck and Ace do not report.",
    codes=(
        Code(
            "epub-title-empty",
            WARNING,
            "A document of the EPUB has no title, or one that tells a reader nothing.",
            _EPUB_TEMPLATES,
        ),
        Code("epub-entry-empty", WARNING, "An entry of the contents has no words.", _EPUB_TEMPLATES),
        Code(
            "epub-heading-skipped",
            WARNING,
            "A heading is two or more levels below the heading before it.",
            "Give it the level below the heading that it belongs to.",
        ),
        Code("epub-heading-empty", WARNING, "A heading has no words.", "Write some, or delete the heading."),
        Code(
            "epub-call-unresolved",
            ERROR,
            "A call leads to nothing, or to something that is not a note.",
            "Check templates/epub/call.xhtml.",
        ),
        Code("epub-note-uncalled", WARNING, "Nothing in the text calls a note.", "Check templates/epub/call.xhtml."),
        Code(
            "epub-alt-is-caption",
            WARNING,
            "The description of an image repeats its caption, so listeners hear it twice.",
            'Write a description: `![the caption](file){alt="what is to be seen"}`.',
        ),
        Code(
            "epub-alt-is-name", WARNING, "The description of an image is the name of its file.", "Describe the image."
        ),
        Code(
            "epub-alt-missing",
            WARNING,
            "An image has no description, and is not marked as one that needs none.",
            "Describe the image.",
        ),
        Code(
            "epub-picture-small",
            WARNING,
            "An image has fewer than 150 pixels, which is too small on an e-reader.",
            "Use an image of 600 pixels or more, or an SVG.",
        ),
        Code(
            "epub-soft-hyphen",
            WARNING,
            "The text holds soft hyphens: Kindle shows them, and searches do not find the words.",
            "Delete them from the source.",
        ),
        Code(
            "epub-claim-false",
            ERROR,
            "The metadata claim something that the book does not have.",
            "Check your templates/epub/package.opf.",
        ),
        Code(
            "epub-contrast",
            WARNING,
            "A style sets letters and background too near in brightness: less than 4.5 to 1.",
            "Use darker letters or a lighter background.",
        ),
        Code(
            "epub-dark-page",
            WARNING,
            "A style sets the colour of letters or of the background alone, so that the text disappears on a dark"
            " page.",
            "Set both, or neither.",
        ),
        Code(
            "ace-…",
            ERROR,
            "DAISY Ace reports a fault; the code ends with its rule, as in `ace-image-alt`. Ace runs where it is"
            " installed.",
            "Do what its message says.",
        ),
        Code("ace-not-run", WARNING, "Ace is installed, and failed.", "`footlight doctor` says which Ace is used."),
    ),
)

_TYPOGRAPHY = Section(
    title="Lines and pages: `check`",
    intro=(
        "Measured on the characters of the reading and the print edition. One finding for each kind of fault that a"
        " reader would stumble over, with its worst places; `-v` and `--json` list every fault (`info`). `[check]` of"
        " footlight.toml says from where on something counts and is a finding;"
        " [page-quality.md](page-quality.md) says how it is measured."
    ),
    codes=(
        Code(
            "typography",
            INFO,
            "How an edition is set, in figures; only `--json` has it as a finding, with the figures as `figures`.",
            "Nothing.",
        ),
        Code(
            "line-loose",
            WARNING,
            "The word spaces of a justified line are much wider than the face's own.",
            "Change a word of the paragraph, or let a long word be divided: `&shy;` says where.",
        ),
        Code(
            "line-tight",
            WARNING,
            "The word spaces of a justified line are much narrower than the face's own.",
            "Change a word of the paragraph.",
        ),
        Code(
            "line-overfull",
            WARNING,
            "A line sticks out of the text block, or off the page.",
            "Let a long word be divided (`&shy;`), or shorten the code or the table that stands there.",
        ),
        Code(
            "hyphen-ladder",
            WARNING,
            "Several lines, one under another, end in hyphens.",
            "Change a word of the paragraph.",
        ),
        Code(
            "river",
            WARNING,
            "Wide spaces lie one under another in several lines, so that a white line runs through the text.",
            "Change a word of the paragraph.",
        ),
        Code(
            "stacked-words",
            WARNING,
            "Several lines, one under another, begin or end with the same word.",
            "Change a word of the paragraph.",
        ),
        Code(
            "runt",
            WARNING,
            "The last line of a paragraph has only a few letters.",
            "Change a word of the paragraph.",
        ),
        Code(
            "page-end-hyphen",
            INFO,
            "The last word of a page is divided. It is counted, and listed by `-v`; it is no finding by itself.",
            "Change a word of the paragraph.",
        ),
        Code(
            "short-page",
            WARNING,
            "A page between two others ends early.",
            "Make the picture or the table that follows smaller, or move it by a paragraph.",
        ),
    ),
)

_SHELF = Section(
    title="The shelf: `shelf`, `serve`",
    codes=(
        Code(
            "shelf-no-epub",
            WARNING,
            "An essay has a PDF and no EPUB, and the shelf reads what a book is from the EPUB.",
            "Run `footlight build NAME --edition epub`.",
        ),
        Code(
            "shelf-epub-broken",
            WARNING,
            "An EPUB cannot be read, and is left out.",
            "Run `footlight build NAME --force`.",
        ),
        Code(
            "shelf-cover-broken",
            WARNING,
            "The cover in an EPUB cannot be read; the book stays on the shelf.",
            "Run `footlight build NAME --force`.",
        ),
    ),
)

_IMPORT = Section(
    title="Import",
    intro="What `footlight import` says. Of a source with an error nothing is written, unless it holds other essays.",
    codes=(
        Code(
            "import-unknown-format",
            ERROR,
            "The source is neither a page nor any other format that can be imported.",
            "Is it the file that you mean? The formats are listed in docs/import.md.",
        ),
        Code(
            "import-empty",
            ERROR,
            "There is no text in the source that could be an essay.",
            "Open it in a browser: it may be a list of links, or show its text only to some readers.",
        ),
        Code(
            "import-too-large",
            ERROR,
            "The source is larger than a page that a person wrote.",
            "Is it a log, or data? Take the part that is the essay into a file of its own.",
        ),
        Code(
            "import-script-only",
            ERROR,
            "The page holds no text: a script would fetch it, in a browser.",
            "Import a capture of it with `--archive`, or save the page from the browser, where its text is shown.",
        ),
        Code(
            "import-paywall",
            WARNING,
            "The page says that only those who pay read all of it; what it gave to everybody was imported.",
            "Compare the end of the text. Save the page from a browser that may read it, and import the file.",
        ),
        Code(
            "import-login",
            ERROR,
            "The site sent the request on to a page where one signs in.",
            "Save the page from a browser that is signed in and import the file, or import a capture with `--archive`.",
        ),
        Code(
            "import-not-fetched",
            ERROR,
            "The page could not be fetched, and no archive that was named has it.",
            "Name an archive with `--archive`, such as `--archive wayback`, or run the command again another day.",
        ),
        Code(
            "import-charset",
            INFO,
            "The page is written in another encoding than it declares; it was read in the one that fits.",
            "Look at a word with accents.",
        ),
        Code(
            "import-no-address",
            WARNING,
            "A page has addresses that are relative, and does not say where it was published.",
            "Import it again with `--url ADDRESS`: they become whole, and `links recover` finds captures of the page.",
        ),
        Code(
            "import-several-pages",
            ERROR,
            "The web archive holds several pages, and none was named.",
            "Name one with `--url`, or take all with `--all`.",
        ),
        Code(
            "import-link-lost",
            ERROR,
            "A link of the page does not stand in the Markdown. Nothing was written.",
            "This is a fault of Footlight: please report it with the page.",
        ),
        Code(
            "import-note-lost",
            ERROR,
            "A footnote of the page does not stand in the Markdown. Nothing was written.",
            "This is a fault of Footlight: please report it with the page.",
        ),
        Code(
            "import-note-missing",
            WARNING,
            "The page calls a note that it does not have; the call stays as a link.",
            "Look for the note in another capture of the page.",
        ),
        Code(
            "import-conflict",
            WARNING,
            "The essay was edited where its source changed as well; the new text is in NAME.new.md.",
            "Take over what you want and delete NAME.new.md, which is no essay.",
        ),
    ),
)

_EXPORTS = Section(
    title="Import of feeds, exports and manuscripts",
    intro="What `footlight import` says of sources that hold many essays, and of documents.",
    codes=(
        Code(
            "import-cut",
            ERROR,
            "The file ends in the middle. What was whole was imported, and nothing of the essay that is cut.",
            "Export or download it again, and import that: what is there already stays as it is.",
        ),
        Code(
            "import-item-damaged",
            ERROR,
            "One of the essays in the file cannot be read; the others were imported.",
            "Look at the place in the file, or import the page itself by its address.",
        ),
        Code(
            "import-item-mended",
            WARNING,
            "One of the essays in the file is no well-formed XML; what can be read of it was imported.",
            "Compare it with the page.",
        ),
        Code(
            "import-entities",
            ERROR,
            "The file declares XML entities, by which a small file becomes a huge one. No program of this kind writes "
            "such files, and it was not read.",
            "Ask who gave it to you where it comes from.",
        ),
        Code(
            "import-archive",
            ERROR,
            "The zip file cannot be read, or becomes too large when it is unpacked.",
            "Export or download it again.",
        ),
        Code(
            "import-archive-outside",
            WARNING,
            "Files in the zip have names that lead out of it, such as `../x`. They were not read.",
            "Ask who gave it to you where it comes from: no service writes such names.",
        ),
        Code(
            "import-member",
            ERROR,
            "A file in the zip is damaged, encrypted, or much too large, and was not read; the others were.",
            "Export or download it again.",
        ),
        Code(
            "import-left-out",
            INFO,
            "The source holds things that are no essays, such as comments and menus.",
            "Nothing, unless one of them is dear to you.",
        ),
        Code(
            "import-summary",
            WARNING,
            "The feed holds the beginnings of essays, or summaries of them, not the whole.",
            "Import the pages themselves, by the addresses in the front matter.",
        ),
        Code(
            "import-document",
            ERROR,
            "The document is damaged, or holds what pandoc cannot read. Nothing was written.",
            "Open it in the program that wrote it, save it anew, and import that.",
        ),
        Code(
            "import-remark",
            INFO,
            "Something in the essay was guessed, or could not be carried over; the message says what.",
            "Look at the place in the essay.",
        ),
    ),
)

SECTIONS = (
    _SOURCE,
    _IMPORT,
    _EXPORTS,
    _IMAGES,
    _LINT,
    _LEDGER,
    _EDITIONS,
    _WEB,
    _PRINT,
    _BINDING,
    _LINKS_FIND,
    _LINKS_CHECK,
    _LINKS_ANSWER,
    _LINKS_DESCRIBE,
    _LINKS_MEND,
    _LINKS_PRESERVE,
    _LINKS_VERIFY,
    _CHECK,
    _CHECK_EPUB,
    _TYPOGRAPHY,
    _SHELF,
)
"""In the order of docs/findings.md."""
LINT_CODES = (*(code.name for code in _LINT.codes if code.name != "ignored-unknown"), "image-no-alt")
"""The codes of the rules of `footlight lint`."""
CODES = {code.name: code for section in SECTIONS for code in section.codes}
_FAMILIES = {name.removesuffix(FAMILY): code for name, code in CODES.items() if name.endswith(FAMILY)}


def code_named(name: str) -> Code:
    """The row of a code, or that of its family. Raises LookupError for an unknown code."""
    if name in CODES:
        return CODES[name]
    for prefix, code in _FAMILIES.items():
        if name.startswith(prefix) and name != prefix:
            return code
    raise LookupError(f"no finding has the code '{name}'")


def section_of(code: Code) -> Section:
    """The section that explains a code."""
    return next(section for section in SECTIONS if code in section.codes)
