// The pages as pictures. Only those that changed are asked for again; the place that is read stays where it is.
import { byId, isWeb, make, send } from "./dom.js";
import { indexOf } from "./places.js";

const pane = byId("pages");
const known = new Map();
let keys = [];
let items = [];
let index = null;
let places = [];
let zoom = 0;
let name = "";
let looked = -1;
let told = 0;

const list = () => pane.querySelector("ol");
const percent = (value, of) => `${(value / of) * 100}%`;

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.near = entry.isIntersecting;
    if (entry.isIntersecting) load(entry.target);
  }
}, { root: pane, rootMargin: "60% 0px" });

export const count = () => items.length;

/** Show another essay or book: `essay/` or `book/` and its name. */
export function open(place) {
  name = place;
  keys = [];
  items = [];
  index = null;
  looked = -1;
  known.clear();
  pane.replaceChildren(make("p", { class: "empty" }, "The pages are being set …"));
  pane.scrollTop = 0;
}

/** Take the pages as they are now. */
export function take(value, rtl) {
  for (const [key, page] of Object.entries(value.new)) known.set(key, page);
  if (!value.keys.length) {
    pane.replaceChildren(make("p", { class: "empty" }, "There are no pages yet."));
    items = [];
    keys = [];
    return;
  }
  if (!list()) pane.replaceChildren(make("ol"));
  list().classList.toggle("rtl", rtl);
  const before = keys;
  keys = value.keys;
  while (items.length > keys.length) {
    const gone = items.pop();
    seen.unobserve(gone);
    gone.remove();
  }
  const added = [];
  while (items.length < keys.length) {
    const item = make("li", { class: "page" });
    items.push(item);
    added.push(item);
  }
  list().append(...added);
  items.forEach((item, number) => {
    if (before[number] !== keys[number] || !item.key) renew(item, number);
  });
  for (const item of added) seen.observe(item);
  index = null;
  arrange();
  window.dispatchEvent(new CustomEvent("footlight-pages", { detail: value }));
}

function renew(item, number) {
  const key = keys[number];
  const page = known.get(key);
  item.key = key;
  item.number = number;
  item.style.aspectRatio = `${page.size[0]} / ${page.size[1]}`;
  item.setAttribute("aria-label", `Page ${number + 1}`);
  const lines = linesOf(page);
  const links = page.links.map(([target, x, y, w, h]) => linkOn(page, target, x, y, w, h));
  const picture = item.querySelector("img");
  item.replaceChildren(...(picture ? [picture] : []), lines, ...links, make("span", { class: "folio", "aria-hidden": "true" }, String(number + 1)));
  if (item.near || number < 3) load(item);
}

/** The words of a page over its picture: to be read aloud, searched and copied. */
function linesOf(page) {
  const [width, height] = page.size;
  return make("div", { class: "lines" }, page.lines.map(([words, x, y, w, h]) => {
    const line = make("span", {}, `${words} `);
    line.style.left = percent(x, width);
    line.style.top = percent(y, height);
    line.style.width = percent(w, width);
    line.style.height = percent(h, height);
    line.style.fontSize = `${(h / width) * 68}cqw`;
    line.style.lineHeight = `${(h / width) * 100}cqw`;
    return line;
  }));
}

/** Take the lines of pages that came without them. */
export function takeLines(lines) {
  for (const [key, found] of Object.entries(lines)) {
    const page = known.get(key);
    const item = items[keys.indexOf(key)];
    if (!page || !item) continue;
    page.lines = found;
    item.querySelector(".lines")?.replaceWith(linesOf(page));
  }
  index = null;
}

function linkOn(page, target, x, y, w, h) {
  const inside = target.startsWith("#");
  if (!inside && !isWeb(target) && !target.startsWith("mailto:")) return null;
  const [width, height] = page.size;
  const words = inside ? (target.includes("fl-note-") ? `To note ${target.split("-").pop()}` : target.includes("fl-call-") ? `Back to the text from note ${target.split("-").pop()}` : `To ${target.slice(1)}`) : target;
  const link = make("a", inside ? { href: target, "aria-label": words } : { href: target, target: "_blank", rel: "noopener noreferrer", "aria-label": words });
  const least = Math.max(h, 9);
  link.style.left = percent(x - 1.5, width);
  link.style.top = percent(y - (least - h) / 2, height);
  link.style.width = percent(Math.max(w + 3, 9), width);
  link.style.height = percent(least, height);
  if (inside) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      toAnchor(target.slice(1));
    });
  }
  return link;
}

/** Ask for the picture of a page; the old one stays until the new one is there. */
function load(item) {
  const width = Math.ceil(item.clientWidth * Math.min(devicePixelRatio || 1, 2.5)) || 800;
  const wanted = `${item.key}@${Math.ceil(width / 200)}`;
  if (item.asked === wanted) return;
  item.asked = wanted;
  const picture = new Image();
  picture.alt = "";
  picture.src = `/desk/page/${item.key}.png?width=${width}`;
  const key = item.key;
  picture.decode().then(() => {
    if (item.key !== key) return;
    item.querySelector("img")?.remove();
    item.prepend(picture);
    item.dataset.shown = key;
    window.dispatchEvent(new CustomEvent("footlight-page", { detail: { number: item.number, key } }));
  }, () => {
    if (item.key === key) item.asked = "";
  });
}

function arrange() {
  if (!items.length) return;
  const room = pane.clientWidth;
  if (!room) return;
  const facing = room > 1000 && items.length > 1 && zoom <= 0;
  const wide = facing ? (room - 60) / 2 : room - 40;
  const fitting = Math.min(wide, facing ? 720 : 820);
  const width = Math.max(160, fitting * 1.2 ** zoom);
  const place = placeNow();
  list().classList.toggle("facing", facing);
  list().style.setProperty("--page-width", `${Math.round(width)}px`);
  if (place && place.width !== Math.round(width)) back(place);
  for (const item of items) if (item.near) load(item);
}

/** Where the reader is: the page at the head of the pane, and how far into it. */
function placeNow() {
  const top = pane.scrollTop;
  const item = items.find((each) => each.offsetTop + each.offsetHeight > top);
  return item ? { item, share: (top - item.offsetTop) / item.offsetHeight, width: item.clientWidth } : null;
}

function back({ item, share }) {
  pane.scrollTop = item.offsetTop + share * item.offsetHeight;
}

export function enlarge(step) {
  zoom = step === 0 ? 0 : Math.max(-4, Math.min(6, zoom + step));
  arrange();
}

/** Turn to the next or the previous page. */
export function turn(step) {
  const at = placeNow();
  if (!at) return;
  const here = items.indexOf(at.item) + (step > 0 || at.share > 0.05 ? 0 : step);
  const next = items[Math.max(0, Math.min(items.length - 1, step > 0 ? here + step : here))];
  pane.scrollTo({ top: next.offsetTop - 12, behavior: "instant" });
}

function toAnchor(id) {
  const number = keys.findIndex((key) => id in known.get(key).anchors);
  if (number < 0) return false;
  const page = known.get(keys[number]);
  const [x, y] = page.anchors[id];
  const words = page.lines.filter((line) => Math.abs(line[2] - y) < 8);
  show(number, words.length ? words.map((line) => line.slice(1, 5)) : [[x, y, 60, 10]]);
  return true;
}

/** Show where words of the source stand on the pages; whether they were found. */
export function show_words(words) {
  if (!index) {
    places = keys.flatMap((key, number) => known.get(key).lines.map((line) => ({ number, box: line.slice(1, 5), words: line[0] })));
    index = indexOf(places.map((place) => place.words));
  }
  const found = words ? index.find(words) : null;
  if (!found) return false;
  const [first, last] = found;
  const number = places[first].number;
  show(number, places.slice(first, last + 1).filter((place) => place.number === number).map((place) => place.box));
  return true;
}

function show(number, boxes) {
  const item = items[number];
  const page = known.get(keys[number]);
  if (!item || pane.hidden) return;
  const [width, height] = page.size;
  const scale = item.offsetHeight / height;
  pane.scrollTo({ top: item.offsetTop + boxes[0][1] * scale - pane.clientHeight / 3, behavior: "instant" });
  for (const old of pane.querySelectorAll(".flash")) old.remove();
  for (const [x, y, w, h] of boxes) {
    const flash = make("div", { class: "flash" });
    flash.style.left = percent(x - 2, width);
    flash.style.top = percent(y, height);
    flash.style.width = percent(w + 4, width);
    flash.style.height = percent(h, height);
    item.append(flash);
  }
  setTimeout(() => {
    for (const old of item.querySelectorAll(".flash")) old.remove();
  }, 4000);
}

pane.addEventListener("scroll", () => {
  const now = performance.now();
  if (now - told < 200) return;
  told = now;
  setTimeout(() => {
    const at = placeNow();
    const number = at ? items.indexOf(at.item) : -1;
    if (number < 0 || number === looked || !name) return;
    looked = number;
    send(`/desk/look/${name}`, { page: number }).catch(() => undefined);
  }, 220);
}, { passive: true });
new ResizeObserver(arrange).observe(pane);
