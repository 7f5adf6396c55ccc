"""Products that nobody asks for any more are removed from build/: of editions, of essays, of builds that were killed.

Only what a record names is removed, and only as the build left it: what somebody else put there, or changed, is not
ours to remove.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.engines.operating_system import folder_held
from footlight.settings.epub_options import VARIANT_ENDINGS
from footlight.settings.values import ENDINGS, Config, Edition
from footlight.workflows.build import manifest
from footlight.workflows.build.freshness import PAGES, STAMP, BuildRecord, file_hash, read_records, stamp
from footlight.workflows.build.publication import disk_problem
from footlight.workflows.build.set_exchange import change_products


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What was removed from one folder of build/."""

    name: str
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    """Products that nobody asks for and that are not as the build left them."""


def wanted_products(name: str, config: Config) -> frozenset[str]:
    """The products of an essay that the settings name, whether they are there or not."""
    editions = config.build.editions
    endings = {ENDINGS[edition] for edition in editions}
    if Edition.EPUB in editions:
        endings |= {VARIANT_ENDINGS[variant] for variant in config.epub.variants}
        endings |= {".onix.xml"} if config.epub.onix else set()
    pages = {PAGES} if Edition.EPUB in editions else set()
    return frozenset({f"{name}{ending}" for ending in (*endings, manifest.ENDING)} | pages)


def clear_essay(folder: Path, name: str, config: Config, *, dry: bool) -> Cleared:
    """Remove the editions of an essay that the settings do not name."""
    return _clear(folder, wanted_products(name, config), dry=dry)


def clear_gone(build: Path, names: Iterable[str], *, dry: bool) -> Iterator[Cleared]:
    """Remove the products of what is not there any more; `names` are the folders of what is."""
    standing = set(names)
    folders = sorted(path for path in build.iterdir() if path.is_dir()) if build.is_dir() else []
    for folder in folders:
        if folder.name not in standing and (folder / STAMP).is_file():
            yield _clear(folder, frozenset(), dry=dry)


def _clear(folder: Path, wanted: frozenset[str], *, dry: bool) -> Cleared:
    if not folder.is_dir():
        return Cleared(name=folder.name, removed=(), kept=())
    with folder_held(folder.parent):
        records = read_records(folder)
        made = {name: record.products[name] for record in records for name in sorted(record.products)}
        unwanted = {name: digest for name, digest in made.items() if name not in wanted}
        removed = tuple(name for name, digest in unwanted.items() if file_hash(folder / name) == digest)
        kept = tuple(name for name in unwanted if name not in removed and (folder / name).exists())
        if not dry:
            _settle(folder, records, removed, unwanted)
    return Cleared(name=folder.name, removed=removed, kept=kept)


def _settle(folder: Path, records: Iterable[BuildRecord], removed: Collection[str], gone: Collection[str]) -> None:
    """Remove files, and what is gone from the records; a folder of which nothing is left goes, too."""
    left = [_without(record, gone, folder.name) for record in records]
    left = [record for record in left if record.key.editions]
    try:
        change_products(folder, {STAMP: stamp(left)} if left else {}, removed if left else {*removed, STAMP})
    except OSError as error:
        raise disk_problem(error, folder) from None


def _without(record: BuildRecord, gone: Collection[str], name: str) -> BuildRecord:
    """A record of the editions that are left: who asks for another one later has to build it."""
    editions = tuple(known for known in record.key.editions if f"{name}{ENDINGS[Edition(known)]}" not in gone)
    products = {product: digest for product, digest in record.products.items() if product not in gone}
    return replace(record, key=replace(record.key, editions=editions), products=products)
