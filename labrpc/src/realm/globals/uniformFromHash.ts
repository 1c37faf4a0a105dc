/** Mixes two 32-bit numbers into one (the finaliser of MurmurHash3, public domain, on a Weyl sequence). */
export function mixHashes(a: number, b: number): number {
  let hash = (a ^ Math.imul(b + 0x7f4a7c15, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** A number from 0 (included) to 1 (not included), with 53 bits, that belongs to a hash and a slot. */
export function uniformFromHash(hash: number, slot: number): number {
  const high = mixHashes(hash, slot * 2 + 1) >>> 5;
  const low = mixHashes(hash ^ 0x5bd1e995, slot * 2 + 2) >>> 6;
  return (high * 0x4000000 + low) / 0x20000000000000;
}
