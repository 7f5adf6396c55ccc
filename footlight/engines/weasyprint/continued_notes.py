"""Notes that go on over pages: a finished page gets their parts and its rule, the next page what is left.

While a page is filled, `footnote_layout` only reserves room for a divided note. When the text of the page is placed,
the note gets all the room that the text left, and its part is laid out.
"""

from collections.abc import Iterable

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as page_layout
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.page import PageType

from footlight.engines.weasyprint.footnote_layout import FootnoteContext
from footlight.engines.weasyprint.foreign_types import Box, HtmlElement, LayoutState, StyleLookup
from footlight.engines.weasyprint.note_division import LaidNotes, Resume, content_bottom
from footlight.engines.weasyprint.paragraphs import page_fit

_make_page = page_layout.make_page
_set_page_type_computed_styles = page_layout.set_page_type_computed_styles
MadePage = tuple[Box, Resume, dict[str, object]]
"""What WeasyPrint's function gives: the page, where the text goes on, and what breaks the page behind it."""
_SLACK = 0.01
"""px by which a room is made larger than what was laid out in it before, for rounding."""
_RULE_LENGTH = "__note_rule"
"""WeasyPrint's name for the custom property `--note-rule` of a style."""


def make_page(context: LayoutState, root: Box, page_type: PageType, *place: object) -> MadePage:
    """Replace `weasyprint.layout.page.make_page`: make a page, and lay out the notes that do not end on it."""
    if not isinstance(context, FootnoteContext):  # a document that is not ours
        foreign: MadePage = _make_page(context, root, page_type, *place)
        return foreign
    _, blank, *_ = page_type
    context.begin_page(without_text=bool(blank))
    page, resume_at, next_page = _make_page(context, root, page_type, *place)
    text, area, margin_notes = page.children
    left: list[Box] = []
    if context.of_page.divided is not None or context.of_page.start is not None:
        laid = _lay_out(context, page, text)
        area = _placed(context, laid, page, area)
        left = _left_over(context, laid)
    _shorten_rule(area, goes_on=context.of_page.start is not None)
    page.children = [text, area, margin_notes]
    context.reported_footnotes = [*left, *context.reported_footnotes]
    for note in context.reported_footnotes:
        context.goes_on.setdefault((context.current_page + 1, id(note)), None)
    return page, resume_at, next_page


def make_all_pages(context: LayoutState, root_box: Box, html: HtmlElement, pages: list[Box]) -> Iterable[Box]:
    """Replace `weasyprint.layout.make_all_pages`: make all pages anew where notes go on from one to the next.

    WeasyPrint keeps pages of an earlier round on which nothing changed, and forgets what these left over.
    """
    if isinstance(context, FootnoteContext) and context.goes_on:
        context.goes_on.clear()
        pages = []
    made: Iterable[Box] = page_fit.make_all_pages(context, root_box, html, pages)
    return made


def set_page_type_computed_styles(page_type: PageType, html: HtmlElement, style_for: StyleLookup) -> None:
    """Replace the function of `weasyprint.layout.page`: a page with the rest of a note is not styled as a blank one.

    WeasyPrint makes blank pages behind the text for the notes that are left over. Heads and folios belong there.

    A page of a section (`sections`) is styled as one inside of the document, where that has pages before it.
    """
    style_for.get_cascaded_styles().clear()  # those of the pages before, all of which WeasyPrint would go through
    _set_page_type_computed_styles(page_type, html, style_for)
    if shift := getattr(html, "pages_before", 0):
        *others, index, groups = page_type
        _take_style(page_type, PageType(*others, index + shift, groups), html, style_for)
    context = getattr(html, "context", None)
    side, blank, *others = page_type
    if not (blank and isinstance(context, FootnoteContext) and context.reported_footnotes):
        return
    _take_style(page_type, PageType(side, False, *others), html, style_for)  # noqa: FBT003 - a tuple of WeasyPrint's


def _take_style(page_type: PageType, other: PageType, html: HtmlElement, style_for: StyleLookup) -> None:
    """Give a page the style that another page would have."""
    _set_page_type_computed_styles(other, html, style_for)
    styles = style_for.get_computed_styles()
    styles.update({(page_type, part): style for (owner, part), style in list(styles.items()) if owner == other})


def _lay_out(context: FootnoteContext, page: Box, text: Box) -> LaidNotes:
    """The notes of a page whose text is placed, as many lines of them as the text leaves room for."""
    flow, reserved = context.flow(), context.of_page
    if reserved.divided is None:
        return context.divider.whole(flow)
    room = context.room(max(content_bottom(text), page.content_box_y()))
    laid = context.divider.fill(flow, room, reserved.height + _SLACK, fewest=max(reserved.begun, 1))
    if laid.height > max(room, reserved.height) + _SLACK and not context.exact:
        context.sums[
            context.current_page
        ] = -1.0  # the sums of heights were wrong: `heights_agree` asks for another way
    return laid


def _placed(context: FootnoteContext, laid: LaidNotes, page: Box, area: Box) -> Box:
    """The laid-out notes at the foot of the page, in the place of the area that WeasyPrint made."""
    laid.area.style = area.style
    laid.area.height = laid.height
    laid.area.translate(dy=page.content_box_y() + page.height - laid.area.margin_height() - laid.area.position_y)
    context.create_block_formatting_context(laid.area)
    for box in laid.absolute:
        absolute_layout(context, box, page, laid.absolute, bottom_space=0, skip_stack=None)
    context.finish_block_formatting_context()
    return laid.area


def _left_over(context: FootnoteContext, laid: LaidNotes) -> list[Box]:
    """The notes that go on, or begin, on the next page, in order."""
    if laid.rest is None:
        return []
    ((index, place),) = laid.rest.items()
    left = list(context.current_page_footnotes)[index:]
    context.goes_on[context.current_page + 1, id(left[0])] = place
    return left


def _shorten_rule(area: Box, *, goes_on: bool) -> None:
    """Draw the rule above notes short, by `--note-rule`, or as wide as the text above a note that goes on.

    So a reader sees that the first lines below it belong to the page before (Chicago Manual of Style).
    """
    tokens = [token for token in area.style[_RULE_LENGTH] or () if token.type == "percentage"]
    if goes_on or not (area.children and tokens and area.border_top_width):
        return
    rule = boxes.BlockBox(None, area.style, None, [])
    rule.__dict__.update({key: value for key, value in area.__dict__.items() if key not in rule.__dict__})
    rule.children = []
    rule.height = rule.padding_top = rule.padding_bottom = rule.border_bottom_width = rule.margin_top = 0
    rule.margin_bottom = 0
    rule.position_y = area.border_box_y()
    rule.width = area.border_width() * min(tokens[0].value, 100) / 100
    if area.style["direction"] == "rtl":
        rule.position_x = area.border_box_x() + area.border_width() - rule.width
    area.padding_top += area.border_top_width
    area.border_top_width = 0
    area.children = [rule, *area.children]
