// @ts-check
// What moves beside the text or within it: the page's contents, the frames of wide tables.
import { all } from "../shared.js";

/** Marks in the contents where the reader is, and keeps the mark in sight. */
export function followContents() {
  const entries = all(HTMLAnchorElement, ".qd-contents a").map((link) => ({
    link,
    heading: document.getElementById(decodeURIComponent(link.hash.slice(1))),
  }));
  function follow() {
    const isAbove = (/** @type {HTMLElement | null} */ heading) =>
      heading && heading.getBoundingClientRect().top < innerHeight * 0.3;
    const [read] = entries.filter(({ heading }) => isAbove(heading)).slice(-1);
    for (const { link } of entries) {
      link.classList.toggle("qd-contents__here", Boolean(read) && link === read.link);
    }
    const frame = read && read.link.closest(".md-sidebar__scrollwrap");
    if (frame) frame.scrollTop = read.link.offsetTop - frame.clientHeight / 2;
  }
  // Phones have no contents beside the text, and iOS 12 no IntersectionObserver: it can be read without the mark.
  if ("IntersectionObserver" in window) {
    const observer = new IntersectionObserver(follow, { rootMargin: "0px 0px -70%" });
    for (const { heading } of entries) if (heading) observer.observe(heading);
  }
}

/**
 * A frame whose table does not fit must be reached by keyboard.
 * @param {HTMLElement} frame
 */
function reach(frame) {
  frame.tabIndex = frame.scrollWidth > frame.clientWidth ? 0 : -1;
}

export function reachFrames() {
  addEventListener("load", () => {
    const frames = all(HTMLElement, ".md-typeset__scrollwrap");
    frames.forEach(reach);
    if ("ResizeObserver" in window) {
      const observer = new ResizeObserver(() => frames.forEach(reach));
      for (const frame of frames) observer.observe(frame);
    } else addEventListener("resize", () => frames.forEach(reach)); // iOS before 13.4
  });
}
