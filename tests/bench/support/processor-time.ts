import pg from 'pg'
import { processorTime } from './processes.ts'

/** Seconds by process id. */
type Reading = ReadonlyMap<number, number>

/**
 * Processor time of a server together with the PostgreSQL processes that work for it, told by their
 * application name.
 */
export class ProcessorMeter {
  readonly #database: pg.Pool

  constructor(databaseUrl: string) {
    this.#database = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  }

  /** What they have used so far. */
  async read(pid: number, applicationName: string): Promise<Reading> {
    const { rows } = await this.#database.query<{ pid: number }>(
      'select pid from pg_stat_activity where application_name = $1',
      [applicationName],
    )
    const times = [pid, ...rows.map(row => row.pid)].map(id => [id, processorTime(id)] as const)
    return new Map(times.flatMap(([id, time]) => (time === undefined ? [] : [[id, time]])))
  }

  /**
   * Seconds between two readings; a process that is new in the second counts whole. NaN where there
   * is no /proc.
   */
  static between(before: Reading, after: Reading): number {
    if (after.size === 0) return NaN
    return [...after].reduce((sum, [id, time]) => sum + time - (before.get(id) ?? 0), 0)
  }

  close(): Promise<void> {
    return this.#database.end()
  }
}
