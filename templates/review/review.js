// One duty at a time, by keyboard; what was looked at is kept in this browser.  A plain script: a module would not load
// from a page that is opened from disk.
(() => {
  const articles = Array.from(document.querySelectorAll("article"));
  const links = Array.from(document.querySelectorAll("nav a"));
  const progress = document.getElementById("progress");
  const nothing = document.getElementById("nothing");
  const key = "qingdan-review " + document.body.dataset.key;
  const seen = new Set(kept());
  let at = 0;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(key) || "[]");
    } catch {
      return [];
    }
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify(Array.from(seen)));
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
    if (kind === "doubt") return links[index].hasAttribute("data-doubt");
    return kind === "all" || !seen.has(articles[index].id);
  }

  function list() {
    let count = 0;
    links.forEach((link, index) => {
      const listed = isListed(index) || index === at;
      link.parentElement.hidden = !listed;
      link.classList.toggle("seen", seen.has(articles[index].id));
      count += isListed(index) ? 1 : 0;
    });
    nothing.hidden = count > 0;
    const left = articles.length - seen.size;
    progress.textContent = left ? `看过 ${seen.size}，还有 ${left}` : "全部看过了";
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
    links[index].scrollIntoView({ block: "nearest" });
    document.querySelector("main").scrollTop = 0;
    article.querySelectorAll(".page").forEach(turn);
    if (focus) article.focus({ preventScroll: true });
    if (location.hash !== "#" + article.id) history.replaceState(null, "", "#" + article.id);
  }

  // Scrolls a page to where the duty stands on it, as soon as the picture is there.
  function turn(page) {
    const image = page.querySelector("img");
    const scroll = () => {
      const height = image.clientHeight;
      const top = (Number(page.dataset.top) / 100) * height;
      const bottom = (Number(page.dataset.bottom) / 100) * height;
      page.style.height = Math.min(bottom - top + 60, window.innerHeight * 0.7) + "px";
      page.scrollTop = Math.max(0, top - 30);
    };
    if (image.complete && image.clientHeight) scroll();
    else image.addEventListener("load", scroll, { once: true });
  }

  function next(step, wanted) {
    for (let index = at + step; index >= 0 && index < articles.length; index += step) {
      if (wanted(index)) return show(index);
    }
  }

  function set(isSeen) {
    const id = articles[at].id;
    if (isSeen) seen.add(id);
    else seen.delete(id);
    if (!keep()) progress.textContent = "这个浏览器不让网页记东西：看到哪里，关掉就忘了";
    articles[at].querySelector(".seen input").checked = isSeen;
  }

  const any = () => true;
  const isDoubtful = (index) => links[index].hasAttribute("data-doubt") && !seen.has(articles[index].id);
  const keys = {
    ArrowDown: () => next(1, any),
    j: () => next(1, any),
    ArrowUp: () => next(-1, any),
    k: () => next(-1, any),
    n: () => next(1, isDoubtful),
    u: () => {
      set(false);
      list();
    },
    Enter: () => {
      set(true);
      const before = at;
      next(1, isListed);
      if (at === before) list();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    if (target.matches("summary, a, input") && event.key === "Enter") return;
    if (target.matches("input[type=radio]")) return;
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelector(".filters").addEventListener("change", () => {
    if (!isListed(at) && links.some((_, index) => isListed(index))) {
      show(links.findIndex((_, index) => isListed(index)));
    } else list();
  });
  articles.forEach((article) => {
    article.querySelector(".seen input").addEventListener("change", (event) => {
      set(event.target.checked);
      list();
    });
  });
  function byAddress() {
    const found = articles.findIndex((article) => "#" + article.id === location.hash);
    const open = articles.findIndex((article) => !seen.has(article.id));
    show(found >= 0 ? found : Math.max(open, 0), false);
  }
  window.addEventListener("hashchange", byAddress);
  byAddress();
})();
