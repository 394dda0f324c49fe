/** The most characters (code points) of a text that people write. PostgreSQL checks them. */
export const maxLengths = {
  /** Of a goal or task; one line, as are the next three. */
  title: 500,
  categoryName: 100,
  categoryColor: 50,
  settingKey: 100,
  /** A language tag, or the name of a time zone. */
  locale: 64,
  /** An e-mail address (RFC 5321, section 4.5.3.1) or user name; one line. */
  invitee: 254,
  /** Of a key result; one line, or none. */
  unit: 30,
  /** Descriptions, success criteria and notes, those of check-ins included. */
  text: 20_000,
  /** Of the claim `x-hasura-door`: what is longer is cut. */
  door: 50,
  /** PostgreSQL's own of the name of a table. */
  tableName: 63,
} as const

/** The least and the greatest of a number that people write, both included. */
export const ranges = {
  /** Per cent. */
  progress: { min: 0, max: 100 },
  /** 1 is the most urgent. */
  priority: { min: 1, max: 5 },
  /** The order among siblings; beyond, a fraction between two rows could not be told from them. */
  position: { min: -1e15, max: 1e15 },
  /** How much a part counts in what it is a part of, against its siblings. */
  weight: { min: 0, max: 1000 },
  /** Of work. */
  hours: { min: 0, max: 100_000 },
  /** The unit of a key result. */
  measured: { min: -1e15, max: 1e15 },
} as const

/** The most decimals of a number that is kept exactly. */
export const maxDecimals = { hours: 2, measured: 6 } as const

/** The most bytes of a setting's value, as JSON. */
export const maxSettingBytes = 65_536

/** The most bytes of a goal's metrics, of a task's tags and of its recurrence, as JSON. */
export const maxJsonBytes = { metrics: 16_384, tags: 6000, recurrence: 500 } as const

/** How deep tasks nest; `db/triggers/tasks.parent.sql` checks it. */
export const maxTaskLevels = 5

/** The most tags of a task, and characters of each; `db/triggers/tasks.tags.sql` checks them. */
export const maxTags = { count: 20, characters: 50 } as const

/**
 * The most units between two of a recurring task: a hundred years. `db/triggers/tasks.recurrence.sql`
 * checks it.
 */
export const maxEvery = { day: 36_500, week: 5200, month: 1200, year: 100 } as const

/** The most rows that a list answers: the `limit` of every select permission. */
export const maxListRows = 5000

/**
 * The most characters, and wildcards (`%` and `_` without a backslash before them), of a pattern
 * for LIKE that the gateway passes on.
 */
export const maxPattern = { characters: 200, wildcards: 4 } as const
