/**
 * A filter of system calls for bubblewrap's `--seccomp`: no new process, no look into another process, no new namespace,
 * no file that gives whoever starts it the rights of its owner, and no socket, or only such as reach no further than the
 * network that the process is in. Node is started after the filter is in force, so `execve` stays; without a new process
 * it leads nowhere, for there is no other program to be seen.
 *
 * The program is classic BPF as in `man 2 seccomp`: eight bytes an instruction.
 */

/** One architecture of Linux: its number in the kernel's audit interface, and the numbers of its system calls. */
interface SeccompTarget {
  readonly audit: number;
  readonly clone: number;
  readonly socket: number;
  /** Refused with "operation not permitted". */
  readonly refused: readonly number[];
  /** Calls that set the mode of a file, and which of their arguments that is. */
  readonly modes: readonly (readonly [number: number, argument: number])[];
  /** The other calls for sockets: refused too, where there is no network. */
  readonly sockets: readonly number[];
}

/** What a process may do with sockets: nothing, or what its own network namespace allows. */
export type SeccompNetwork = "none" | "own";

/** Their arguments stand in memory, where a filter cannot look; without them, others do the same. */
const [CLONE3, OPENAT2] = [435, 437];
/** io_uring_setup, io_uring_enter, io_uring_register; the same everywhere. */
const IO_URING = [425, 426, 427];

const TARGETS: Partial<Record<NodeJS.Architecture, SeccompTarget>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    socket: 41,
    // fork, vfork, ptrace, mount, unshare, perf_event_open, setns, process_vm_readv, process_vm_writev, bpf, userfaultfd
    refused: [57, 58, 101, 165, 272, 298, 308, 310, 311, 321, 323, ...IO_URING],
    // open, creat, chmod, fchmod, mknod, openat, mknodat, fchmodat, fchmodat2
    modes: [
      [2, 2],
      [85, 1],
      [90, 1],
      [91, 1],
      [133, 1],
      [257, 3],
      [259, 2],
      [268, 2],
      [452, 2],
    ],
    // connect, accept, bind, listen, socketpair
    sockets: [42, 43, 49, 50, 53],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    socket: 198,
    // mount, unshare, ptrace, perf_event_open, setns, process_vm_readv, process_vm_writev, bpf, userfaultfd
    refused: [40, 97, 117, 241, 268, 270, 271, 280, 282, ...IO_URING],
    // mknodat, fchmod, fchmodat, openat, fchmodat2
    modes: [
      [33, 2],
      [52, 1],
      [53, 2],
      [56, 3],
      [452, 2],
    ],
    // socketpair, bind, listen, accept, connect
    sockets: [199, 200, 201, 202, 203],
  },
};

const CLONE_THREAD = 0x10000;
/** Set-user-id and set-group-id. */
const SET_ID = 0o6000;
/** Calls of the x32 interface have this bit; they would go past a list of numbers. */
const X32 = 0x40000000;
const [EPERM, ENOSYS] = [1, 38];
const [ALLOW, ERRNO, KILL] = [0x7fff0000, 0x00050000, 0x80000000];
/** Load a word of the call's data; jump if equal, if greater or equal, if a bit is set; return. */
const [LOAD, EQUAL, AT_LEAST, HAS_BIT, RETURN] = [0x20, 0x15, 0x35, 0x45, 0x06];
/** Where in the call's data: its number, the architecture, the lower half of the first argument. */
const [NUMBER, ARCHITECTURE, FIRST_ARGUMENT] = [0, 4, 16];
const ARGUMENT_BYTES = 8;

/**
 * Families of addresses that stay inside a network namespace: unix, internet 4 and 6, netlink. Others do not, as that of
 * a virtual machine's host.
 */
const OWN_FAMILIES = [1, 2, 10, 16];

/**
 * Undefined on an architecture whose numbers the kit does not know.
 *
 * @param network default: "none"
 */
export function seccompFilter(
  architecture: NodeJS.Architecture,
  network: SeccompNetwork = "none",
): Buffer | undefined {
  const target = TARGETS[architecture];
  if (target === undefined) return undefined;
  const refuse = (errno: number): readonly number[] => instruction(RETURN, ERRNO | errno);
  const refused = network === "own" ? target.refused : [...target.refused, target.socket, ...target.sockets];
  const program = [
    instruction(LOAD, ARCHITECTURE),
    instruction(EQUAL, target.audit, 1, 0),
    instruction(RETURN, KILL),
    instruction(LOAD, NUMBER),
    instruction(AT_LEAST, X32, 0, 1),
    refuse(EPERM),
    ...[CLONE3, OPENAT2].flatMap((number) => [instruction(EQUAL, number, 0, 1), refuse(ENOSYS)]),
    ...refused.flatMap((number) => [instruction(EQUAL, number, 0, 1), refuse(EPERM)]),
    ...target.modes.flatMap(([number, argument]) => [
      instruction(EQUAL, number, 0, 4),
      instruction(LOAD, FIRST_ARGUMENT + argument * ARGUMENT_BYTES),
      instruction(HAS_BIT, SET_ID, 0, 1),
      refuse(EPERM),
      instruction(RETURN, ALLOW),
    ]),
    ...(network === "own"
      ? [
          instruction(EQUAL, target.socket, 0, OWN_FAMILIES.length + 3),
          instruction(LOAD, FIRST_ARGUMENT),
          ...OWN_FAMILIES.map((family, index) => instruction(EQUAL, family, OWN_FAMILIES.length - index, 0)),
          refuse(EPERM),
          instruction(RETURN, ALLOW),
        ]
      : []),
    instruction(EQUAL, target.clone, 0, 3),
    instruction(LOAD, FIRST_ARGUMENT),
    instruction(HAS_BIT, CLONE_THREAD, 1, 0),
    refuse(EPERM),
    instruction(RETURN, ALLOW),
  ];
  return Buffer.from(program.flat());
}

/** @param then, otherwise how many instructions to skip */
function instruction(code: number, value: number, then = 0, otherwise = 0): readonly number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(then, 2);
  bytes.writeUInt8(otherwise, 3);
  bytes.writeUInt32LE(value >>> 0, 4);
  return [...bytes];
}
