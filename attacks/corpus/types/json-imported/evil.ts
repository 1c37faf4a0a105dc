export function attack() {}
import "./reach";
