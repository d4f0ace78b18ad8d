// 网络断了，查不了、比不了：存了的乡镇还行，给出来（fresh.js 到这时才取这段脚本）。
import "./kept.js";
import { element } from "../compare/element.js";

// 要重新打开那一页，用的才是存下的那一版。
export async function offer(place, said, addressOf) {
  const { site } = window.qingdan; // assets/start.js
  const state = await self
    .qingdanKept(site)
    .read()
    .catch(() => null);
  const townships = (state && state.townships) || [];
  if (!townships.length) return;
  place.append(said);
  for (const { id, label } of townships) place.append(element("a", label, { href: new URL(addressOf(id), site) }), " ");
}
