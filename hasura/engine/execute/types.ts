/**
 * A statement ready to run: its text is stable for one plan, so it can be prepared under `name`.
 */
export interface BoundStatement {
  readonly text: string
  /** One value per `$n`, in PostgreSQL's text form; null is SQL NULL. */
  readonly values: readonly (string | null)[]
  /** Name of the prepared statement: a hash of `text`. Undefined runs it unprepared. */
  readonly name: string | undefined
}

/** One row in PostgreSQL's text form, untouched by any type parser; JSON stays text. */
export type TextRow = readonly (string | null)[]

/** How a statement is run. */
export interface StatementOptions {
  /** Where Hasura says an error of this statement is; `$` by default. */
  readonly path?: string
  /** Cancels the statement, or gives up waiting for a connection, when it aborts. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs statements one after another on one connection.
 *
 * @throws EngineError with the code that Hasura gives to the database's error
 */
export interface StatementRunner {
  run: (statement: BoundStatement, options?: StatementOptions) => Promise<readonly TextRow[]>
}

/** The database as the pipeline sees it. */
export interface Database extends StatementRunner {
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws.
   * `hasura.user` holds `variables` as JSON while it runs. An abort of `signal` before COMMIT
   * cancels and rolls back.
   */
  transaction: <T>(
    variables: Readonly<Record<string, string>>,
    work: (runner: StatementRunner) => Promise<T>,
    signal?: AbortSignal,
  ) => Promise<T>
  /** Closes idle connections and waits for the busy ones. */
  close: () => Promise<void>
}
