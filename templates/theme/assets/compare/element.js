// 做一个元素，换掉一个元素里的全部内容（replaceChildren 太新）。内容只作为文字或别的元素放进去，不会成为 HTML。
export function fill(one, ...content) {
  one.textContent = "";
  one.append(...content);
}

export function element(name, content = [], properties = {}) {
  const one = document.createElement(name);
  Object.assign(one, properties);
  one.append(...[].concat(content));
  return one;
}
