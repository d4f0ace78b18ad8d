// @ts-check
// Elements.  What is put into them is text or another element; it never becomes HTML.

/** @typedef {string | Node} Content */

/**
 * The one element that the page is known to have.
 * @template {Element} T
 * @param {new () => T} kind
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {T}
 */
export function need(kind, selector, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`no ${selector}`);
  return found;
}

/**
 * Every element of a kind that the page has.
 * @template {Element} T
 * @param {new () => T} kind
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {T[]}
 */
export function all(kind, selector, within = document) {
  return [...within.querySelectorAll(selector)].filter(/** @returns {one is T} */ (one) => one instanceof kind);
}

/**
 * Put other content in the place of all that an element has (replaceChildren is too new).
 * @param {Element} one
 * @param {...Content} content
 */
export function fill(one, ...content) {
  one.textContent = "";
  one.append(...content);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Content | Content[]} content
 * @param {Partial<HTMLElementTagNameMap[K]>} properties
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, content = [], properties = {}) {
  const one = document.createElement(name);
  Object.assign(one, properties);
  one.append(...(Array.isArray(content) ? content : [content]));
  return one;
}

/**
 * @param {string} text
 * @param {() => unknown} action
 */
export function button(text, action) {
  const one = element("button", text, { type: "button" });
  one.addEventListener("click", action);
  return one;
}

/**
 * Several contents as one text would have them: a mark between each two.
 * @template {Content} T
 * @param {readonly T[]} contents
 * @returns {(T | string)[]}
 */
export function listed(contents, mark = "、") {
  /** @type {(T | string)[]} */
  const parts = [];
  for (const one of contents) parts.push(...(parts.length ? [mark, one] : [one]));
  return parts;
}
