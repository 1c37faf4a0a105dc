import { secondsLeft, wholeNumber } from "./inReadersForm.js";

/** One server: its state, its figures, and a page of its keys. Texts that users stored are shown as text only. */
export class ServerCard {
  #id;
  #card;
  /** How many keys are before the page that is shown. */
  #from = 0;
  #find = "";
  #onlyTtl = false;
  /** Only the answer to the last question is shown. */
  #asked = 0;

  constructor(id, place) {
    this.#id = id;
    this.#card = document.getElementById("server").content.firstElementChild.cloneNode(true);
    this.#card.dataset.server = String(id);
    this.#part(".name").textContent = `Server ${id}`;
    this.#part("table").setAttribute("aria-label", `keys of server ${id}`);
    this.#part(".earlier").addEventListener("click", () => this.#turn(-1));
    this.#part(".later").addEventListener("click", () => this.#turn(1));
    place.append(this.#card);
  }

  /** Shows a sample, and asks for its keys. */
  show({ place, state, message, stats, perSecond, tooManyKeys }) {
    this.#card.className = state;
    this.#part(".place").textContent = place;
    this.#part(".state").textContent = state;
    this.#part(".message").textContent = message ?? "";
    const figures =
      stats === undefined
        ? []
        : [
            ["requests/s", perSecond],
            ["requests", stats.total_requests],
            ["GET", stats.get],
            ["SET", stats.set],
            ["DELETE", stats.delete],
            ["EXPIRE", stats.expire],
            ["keys", stats.total_keys],
            ["keys with TTL", stats.keys_with_ttl],
          ];
    this.#part("dl").replaceChildren(
      ...figures.map(([name, value]) => {
        const figure = element("div", "");
        figure.append(element("dt", name), element("dd", value === undefined ? "–" : wholeNumber(value)));
        return figure;
      }),
    );
    if (state === "up" && !tooManyKeys) void this.#askForKeys();
    else this.#showKeys({ all: 0, from: 0, rows: [] }, tooManyKeys ? stats.total_keys : undefined);
  }

  /** Shows only keys with this text in them, or with a time to live. */
  filter(find, onlyTtl) {
    this.#find = find;
    this.#onlyTtl = onlyTtl;
    this.#from = 0;
    if (this.#card.className === "up") void this.#askForKeys();
  }

  #turn(pages) {
    this.#from = Math.max(0, this.#from + pages * Number(this.#card.dataset.most));
    void this.#askForKeys();
  }

  async #askForKeys() {
    this.#asked += 1;
    const asked = this.#asked;
    const query = new URLSearchParams({ server: this.#id, from: this.#from, find: this.#find });
    if (this.#onlyTtl) query.set("ttl", "only");
    // Without an answer, what was shown stays; the page says on its own when the program is gone.
    const answer = await fetch(`/keys?${query}`).catch(() => undefined);
    if (answer?.ok !== true || asked !== this.#asked) return;
    const page = await answer.json();
    if (asked !== this.#asked) return;
    this.#from = page.from;
    this.#card.dataset.most = String(page.most);
    this.#showKeys(page);
  }

  /** @param tooMany how many keys there are, when these are too many to list */
  #showKeys({ all, from, rows }, tooMany) {
    this.#part("tbody").replaceChildren(
      ...rows.map(({ key, ttl }) => {
        const row = element("tr", "");
        row.append(element("td", key), element("td", timeToLive(ttl)));
        row.classList.toggle("expires", typeof ttl === "number");
        return row;
      }),
    );
    const [earlier, later] = [this.#part(".earlier"), this.#part(".later")];
    earlier.disabled = from === 0;
    later.disabled = from + rows.length >= all;
    earlier.hidden = later.hidden = earlier.disabled && later.disabled;
    this.#part(".range").textContent = this.#range({ all, from, rows }, tooMany);
  }

  #range({ all, from, rows }, tooMany) {
    if (tooMany !== undefined) return `${wholeNumber(tooMany)} keys are too many to list`;
    if (this.#card.className !== "up") return "";
    if (all === 0) return this.#find === "" && !this.#onlyTtl ? "no keys" : "no such keys";
    const last = from + rows.length;
    return last - from === all
      ? `${wholeNumber(all)} ${all === 1 ? "key" : "keys"}`
      : `${wholeNumber(from + 1)}–${wholeNumber(last)} of ${wholeNumber(all)} keys`;
  }

  #part(selector) {
    return this.#card.querySelector(selector);
  }
}

/** @param ttl seconds; null: no expiration; undefined: not known yet */
function timeToLive(ttl) {
  if (ttl === undefined) return "…";
  return ttl === null ? "no expiration" : secondsLeft(ttl);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
