import "./a";
import "./up/lab1/evil";

export function attack() {}
