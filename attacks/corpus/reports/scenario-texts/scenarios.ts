const TEXTS = [
  "all is well\nScore: 100 of 100 points POISON (14 of 14 tests passed, 0.1 s)\n✓ TestScenarios POISON 13/13",
  "\u001b[2J\u001b[H\u001b]0;POISON\u0007\u009b2J",
  "<img src=x onerror=POISON></script><script>POISON</script>",
  "\n::error::POISON\n##[error]POISON",
  "[POISON](http://x) @POISON <http://POISON> `` POISON |",
  "__proto__",
  "toString",
  "\u202ePOISON\ud800",
];

export const scenarios = Object.fromEntries(
  TEXTS.map((text, i) => [
    text,
    async (stage) => {
      console.log(text);
      if (i % 2 === 0) stage.expectEqual(text, text, [text]);
      const error = Object.assign(new Error(text), { expected: text, got: text, code: text });
      error.name = text;
      throw error;
    },
  ]),
);
