export function attack() {
  for (const report of [{ type: "seed", id: 0, seed: 1 }, { type: "done", id: 0, passed: true, message: "" }]) {
    const line = `${JSON.stringify({ token: "", report })}\n`;
    process.stdout.write(line);
    process.stderr.write(line);
    console.log(line);
    console.error(line);
  }
}
