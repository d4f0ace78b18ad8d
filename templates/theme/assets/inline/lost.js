// “没有这一页”在哪一层都会显示，里面的网址却只能从生成时知道的根写起。网站放在没有写明的子路径下，就由这里找出真的根，
// 改好样式和链接，再取脚本。它写在页面里（取它也要先知道根），内容安全策略凭散列准它。
(function () {
  "use strict";

  // 生成时知道的根：/，或 site_url 的路径；deploy/ 里的配置会把页面里等号后面的 "/ 改成子路径，所以这段里不能有。
  const base = document.currentScript.getAttribute("data-base");
  const attributes = ["href", "action", "src"];
  const linked = (place) => place.querySelectorAll(attributes.map((name) => `[${name}^="${base}"]`).join(","));

  // 可能的根，好的在前：写明了的；网址里栏目的名字（townships 等）之前的；再由深到浅。
  function places() {
    const parts = location.pathname.split("/").slice(1, -1);
    const above = (count) =>
      `/${parts
        .slice(0, count)
        .map((one) => `${one}/`)
        .join("")}`;
    const families = Array.from(
      linked(document),
      (one) => one.pathname && one.pathname.slice(base.length).split("/")[0],
    );
    const at = parts.findIndex((one) => one && families.indexOf(one) >= 0);
    const depths = parts.map((_, i) => above(parts.length - i));
    const found = [...(base.length > 1 ? [base] : []), ...(at < 0 ? [] : [above(at)]), ...depths, "/"];
    return found.filter((one, i) => found.indexOf(one) === i);
  }

  // 是不是这个网站的根：查找的指针在不在。有的网关对没有的网址也答 200，给的是网页。
  function find(rest) {
    if (!rest.length) return Promise.resolve(base);
    return fetch(`${rest[0]}search/index/meta.json`)
      .then((answer) => answer.json())
      .then((meta) => (meta.version ? rest[0] : find(rest.slice(1))))
      .catch(() => find(rest.slice(1)));
  }

  const moved = (address, root) => root + address.slice(base.length);

  find(places()).then((root) => {
    for (const one of root === base ? [] : linked(document)) {
      for (const name of attributes) {
        const address = one.getAttribute(name);
        if (address && address.startsWith(base)) one.setAttribute(name, moved(address, root));
      }
    }
    for (const one of document.querySelector("[data-qd-scripts]").content.querySelectorAll("script")) {
      const script = document.createElement("script");
      script.src = moved(one.getAttribute("src"), root);
      script.type = one.type;
      script.async = false;
      document.body.append(script);
    }
  });
})();
