"""The rules that lie in `rules/`, by their codes."""

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from footlight.lint import rules
from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

Rule = Callable[[Prose], Iterator[Spot]]


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of their names.

    A module of `rules/` is named as its code, with underscores; the rule is the function of that name.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    modules = (import_module(f"{rules.__name__}.{name}") for name in names)
    return {module.CODE: getattr(module, module.__name__.rpartition(".")[2]) for module in modules}
