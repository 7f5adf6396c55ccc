// The places of links: what is known of each, and decisions, which the server writes into the ledger at once.
import { byId, isWeb, make, send } from "./dom.js";

const pane = byId("links");
const said = make("p", { role: "status", "aria-live": "polite" });
const undoing = make("button", { onclick: () => undo() }, "Undo");
const list = make("ul");
const opened = new Set();
let name = "";
let lead = () => undefined;
let undoable = 0;

export function open(essay) {
  name = essay;
  opened.clear();
  said.textContent = "";
  pane.replaceChildren(make("h2", {}, "Links"), make("div", { class: "undo" }, undoing, said), list);
}

export function take(value, leads) {
  lead = leads;
  undoable = value.undoable;
  undoing.disabled = !undoable;
  const open = value.links.filter((link) => !link.decided);
  byId("links-count").textContent = open.length || "";
  const focused = document.activeElement?.closest?.("[data-link]")?.dataset.link;
  const typed = new Map([...list.querySelectorAll("input")].map((input) => [input.name, input.value]));
  list.replaceChildren(...value.links.map((link) => item(link, typed.get(link.id))));
  if (!value.links.length) list.append(make("li", { class: "empty" }, "No link is missing, and the ledger has none."));
  if (focused) list.querySelector(`[data-link="${CSS.escape(focused)}"] summary`)?.focus();
}

export async function undo() {
  if (undoable) await decide({ action: "undo", id: "", url: "" });
}

async function decide(decision) {
  said.textContent = "";
  try {
    said.textContent = (await send(`/desk/decide/${encodeURIComponent(name)}`, decision)).said;
  } catch {
    said.textContent = "The server does not answer; nothing was written.";
  }
}

function item(link, typed) {
  const details = make("details", { open: opened.has(link.id) },
    make("summary", {},
      make("span", { class: `chip ${link.status}` }, link.status),
      make("span", {}, shorten(link.before), make("mark", {}, link.words || "⟦ ⟧"), shorten(link.after, true))),
    inside(link, typed));
  details.addEventListener("toggle", () => {
    if (details.open) opened.add(link.id);
    else opened.delete(link.id);
  });
  return make("li", { class: "link", "data-link": link.id }, details);
}

const shorten = (words, end = false) => (words.length > 60 ? (end ? `${words.slice(0, 60)}…` : `…${words.slice(-60)}`) : words);

function inside(link, typed) {
  const facts = [`line ${link.line}`, link.kind, link.by ? `by ${link.by}` : "", link.reason.replaceAll("-", " ")].filter(Boolean);
  return make("div", { class: "inside" },
    make("p", { class: "row" },
      make("button", { onclick: () => lead({ words: link.find }) }, "Show the place"),
      make("span", { class: "why" }, facts.join(" · "))),
    link.sure ? make("p", {}, link.sure) : null,
    ...link.offers.map((offer) => offered(link, offer)),
    link.decided ? null : editing(link, typed),
    link.evidence.length ? make("div", {}, make("h3", {}, "Evidence"), make("ul", {}, link.evidence.map(shown))) : null,
    link.searched.length ? make("div", {}, make("h3", {}, "Looked for"), make("ul", {}, link.searched.map((row) =>
      make("li", {}, [row.where, row.when, row.result].filter(Boolean).join(", "))))) : null);
}

function shown(row) {
  const parts = [row.what, row.seen, row.sha256 ? `SHA-256 ${row.sha256.slice(0, 12)}…` : ""].filter(Boolean).join(", ");
  return make("li", {}, parts, row.line ? make("blockquote", {}, row.line) : null);
}

function offered(link, offer) {
  const text = make("div");
  const facts = [offer.day, offer.score === null ? "" : `score ${offer.score.toFixed(2)}`].filter(Boolean).join(", ");
  return make("div", {},
    make("p", {}, offer.title || "(no title)", facts ? ` (${facts})` : ""),
    make("p", { class: "address" }, web(offer.url)),
    offer.archive ? make("p", { class: "address" }, "capture: ", web(offer.archive)) : null,
    offer.why ? make("p", { class: "why" }, offer.why) : null,
    make("p", { class: "row" },
      link.decided ? null : make("button", { onclick: () => decide({ action: "accept", id: link.id, url: offer.url }), "aria-label": `Accept ${offer.url}` }, "Accept"),
      make("button", { onclick: (event) => archived(offer.url, text, event.currentTarget), "aria-label": `Archived text of ${offer.url}` }, "Archived text")),
    text);
}

const web = (address) => (isWeb(address) ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address) : address);

function editing(link, typed) {
  const field = make("input", { type: "url", name: link.id, id: `address-${link.id}`, placeholder: "https://…", value: typed ?? "" });
  const form = make("form", { class: "row" },
    make("label", { for: field.id }, "Another address"), field, make("button", {}, "Accept it"),
    make("button", { type: "button", onclick: () => decide({ action: "reject", id: link.id, url: "" }) }, "Reject: no link is missing here"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    decide({ action: "edit", id: link.id, url: field.value.trim() });
  });
  return form;
}

async function archived(url, place, button) {
  button.disabled = true;
  const answer = await (await fetch(`/desk/archived/${encodeURIComponent(name)}?url=${encodeURIComponent(url)}`)).json();
  place.replaceChildren(answer.day
    ? make("div", {}, make("h3", {}, `Archived ${answer.day}`), make("blockquote", { tabindex: "0" }, answer.text || "(no text)"))
    : make("p", { class: "why" }, "This machine has no archived copy of it."));
  button.disabled = false;
}
