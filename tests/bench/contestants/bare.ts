import { createServer } from 'node:http'
import pg from 'pg'
import { objectStatement, rowStatement } from './bare-statements.ts'
import { contestantOptions, listen, poolSize } from './listen.ts'

// The yardstick: what an experienced hand writes for this one page, and nothing else. One named
// prepared statement that starts from the person; the JSON text that PostgreSQL builds goes out as
// it is.
const { port, databaseUrl, form } = contestantOptions()
const statement = { name: 'dashboard', text: form === 'row' ? rowStatement : objectStatement }
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })

listen(
  createServer((request, response) => {
    request.resume().on('end', () => {
      pool
        .query<{ body: string }>({ ...statement, values: [request.headers['x-user-id']] })
        .then(({ rows: [row] }) =>
          response.writeHead(200, { 'content-type': 'application/json' }).end(row?.body),
        )
        .catch((error: unknown) => response.writeHead(500).end(String(error)))
    })
  }),
  port,
)
