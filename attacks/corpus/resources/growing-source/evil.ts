import "./nested";
import "./many";

export function attack() {}
