// What was found, each with its line; a press leads to its place.
import { byId, make } from "./dom.js";

const pane = byId("findings");
const WORDS = { error: "error", warning: "warning", info: "note" };

/** Show the findings; `lead` is called with the one that is pressed. `read` is false as long as the text is not read. */
export function take(rows, lead, read) {
  byId("findings-count").textContent = rows.length || "";
  if (!rows.length) {
    pane.replaceChildren(make("h2", {}, "Findings"), make("p", { class: "empty" }, read ? "Nothing was found." : "The text is being read …"));
    return;
  }
  const order = { error: 0, warning: 1, info: 2 };
  const sorted = [...rows].sort((one, other) => order[one.severity] - order[other.severity] || (one.line || 0) - (other.line || 0));
  const focused = document.activeElement?.dataset?.finding;
  pane.replaceChildren(make("h2", {}, "Findings"), make("ul", {}, sorted.map((row) => {
    const key = `${row.code}:${row.line}:${row.message}`;
    return make("li", { class: `finding ${row.severity}` },
      make("button", { "data-finding": key, onclick: () => lead(row) },
        make("span", { class: "where" },
          make("span", { class: "level" }, WORDS[row.severity] ?? row.severity),
          row.line || row.elsewhere ? make("span", {}, [row.elsewhere, row.line ? `line ${row.line}` : ""].filter(Boolean).join(", ")) : null,
          row.now ? null : make("span", {}, "of the last build")),
        make("span", {}, row.message),
        row.hint ? make("span", { class: "hint" }, row.hint) : null,
        make("span", { class: "where code" }, row.code)));
  })));
  if (focused) [...pane.querySelectorAll("button")].find((button) => button.dataset.finding === focused)?.focus();
}
