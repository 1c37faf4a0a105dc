export function attack() {}
import "./long";
