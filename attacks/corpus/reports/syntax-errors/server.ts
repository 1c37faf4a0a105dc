export class KVServer { ::notice::POISON }
