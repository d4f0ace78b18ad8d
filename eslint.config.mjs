// The site's scripts use only what old phones have: ES2018, and the browsers of package.json's browserslist.  Three things
// watch over it: es-x syntax and built-ins, compat global interfaces, and no-new-members below the names of methods and
// properties, by MDN's compatibility data.  Types are TypeScript's (tsconfig.json), the form is Prettier's.
import bcd from "@mdn/browser-compat-data" with { type: "json" };
import browserslist from "browserslist";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";

// browserslist's names, as MDN's data has them.
const NAMES = { chrome: "chrome", safari: "safari", ios_saf: "safari_ios" };
const OLDEST = browserslist(null, { path: import.meta.dirname }).map((one) => {
  const [name, version] = one.split(" ");
  return [NAMES[name], Number(version.split("-")[0])];
});

function isPlain({ flags, prefix, alternative_name, version_removed }) {
  return !flags && !prefix && !alternative_name && !version_removed;
}

function isKnown({ support }) {
  return OLDEST.every(([name, version]) => {
    const statements = [support[name]].flat().filter((one) => one && isPlain(one));
    return statements.some((one) => parseFloat(String(one.version_added).replace("≤", "")) <= version);
  });
}

// By the name of a method or property, whether the oldest browsers have it on any kind of object.  Only the name is known:
// not whether `a.at` is an array's or our own.
const members = new Map();
for (const group of [...Object.values(bcd.api), ...Object.values(bcd.javascript.builtins)]) {
  for (const [name, one] of Object.entries(group)) {
    if (one.__compat && !name.startsWith("__")) members.set(name, members.get(name) || isKnown(one.__compat));
  }
}

// Looked at: the script asks whether they are there, and does without.
const ASKED = ["share", "clipboard", "writeText", "storage", "estimate", "persist", "locks"];
// Names that our own data has too: they count only where they are called.
const OWN = ["address", "at", "entry", "level", "list", "query", "reasons", "run", "to", "tracks"];
// Of URL itself, which every browser has; by these names the data knows others.
const STATIC = ["createObjectURL", "revokeObjectURL"];

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
        if (!found) continue;
        return found.defs.some(({ node: { init } }) => init && init.type === "CallExpression" && isMedia(init));
      }
      return false;
    };
    return {
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name;
        const isCall = node.parent.type === "CallExpression" && node.parent.callee === node;
        if (name === "addEventListener" && isMedia(node.object)) context.report({ node, messageId: "media" });
        if (
          members.get(name) !== false ||
          ASKED.includes(name) ||
          STATIC.includes(name) ||
          (OWN.includes(name) && !isCall)
        )
          return;
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
      // Newer than ES2018, but Chrome 63 and Safari 12 have them.
      "es-x/no-dynamic-import": "off",
      "es-x/no-import-meta": "off",
      "compat/compat": "error",
      "qingdan/no-new-members": "error",
      eqeqeq: "error",
      "no-self-compare": "error",
      // The minifier has been seen to put a constant before what it is made from; a test looks at what it makes.
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
