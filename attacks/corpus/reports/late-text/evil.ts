export function attack() {}
