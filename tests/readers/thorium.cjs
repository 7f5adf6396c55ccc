// node thorium.cjs FEED.xml FEED.json: both pages read by the library that Thorium reads catalogues with, as JSON.
const { readFileSync } = require('node:fs')
const { DOMParser } = require('@xmldom/xmldom')
const { TaJsonDeserialize } = require('r2-lcp-js/dist/es8-es2017/src/serializable')
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = require('r2-shared-js/dist/es8-es2017/src/init-globals')
const { initGlobalConverters_OPDS } = require('r2-opds-js/dist/es8-es2017/src/opds/init-globals')
const { convertOpds1ToOpds2 } = require('r2-opds-js/dist/es8-es2017/src/opds/converter')
const { OPDS } = require('r2-opds-js/dist/es8-es2017/src/opds/opds1/opds')
const { OPDSFeed } = require('r2-opds-js/dist/es8-es2017/src/opds/opds2/opds2')
const { XML } = require('r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper')

initGlobalConverters_OPDS()
initGlobalConverters_SHARED()
initGlobalConverters_GENERIC()

const told = feed => ({
    title: feed.Metadata?.Title,
    next: feed.Links?.find(link => link.Rel?.includes('next'))?.Href ?? null,
    facets: feed.Facets?.map(facet => facet.Metadata?.Title) ?? [],
    books: feed.Publications?.map(book => ({
        title: book.Metadata.Title,
        authors: book.Metadata.Author?.map(author => author.Name) ?? [],
        take: book.Links.filter(link => link.Rel?.some(rel => rel.startsWith('http://opds-spec.org/acquisition')))
            .map(link => [link.TypeLink, link.Href]),
        images: book.Images?.map(image => image.TypeLink) ?? [],
    })) ?? [],
})
const [first, second] = process.argv.slice(2)
const atom = XML.deserialize(new DOMParser().parseFromString(readFileSync(first, 'utf-8'), 'application/xml'), OPDS)
const json = TaJsonDeserialize(JSON.parse(readFileSync(second, 'utf-8')), OPDSFeed)
console.log(JSON.stringify([told(convertOpds1ToOpds2(atom)), told(json)]))
