/** The most characters (code points) of a text that people write. PostgreSQL checks them. */
export const maxLengths = {
  /** Of a goal or task; one line, as are the next three. */
  title: 500,
  categoryName: 100,
  categoryColor: 50,
  settingKey: 100,
  /** Descriptions, success criteria and notes. */
  text: 20_000,
} as const

/** The least and the greatest of a number that people write, both included. */
export const ranges = {
  /** Per cent. */
  progress: { min: 0, max: 100 },
  /** 1 is the most urgent. */
  priority: { min: 1, max: 5 },
  /** The order among siblings; beyond, a fraction between two rows could not be told from them. */
  position: { min: -1e15, max: 1e15 },
} as const

/** The most bytes of a setting's value, as JSON. */
export const maxSettingBytes = 65_536

/** The most rows that a list answers: the `limit` of every select permission. */
export const maxListRows = 5000

/**
 * The most characters, and wildcards (`%` and `_` without a backslash before them), of a pattern
 * for LIKE that the gateway passes on.
 */
export const maxPattern = { characters: 200, wildcards: 4 } as const
