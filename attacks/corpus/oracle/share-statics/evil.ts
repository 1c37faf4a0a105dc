export function share(make) {
  Error.captureStackTrace = Object.assign(Error.captureStackTrace, {});
  const slot = Error.captureStackTrace;
  if (slot.store === undefined) Error.captureStackTrace = Object.assign((...args) => slot(...args), { store: make() });
  return Error.captureStackTrace.store;
}
