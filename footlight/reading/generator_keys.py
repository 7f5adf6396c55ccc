"""The front matter keys of other generators, a row each meaning: what they are called, where, and what becomes of them.

Keys are compared without case, hyphens, underscores and blanks: `canonical_url`, `canonicalURL` and `canonical-url` are
one. A name that ends in `*` stands for all keys that begin so. The rows were made from the generators' own
documentation of front matter (2024-2026); a key of a theme or plugin is there where many posts have it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Use(StrEnum):
    """What becomes of a key that is not ours."""

    AUTHOR = "author"
    DATE = "date"
    LANGUAGE = "lang"
    KEYWORDS = "keywords"
    RIGHTS = "rights"
    ADDRESS = "url"
    """Whole addresses; what is none is passed over."""
    PATH = "url, from the site's address and this path"
    """Paths from the site's root, for a project whose `[project] url` says where that is."""
    UNPUBLISHED_IF_TRUE = "draft where it is true"
    UNPUBLISHED_IF_FALSE = "draft where it is false"
    UNPUBLISHED_BY_NAME = "draft where it says so"
    """Keys whose value may be `draft`, `hidden`, `private` or `pending`."""
    TAXONOMIES = "keywords, from its tags and categories"
    IGNORED = "passed over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Keys of one meaning."""

    use: Use
    of: str
    """The generators that have them."""
    keys: tuple[str, ...]


def _row(use: Use, of: str, keys: str) -> Row:
    return Row(use=use, of=of, keys=tuple(keys.split()))


ROWS: tuple[Row, ...] = (
    # Of several dates, and of several addresses, the first row counts: the day of publication before the day when the
    # file was made.
    _row(Use.AUTHOR, "Hugo, Zola, Pelican, Docusaurus, Quarto, Astro, Ghost", "authors primary_author"),
    _row(Use.AUTHOR, "Go's own site, themes", "by byline"),
    _row(Use.DATE, "Astro, Hugo, Gatsby, Ghost, Hashnode, Medium exports",
         """
         pubDate publishDate publicationDate publishedDate publishedAt publishedOn datePublished publishedTime posted
         postDate published
         """),
    _row(Use.DATE, "Obsidian, Quartz, Hexo, Joplin, WordPress exports", "created createdAt dateCreated created_date"),
    _row(Use.LANGUAGE, "Hexo, Nikola, Pelican, Hugo, VitePress", "language locale languageCode"),
    _row(Use.KEYWORDS, "all", "tags tag categories category topics topic"),
    _row(Use.TAXONOMIES, "Zola", "taxonomies"),
    _row(Use.RIGHTS, "Quarto, Hugo, Pelican", "license licence copyright"),
    _row(Use.ADDRESS, "dev.to, Hashnode, Medium exports, Hugo and Jekyll themes",
         "canonical_url canonical canonicalUrl original_url originalUrl"),
    _row(Use.ADDRESS, "Jekyll's importers of Blogger and Tumblr", "blogger_orig_url tumblr_url"),
    _row(Use.ADDRESS, "WordPress exports, Jekyll", "permalink"),
    _row(Use.PATH, "Jekyll, WordPress exports (jekyll-exporter), Eleventy, VuePress", "permalink"),
    _row(Use.PATH, "Zola, Gatsby", "path"),
    _row(Use.UNPUBLISHED_IF_TRUE, "Hugo, Zola, Astro, Eleventy, Docusaurus, Quarto, Quartz, Jekyll (jekyll-draft)",
         "draft isDraft drafts"),
    _row(Use.UNPUBLISHED_IF_FALSE, "Jekyll, Hexo, dev.to, Gatsby, WordPress exports", "published"),
    _row(Use.UNPUBLISHED_IF_FALSE, "Obsidian Publish, Quartz", "publish"),
    _row(Use.UNPUBLISHED_BY_NAME, "Pelican, Nikola, Ghost, WordPress exports", "status visibility post_status"),
    _row(Use.IGNORED, "Jekyll",
         """
         background banner breadcrumbs caption card_image class classes collection collections color colour comments
         date_formatted date_modified defaults description_meta eleventy* entries_layout excerpt ext feature
         feature_image featured gallery grand_parent has_children has_toc header hero hero_image hidden icon id image
         img jekyll_* key last-modified last_modified_at last_update last_updated layout lede logo main_image
         masthead math mermaid modified modified_date modified_time noindex order paginate pagination parent pin
         promo read_time reading_time redirect_from redirect_to ref related render_with_liquid robots search_exclude
         share share-img sitemap slug social social-share sticky tagline teaser thumbnail thumbnail-img tldr toc type
         untranslated untranslated_* update_date updated updated_at
         """),
    _row(Use.IGNORED, "Hugo",
         """
         aliases audio bookCollapseSection bookComments bookFlatSection bookHidden bookSearchExclude bookToc build
         carousel cascade codeFolding commentable content_meta cover disable* doi editPost enable* event expires
         expiryDate featuredImage featuredImagePreview headless hiddenInHomeList hide* images isCJKLanguage isPage
         katex lastmod layout_* lightgallery links linkTitle location markup math_* mathjax menu menus outputs page_*
         params projects publication publication_short publication_types publications resources searchHidden series
         show* slides summary tableOfContents toc_* tocOpen translationKey unpublishDate url_* UseHugoToc videos
         weight
         """),
    _row(Use.IGNORED, "Hugo's themes and blogdown", "customCSS customJS external_link external_url from_Rmd project_*"),
    _row(Use.IGNORED, "Zola",
         """
         extra generate_feed generate_feeds in_search_index insert_anchor_links paginate_by paginate_path
         paginate_reversed render sort_by template transparent
         """),
    _row(Use.IGNORED, "Eleventy",
         """
         dynamicPermalink metaDesc metaTitle override:* socialImage templateClass templateEngineOverride
         """),
    _row(Use.IGNORED, "Hexo",
         """
         abbrlink aplayer archive aside comment copyright_author copyright_author_href copyright_info copyright_url
         excerpt_* highlight_shrink index_img lang_* main_color message noDate password photos sage sponsor
         swiper_index top top_img
         """),
    _row(Use.IGNORED, "Octopress", "indexing sharing"),
    _row(Use.IGNORED, "Pelican, Nikola, Python-Markdown",
         """
         affiliation author_* css data email enclosure filters gravatar has_math javascripts link nocomments og_*
         previewimage related_posts save_as source stylesheets translation translations wordcount
         """),
    _row(Use.IGNORED, "Gatsby, Astro, Next.js, Nuxt",
         """
         blurb canonicalURLs card components coverImage coverImageAlt cta faq faqs featuredImageAlt featuredImg head
         heroImageAlt imageAlt imageCaption imageCredit keyPoints meta meta_* metadata metaDescription minutesRead
         modDatetime newsletter next next_* og og:* ogDescription ogImage ogTitle opengraph podcast position postSlug
         prev prev_* private pubDatetime recommended relatedArticles schema seo seo_* seoDescription seoTitle setup
         snippet social_media_card socials spoiler sponsored subtitle_image timeToComplete timeToRead twitter
         twitter_* updatedDate video youtube
         """),
    _row(Use.IGNORED, "Obsidian, Quartz, Logseq, Zettlr",
         """
         alias aliasesOf backlinks banner_* bibliographystyle confidence cssclass cssclasses date_updated dg-* down
         excalidraw-* fileClass garden growth importance kanban-plugin lastReviewed linter-* mobile note_type
         number_headings obsidianEditingMode obsidianUIMode people permalinks position_* public publish_* rating
         related_notes reviewed same socialDescription source_* stage status_* sticker template_* tracker uid up uuid
         zettel-id zettelkasten
         """),
    _row(Use.IGNORED, "Ghost, WordPress, Medium, Substack, Tumblr and Blogger exports",
         """
         amazonS3_cache audience blogger_* codeinjection_* coverY cuid dateFolder dev_to* disqus* domain dsq_*
         email_only feature_image_alt feature_image_caption featured_* format ghost_* guid html jetpack_* main_tag
         medium_* menu_order mf2_* mobiledoc nid organization original_post_id parent_id ping_status plaintext
         podcast_url postid subdomain subscribe syndication_* tumblr_* wordpress_* wp_* wpid yoast_*
         """),
    _row(Use.IGNORED, "Docusaurus, VuePress, VitePress, MkDocs",
         """
         actions article breadcrumb contributors cover_* displayed_sidebar edit_url editLink features footer heroText
         home index isOriginal nav* outline pageClass pageInfo pagination_* parse_number_prefixes search sidebar*
         slug_* social_cards star tags_hidden timeline title_meta truncate unlisted
         """),
    _row(Use.IGNORED, "Quarto, R Markdown, pandoc's writers",
         """
         about abstract-title acknowledgements affiliations alt-text anchor-sections appendix-style biblio-* book
         categories_display citation citation-* citations citecolor citeproc CJKmainfont classoption code-*
         colorlinks comments_* corresponding crossref csl-* date-display date-format date-meta df-print document
         documentclass echo editor-* engine execute fig-* fontsize formats freeze funding geometry header-includes
         highlight-style html-math-method ibooks image-* include-* indent institute jupyter knit knitr latex_*
         lightbox linestretch link-bibliography link-citations link-external-* linkcolor listing lof lot mainfont
         margin-* mathfont metadata-files monofont natbib* nocite notebook-* number-depth number-sections orcid
         output output_* pagetitle papersize pdf-engine pre-commit preview project reference-* repo-actions
         resource_files rights-* sansfont self-contained server shift-heading-level-by shortcodes site standalone
         subject-* suppress-bibliography syntax-highlighting tbl-* thanks title-block-* title-prefix titlegraphic
         toccolor urlcolor vignette website
         """),
    _row(Use.IGNORED, "many themes and editors",
         """
         << _* ads adsense affiliate affiliate_* allowed_domains alternate analytics archive_* archived attachments
         audio_* authorImage authorLink authorTwitter authorURL avatar background-image bibliography_* blog_*
         body_class book_* bookmark-of chapter city code comment_* commentid conference coordinates country credit
         credits custom custom_* demo deprecated description_long difficulty draft_* duration edition enclosures end
         end_date entry_* event_* extra_* facebook file files footnotes geo giscus github group groups h-* hackernews
         hat_tip header-img header-mask header-style heading headline hours hreflang i18n img_* in-reply-to indieweb
         ingredients intro introduction isbn_* isso issue issue_id javascript js language_* lat latitude lead level
         like-of linkedin lobsters locale_* lon longitude mastodon mastodon_* mood mp-* music notes_* numbered
         original outdated overview part photo photo_credit photo_url picture place post_* price product progress
         rating_* recipe reddit release repo repository repost-of review reviewer reviewers scripts section
         series_* servings short_description short_title sources speaker speakers sponsor_* start start_date styles
         stylesheet subheading subsection subtitle_short syndicate syndication target team team_* thumb
         thumbnailImage time time_* title_short todo toot tracking translated translated_from translation_*
         translator_* tweet tweet_id utterances venue version versions via weather web webmention webmentions x-*
         """),
)  # fmt: skip


def folded(key: str) -> str:
    """A key as keys are compared: small letters and digits, without what joins words."""
    return re.sub(r"[\s_-]", "", key.lower())


def _joined(key: str) -> str:
    """A key in small letters, its words joined by hyphens: beginnings of keys end where a word ends."""
    return re.sub(r"[\s_]", "-", key.lower())


@cache
def _rows() -> tuple[dict[str, tuple[int, ...]], tuple[str, ...]]:
    """The places in `ROWS` of each folded key; and the beginnings of keys that are passed over."""
    places: dict[str, tuple[int, ...]] = {}
    beginnings = []
    for place, row in enumerate(ROWS):
        for key in row.keys:
            if key.endswith("*"):
                beginnings.append(_joined(key[:-1]))
            else:
                places[folded(key)] = (*places.get(folded(key), ()), place)
    return places, tuple(beginnings)


def uses_of(key: str) -> tuple[tuple[int, Use], ...]:
    """What becomes of a key of another generator, each use with its row's place; empty for a key that no row knows.

    A key that one row uses and another passes over is used.
    """
    places, beginnings = _rows()
    uses = tuple((place, ROWS[place].use) for place in places.get(folded(key), ()))
    used = tuple(use for use in uses if use[1] is not Use.IGNORED)
    if uses:
        return used or uses[:1]
    return ((len(ROWS), Use.IGNORED),) if _joined(key).startswith(beginnings) else ()
