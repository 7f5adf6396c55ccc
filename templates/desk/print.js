// What a print shop will make of the pages, and what one more sheet changes.
import { byId, make } from "./dom.js";

const pane = byId("print");
const mm = (value) => (value === null ? "not known before the order" : `${value} mm`);
const change = (now, then) => (now === null || then === null || now === then ? "no change" : `${mm(now)} → ${mm(then)}`);

export function take(facts) {
  if (facts.trouble) {
    pane.replaceChildren(make("h2", {}, "Print"), make("p", { class: "empty" }, facts.trouble));
    return;
  }
  const rows = [
    ["Pages", facts.blank ? `${facts.pages}, and ${facts.blank} blank` : String(facts.pages)],
    ["Leaves", String(facts.leaves)],
    ["Trim", `${facts.trim[0]} × ${facts.trim[1]} mm`],
    ["For", facts.shop],
    ["Paper", facts.paper || "not chosen"],
    ["Spine", mm(facts.spine)],
    ["Gutter", `${mm(facts.gutter)}; outer margin ${mm(facts.outer)}`],
  ];
  const { sheet } = facts;
  pane.replaceChildren(
    make("h2", {}, "Print"),
    make("dl", {}, rows.flatMap(([name, words]) => [make("dt", {}, name), make("dd", {}, words)])),
    make("div", { class: "more" },
      make("h2", {}, `One more sheet: ${sheet.pages} pages`),
      make("dl", {},
        make("dt", {}, "Spine"), make("dd", {}, change(facts.spine, sheet.spine)),
        make("dt", {}, "Gutter"), make("dd", {}, change(facts.gutter, sheet.gutter)))),
    ...facts.remarks.map((words) => make("p", { class: "empty" }, words)));
}
