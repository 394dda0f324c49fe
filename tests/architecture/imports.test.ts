import path from 'node:path'
import { cruise } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import { boundaries } from './boundaries.ts'
import { root } from './source-files.ts'

/**
 * Components that templates use without an import are left to `eslint.config.mjs` (boundaries) and
 * knip (circles). Imports of types count as well: what refers to each other belongs in one module.
 */
test('imports keep the boundaries', async () => {
  const { output } = await cruise(
    ['.'],
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: boundaries },
      tsPreCompilationDeps: true,
      doNotFollow: { path: '(^|/)(node_modules|generated)/|^db/migrations/' },
      exclude: { path: '^(\\.[^/]+|coverage|test-results|playwright-report|hasura/engine/dist)/' },
    },
    {
      alias: { '~': path.join(root, 'app') },
      extensions: ['.ts', '.vue', '.mjs', '.js', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  )
  if (typeof output === 'string') throw new TypeError(output)
  expect(output.modules.length).toBeGreaterThan(500)
  expect(
    output.summary.violations.map(({ rule, from, to }) => `${from} → ${to}: ${rule.name}`),
  ).toEqual([])
})
