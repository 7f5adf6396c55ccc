"""What Pango needs to know of a style before it shapes a text, made once for all styles that are equal in it.

WeasyPrint makes a context, a description of the font and a list of its features for each text that is shaped: for each
paragraph, and for each of its lines when they are drawn. All lines of a face and size have the same.

At an upgrade: compare with `weasyprint.text.line_break.Layout.setup`; `_PROPERTIES` has all that it asks of a style.
"""

from typing import Any, NamedTuple

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

from footlight.engines.weasyprint.foreign_types import Style

_original_setup = Layout.setup
_ENTRY = "shaping_context"
_FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)
_PROPERTIES = (
    *("direction", "lang", "text_decoration_line", "font_language_override", "font_family", "font_size"),
    *("font_style", "font_stretch", "font_weight", "font_variation_settings", *_FEATURES),
)


class ShapingContext(NamedTuple):
    """What all layouts of a style share."""

    context: Any
    """PangoContext."""
    description: Any
    """PangoFontDescription."""
    features: Any
    """PangoAttribute, or None."""
    attributes: dict[str, Any]
    """The attributes that a layout has before it has a text."""


def setup(layout: Any, style: Style) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Replace `weasyprint.text.line_break.Layout.setup`: make a layout of Pango's that is ready for a text."""
    shared: ShapingContext | None = style.__dict__.get(_ENTRY)
    if shared is None:
        if type(style) not in (ComputedStyle, AnonymousStyle):  # that of a text in a drawing
            _original_setup(layout, style)
            return
        known = style.cache.setdefault(_ENTRY, {})
        key = str([style[name] for name in _PROPERTIES])
        if key not in known:
            known[key] = _context(style)
        shared = style.__dict__[_ENTRY] = known[key]
    layout.__dict__.update(shared.attributes)
    layout.style = style
    layout.layout = made = ffi.gc(pango.pango_layout_new(shared.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(made, False)  # noqa: FBT003 - a function in C
    pango.pango_layout_set_font_description(made, shared.description)
    if shared.features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, shared.features)
        pango.pango_layout_set_attributes(made, attributes)


def _context(style: Style) -> ShapingContext:
    """As in the function that is replaced."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - as above
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    language = pango.pango_language_get_default()
    if name:
        pointer, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    description = get_font_description(style)
    attributes = {"first_line_direction": 0, "language": language}
    attributes |= {"ascent": None, "underline_position": None, "strikethrough_position": None}
    if style["text_decoration_line"] != "none":
        metrics = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        attributes["ascent"] = FROM_UNITS * pango.pango_font_metrics_get_ascent(metrics)
        attributes["underline_position"] = FROM_UNITS * pango.pango_font_metrics_get_underline_position(metrics)
        attributes["underline_thickness"] = FROM_UNITS * pango.pango_font_metrics_get_underline_thickness(metrics)
        attributes["strikethrough_position"] = FROM_UNITS * pango.pango_font_metrics_get_strikethrough_position(metrics)
        attributes["strikethrough_thickness"] = FROM_UNITS * pango.pango_font_metrics_get_strikethrough_thickness(
            metrics
        )
    features = font_features(*(style[name] for name in _FEATURES))
    attribute = None
    if features:
        said = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        kept = style.font_config.font_features  # WeasyPrint keeps them, for Pango frees none
        if said not in kept:
            kept[said] = pango.pango_attr_font_features_new(said)
        attribute = kept[said]
    return ShapingContext(context, description, attribute, attributes)
