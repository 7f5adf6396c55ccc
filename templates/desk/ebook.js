// The finished e-book of the last build, document by document. Its place is kept when it is built anew.
import { byId, make } from "./dom.js";

const pane = byId("ebook");
const frame = byId("ebook-frame");
const part = byId("ebook-part");
const said = byId("ebook-said");
let name = "";
let made = 0;
let place = 0;

const path = () => `/desk/ebook/${encodeURIComponent(name)}`;

export function open(essay) {
  name = essay;
  made = 0;
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
    said.textContent = "There is no e-book yet: it is made when the first build is done.";
    return;
  }
  if (contents.made === made) return;
  const chosen = part.value;
  part.replaceChildren(...contents.documents.map((document) => make("option", { value: document }, title(document))));
  const usual = contents.documents.find((document) => /text|section|chapter/.test(document)) ?? contents.documents[0];
  part.value = contents.documents.includes(chosen) ? chosen : usual;
  place = made && chosen === part.value ? frame.contentWindow?.scrollY ?? 0 : 0;
  made = contents.made;
  said.textContent = `built at ${new Date(made / 1e6).toLocaleTimeString()}`;
  load();
}

const title = (document) => {
  const stem = document.split("/").pop().replace(/\.xhtml$/, "").replace(/[-_]/g, " ");
  return stem.charAt(0).toUpperCase() + stem.slice(1);
};

function load() {
  frame.src = `${path()}/${part.value.split("/").map(encodeURIComponent).join("/")}?made=${made}`;
}

frame.addEventListener("load", () => {
  if (place) frame.contentWindow.scrollTo(0, place);
  place = 0;
});
part.addEventListener("change", load);
