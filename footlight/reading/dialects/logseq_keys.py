"""The keys of blocks that Logseq keeps for itself and shows nobody."""

BOOKKEEPING = (
    "id", "collapsed", "heading", "background-color", "created-at", "updated-at", "todo", "doing", "now", "later",
    "done", "query-table", "query-sort-by", "query-sort-desc", "query-properties", "filters", "icon", "public", "alias",
    "exclude-from-graph-view", "template", "template-including-parent", "file", "file-path", "hl-page", "hl-type",
    "hl-color", "hl-stamp", "ls-type", "card-interval", "card-repeats", "card-ease-factor", "card-next-schedule",
    "card-last-reviewed", "card-last-interval", "card-last-score", "logseq.order-list-type", "logseq.color",
)  # fmt: skip
"""https://docs.logseq.com/#/page/built-in%20properties"""
