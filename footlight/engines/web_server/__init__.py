"""Starlette and uvicorn: an HTTP server over a function that answers requests.

`exchange` has the values, `access` says who may ask, `application` makes HTTP of answers, `connections` listens and
closes what takes too long, `events` are what a page is told while it is open.
"""
