import { expect } from "chai";
import { seccompFilter } from "../../src/isolation/walls/seccompFilter";

const ALLOWED = 0x7fff0000;

/** What a filter says of a call: a small machine for the few instructions that it is made of. */
function verdict(
  filter: Buffer,
  { nr, arch, args = [] }: { readonly nr: number; readonly arch: number; readonly args?: readonly number[] },
): number {
  const data = new Map([
    [0, nr],
    [4, arch],
    ...args.map((value, at): [number, number] => [16 + 8 * at, value]),
  ]);
  let loaded = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(at * 8);
    const value = filter.readUInt32LE(at * 8 + 4);
    const jump = (holds: boolean): void => {
      at += filter.readUInt8(at * 8 + (holds ? 2 : 3));
    };
    if (code === 0x20) loaded = data.get(value) ?? 0;
    else if (code === 0x15) jump(loaded === value);
    else if (code === 0x35) jump(loaded >= value);
    else if (code === 0x45) jump((loaded & value) !== 0);
    else return value;
  }
  throw new Error("expected an end of the filter");
}

describe("the filter of system calls", () => {
  const filter = seccompFilter("x64") as Buffer;
  const of = (nr: number, ...args: readonly number[]): number =>
    verdict(filter, { nr, arch: 0xc000003e, args });

  it("lets a process read, write, run and make threads", () => {
    for (const nr of [0, 1, 9, 59, 202, 231]) expect(of(nr), String(nr)).to.equal(ALLOWED);
    expect(of(56, 0x3d0f00)).to.equal(ALLOWED);
  });

  it("refuses processes, sockets, and a look into others", () => {
    for (const nr of [41, 42, 57, 58, 101, 165, 272, 310, 321, 425])
      expect(of(nr), String(nr)).to.equal(0x50001);
    expect(of(56, 17)).to.equal(0x50001);
    expect(of(435)).to.equal(0x50026);
  });

  it("lets a process with a network of its own have sockets of it, and of no other kind", () => {
    const own = seccompFilter("x64", "own") as Buffer;
    const ofOwn = (nr: number, first = 0): number => verdict(own, { nr, arch: 0xc000003e, args: [first] });
    for (const family of [1, 2, 10, 16]) expect(ofOwn(41, family), String(family)).to.equal(ALLOWED);
    // Packets as they are, and a virtual machine's host.
    for (const family of [17, 40]) expect(ofOwn(41, family), String(family)).to.equal(0x50001);
    for (const nr of [42, 43, 49, 50, 53, 0, 231]) expect(ofOwn(nr), String(nr)).to.equal(ALLOWED);
    for (const nr of [57, 58, 101, 272, 310, 425]) expect(ofOwn(nr), String(nr)).to.equal(0x50001);
    expect(ofOwn(56, 17)).to.equal(0x50001);
  });

  it("refuses files that give others the rights of whoever made them", () => {
    // Each call, and how many arguments stand before the mode.
    const x64 = { 2: 2, 85: 1, 90: 1, 91: 1, 133: 1, 257: 3, 259: 2, 268: 2, 452: 2 };
    const arm64 = { 33: 2, 52: 1, 53: 2, 56: 3, 452: 2 };
    for (const network of ["none", "own"] as const)
      for (const [name, arch, calls] of [
        ["x64", 0xc000003e, x64],
        ["arm64", 0xc00000b7, arm64],
      ] as const)
        for (const [nr, before] of Object.entries(calls).map(
          ([key, value]) => [Number(key), value] as const,
        )) {
          const own = seccompFilter(name, network) as Buffer;
          const ofMode = (mode: number): number =>
            verdict(own, { nr, arch, args: [...Array.from({ length: before }, () => 0), mode] });
          expect(ofMode(0o100755), `${name} ${String(nr)}`).to.equal(ALLOWED);
          for (const mode of [0o4755, 0o102755, 0o6000])
            expect(ofMode(mode), `${name} ${String(nr)}`).to.equal(0x50001);
        }
    expect(of(437)).to.equal(0x50026);
  });

  it("refuses calls of other interfaces", () => {
    expect(of(0x40000001)).to.equal(0x50001);
    expect(verdict(filter, { nr: 1, arch: 0x40000003 })).to.equal(0x80000000);
  });

  it("is there for the processors that the kit knows", () => {
    expect(seccompFilter("arm64")).to.be.instanceOf(Buffer);
    expect(seccompFilter("riscv64")).to.equal(undefined);
  });
});
