// @ts-check
// Reads a duty aloud, a part at a time, and marks the part.  Only by voices on the device: the text is sent to nobody.
import { need } from "../shared.js";

const ENDS = ["related", "source"];
const BLOCKS = "h1, h2, h3, p, li, summary";
const SKIPPED = "nav, .qd-actions, .qd-paper-head, .qd-paper-foot, [data-qd-speak-bar]";

/** @typedef {{ block: Element, text: string }} Part */

/**
 * What is read, down to the related duties and the source; not blocks that hold others, which would be read twice.
 * @param {Element} article
 */
function partsOf(article) {
  /** @type {Part[]} */
  const found = [];
  for (const block of article.querySelectorAll(BLOCKS)) {
    if (ENDS.includes(block.id)) break;
    if (block.querySelector(BLOCKS) || block.closest(SKIPPED)) continue;
    const copy = /** @type {Element} */ (block.cloneNode(true));
    for (const sign of copy.querySelectorAll(".headerlink")) sign.remove();
    const text = (copy.textContent || "").trim();
    if (text) found.push({ block, text });
  }
  return found;
}

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} status
 */
function bind(button, status) {
  /** @type {Part | undefined} */
  let reading;

  function stop() {
    if (reading) reading.block.classList.remove("qd-speaking");
    reading = undefined;
    button.textContent = "朗读";
    speechSynthesis.cancel();
  }

  /**
   * @param {Part[]} rest
   * @param {SpeechSynthesisVoice | undefined} voice
   */
  function speak(rest, voice) {
    if (reading) reading.block.classList.remove("qd-speaking");
    const part = (reading = rest.shift());
    if (!part) return stop();
    const folded = part.block.closest("details:not([open])");
    if (folded instanceof HTMLDetailsElement) folded.open = true;
    part.block.classList.add("qd-speaking");
    part.block.scrollIntoView({ block: "nearest" });
    const utterance = new SpeechSynthesisUtterance(part.text);
    utterance.lang = "zh-CN";
    if (voice) utterance.voice = voice;
    utterance.onend = () => reading === part && speak(rest, voice);
    utterance.onerror = () => {
      if (reading !== part) return;
      stop();
      status.textContent = "朗读停了，可以再按一次。";
    };
    speechSynthesis.speak(utterance);
  }

  button.addEventListener("click", () => {
    status.textContent = "";
    if (reading) return stop();
    const voices = speechSynthesis.getVoices();
    const voice = voices.find((one) => one.localService && /^(zh|cmn)/i.test(one.lang));
    if (voices.length && !voice) {
      status.textContent = "这台设备没有中文语音，可以在系统设置里添加。";
      return;
    }
    speechSynthesis.cancel();
    button.textContent = "停止朗读";
    speak(partsOf(/** @type {Element} */ (button.closest("article"))), voice);
  });
  addEventListener("pagehide", stop);
}

if ("speechSynthesis" in window) {
  bind(need(HTMLElement, "[data-qd-speak]"), need(HTMLElement, "[data-qd-speak-status]"));
}
