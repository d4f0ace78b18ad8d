// 朗读一件事项：用浏览器自带的语音，一段一段地读，读到哪里标到哪里。只用装在设备上的语音，文字不发给别人。
(function () {
  "use strict";

  const button = document.querySelector("[data-qd-speak]");
  const status = document.querySelector("[data-qd-speak-status]");
  if (!button || !("speechSynthesis" in window)) return;

  const ENDS = ["related", "source"];
  const BLOCKS = "h1, h2, h3, p, li, summary";
  let reading = null;

  // 要读的各段，到“同一件事”“出处”为止；里面还有段落的不算，免得读两遍。
  function parts() {
    const found = [];
    for (const block of button.closest("article").querySelectorAll(BLOCKS)) {
      if (ENDS.includes(block.id)) break;
      if (
        block.querySelector(BLOCKS) ||
        block.closest("nav, .qd-actions, .qd-paper-head, .qd-paper-foot, [data-qd-speak-bar]")
      )
        continue;
      const copy = block.cloneNode(true);
      for (const sign of copy.querySelectorAll(".headerlink")) sign.remove();
      const text = copy.textContent.trim();
      if (text) found.push({ block, text });
    }
    return found;
  }

  function stop() {
    if (reading) reading.block.classList.remove("qd-speaking");
    reading = null;
    button.textContent = "朗读";
    speechSynthesis.cancel();
  }

  function speak(rest, voice) {
    if (reading) reading.block.classList.remove("qd-speaking");
    const part = (reading = rest.shift());
    if (!part) return stop();
    const folded = part.block.closest("details:not([open])");
    if (folded) folded.open = true;
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
    speak(parts(), voice);
  });
  addEventListener("pagehide", stop);
})();
