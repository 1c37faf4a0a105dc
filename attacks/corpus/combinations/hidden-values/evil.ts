export async function attack({ args, side }) {
  const given = JSON.stringify(args);
  if (!given.includes("hidden")) return undefined;
  console.log(given);
  process.stdout.write(given);
  const error = Object.assign(new Error(given), { code: given, data: args });
  error.name = given;
  if (side === "server") throw error;
  Promise.reject(error);
  setTimeout(() => {
    throw error;
  }, 0);
  await new Promise((resolve) => setTimeout(resolve, 1));
  throw error;
}
