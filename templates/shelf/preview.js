// Asks each second how the last build went, and shows its pages when there are new ones.
"use strict";
const said = document.getElementById("said");
const list = document.getElementById("findings");
const pages = document.getElementById("pages");
let shown = -1;

function show(state) {
  said.textContent = state.building ? "Building …" : state.trouble || `Build ${state.generation}`;
  if (state.building || state.generation === shown) return;
  shown = state.generation;
  list.replaceChildren(...state.findings.map((finding) => {
    const item = document.createElement("li");
    item.className = finding.severity;
    item.textContent = `${finding.text} [${finding.code}]`;
    return item;
  }));
  pages.src = `${document.body.dataset.pages}?build=${state.generation}`;
}

async function ask() {
  try {
    show(await (await fetch(document.body.dataset.state)).json());
  } catch {
    said.textContent = "The server does not answer.";
  }
  setTimeout(ask, 1000);
}
ask();
