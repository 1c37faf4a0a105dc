import "./huge";

export function attack() {}
