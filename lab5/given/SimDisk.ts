import type { ClientEnd } from "labrpc";
import type { Disk } from "../types";

/** The service behind a disk of the simulation. It stands outside of the host, so that it survives a crash. */
export interface DiskService {
  read(file: { name: string }): { text?: string };
  write(file: { name: string; text: string }): void;
  append(file: { name: string; text: string }): void;
  flush(file: { name: string }): void;
  rename(names: { from: string; to: string }): void;
  remove(file: { name: string }): void;
  list(args: null): { names: string[] };
}

/** A disk in the hands of a server: each operation is a message, and takes about as long. */
export class SimDisk implements Disk {
  readonly #end: ClientEnd<DiskService>;

  constructor(end: ClientEnd<DiskService>) {
    this.#end = end;
  }

  async read(name: string): Promise<string | undefined> {
    return (await this.#end.call("read", { name })).text;
  }

  async write(name: string, text: string): Promise<void> {
    await this.#end.call("write", { name, text });
  }

  async append(name: string, text: string): Promise<void> {
    await this.#end.call("append", { name, text });
  }

  async flush(name: string): Promise<void> {
    await this.#end.call("flush", { name });
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#end.call("rename", { from, to });
  }

  async remove(name: string): Promise<void> {
    await this.#end.call("remove", { name });
  }

  async list(): Promise<string[]> {
    return (await this.#end.call("list", null)).names;
  }
}
