import { x } from "./secret";

export const y: 5 = x;
export function attack() {}
