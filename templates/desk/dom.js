// Small helpers for elements. Words from outside are always set as text, never as HTML.

/** Make an element: attributes by name, `on…` as listeners, children as elements or words. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Send a decision or a note to the server; what it answers. */
export async function send(path, value) {
  const secret = document.querySelector('meta[name="footlight-secret"]').content;
  const headers = { "Content-Type": "application/json", "X-Footlight-Secret": secret };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(value) });
  return answer.headers.get("content-type")?.startsWith("application/json") ? answer.json() : { said: await answer.text() };
}

/** Whether an address may be opened: nothing but the web. */
export const isWeb = (address) => /^https?:\/\//i.test(address);
