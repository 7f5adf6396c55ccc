"""Write docs/limits.md: every bound of Footlight's on what it takes, from the constants and the words below each.

`python -m footlight.workflows.limits_page > docs/limits.md` does it, and so does `make docs`. To list a bound, add it
to a section.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # heading, bounds as module:constant
    (
        "Essays",
        (
            "reading.source_file:LARGEST",
            "textmatch.combining_marks:MOST_MARKS",
            "reading.front_matter:LONGEST_LINE",
            "reading.people:LONGEST_NAME",
            "engines.weasyprint.long_words:LONGEST_WORD",
            "engines.yaml:_DEEPEST",
            "engines.yaml:_MOST_VALUES",
            "engines.pandoc:SECONDS",
            "reading.slow_place:_SECONDS",
            "reading.deep_lists:_DEEPEST",
            "reading.open_brackets:_MOST_OPEN",
            "reading.open_brackets:_DEEPEST",
            "reading.safety:LONGEST_ADDRESS",
            "reading.html_tables:_MOST",
            "engines.markdown_it:_MAX_DEPTH",
            "engines.markdown_it:_DEEPEST_INLINE",
        ),
    ),
    (
        "Pictures and faces",
        (
            "reading.pictures:LARGEST",
            "engines.pillow:MOST_PIXELS",
            "engines.svg:LARGEST",
            "engines.svg:MOST_SHAPES",
            "engines.svg:_MAX_DEPTH",
            "workflows.build.project_face:_LARGEST",
        ),
    ),
    (
        "A project's files",
        (
            "settings.toml_file:_LARGEST",
            "textmatch.toml_keys:MOST_PARTS",
            "ledger.parser:LARGEST",
            "ledger.parser:MOST_ENTRIES",
            "ledger.anchoring:MOST_AT_A_PLACE",
            "engines.templates.bounded_sandbox:MOST_STEPS",
            "engines.templates.bounded_sandbox:MOST_CHARACTERS",
            "engines.weasyprint.style_bounds:MOST_VALUES",
            "engines.weasyprint.style_bounds:LONGEST_STRING",
            "workflows.links.returned_answers:LARGEST",
        ),
    ),
    (
        "Archives and the web",
        (
            "engines.warc.bounded_gzip:MEMBER_LIMIT",
            "engines.warc.bounded_gzip:HEADER_LIMIT",
            "engines.warc.record_reader:BODY_LIMIT",
            "engines.warc.evidence_record:LARGEST",
            "engines.html_pages:PAGE_LIMIT",
            "engines.html_pages:ANCHOR_LIMIT",
            "links.archives.playback:_INDEX_MAX_BYTES",
            "links.archives.memento:_MAX_TIMEMAPS",
            "engines.web.redirects:MOST_REDIRECTS",
            "engines.web.robots:_MAX_BYTES",
        ),
    ),
    (
        "Imports",
        (
            "intake.parcel:LARGEST",
            "intake.parcel:MOST_MEMBERS",
            "engines.zip_archive:MEMBER_LIMIT",
            "engines.zip_archive:_RATIO_LIMIT",
            "intake.exports.xml_stream:ITEM_LIMIT",
            "intake.page_tree:DEEPEST",
            "intake.item:LARGEST_FILE",
            "engines.pandoc:MEDIA_LIMIT",
            "engines.pandoc:MANUSCRIPT_MEMORY",
        ),
    ),
    (
        "Products, read again",
        (
            "engines.epub.package_reader:PACKAGE_LIMIT",
            "engines.epub.container_reader:MEMBER_LIMIT",
            "engines.epub.publication_reader:TEXT_LIMIT",
            "engines.epubcheck:TIMEOUT",
            "shelf.book_search:QUERY_LIMIT",
        ),
    ),
)
_HEAD = """\
# Limits

What Footlight takes has an end: an essay, a picture, an archive may come from anybody. Where a bound is reached, a
finding says so, or the rest is left out and that is said; nothing waits for ever, and no memory is filled. The table is
made from the code (`make docs`): each row names its constant. [security.md](security.md) says what else is done about
hostile input, [fuzzing.md](fuzzing.md) how it is tried.
"""


def limits_page() -> str:
    """Write the page."""
    parts = [_HEAD]
    for heading, bounds in _SECTIONS:
        rows = (f"| {_shown(value)} | {words} | `{place}` |" for value, words, place in map(_row, bounds))
        parts.append(
            f"## {heading}\n\n| bound | what it is, and why | where |\n|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "\n".join(parts)


def _row(bound: str) -> tuple[object, str, str]:
    """The value of a constant, the words below it, and its place."""
    module_name, _, name = bound.partition(":")
    module = importlib.import_module(f"footlight.{module_name}")
    words = dict(_explained(ast.parse(inspect.getsource(module))))
    return getattr(module, name), words[name], f"{module_name.replace('.', '/')}.py: {name}"


def _explained(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The constants of a module that a text stands below, with it."""
    for node, below in zip(tree.body, tree.body[1:], strict=False):
        if not isinstance(node, ast.Assign) or not isinstance(below, ast.Expr):
            continue
        target, text = node.targets[0], below.value
        if isinstance(target, ast.Name) and isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield target.id, " ".join(text.value.split()).replace("|", "\\|")


def _shown(value: object) -> str:
    if isinstance(value, int) and value >= 2**20 and value % 2**20 == 0:
        return f"{value // 2**20} MiB"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.stdout.write(limits_page())
