const name = "x\n::error::POISON\n# POISON \u001b[2J";

export class Clerk {
  [name]() {}
}
exports[name] = 1;
