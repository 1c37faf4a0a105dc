import "./secret";

export function attack() {}
