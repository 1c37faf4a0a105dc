/**
 * A message on its way, as something that chooses orders sees it: the event that delivers it may run whenever the
 * chooser likes.
 */
export interface Passage {
  readonly kind: "request" | "reply";
  readonly from: string;
  readonly to: string;
  readonly method: string;
  /** The same message has the same name in every order of a run: its link, and the how-manieth call there. */
  readonly name: string;
  /** Loses the message: its event must not run any more. */
  readonly lose: () => void;
  /** Sends the same request once more; undefined for replies and for copies. */
  readonly copy: (() => void) | undefined;
}
