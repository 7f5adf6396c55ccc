// The e-book, document by document: as it would be made now; until it is, that of the last build. Its place is kept.
import { byId, make } from "./dom.js";

const pane = byId("ebook");
const frame = byId("ebook-frame");
const part = byId("ebook-part");
const said = byId("ebook-said");
let name = "";
let listed = "";
let digests = new Map();
let shown = "";
let place = 0;

const path = () => `/desk/ebook/${name}`;

export function open(which) {
  name = which;
  listed = "";
  shown = "";
  place = 0;
  part.replaceChildren();
  frame.removeAttribute("src");
  refresh();
}

/** Look whether there is a newer one. */
export async function refresh() {
  if (!name || pane.hidden) return;
  const asked = name;
  const contents = await (await fetch(path())).json();
  if (asked !== name) return;
  if (!contents.documents.length) {
    said.textContent = "The e-book is being made …";
    return;
  }
  said.textContent = contents.live ? "as written" : `of the build at ${new Date(contents.made / 1e6).toLocaleTimeString()}`;
  digests = new Map(contents.documents.map((row) => [row.path, row.digest]));
  const now = JSON.stringify(contents.documents.map((row) => [row.path, row.title]));
  if (now !== listed) {
    const chosen = part.value;
    part.replaceChildren(...contents.documents.map((row) => make("option", { value: row.path }, row.title || title(row.path))));
    const usual = contents.documents.find((row) => /text|section|chapter|essay/.test(row.path)) ?? contents.documents[0];
    part.value = digests.has(chosen) ? chosen : usual.path;
    listed = now;
  }
  load();
}

const title = (document) => {
  const stem = document.split("/").pop().replace(/\.xhtml$/, "").replace(/[-_]/g, " ");
  return stem.charAt(0).toUpperCase() + stem.slice(1);
};

/** Show the chosen document, unless it is there as it is. */
function load() {
  const wanted = `${part.value}@${digests.get(part.value)}`;
  if (wanted === shown) return;
  place = shown.startsWith(`${part.value}@`) ? frame.contentWindow?.scrollY ?? 0 : 0;
  shown = wanted;
  const address = `${path()}/${part.value.split("/").map(encodeURIComponent).join("/")}?made=${digests.get(part.value)}`;
  // So that a save leaves no entry in the history of the browser, through which one would have to go back.
  if (frame.hasAttribute("src")) frame.contentWindow.location.replace(address);
  else frame.src = address;
}

frame.addEventListener("load", () => {
  const back = place;
  place = 0;
  const settle = () => back && frame.contentWindow.scrollTo(0, back);
  settle();
  frame.contentDocument?.fonts.ready.then(settle); // lines break elsewhere once the face is there
  window.dispatchEvent(new CustomEvent("footlight-ebook", { detail: { shown } }));
});
part.addEventListener("change", load);
