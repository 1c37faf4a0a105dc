/** The kit's files that are evaluated in each realm, as texts with numbers for names. */
export interface KitBundle {
  /** JavaScript, by number; what each requires, as numbers. */
  readonly files: readonly { readonly js: string; readonly requires: Readonly<Record<string, number>> }[];
  readonly kernel: number;
  readonly libraries: Readonly<Record<string, number>>;
}
