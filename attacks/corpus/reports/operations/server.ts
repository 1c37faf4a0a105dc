const poison = ["\u001b[2J", "\n::error::POISON", "\n# POISON", "<img src=x onerror=POISON>", "##[error]POISON", "\u202e"].join("");

export class KVServer {
  get(args) {
    setTimeout(() => console.log(poison), 1);
    return poison + JSON.stringify(args);
  }
}
