// The text as it is now: the web edition in a frame, where no script runs. Only blocks that changed are exchanged, so that
// the place and a selection stay; a note that comes or goes changes the style sheet, and then the frame is filled anew.
import { byId } from "./dom.js";
import { indexOf } from "./places.js";

const pane = byId("text");
const frame = byId("text-frame");
const said = byId("text-said");
const FACES = [["400Regular", "normal", "400"], ["400Regular_Italic", "italic", "400"], ["700Bold", "normal", "700"]];
const faces = Promise.all(FACES.map(async ([file]) => (await fetch(`/desk/static/Literata_${file}.ttf`)).arrayBuffer()));
let name = "";
let place = 0;
let revision = 0;
let styled = "";

export function open(place) {
  name = place;
  none("The text is being read …");
}

/** Show no text, and say why. */
export function none(words) {
  said.textContent = words;
  said.hidden = false;
  frame.hidden = true;
  frame.removeAttribute("srcdoc");
  styled = "";
  place = 0;
}

const inside = () => frame.contentDocument?.body;

/** Take the text as it is now: a document that Footlight wrote, of which nothing of the source's own markup is left. */
export function take(value) {
  const html = value.html.replaceAll('"picture:', `"/desk/picture/${name}/`);
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const style = fresh.querySelector("style")?.textContent ?? "";
  revision = value.revision;
  if (styled === style && inside()?.children.length) {
    exchange(frame.contentDocument.body, fresh.body);
    settle();
    return;
  }
  place = styled ? frame.contentWindow.scrollY : 0;
  styled = style;
  said.hidden = true;
  frame.hidden = false;
  frame.srcdoc = html;
}

frame.addEventListener("load", async () => {
  if (!styled || !inside()) return;
  const { contentWindow, contentDocument } = frame;
  contentWindow.scrollTo(0, place);
  contentDocument.addEventListener("click", follow);
  window.dispatchEvent(new CustomEvent("footlight-frame", { detail: contentDocument }));
  settle();
  const data = await faces;
  FACES.forEach(([, style, weight], number) => {
    const face = new contentWindow.FontFace("Literata", data[number].slice(0), { style, weight });
    face.load().then(() => contentDocument.fonts.add(face), () => undefined);
  });
});

function settle() {
  for (const link of inside().querySelectorAll("a[href^='http']:not([target])")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  window.dispatchEvent(new CustomEvent("footlight-text", { detail: { revision } }));
}

/** Follow a link within the text; what is in view already is only shown. */
function follow(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  const target = frame.contentDocument.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  const { top, bottom, height } = target.getBoundingClientRect();
  if (height && top >= 0 && bottom <= frame.clientHeight) {
    event.preventDefault();
    (target.matches("a") ? target : target.querySelector("a") ?? target).focus({ preventScroll: true });
  }
  flash(target);
}

function flash(element) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element.animate([{ backgroundColor: "#e2b13c88" }, { backgroundColor: "transparent" }], { duration: 2400, easing: "ease-out" });
}

/** Make the children of one element those of another; what is alike at both ends stays as it is. */
function exchange(old, fresh) {
  const before = [...old.children];
  const after = [...fresh.children];
  const alike = (one, other) => {
    const copy = one.cloneNode(true);
    for (const link of [copy, ...copy.querySelectorAll("a[target]")]) {
      link.removeAttribute("target");
      link.removeAttribute("data-found");
      if (link !== copy) link.removeAttribute("rel");
    }
    return copy.isEqualNode(other);
  };
  let start = 0;
  while (start < before.length && start < after.length && alike(before[start], after[start])) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start
    && alike(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  const [one, other] = [gone[0], come[0]];
  if (gone.length === 1 && come.length === 1 && one.children.length && !one.matches("p, h1, h2, h3, h4, li")
    && one.cloneNode(false).isEqualNode(other.cloneNode(false))) {
    exchange(one, other);
    return;
  }
  const behind = before[before.length - end] ?? null;
  for (const element of gone) element.remove();
  for (const element of come) {
    old.insertBefore(old.ownerDocument.adoptNode(element), behind);
    flash(element);
  }
}

/** Show where words of the source stand in the text; whether they were found. */
export function show_words(words) {
  if (!inside()) return false;
  const blocks = [...inside().querySelectorAll("p, li, h1, h2, h3, h4, h5, td, th, pre, dt, dd, figcaption")];
  const found = words ? indexOf(blocks.map((block) => block.textContent)).find(words) : null;
  if (!found) return false;
  const block = blocks[found[0]];
  if (pane.hidden) return true;
  const { contentWindow } = frame;
  contentWindow.scrollTo(0, contentWindow.scrollY + block.getBoundingClientRect().top - frame.clientHeight / 3);
  block.dataset.found = "";
  flash(block);
  setTimeout(() => delete block.dataset.found, 2400);
  return true;
}
