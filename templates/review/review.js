// One duty at a time, by keyboard; what was looked at is kept in this browser.  A plain script: a module would not load
// from a page that is opened from disk.
(() => {
  const articles = Array.from(document.querySelectorAll("article"));
  const links = Array.from(document.querySelectorAll("nav a"));
  const counts = links.map((link) => Number(link.dataset.count));
  const progress = document.getElementById("progress");
  const nothing = document.getElementById("nothing");
  const key = "qingdan-review " + document.body.dataset.key;
  const seen = new Set(kept(key, []));
  // The first section is about the document, and is no duty.
  const duties = articles.length - 1;
  const main = document.querySelector("main");
  // Pictures are beside what was imported where they are legible there: so many pixels to a point.
  const LEGIBLE = 1.15;
  // Whether they are above it whatever their size, or beside it; undefined: nobody has chosen.
  let isAbove = kept("qingdan-review above", undefined);
  let at = 0;

  function kept(name, none) {
    try {
      const text = localStorage.getItem(name);
      return text === null ? none : JSON.parse(text);
    } catch {
      return none;
    }
  }

  function keep(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  function filter() {
    return document.querySelector("input[name=filter]:checked").value;
  }

  function isListed(index) {
    const kind = filter();
    if (kind === "doubt") return counts[index] > 0;
    return kind === "all" || !seen.has(articles[index].id);
  }

  function list() {
    let listed = 0;
    let left = 0;
    let done = 0;
    links.forEach((link, index) => {
      const isSeen = seen.has(articles[index].id);
      link.parentElement.hidden = !isListed(index) && index !== at;
      articles[index].classList.toggle("listed", isListed(index));
      link.classList.toggle("seen", isSeen);
      listed += isListed(index) ? 1 : 0;
      left += isSeen ? 0 : counts[index];
      done += isSeen && index > 0 ? 1 : 0;
    });
    nothing.hidden = listed > 0;
    nothing.textContent = filter() === "doubt" ? "没有要看的。" : "没有了，全部核对过了。";
    const rest = left ? `，没核对的里面要看 ${left} 处` : "";
    progress.textContent = done < duties ? `已核对 ${done} / ${duties}${rest}` : `全部核对过了，${duties} 项`;
  }

  function show(index, focus = true) {
    at = index;
    articles.forEach((article, other) => {
      article.hidden = other !== index;
    });
    links.forEach((link, other) => {
      if (other === index) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const article = articles[index];
    article.querySelector(".seen input").checked = seen.has(article.id);
    list();
    links[index].scrollIntoView({ block: "center" });
    main.scrollTop = 0;
    if (focus) {
      window.scrollTo(0, 0);
      article.focus({ preventScroll: true });
    }
    place();
    // What comes next is there when it is asked for.
    const following = articles[index + 1];
    if (following) following.querySelectorAll("img").forEach((image) => image.removeAttribute("loading"));
    if (location.hash !== "#" + article.id) history.replaceState(null, "", "#" + article.id);
  }

  // The document beside what was imported, or above it.
  function place() {
    main.style.setProperty("--high", main.clientHeight + "px");
    const sides = articles[at].querySelector(".sides");
    sides.classList.remove("above");
    const cuts = Array.from(sides.querySelectorAll(".cut"));
    const isSmall = cuts.some((cut) => cut.clientWidth < LEGIBLE * Number(cut.dataset.points));
    sides.classList.toggle("above", isAbove === undefined ? isSmall : isAbove);
    follow();
  }

  // What is longer than its part of the screen is scrolled as far as what was imported, unless a spot is looked at.
  function follow() {
    const side = articles[at].querySelector(".document");
    if (!side || side.querySelector(".spot.at")) return;
    const rest = main.scrollHeight - main.clientHeight;
    side.scrollTop = rest > 0 ? (main.scrollTop / rest) * (side.scrollHeight - side.clientHeight) : 0;
  }

  function next(step, wanted) {
    for (let index = at + step; index >= 0 && index < articles.length; index += step) {
      if (wanted(index)) {
        show(index);
        return true;
      }
    }
    return false;
  }

  // The next mark: of this duty, else of the next one that is still open.
  function nextMark(step) {
    const marks = marksOf(at);
    const now = marks.indexOf(document.activeElement);
    const to = now < 0 ? (step > 0 ? 0 : marks.length - 1) : now + step;
    if (marks[to]) look(marks[to]);
    else if (next(step, (index) => marksOf(index).length > 0 && !seen.has(articles[index].id))) {
      const others = marksOf(at);
      look(others[step > 0 ? 0 : others.length - 1]);
    }
  }

  function marksOf(index) {
    return Array.from(articles[index].querySelectorAll("mark.doubt[id], mark.guess[id]"));
  }

  function look(mark) {
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
  }

  function set(isSeen) {
    const id = articles[at].id;
    if (isSeen) seen.add(id);
    else seen.delete(id);
    articles[at].querySelector(".seen input").checked = isSeen;
    list();
    if (!keep(key, Array.from(seen))) progress.textContent = "这个浏览器不让网页记东西：核对到哪里，关掉就忘了";
  }

  const any = () => true;
  const isDoubtful = (index) => counts[index] > 0 && !seen.has(articles[index].id);
  const keys = {
    ArrowDown: () => next(1, any),
    j: () => next(1, any),
    ArrowUp: () => next(-1, any),
    k: () => next(-1, any),
    n: () => next(1, isDoubtful) || next(-1, isDoubtful),
    d: () => nextMark(1),
    D: () => nextMark(-1),
    u: () => set(false),
    z: () => {
      isAbove = !articles[at].querySelector(".sides").classList.contains("above");
      keep("qingdan-review above", isAbove);
      place();
    },
    Enter: () => {
      set(true);
      next(1, isListed);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    if (target.matches("summary, a, button, input") && event.key === "Enter") return;
    if (target.matches("input[type=radio]")) return;
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelectorAll("button[data-key]").forEach((button) => {
    button.addEventListener("click", () => keys[button.dataset.key]());
  });
  document.querySelector(".filters").addEventListener("change", () => {
    const first = links.findIndex((_, index) => isListed(index));
    if (!isListed(at) && first >= 0) show(first, false);
    else list();
  });
  articles.forEach((article) => {
    article.querySelector(".seen input").addEventListener("change", (event) => set(event.target.checked));
    article.querySelectorAll(".spot").forEach((spot) => {
      spot.addEventListener("click", () => look(document.getElementById(spot.dataset.mark)));
    });
  });
  // A mark that is looked at, and where it stands on the page.
  document.addEventListener("focusin", (event) => {
    document.querySelectorAll(".spot.at").forEach((spot) => spot.classList.remove("at"));
    articles[at].querySelectorAll(`.spot[data-mark="${event.target.id}"]`).forEach((spot) => {
      spot.classList.add("at");
      spot.scrollIntoView({ block: "nearest" });
    });
  });
  main.addEventListener("scroll", follow);
  window.addEventListener("resize", place);

  function byAddress() {
    const found = articles.findIndex((article) => "#" + article.id === location.hash);
    const open = articles.findIndex((article) => !seen.has(article.id));
    show(found >= 0 ? found : Math.max(open, 0), false);
  }
  window.addEventListener("hashchange", byAddress);
  byAddress();
})();
