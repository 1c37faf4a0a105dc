import type { HostState } from "../globals/HostState";
import { classNameOf } from "./classNameOf";
import { StateReader, type StateRoot } from "./StateReader";
import type { StateServices } from "./StateServices";

/**
 * So many parts are looked at in one run. A second or two of work; counted, so that what is recorded of a run is the same
 * on every machine.
 */
const MOST_WORK = 1_500_000;

/** A part of the state: the number of the host's life, the object, the path in it, and the text, or null for none. */
export type StatePart = readonly [life: number, object: string, path: string, text: string | null];

/** What looking at the hosts came to. */
export interface StateSeen {
  readonly changed: StatePart[];
  /** Whether nothing more is looked at in this run. */
  readonly isOver: boolean;
}

/** What is known of one host. */
interface WatchedHost {
  readonly names: Map<object, string>;
  readonly reader: StateReader;
}

/** Looks at the state of hosts after each event, and tells what has changed. */
export class StateWatch {
  readonly #services: StateServices;
  readonly #hosts = new Map<number, WatchedHost>();
  #work = 0;

  constructor(services: StateServices) {
    this.#services = services;
  }

  /** @param entered the hosts whose code ran; of those that are alive it tells what changed */
  look(entered: Iterable<HostState>): StateSeen {
    const changed: StatePart[] = [];
    for (const host of entered) if (host.alive && this.#work < MOST_WORK) this.#lookAt(host, changed);
    return { changed, isOver: this.#work >= MOST_WORK };
  }

  /** A host lost its memory. */
  forget(life: number): void {
    this.#hosts.delete(life);
  }

  #lookAt(host: HostState, changed: StatePart[]): void {
    let watched = this.#hosts.get(host.id);
    if (watched === undefined)
      this.#hosts.set(host.id, (watched = { names: new Map(), reader: new StateReader(this.#services) }));
    const roots = this.#rootsOf(host, watched.names);
    this.#work += watched.reader.read(roots, (object, path, text) => {
      changed.push([host.id, object, path, text]);
    });
  }

  /** Objects are named after their classes; the second of a class has a number. */
  #rootsOf(host: HostState, names: Map<object, string>): StateRoot[] {
    const roots: StateRoot[] = [];
    for (const object of host.objects.values()) {
      let name = names.get(object);
      if (name === undefined) {
        const isProxy = this.#services.kindOf(object) === "proxy";
        const own = (isProxy ? "" : classNameOf(object, this.#services.kindOf)) || "object";
        const same = [...names.values()].filter((other) => other.replace(/ \d+$/, "") === own).length;
        names.set(object, (name = same === 0 ? own : `${own} ${String(same + 1)}`));
      }
      roots.push({ name, object });
    }
    return roots;
  }
}
