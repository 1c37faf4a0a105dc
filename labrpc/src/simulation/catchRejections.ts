/** Gives unhandled rejections to `own` alone, instead of ending the process. Returns a function that ends this. */
export function catchRejections(own: (reason: unknown) => void): () => void {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", own);
  return () => {
    process.off("unhandledRejection", own);
    for (const other of others) process.on("unhandledRejection", other);
  };
}
