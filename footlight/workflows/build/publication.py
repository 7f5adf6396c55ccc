"""Products appear whole or not at all, and all of a build at once (`set_exchange`).

A stamp among them tells what they were made from.
"""

import errno
from collections.abc import Mapping
from pathlib import Path

from footlight.engines.operating_system import folder_held
from footlight.errors import EnvironmentProblem
from footlight.input_record import read_file
from footlight.settings.epub_options import VARIANT_ENDINGS
from footlight.settings.values import ENDINGS
from footlight.workflows.build import manifest
from footlight.workflows.build.freshness import PAGES, STAMP, file_hash, kept_records, new_record, read_records, stamp
from footlight.workflows.build.job import Job
from footlight.workflows.build.set_exchange import change_products


def publish_editions(made: Mapping[str, bytes], job: Job, inputs: Mapping[str, str]) -> None:
    """Move products into build/NAME/ with a stamp, and take away those that no build of today's sources made.

    A build of single editions takes nothing away, and its manifest tells of the other editions as well. `inputs` are
    the SHA-256 of the files that were read, by their paths from build/NAME/.
    """
    name, products = job.essay.name, dict(made)
    folder, listed = job.project.build / name, f"{name}{manifest.ENDING}"
    _make_build(folder)
    with folder_held(folder.parent):  # another build may be at the same place
        _publish(folder, listed, products, job, inputs)


def _publish(folder: Path, listed: str, products: dict[str, bytes], job: Job, inputs: Mapping[str, str]) -> None:
    name = job.essay.name
    record, old = new_record(job.key, inputs, products), read_records(folder)
    for other in old if job.keep_others else ():
        if other.of_same_sources(record) and file_hash(folder / listed) == other.products.get(listed):
            products[listed] = manifest.merged(products[listed], read_file(folder / listed))
            record = new_record(job.key, inputs, products)
            break
    kept = kept_records(folder, old, record, others=job.keep_others)
    products[STAMP] = stamp([*kept, record])
    standing = {*products, *(product for other in kept for product in other.products)}
    gone = () if job.keep_others else tuple(known for known in _product_names(name) if known not in standing)
    try:
        change_products(folder, products, gone)
    except OSError as error:
        raise disk_problem(error, folder) from None


def _product_names(name: str) -> tuple[str, ...]:
    """Everything that a build can leave in build/NAME/, but for the stamp."""
    files = (*ENDINGS.values(), *VARIANT_ENDINGS.values(), ".onix.xml", manifest.ENDING)
    return (*(f"{name}{ending}" for ending in files), PAGES)


def _make_build(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink():  # it may lead anywhere
            raise _not_a_folder(folder)
    except OSError as error:
        raise disk_problem(error, folder) from None


def _not_a_folder(folder: Path) -> OSError:
    return OSError(errno.ENOTDIR, f"{folder} is a link and no folder")


def disk_problem(error: OSError, folder: Path) -> EnvironmentProblem:
    """Say what an error of the disk means for the products in `folder`."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return EnvironmentProblem(f"the disk is full: {folder} was left as it was", hint="Make room; build again.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            hint = "Give yourself the right to write there, or copy the project to a place of your own."
            return EnvironmentProblem(f"{folder.parent} may not be written", hint=hint)
        case _:
            return EnvironmentProblem(f"{folder.parent} could not take the products of {folder.name}: {error.strerror}")
