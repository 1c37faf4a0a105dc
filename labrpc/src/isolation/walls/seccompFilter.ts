/**
 * A filter of system calls for bubblewrap's `--seccomp`: no new process, no socket, no look into another process, no new
 * namespace. Node is started after the filter is in force, so `execve` stays; without a new process it leads nowhere, for
 * there is no other program to be seen.
 *
 * The program is classic BPF as in `man 2 seccomp`: eight bytes an instruction.
 */

/** One architecture of Linux: its number in the kernel's audit interface, and the numbers of its system calls. */
interface SeccompTarget {
  readonly audit: number;
  readonly clone: number;
  /** Refused with "operation not permitted". */
  readonly refused: readonly number[];
}

const CLONE3 = 435;
/** io_uring_setup, io_uring_enter, io_uring_register; the same everywhere. */
const IO_URING = [425, 426, 427];

const TARGETS: Partial<Record<NodeJS.Architecture, SeccompTarget>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    // socket, connect, accept, bind, listen, socketpair, fork, vfork, ptrace, mount, unshare, perf_event_open, setns,
    // process_vm_readv, process_vm_writev, bpf, userfaultfd
    refused: [41, 42, 43, 49, 50, 53, 57, 58, 101, 165, 272, 298, 308, 310, 311, 321, 323, ...IO_URING],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    // mount, unshare, ptrace, socket, socketpair, bind, listen, accept, connect, perf_event_open, setns,
    // process_vm_readv, process_vm_writev, bpf, userfaultfd
    refused: [40, 97, 117, 198, 199, 200, 201, 202, 203, 241, 268, 270, 271, 280, 282, ...IO_URING],
  },
};

const CLONE_THREAD = 0x10000;
/** Calls of the x32 interface have this bit; they would go past a list of numbers. */
const X32 = 0x40000000;
const [EPERM, ENOSYS] = [1, 38];
const [ALLOW, ERRNO, KILL] = [0x7fff0000, 0x00050000, 0x80000000];
/** Load a word of the call's data; jump if equal, if greater or equal, if a bit is set; return. */
const [LOAD, EQUAL, AT_LEAST, HAS_BIT, RETURN] = [0x20, 0x15, 0x35, 0x45, 0x06];
/** Where in the call's data: its number, the architecture, the lower half of the first argument. */
const [NUMBER, ARCHITECTURE, FIRST_ARGUMENT] = [0, 4, 16];

/** Undefined on an architecture whose numbers the kit does not know. */
export function seccompFilter(architecture: NodeJS.Architecture): Buffer | undefined {
  const target = TARGETS[architecture];
  if (target === undefined) return undefined;
  const refuse = (errno: number): readonly number[] => instruction(RETURN, ERRNO | errno);
  const program = [
    instruction(LOAD, ARCHITECTURE),
    instruction(EQUAL, target.audit, 1, 0),
    instruction(RETURN, KILL),
    instruction(LOAD, NUMBER),
    instruction(AT_LEAST, X32, 0, 1),
    refuse(EPERM),
    // Its flags stand in memory, where a filter cannot look; without it the C library takes clone.
    instruction(EQUAL, CLONE3, 0, 1),
    refuse(ENOSYS),
    ...target.refused.flatMap((number) => [instruction(EQUAL, number, 0, 1), refuse(EPERM)]),
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
