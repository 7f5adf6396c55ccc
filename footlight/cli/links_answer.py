"""`footlight links answer`."""

import argparse

from footlight.cli.essay_options import project_for
from footlight.cli.report import add_output_options, report
from footlight.cli.world import World
from footlight.errors import UsageError
from footlight.essay_files import EssayFile, find_essays
from footlight.findings.finding import Finding
from footlight.project import Project, ledger_path
from footlight.textmatch.clean_text import visible

HELP = """\
Take the author's answers from a questionnaire of `footlight links ask` into the ledger, as a person's decisions.
The file may have been quoted and wrapped by mail programs; addresses are taken byte for byte or not at all. A decision
of another person stays; the same person may change an answer, which is reported."""
EXAMPLES = """\
  footlight links answer source/my-essay.questions.txt   filled in where it lies
  footlight links answer reply.txt                       the text of a mail"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options and arguments."""
    parser.add_argument("file", metavar="FILE", help="the questionnaire, or the mail that quotes it, as text")
    parser.add_argument("--dry-run", action="store_true", help="say what would be taken, and write nothing")
    add_output_options(parser)


def run(args: argparse.Namespace, world: World) -> int:
    """Take the answers into the ledger."""
    from footlight.links.decisions.returned_questionnaire import named_essay  # noqa: PLC0415 - rules and patterns
    from footlight.settings.wording import FALLBACK, load_wording  # noqa: PLC0415 - as above
    from footlight.workflows.links.open_places import open_questions, write_decisions  # noqa: PLC0415 - as above
    from footlight.workflows.links.returned_answers import read_returned_file, take_answers  # noqa: PLC0415 - as above

    path = world.cwd / args.file
    if not path.is_file():
        raise UsageError(f"no file {args.file}", hint="Give the returned questionnaire, as a text file.")
    project = project_for([args.file], world.cwd)
    sent, wrong = read_returned_file(path, args.file)
    if sent is None:
        return report(wrong, args, world)
    essay = _essay(named_essay(sent.text), project)
    if isinstance(essay, Finding):
        return report([_in_file(essay, args.file)], args, world)
    asked, findings = open_questions(essay, mentioned=True)
    if asked is None:
        return report(findings, args, world)
    languages = dict.fromkeys((asked.missing.source.meta.lang, FALLBACK))
    words = [load_wording(lang, project.template_folders) for lang in languages]
    taken = take_answers(sent, asked, words, world.clock.utc.replace(microsecond=0))
    if taken.decided and not args.dry_run:
        write_decisions(asked.missing, taken.decided)
    if not args.quiet:
        number = len(taken.decided)
        said = (
            f"{number} {'answer' if number == 1 else 'answers'} of {taken.by} "
            f"{'would be taken' if args.dry_run else 'taken'} into {ledger_path(essay.path).name}; "
            f"{taken.unanswered} left open\n"
        )
        world.err.write(visible(said))
    return report([*findings, *taken.findings], args, world)


def _essay(name: str, project: Project) -> EssayFile | Finding:
    """Return the essay of a questionnaire, always one of this project."""
    if not name:
        message = "this is not a questionnaire: no line begins with 'Footlight questionnaire:'"
        return Finding(code="answer-unknown", message=message, hint="Run `footlight links ask` to make one.")
    found = next((essay for essay in find_essays(project.source) if essay.name == name), None)
    hint = "Run the command in the project that holds the essay."
    return found or Finding(code="answer-unknown", message=f"there is no essay {name[:80]!r} here", hint=hint)


def _in_file(finding: Finding, file: str) -> Finding:
    return Finding(code=finding.code, message=finding.message, hint=finding.hint, file=file, line=1)
