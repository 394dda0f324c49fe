/** One process that runs one or more suites. */
export interface Job {
  suites: readonly string[]
  /** The command for those of its suites that were asked for. */
  command: (suites: readonly string[]) => string[]
  /** Why it cannot run here, if it cannot. */
  skipReason?: string
  /** A suite that must have passed before. */
  needs?: string
}

/** Jobs of one lane run one after the other. */
export type Lane = readonly Job[]

/**
 * All suites. Stages follow each other; the lanes of a stage run at the same time, two at most, for
 * two cores. What is built first serves the tests of the server, and then the browser's. Vitest runs
 * several files at once by itself; the browser has the machine to itself.
 */
export const stages: readonly (readonly Lane[])[] = [
  [
    [{ suites: ['build'], command: () => ['npm', 'run', '--silent', 'build'] }],
    [{ suites: ['lint'], command: () => ['npm', 'run', '--silent', 'lint'] }],
  ],
  [
    [
      { suites: ['unused'], command: () => ['npm', 'run', '--silent', 'unused'] },
      { suites: ['types'], command: () => ['npm', 'run', '--silent', 'typecheck'] },
      {
        suites: ['nuxt'],
        command: suites => [...vitest(suites), '--config', 'tests/nuxt/vitest.config.ts'],
      },
      { suites: ['hasura'], command: vitest, skipReason: hasuraCasesMissing() },
    ],
    [
      {
        suites: [
          'unit',
          'engine',
          'architecture',
          'k8s',
          'integration',
          'isolation',
          'conformance',
          'property',
          'package',
        ],
        command: vitest,
      },
    ],
  ],
  [[{ suites: ['e2e'], command: playwright, needs: 'build' }]],
]

function vitest(suites: readonly string[]): string[] {
  return [
    'vitest',
    'run',
    ...suites.flatMap(suite => ['--project', suite]),
    '--reporter=default',
    '--reporter=./tests/runner/vitest-reporter.ts',
  ]
}

function playwright(): string[] {
  return ['playwright', 'test', '--reporter=line,./tests/runner/playwright-reporter.ts']
}

function hasuraCasesMissing(): string | undefined {
  return process.env.CONFORMANCE_DIR
    ? undefined
    : 'CONFORMANCE_DIR does not name a folder with Hasura\'s own test cases'
}
