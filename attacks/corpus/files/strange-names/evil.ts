let turn = 0;
const names = ["./a\n::error::POISON\nb", "./\u001b[2JPOISON", "./\u202ePOISON", "./# POISON", "./<img src=x onerror=POISON>", "./\r##[error]POISON", "./missing\n::error::POISON"];

export function attack() {
  return require(names[turn++ % names.length]);
}
