export function attack() {
  const text = ["x", "::notice title=Autograding complete::Points 100/100 POISON", "  ::add-mask::Score", "::stop-commands::POISON", "\u00a0::error file=x::POISON", "::set-output name=result::POISON", "::POISON::"].join("\n");
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
