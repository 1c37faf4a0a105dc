import "./zero";

export function attack() {}
