// 网站的脚本只用旧手机也有的语法和接口：ES2018，和 package.json 的 browserslist 里的浏览器。
// 三道：语法和内建的（es-x），全局的接口（compat），方法和属性的名字（下面的 no-new-members，照 MDN 的兼容数据）。
import bcd from "@mdn/browser-compat-data" with { type: "json" };
import browserslist from "browserslist";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";

// browserslist 的名字 → MDN 数据里的名字。
const NAMES = { chrome: "chrome", safari: "safari", ios_saf: "safari_ios" };
const OLDEST = browserslist(null, { path: import.meta.dirname }).map((one) => {
  const [name, version] = one.split(" ");
  return [NAMES[name], Number(version.split("-")[0])];
});

function isKnown({ support }) {
  return OLDEST.every(([name, version]) =>
    [support[name]]
      .flat()
      .some(
        (one) =>
          one &&
          !one.flags &&
          !one.prefix &&
          !one.alternative_name &&
          !one.version_removed &&
          parseFloat(String(one.version_added).replace("≤", "")) <= version,
      ),
  );
}

// 方法、属性的名字 → 有没有一种对象上的，是最旧的浏览器也有的。只看名字：a.at 是数组的还是自己的，不知道。
const members = new Map();
for (const group of [...Object.values(bcd.api), ...Object.values(bcd.javascript.builtins)]) {
  for (const [name, one] of Object.entries(group)) {
    if (one.__compat && !name.startsWith("__")) members.set(name, members.get(name) || isKnown(one.__compat));
  }
}

// 查过的：脚本先看有没有，没有就用别的办法。
const ASKED = ["share", "clipboard", "writeText", "storage", "estimate", "persist", "locks"];
// 自己的数据也用的名字：只在当方法叫的时候才算。
const OWN = ["at", "entry", "list", "query", "reasons", "run", "to"];

const newMembers = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      member: "“{{name}}”太新：package.json 的 browserslist 里最旧的浏览器没有",
      media: "iOS 13 的 matchMedia() 没有 addEventListener，用 addListener",
    },
  },
  create(context) {
    const isMedia = (node) => {
      if (node.type === "CallExpression") return node.callee.name === "matchMedia";
      if (node.type !== "Identifier") return false;
      for (let scope = context.sourceCode.getScope(node); scope; scope = scope.upper) {
        const found = scope.set.get(node.name);
        if (found)
          return found.defs.some(
            ({ node: own }) => own.init && own.init.type === "CallExpression" && isMedia(own.init),
          );
      }
      return false;
    };
    return {
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name;
        const isCall = node.parent.type === "CallExpression" && node.parent.callee === node;
        if (name === "addEventListener" && isMedia(node.object)) context.report({ node, messageId: "media" });
        if (members.get(name) !== false || ASKED.includes(name) || (OWN.includes(name) && !isCall)) return;
        context.report({ node: node.property, messageId: "member", data: { name } });
      },
    };
  },
};

export default [
  {
    files: ["templates/theme/assets/**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { compat, "es-x": es, qingdan: { rules: { "no-new-members": newMembers } } },
    languageOptions: { sourceType: "module" },
    settings: { polyfills: ["navigator.clipboard", "navigator.storage", "navigator.locks"] },
    rules: {
      ...es.configs["flat/restrict-to-es2018"].rules,
      // 比 ES2018 新，但是 Chrome 63、Safari 12 已经有了。
      "es-x/no-dynamic-import": "off",
      "es-x/no-import-meta": "off",
      "compat/compat": "error",
      "qingdan/no-new-members": "error",
    },
  },
];
