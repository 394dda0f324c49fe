/** What whoever called the command can mend; shown without a stack. */
export class UsageError extends Error {}
