// The text as it is now. Only blocks that changed are exchanged, so that the place and a selection stay.
import { byId, make } from "./dom.js";
import { indexOf } from "./places.js";

const pane = byId("text");
let name = "";

export function open(essay) {
  name = essay;
  pane.replaceChildren(make("p", { class: "empty" }, "The text is being read …"));
  pane.scrollTop = 0;
}

/** Take the text as it is now: HTML that pandoc wrote, of which nothing of the source's own markup is left. */
export function take(value) {
  const page = new DOMParser().parseFromString(value.html, "text/html");
  for (const picture of page.querySelectorAll("img[src^='picture:']"))
    picture.src = `/desk/picture/${encodeURIComponent(name)}/${picture.getAttribute("src").slice(8)}`;
  for (const link of page.querySelectorAll("a[href]:not([href^='#'])")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  let article = pane.querySelector("article");
  const first = !article;
  if (first) {
    article = make("article");
    pane.replaceChildren(article);
  }
  article.lang = value.lang;
  article.dir = value.dir;
  exchange(article, page.body, first);
  window.dispatchEvent(new CustomEvent("footlight-text", { detail: { revision: value.revision } }));
}

/** Make the children of one element those of another; what is alike at both ends stays as it is. */
function exchange(old, fresh, first) {
  const before = [...old.children];
  const after = [...fresh.children];
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start
    && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end += 1;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  if (gone.length === 1 && come.length === 1 && ["DIV", "SECTION", "OL"].includes(gone[0].tagName)
    && gone[0].tagName === come[0].tagName && gone[0].cloneNode(false).isEqualNode(come[0].cloneNode(false))) {
    exchange(gone[0], come[0], first);
    return;
  }
  const behind = before[before.length - end] ?? null;
  for (const element of gone) element.remove();
  for (const element of come) {
    const own = document.adoptNode(element);
    if (!first) own.classList.add("changed");
    old.insertBefore(own, behind);
  }
  if (!first) setTimeout(() => come.forEach((element) => element.classList.remove("changed")), 2400);
}

/** Show where words of the source stand in the text; whether they were found. */
export function show_words(words) {
  const blocks = [...pane.querySelectorAll("p, li, h1, h2, h3, h4, h5, td, th, pre, dt, dd, figcaption")];
  const found = words ? indexOf(blocks.map((block) => block.textContent)).find(words) : null;
  if (!found) return false;
  const block = blocks[found[0]];
  if (pane.hidden) return true;
  pane.scrollTo({ top: pane.scrollTop + block.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3 });
  block.classList.add("flash");
  setTimeout(() => block.classList.remove("flash"), 2400);
  return true;
}

pane.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  const target = pane.querySelector(`#${CSS.escape(decodeURIComponent(link.hash.slice(1)))}`);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  const marked = target.closest("li, p, h1, h2, h3") ?? target;
  marked.classList.add("flash");
  setTimeout(() => marked.classList.remove("flash"), 2400);
  (target.matches("a") ? target : target.querySelector("a") ?? target).focus({ preventScroll: true });
});
