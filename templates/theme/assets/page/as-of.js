// @ts-check
// A day's lists: whichever day is typed, the page of the lists that were in force on it.
import { all, need } from "../shared.js";
import { dayOf, lastBefore } from "./days.js";

const form = need(HTMLFormElement, "[data-qd-as-of]");
const input = need(HTMLInputElement, "[data-qd-as-of] input");
const status = need(HTMLElement, "[data-qd-as-of-status]");
const links = all(HTMLAnchorElement, "[data-qd-from]");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const day = dayOf(input.value);
  const place = day
    ? lastBefore(
        links.map((one) => one.dataset.qdFrom || ""),
        day,
      )
    : -1;
  status.textContent = place < 0 ? "请写一个日期，例如 2026-06-01。" : "";
  if (place >= 0) location.assign(links[place].href);
});
