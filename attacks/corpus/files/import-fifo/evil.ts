import "./pipe";

export function attack() {}
