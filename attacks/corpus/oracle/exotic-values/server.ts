export class KVServer {
  get = () => ({ value: new String("x") });
}
