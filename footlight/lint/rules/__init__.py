"""The rules, a module each: `CODE`, and a function of the module's name that takes a `Prose` and yields `Spot`s.

Whatever module lies here is a rule (`footlight.lint.rule_list`); CONTRIBUTING.md has the steps to add one.
"""
