import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { serverConfig } from '../config.ts'
import { Problem } from '../errors.ts'

/** The parts that every report has; its entries are passed on unchanged. */
const report = z.looseObject({
  engine: z.string(),
  when: z.iso.datetime(),
  summary: z.object({
    cells: z.number(),
    hold: z.number(),
    leaks: z.number(),
    allowed: z.number(),
    denied: z.number(),
  }),
  permissions: z.array(z.looseObject({})),
  cells: z.array(z.looseObject({})),
})

/**
 * Reads the report of the last proof of isolation.
 *
 * @throws Problem `not-found` when no proof was run; an Error, of which the caller reads nothing,
 *   when the file is no report
 */
export async function readIsolationReport(): Promise<unknown> {
  const file = serverConfig().isolationReport
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT')
      throw new Problem(
        'not-found',
        'No proof of isolation was run yet. Run one with: npm run isolation',
      )
    throw cause
  })
  const parsed = report.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new Error(`${file} is not a report of "npm run isolation".`, { cause: parsed.error })
  return parsed.data
}
