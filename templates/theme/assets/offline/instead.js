// @ts-check
// The network is gone, and with it search and comparison; townships that are kept still serve.  shared/fresh.js fetches
// this only then.
import "./kept.js";
import { at, element } from "../shared.js";

/**
 * Offer them, by links: only a page that is opened anew is of the version that was kept.
 * @param {Element} place
 * @param {string} said
 * @param {(township: string) => string} addressOf
 */
export async function offer(place, said, addressOf) {
  const state = await self
    .qingdanKept(window.qingdan.site)
    .read()
    .catch(() => null);
  const townships = state && !state.isBroken ? state.townships : [];
  if (!townships.length) return;
  place.append(said);
  for (const { id, label } of townships) place.append(element("a", label, { href: at(addressOf(id)) }), " ");
}
