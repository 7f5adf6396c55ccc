// Small helpers for elements. Words from outside are always set as text, never as HTML.

const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Words from outside without characters that nobody sees, and those that turn the direction of what stands behind. */
export const plain = (words) => words.replace(UNSEEN, "");

/** Make an element: attributes by name, `on…` as listeners, children as elements or words. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  const kept = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...kept.map((child) => (typeof child === "string" ? plain(child) : child)));
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
