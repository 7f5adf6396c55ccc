"""`footlight links ask`."""

import argparse
from pathlib import Path

from footlight.cli.essay_options import the_one
from footlight.cli.report import report
from footlight.cli.world import STDOUT, World
from footlight.errors import UsageError
from footlight.file_replacement import replace_file
from footlight.findings.finding import has_errors
from footlight.input_record import read_file
from footlight.textmatch.clean_text import one_line, visible

HELP = """\
Write a questionnaire for the author, who knows best where lost links led: Markdown that can be mailed as plain text.
It holds each place that nobody has decided. Places that the ledger does not know yet are put into the ledger, so that
the answers find them again after edits of the text. A questionnaire with answers in it is never overwritten."""
EXAMPLES = """\
  footlight links ask my-essay              source/my-essay.questions.txt
  footlight links ask my-essay -o ask.md    another file
  footlight links ask my-essay --mentioned  also sentences that mention a link"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    parser.add_argument("essay", metavar="ESSAY", help="a name in source/, or a path")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the file to write, or - for standard output; default: source/NAME.questions.txt",
    )
    parser.add_argument("--mentioned", action="store_true", help="also sentences that mention a link")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="findings as JSON Lines on standard output")
    group.add_argument("--sarif", action="store_true", help="findings as SARIF 2.1 on standard output")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but findings")


def run(args: argparse.Namespace, world: World) -> int:
    """Write the questionnaire of one essay."""
    from footlight.links.decisions.questionnaire import Questionnaire, write_questionnaire  # noqa: PLC0415 - rules and patterns
    from footlight.settings.wording import load_wording  # noqa: PLC0415 - as above
    from footlight.workflows.links.open_places import open_questions, write_decisions  # noqa: PLC0415 - as above

    if args.output == STDOUT and (args.json or args.sarif):
        raise UsageError(
            "the questionnaire and the findings cannot both go to standard output",
            hint="Name a file with -o, or leave --json and --sarif out: findings then go to standard error.",
        )
    project, essay = the_one(args.essay, world.cwd)
    asked, findings = open_questions(essay, mentioned=args.mentioned)
    if asked is None or has_errors(findings):
        return report(findings, args, world)
    if not asked.questions:
        world.err.write("Nothing to ask: no place is open.\n")
        return report(findings, args, world)
    meta = asked.missing.source.meta
    words = load_wording(meta.lang, project.template_folders)
    content = Questionnaire(
        name=essay.name, title=meta.title or essay.name, author=meta.byline or "…", questions=asked.questions
    )
    written = [q.entry for q in asked.questions if q.entry.id not in {entry.id for entry in asked.missing.entries}]
    if args.output == STDOUT:
        world.out.write(write_questionnaire(content, words))
        write_decisions(asked.missing, written)
        for finding in findings:
            world.err.write(one_line(str(finding)) + "\n")
        return 0
    file = world.cwd / args.output if args.output else essay.path.with_name(f"{essay.path.stem}.questions.txt")
    text = write_questionnaire(content, words)
    _write(file, text)
    write_decisions(asked.missing, written)
    if not args.quiet:
        number = len(asked.questions)
        said = (
            f"{project.shown(file)}: {number} {'place' if number == 1 else 'places'} to ask about. "
            "`footlight links answer FILE` takes the answers back.\n"
        )
        world.err.write(visible(said))
    return report(findings, args, world)


def _write(file: Path, text: str) -> None:
    """Write the questionnaire, unless the file already holds answers."""
    from footlight.links.decisions.questionnaire import is_unchanged  # noqa: PLC0415 - as above

    if file.exists() and not (file.is_file() and is_unchanged(_text(file))):
        hint = "Take its answers with `footlight links answer`, move the file, or name another one with -o."
        raise UsageError(f"{file.name} exists and was changed since it was written", hint=hint)
    replace_file(file, text.encode(), "the questionnaire")


def _text(file: Path) -> str:
    return read_file(file)[:10_000_000].decode("utf-8", "replace")
