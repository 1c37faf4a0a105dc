import { pageButton, pageElement } from "../view/pageElement";
import type { PictureView } from "../view/PictureView";

/** A list of more hosts is narrowed by typing. */
const SHOWN = 60;

/** Chooses whose lanes are shown. */
export function hostFilter(view: PictureView): HTMLElement {
  const { hosts } = view.picture;
  const summary = pageElement("summary", {}, "Hosts");
  const boxes = pageElement("div", { class: "boxes" });
  const narrow = pageElement("input", { type: "search", placeholder: "name", "aria-label": "find a host" });
  const isShown = (host: number): boolean => view.filter.hosts?.has(host) ?? true;
  const set = (chosen: Iterable<number>): void => {
    const wanted = new Set(chosen);
    view.setFilter({ hosts: wanted.size === hosts.length ? undefined : wanted });
  };
  const all = (): number[] => [...hosts.keys()];
  const draw = (): void => {
    const count = all().filter(isShown).length;
    summary.textContent =
      count === hosts.length
        ? `Hosts (${String(count)})`
        : `Hosts (${String(count)} of ${String(hosts.length)})`;
    summary.classList.toggle("active", count !== hosts.length);
    const found = all().filter((host) => hosts[host]?.name.includes(narrow.value) === true);
    boxes.replaceChildren(
      ...found.slice(0, SHOWN).map((host) => {
        const name = hosts[host]?.name ?? "";
        const box = pageElement("input", { type: "checkbox", "data-host": name });
        box.checked = isShown(host);
        box.addEventListener("change", () => {
          set(all().filter((other) => (other === host ? box.checked : isShown(other))));
        });
        return pageElement(
          "label",
          {},
          box,
          ` ${name}`,
          pageElement("small", {}, ` ${hosts[host]?.role ?? ""}`),
        );
      }),
      ...(found.length > SHOWN
        ? [pageElement("p", {}, `… and ${String(found.length - SHOWN)} more: type a part of a name`)]
        : []),
    );
  };
  narrow.addEventListener("input", draw);
  view.subscribe((change) => {
    if (change === "filter") draw();
  });
  draw();
  return pageElement(
    "details",
    { class: "popover", "data-filter": "hosts" },
    summary,
    pageElement(
      "div",
      { class: "panel" },
      pageElement(
        "div",
        { class: "group" },
        pageButton("All", "show all hosts", () => set(all())),
        pageButton("None", "hide all hosts", () => set([])),
        pageButton("Concerned", "hosts involved in the failure", () => set(concernedHosts(view))),
      ),
      ...(hosts.length > 12 ? [narrow] : []),
      boxes,
    ),
  );
}

/** Hosts that did more than start. In a run that was cut down to its cause, many do not. */
export function busyHosts({ picture }: PictureView): number[] {
  const { events, eventHosts, shades } = picture;
  const found = new Set(shades.flatMap(({ groupOf }) => [...groupOf.keys()]));
  events.forEach(({ kind }, index) => {
    const host = eventHosts[index] ?? -1;
    if (kind !== "start" && host >= 0) found.add(host);
  });
  return [...found];
}

/** The host of the failing operation, those that it exchanged messages with, and those of the faults. */
export function concernedHosts({ picture }: PictureView): number[] {
  const { failing, bars, arrows, faults, hosts, events, eventHosts } = picture;
  const found = new Set<number>();
  const bar = failing === undefined ? undefined : bars[failing.bar];
  if (bar !== undefined) found.add(bar.host);
  for (const { event, id } of faults.slice(-8)) {
    const host = eventHosts[event] ?? -1;
    if (host >= 0) found.add(host);
    const peer = id === 0 ? -1 : hosts.findIndex(({ name }) => name === events[event]?.peer);
    if (peer >= 0) found.add(peer);
  }
  for (const { from, to, sent } of arrows) {
    if (bar === undefined || (from !== bar.host && to !== bar.host)) continue;
    if (sent < bar.from || sent > (bar.until ?? Infinity)) continue;
    found.add(from).add(to);
  }
  return [...found];
}
