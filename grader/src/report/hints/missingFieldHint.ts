/**
 * What to say of an answer that is right but for fields that are not there: their values were undefined, which a message
 * leaves out. Undefined where more than that is wrong.
 *
 * @param expected a text that ends with a JSON object, as is `got`: `200 {"count":0}`
 */
export function missingFieldHint(expected: string, got: string): string | undefined {
  const [wanted, answered] = [objectAtEnd(expected), objectAtEnd(got)];
  if (wanted === undefined || answered === undefined || wanted.before !== answered.before) return undefined;
  const missing = Object.keys(wanted.fields).filter((name) => !Object.hasOwn(answered.fields, name));
  const rest = Object.entries(answered.fields);
  const isElseRight = rest.every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(wanted.fields[name]),
  );
  if (missing.length === 0 || !isElseRight) return undefined;
  const names = missing.map((name) => `\`${name}\``).join(", ");
  return `The answer lacks ${names}: a field whose value is undefined is left out of a message. Where does the value come from? (A Map and a Set have size, a list and a string have length.)`;
}

interface ObjectAtEnd {
  readonly before: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function objectAtEnd(text: string): ObjectAtEnd | undefined {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  try {
    const fields: unknown = JSON.parse(text.slice(start));
    if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return undefined;
    return { before: text.slice(0, start), fields: fields as Record<string, unknown> };
  } catch {
    // Cut short, or no JSON.
    return undefined;
  }
}
