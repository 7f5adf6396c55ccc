"""The EPUB: fragments to content documents, documents to a package; the same bytes for the same input.

Read in this order: `assembly` (the stages in their order); `xhtml` and `chapters` (fragments to trees, trees to
documents); `content_documents` (templates filled in, with notes and calls); `page_list` (page numbers of the edition
on paper); `metadata`, `sort_names` and `package_document` (the package, contents and landmarks);
`publication_resources` and `cover_page` (pictures, fonts, cover); `container_writer` (the zip); `variants` and `onix`
(files besides).
"""
