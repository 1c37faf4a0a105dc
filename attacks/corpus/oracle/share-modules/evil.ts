import { between } from "./probe";
const own = module;

export function attack(where) {
  return between(where, "a module", {
    leave: () => {
      own.exports.left = 1;
      if (require.cache) require.cache.left = 1;
    },
    see: () => own.exports.left === 1 || require.cache?.left === 1,
  });
}
