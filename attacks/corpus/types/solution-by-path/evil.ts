export function attack() {}
export * from "./reach";
