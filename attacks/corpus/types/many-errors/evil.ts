export function attack() {}
import "./many";
