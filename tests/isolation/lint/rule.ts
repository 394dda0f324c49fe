/** Something that must hold of metadata, or of metadata and the database behind it. */
export interface Rule<Subject, Findings = readonly string[]> {
  /** The rule as a sentence. */
  readonly name: string
  /** Each place where it is broken, as a sentence; empty when it holds. */
  readonly findings: (subject: Subject) => Findings
}

/** A rule with what it found. */
export interface RuleVerdict {
  readonly rule: string
  readonly findings: readonly string[]
}
