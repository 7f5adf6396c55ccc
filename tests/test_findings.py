"""Finding codes are one closed set: what is raised has a row, each row is raised, and what is made of them is true."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from workshop import REPOSITORY, Workshop

from footlight.findings.codes import CODES, FAMILY, SECTIONS, code_named, section_of
from footlight.findings.finding import Finding, Severity
from footlight.findings.findings_page import anchor, page
from footlight.project import house_docs

PACKAGE = REPOSITORY / "footlight"
MODULES = sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "findings" / "codes.py"})
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


@cache
def nodes() -> tuple[ast.AST, ...]:
    """All that footlight/ is written of, read once for the tests that look for codes in it."""
    return tuple(node for path in MODULES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def strings(node: ast.expr | None) -> Iterator[str]:
    """The codes that an expression can evaluate to; of an f-string its beginning, with … after it."""
    match node:
        case ast.Constant(value=str(value)) if _CODE.match(value):
            yield value
        case ast.IfExp(body=body, orelse=orelse):
            yield from strings(body)
            yield from strings(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(value)), *_]) if value.endswith("-"):
            yield f"{value}{FAMILY}"
        case _:
            pass


@cache
def makers() -> dict[str, set[int]]:
    """Functions and classes of footlight/ that take a `code`, and where among their positional arguments it stands."""
    found = defaultdict(set)
    for node in nodes():
        match node:
            case ast.FunctionDef(name=name, args=arguments):
                names = [one.arg for one in arguments.args if one.arg != "self"]
            case ast.ClassDef(name=name, body=body):
                names = [
                    line.target.id for line in body if isinstance(line, ast.AnnAssign) and hasattr(line.target, "id")
                ]
                names += [one.arg for line in body for one in init_arguments(line)]
            case _:
                continue
        if "code" in names:
            found[name].add(names.index("code"))
    return found


def init_arguments(line: ast.stmt) -> list[ast.arg]:
    return line.args.args[1:] if isinstance(line, ast.FunctionDef) and line.name == "__init__" else []


def of_call(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name == "Place":  # its code names the rule that found it
        return
    for keyword in node.keywords:
        if keyword.arg == "code":
            yield from strings(keyword.value)
    for index in makers().get(name, ()):
        found = strings(node.args[index] if index < len(node.args) else None)
        yield from (code for code in found if "-" in code)  # str.find and others of the same name take other words


def of_pair(target: ast.expr, value: ast.expr | None) -> Iterator[str]:
    """`code = …` and `code, message = …, …`."""
    match target, value:
        case ast.Name(id="code"), _:
            yield from strings(value)
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            for one, of_it in zip(targets, values, strict=False):
                yield from of_pair(one, of_it)
        case _:
            pass


def of_loop(node: ast.For) -> Iterator[str]:
    """`for …, code, … in ((…, "its-code", …), …)`."""
    if isinstance(node.iter, ast.Tuple):
        for row in node.iter.elts:
            yield from of_pair(node.target, row)


def of_node(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call():
            yield from of_call(node)
        case ast.Assign(targets=[target], value=value):
            yield from of_pair(target, value)
        case ast.For():
            yield from of_loop(node)
        case _:
            pass


@cache
def raised() -> frozenset[str]:
    """The codes that footlight/ raises; of one that is put together its beginning."""
    return frozenset(code for node in nodes() for code in of_node(node))


def _has_row(code: str) -> bool:
    try:
        return bool(code_named(code))
    except LookupError:
        return False


def test_every_code_in_the_sources_has_a_row() -> None:
    begins = {code.removesuffix(FAMILY) for code in raised() if code.endswith(FAMILY)}
    without = {code for code in raised() if not code.endswith(FAMILY) and not _has_row(code)}
    assert without == set(), "each code that footlight/ raises needs a row in footlight/findings/codes.py"
    assert {begin for begin in begins if not any(name.startswith(begin) for name in CODES)} == set()


def test_every_row_is_raised_by_a_source() -> None:
    """Its name is a text somewhere in footlight/, or begins as a code that is put together there."""
    texts = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    begins = tuple(code.removesuffix(FAMILY) for code in raised() if code.endswith(FAMILY))
    unraised = {name for name in CODES if name not in texts and not name.startswith(begins)}
    assert unraised == set(), "rows of footlight/findings/codes.py that nothing in footlight/ raises"


def test_a_finding_with_another_code_cannot_be_made() -> None:
    for name in ("", "image-mising", "epubcheck-", "image"):
        with pytest.raises(LookupError, match=f"no finding has the code '{name}'"):
            Finding(code=name, message="")


def test_the_level_of_a_finding_is_that_of_its_code_unless_another_is_given() -> None:
    assert Finding(code="image-no-alt", message="").severity is Severity.WARNING
    assert Finding(code="image-no-alt", message="", severity=Severity.INFO).severity is Severity.INFO
    assert Finding(code="epubcheck-rsc-005", message="").severity is Severity.ERROR


def test_a_level_that_a_source_gives_is_that_of_the_row() -> None:
    """Where a source gives a code one level only, and gives it in so many words."""
    given = defaultdict(set)
    for node in nodes():
        match node:
            case ast.Call(func=ast.Name(id="Finding"), keywords=keywords):
                values = {keyword.arg: keyword.value for keyword in keywords}
                match values.get("severity"):
                    case ast.Attribute(value=ast.Name(id="Severity"), attr=level):
                        for code in strings(values.get("code")):
                            given[code].add(Severity[level])
                    case _:
                        pass
            case _:
                pass
    assert len(given) > 9
    assert {code for code, levels in given.items() if len(levels) == 1 and {code_named(code).level} != levels} == set()


def test_rows_are_whole_sentences_in_one_line() -> None:
    assert sum(len(section.codes) for section in SECTIONS) == len(CODES)
    for code in CODES.values():
        assert _CODE.match(code.name.removesuffix(f"-{FAMILY}")), code
        for text in (code.meaning, code.advice):
            assert text[0] == text[0].upper(), f"{code.name}: a sentence begins with a capital: {text}"
            assert text.rstrip("`").endswith("."), f"{code.name}: a sentence ends with a full stop: {text}"
            assert not set("\n|") & set(text), f"{code.name}: a cell of a table has neither line ends nor |: {text}"


def test_the_page_is_made_from_the_rows() -> None:
    """`make docs` writes it anew."""
    written = (REPOSITORY / "docs/findings.md").read_text(encoding="utf-8")
    assert written == page(), "docs/findings.md is not what the rows say: run `make docs`"


def test_explain(project: Workshop) -> None:
    done = project.run("explain", "front-matter-value", "[epubcheck-rsc-005]")
    assert (done.code, done.err) == (0, "")
    page_ = house_docs() / "findings.md"
    assert page_.is_file()
    assert done.out == (
        "front-matter-value (warning)\n"
        "  The value of a key in the front matter is of the wrong kind, or a date is no date; it is left out.\n"
        "  What to do: docs/front-matter.md says what each key takes.\n"
        "  Weight: It stops nothing, unless --strict takes it for an error.\n"
        f"  More: {page_}#the-source\n"
        "\n"
        "epubcheck-rsc-005 (error)\n"
        "  EPUBCheck reports a fault; the code ends with its number, as in `epubcheck-rsc-005`.\n"
        "  What to do: Check your templates/epub/ first.\n"
        "  Weight: The command ends with 1, and a build makes nothing of the essay.\n"
        "  Note: A fault of the tags (`pdf-…`) is an error in a file that calls itself PDF/UA, and a warning in any"
        " other file. docs/accessibility.md says what tags are for.\n"
        f"  More: {page_}#preflight-check\n"
    )
    copied = project.run("explain", "source/a.md:1:2: warning: [x] is no date [front-matter-value] Hint: Write it so.")
    assert copied.out.startswith("front-matter-value (warning)\n")


def test_explain_names_the_nearest_code(project: Workshop) -> None:
    done = project.run("explain", "image-mising")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "footlight: no finding has the code 'image-mising'; did you mean 'image-missing'? "
        "Hint: `footlight explain` lists all codes.\n"
    )


def test_explain_lists_all_codes(project: Workshop) -> None:
    done = project.run("explain")
    assert [line.split()[0] for line in done.out.splitlines() if line.startswith("  ")] == list(CODES)


def test_the_address_of_a_file_in_sarif_is_a_uri(project: Workshop) -> None:
    project.essay("[words](javascript:x)\n", name="Of tides & 50 %")
    results = json.loads(project.make("--edition", "epub", "--sarif").out)["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert set(places) == {"source/Of%20tides%20%26%2050%20%25.md"}


def test_rules_of_sarif_say_what_the_rows_say(project: Workshop) -> None:
    """Each rule has texts, the usual level, and a helpUri that leads to a heading of a page that is there."""
    project.essay("![](gone.png)\n\n[words](javascript:x)\n")
    run = json.loads(project.make("--edition", "epub", "--sarif").out)["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert (
        set(rules)
        == {result["ruleId"] for result in run["results"]}
        == {
            "image-missing",
            "link-scheme",
            "links-missing",
        }
    )
    for name, rule in rules.items():
        row = CODES[name]
        assert rule["shortDescription"]["text"] == row.meaning
        assert row.advice in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] == ("note" if row.level is Severity.INFO else row.level)
        assert rule["helpUri"] == (house_docs() / "findings.md").as_uri() + "#" + anchor(section_of(row))
    assert f"\n## {section_of(CODES['link-scheme']).title}\n" in (house_docs() / "findings.md").read_text(
        encoding="utf-8"
    )
