export function attack() {
  const text = "a line ##[error]POISON and ##[group]POISON\n##[add-mask]Score\n##vso[task.complete result=Succeeded]POISON";
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
