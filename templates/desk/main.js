// The desk: which essay is shown, in which panes, and what the server says of it.
import { byId, make, plain } from "./dom.js";
import * as ebook from "./ebook.js";
import * as findings from "./findings.js";
import * as links from "./links.js";
import * as pages from "./pages.js";
import * as print from "./print.js";
import * as text from "./text.js";

const VIEWS = ["pages", "ebook", "text"];
const SIDES = ["findings", "links", "print"];
const narrow = matchMedia("(max-width: 45rem)");
const middle = matchMedia("(max-width: 60rem)");
const status = byId("status");
const project = document.title;
let known = { essays: [], books: [] };
let current = "";
let stream = null;
let direction = "ltr";
let generation = -1;
let waiting = 0;
let read = false;

/* Panes */

const shown = () => [...VIEWS, ...SIDES].filter((pane) => !byId(pane).hidden);

function setPanes(wanted) {
  let panes = wanted.filter((pane) => VIEWS.includes(pane) || SIDES.includes(pane));
  if (!panes.length) panes = ["pages"];
  if (narrow.matches) panes = panes.slice(-1);
  for (const pane of [...VIEWS, ...SIDES]) {
    byId(pane).hidden = !panes.includes(pane);
    document.querySelector(`[data-pane="${pane}"]`).setAttribute("aria-pressed", String(panes.includes(pane)));
  }
  try {
    localStorage.setItem("footlight-panes", JSON.stringify(panes));
  } catch { /* not kept, then */ }
  ebook.refresh();
}

function toggle(pane) {
  const now = shown();
  if (narrow.matches) setPanes([pane]);
  else if (now.includes(pane)) setPanes(now.filter((other) => other !== pane));
  else if (SIDES.includes(pane)) setPanes([...now.filter((other) => !SIDES.includes(other)), pane]);
  else setPanes([...now, pane]);
}

for (const button of document.querySelectorAll("[data-pane]"))
  button.addEventListener("click", () => toggle(button.dataset.pane));
narrow.addEventListener("change", () => setPanes(narrow.matches ? shown().slice(0, 1) : shown()));

/* The list */

function setList(open) {
  byId("list").hidden = !open;
  byId("open-list").setAttribute("aria-expanded", String(open));
  if (open && middle.matches) byId("list").querySelector("a")?.focus();
}

byId("open-list").addEventListener("click", () => setList(byId("list").hidden));

function entry({ name, title, file }, kind) {
  const here = `#${kind === "book" ? "book/" : ""}${encodeURIComponent(name)}`;
  return make("li", {}, make("a", { href: here, title: file ?? null, "aria-current": location.hash === here ? "page" : null }, title || name));
}

async function refreshList() {
  try {
    const answer = await (await fetch("/desk/project")).json();
    if (JSON.stringify(answer) !== JSON.stringify(known)) {
      known = answer;
      showList();
    }
  } catch { /* the stream says that the server is away */ }
}

function showList() {
  const focused = byId("list").contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  byId("essays").replaceChildren(...known.essays.map((essay) => entry(essay, "essay")));
  byId("books").replaceChildren(...known.books.map((book) => entry(book, "book")));
  byId("books-part").hidden = !known.books.length;
  if (focused) [...byId("list").querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
  if (!known.essays.length) byId("essays").append(make("li", {}, "No essay yet: footlight new TITLE."));
}

/* One essay or book */

function lead(row) {
  const found = [pages.show_words(row.words), text.show_words(row.words)];
  const side = shown().some((pane) => VIEWS.includes(pane));
  if (!side) {
    setPanes([...shown(), "pages"]);
    pages.show_words(row.words);
  }
  if (!found.some(Boolean)) status.textContent = row.line ? `Line ${row.line} stands on no page: it is part of what is not printed.` : "It belongs to the whole essay.";
}

function open() {
  const hash = decodeURIComponent(location.hash.slice(1));
  const book = hash.startsWith("book/");
  const name = book ? hash.slice(5) : hash;
  if (!name || hash === current) return;
  const value = (book ? known.books : known.essays).find((one) => one.name === name);
  current = hash;
  generation = -1;
  read = false;
  stream?.close();
  const title = plain(value?.title || name);
  byId("title").textContent = title;
  document.title = `${title} · ${project}`;
  showList();
  if (middle.matches) setList(false);
  const place = `${book ? "book" : "essay"}/${encodeURIComponent(name)}`;
  pages.open(place);
  ebook.open(place);
  text.open(place);
  links.open(book ? "" : name);
  stream = new EventSource(`/desk/events/${place}`);
  const on = (event, take) => stream.addEventListener(event, (message) => take(JSON.parse(message.data)));
  on("state", state);
  on("text", (value) => {
    direction = value.dir;
    text.take(value);
    const title = plain(value.title);
    byId("title").textContent = title;
    document.title = `${title} · ${project}`;
  });
  on("ebook", ebook.refresh);
  on("lines", pages.takeLines);
  on("pages", (value) => pages.take(value, direction === "rtl"));
  on("findings", (rows) => findings.take(rows, lead, read));
  on("links", (value) => links.take(value, lead));
  on("facts", print.take);
  stream.onerror = () => say("The server does not answer.", "trouble");
}

function say(words, kind = "") {
  status.textContent = words;
  status.className = kind;
}

/** Say whether what is shown is what is written. */
function state(value) {
  const { revision, pages: set, old: kept, trouble, build } = value;
  const old = set < Math.max(revision, 1);
  read = value.text > 0 || Boolean(trouble);
  byId("pages").classList.toggle("old", old || Boolean(trouble));
  byId("text").classList.toggle("old", value.text < revision && Boolean(trouble));
  clearTimeout(waiting);
  if (build.generation !== generation) {
    generation = build.generation;
    ebook.refresh();
  }
  const being = set ? "Old pages: the new ones are being set …"
    : pages.count() ? "Pages of the last build: those of now are being set …" : "The pages are being set …";
  if (trouble) say(`Old pages: ${trouble}.`, "trouble");
  else if (build.trouble) say(build.trouble, "trouble");
  else if (old) waiting = setTimeout(() => say(being, "old"), 300);
  else if (kept) say(`Pages as written, but for ${kept} old ones, which follow …`, "old");
  else say(build.building ? "Pages as written; the editions are being built …" : "Pages as written.");
}

/* Keys */

const KEYS = {
  1: () => toggle("pages"), 2: () => toggle("ebook"), 3: () => toggle("text"),
  4: () => toggle("findings"), 5: () => toggle("links"), 6: () => toggle("print"),
  j: () => pages.turn(1), k: () => pages.turn(-1),
  "+": () => pages.enlarge(1), "=": () => pages.enlarge(1), "-": () => pages.enlarge(-1), 0: () => pages.enlarge(0),
  u: () => links.undo(), "?": () => byId("help").showModal(),
};

function press(event) {
  if (event.key === "Escape" && middle.matches && !byId("list").hidden && !byId("help").open) {
    setList(false);
    byId("open-list").focus();
  }
  if (event.ctrlKey || event.altKey || event.metaKey || byId("help").open || !byId("keys-on").checked) return;
  if (event.target.closest("input, select, textarea")) return;
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
}
document.addEventListener("keydown", press);
addEventListener("footlight-frame", ({ detail }) => detail.addEventListener("keydown", press));
byId("open-help").addEventListener("click", () => byId("help").showModal());
byId("close-help").addEventListener("click", () => byId("help").close());

/* Beginning */

let kept = ["pages", "findings"];
try {
  kept = JSON.parse(localStorage.getItem("footlight-panes")) ?? kept;
} catch { /* as usual, then */ }
setPanes(narrow.matches ? kept.slice(0, 1) : kept);
setList(!middle.matches);
addEventListener("hashchange", open);
addEventListener("focus", refreshList);
setInterval(refreshList, 5000);
await refreshList();
if (!location.hash && known.essays.length === 1) location.replace(`#${encodeURIComponent(known.essays[0].name)}`);
open();
if (!current && narrow.matches) setList(true);
