// From a request to SQL without a database: every folder below holds a request.graphql and the
// statements it becomes. UPDATE_CASES=1 writes expected.sql anew; review the difference.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { format } from 'sql-formatter'
import { describe, expect, test } from 'vitest'
import type { Variables } from '../../document/types.ts'
import { prepareOperation, validateOperation } from '../../document/validate.ts'
import { explainProgram, type ExplainedStatement } from '../../explain/explain.ts'
import { planOperation } from '../../plan/operation.ts'
import { buildRoleSchema } from '../../schema/build.ts'
import { translateOperation } from '../../translate/operation.ts'
import { libraryMetadata } from './library/library.ts'

/** What request.json may say; the role is `person` unless it says otherwise. */
interface RequestFile {
  readonly role?: string
  readonly variables?: Variables
}

const folder = import.meta.dirname
const requests = globSync('*/*/request.graphql', { cwd: folder }).sort()
const metadata = libraryMetadata()

test('the metadata has no inconsistency', () => {
  expect(metadata.inconsistencies).toEqual([])
})

describe('request → SQL', () => {
  test.each(requests.map(file => path.dirname(file)))('%s', (name) => {
    const expected = path.join(folder, name, 'expected.sql')
    const sql = statementsOf(name).map(printed).join('\n')
    if (process.env.UPDATE_CASES) writeFileSync(expected, sql)
    expect(sql).toBe(readFileSync(expected, 'utf8'))
  })
})

function statementsOf(name: string): readonly ExplainedStatement[] {
  const { role = 'person', variables = {} } = requestFile(name)
  const schema = buildRoleSchema(
    metadata,
    { role, backendOnly: false },
    {
      stringifyNumericTypes: false,
      inferFunctionPermissions: true,
      booleanNullCollapse: false,
      defaultNamingConvention: 'hasura-default',
      experimentalFeatures: new Set(),
    },
  )
  const query = readFileSync(path.join(folder, name, 'request.graphql'), 'utf8')
  const prepared = prepareOperation({ query, operationName: undefined })
  const { operation } = validateOperation(prepared, variables, schema)
  return explainProgram(translateOperation(planOperation(operation, { schema })))
}

function requestFile(name: string): RequestFile {
  const file = path.join(folder, name, 'request.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RequestFile) : {}
}

function printed({ sql, parameters }: ExplainedStatement): string {
  const sources = parameters.map((source, index) => `-- $${index + 1}: ${source}\n`)
  return `${sources.join('')}${format(sql, { language: 'postgresql', expressionWidth: 100 })};\n`
}
