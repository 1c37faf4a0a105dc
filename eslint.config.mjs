import js from "@eslint/js";
import globals from "globals";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "dist/",
      "reports/",
      "submissions/",
      "results/",
      "coverage/",
      "corpus/",
      "attacks/corpus/",
      "attacks/base/",
      "bench/fixtures/",
      "**/fixtures/",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { "@typescript-eslint/no-confusing-void-expression": "off" },
  },
  {
    // chai's assertions are properties; an array index in a test is as sure as the test itself.
    files: ["**/tests/**/*.ts", "solutions/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.node, sourceType: "commonjs" },
    rules: { "no-unused-vars": ["error", { caughtErrors: "none" }] },
  },
  {
    // It runs in a browser.
    files: ["lab5/real/dashboard/page/*.js"],
    languageOptions: { globals: globals.browser, sourceType: "module" },
  },
  { files: ["**/*.mjs"], languageOptions: { sourceType: "module" } },
);
