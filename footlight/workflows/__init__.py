"""Workflows: the steps of each command in order. They join the stages, and decide what runs in which process."""
