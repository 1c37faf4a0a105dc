import { Option } from "commander";

/** The option that names a file with a late policy. */
export function latePolicyOption(): Option {
  return new Option(
    "--late-policy <file>",
    "JSON: free days, penalties, extensions; shown beside the scores",
  );
}
