/**
 * A part of the tree and what its modules may take from other parts. Its own files are always
 * allowed.
 */
export interface Layer {
  /**
   * A folder with a slash at its end, or one file. The first layer that fits a module is the
   * module's layer.
   */
  at: string
  /** Folders or files of other layers. */
  may: readonly string[]
  /** npm packages; `any` where the choice is free. */
  packages: 'any' | readonly string[]
}

const vue = [
  'vue',
  'vue-router',
  'pinia',
  '@urql/core',
  '@urql/vue',
  '@vueuse/core',
  'graphql',
  '@nuxt/ui',
  'zod',
]
/** What every stage may use: errors, the session and the words of SQL. */
const engineModules = [
  'hasura/engine/errors.ts',
  'hasura/engine/session/types.ts',
  'hasura/engine/sql/types.ts',
  'hasura/engine/sql/types-of.ts',
  'hasura/engine/sql/array-literal.ts',
  'hasura/engine/json/',
  'hasura/engine/metadata/operators.ts',
]

/**
 * The stages of the engine in the order in which a request passes them; each sees only the types of
 * those before it.
 */
const engineStages = [
  stage('session', [], ['jose', 'lru-cache']),
  stage('catalog', [], ['pg']),
  stage('metadata', ['catalog'], ['yaml']),
  stage('schema', ['catalog', 'metadata']),
  stage('document', ['schema'], ['graphql']),
  stage('plan', ['catalog', 'metadata', 'schema', 'document']),
  stage('sql', []),
  stage('translate', ['catalog', 'metadata', 'plan', 'sql'], [], [
    'hasura/engine/plan/operation.ts',
    'hasura/engine/plan/some-node.ts',
    'hasura/engine/sql/print.ts',
  ]),
  stage('execute', ['document', 'plan', 'translate'], ['pg'], [
    'hasura/engine/translate/operation.ts',
  ]),
  stage('response', ['metadata', 'document', 'plan', 'translate', 'execute']),
  // Live queries: what changed, whom that can concern, who is told.
  stage('changes', ['catalog', 'execute'], ['pg'], ['hasura/engine/execute/pg-error.ts']),
  stage('invalidation', ['catalog', 'plan', 'translate', 'changes'], [], [
    'hasura/engine/plan/rewrite/conjuncts.ts',
    'hasura/engine/plan/some-node.ts',
    'hasura/engine/translate/',
    'hasura/engine/sql/print.ts',
  ]),
  stage('subscription', ['execute', 'translate', 'changes', 'invalidation'], [], [
    'hasura/engine/changes/changes.ts',
    'hasura/engine/invalidation/probe.ts',
    'hasura/engine/execute/bind.ts',
    'hasura/engine/execute/pg-error.ts',
    'hasura/engine/response/',
  ]),
  // Decodes bytes and writes answers: all that happens between them is the pipeline's.
  stage('http', ['changes', 'metadata', 'subscription'], ['ws'], [
    'hasura/engine/pipeline.ts',
    'hasura/engine/options/origins.ts',
    'hasura/engine/document/request.ts',
    'hasura/engine/metadata/errors.ts',
    'hasura/engine/response/',
    'hasura/engine/session/headers.ts',
    'hasura/engine/session/unauthorized.ts',
  ]),
]

/** The rooms of the server from the ground up; each sees those below it. */
const serverRooms = ['http/', 'provider/', 'users.ts', 'sessions/', 'auth/', 'gateway/'].map(
  room => `server/utils/${room}`,
)
const serverGround = [
  'db/client.ts',
  'db/schema/',
  'server/utils/config.ts',
  'server/utils/database.ts',
  'server/utils/errors.ts',
]

const places: readonly Layer[] = [
  { at: 'shared/', may: [], packages: [] },
  {
    at: 'app/pages/',
    may: ['app/components/', 'app/composables/', 'app/stores/', 'app/utils/'],
    packages: vue,
  },
  {
    at: 'app/layouts/',
    may: ['app/components/', 'app/composables/', 'app/stores/', 'app/utils/'],
    packages: vue,
  },
  { at: 'app/components/ui/', may: ['app/utils/'], packages: vue },
  {
    at: 'app/components/',
    may: ['app/components/ui/', 'app/composables/', 'app/utils/'],
    packages: 'any',
  },
  {
    at: 'app/composables/',
    may: ['app/stores/', 'app/graphql/', 'app/utils/'],
    packages: vue,
  },
  { at: 'app/stores/', may: ['app/utils/'], packages: vue },
  { at: 'app/utils/', may: [], packages: [...vue, 'graphql-ws'] },
  {
    at: 'app/graphql/tools/generate.ts',
    may: ['app/graphql/tools/', 'db/migrate.ts', 'hasura/engine/index.ts', 'dev/postgres/'],
    packages: 'any',
  },
  { at: 'app/graphql/tools/', may: [], packages: 'any' },
  { at: 'app/graphql/', may: [], packages: ['gql.tada'] },
  { at: 'app/middleware/', may: ['app/composables/', 'app/stores/', 'app/utils/'], packages: vue },
  {
    at: 'app/plugins/',
    may: ['app/composables/', 'app/graphql/', 'app/stores/', 'app/utils/'],
    packages: 'any',
  },
  { at: 'app/', may: ['app/components/', 'app/composables/', 'app/utils/'], packages: vue },

  {
    at: 'dev/',
    may: ['db/client.ts', 'db/command.ts', 'db/migrate.ts', 'db/seed/', 'hasura/engine/index.ts'],
    packages: 'any',
  },
  { at: 'server/utils/access/', may: ['server/utils/', 'hasura/permissions/'], packages: ['zod'] },
  ...serverRooms.map((at, floor): Layer => {
    return { at, may: [...serverGround, ...serverRooms.slice(0, floor)], packages: 'any' }
  }),
  {
    at: 'server/utils/',
    may: ['db/client.ts', 'db/schema/', 'db/schema-version.ts'],
    packages: 'any',
  },
  {
    at: 'server/plugins/',
    may: ['server/utils/', 'db/client.ts'],
    packages: ['h3', 'nitropack'],
  },
  { at: 'server/', may: ['server/utils/'], packages: ['h3', 'zod'] },

  { at: 'db/schema/', may: [], packages: ['drizzle-orm'] },
  { at: 'db/', may: ['db/schema/'], packages: ['drizzle-orm', 'pg'] },

  {
    at: 'hasura/engine/tests/support/cluster.ts',
    may: ['hasura/engine/tests/', 'dev/postgres/cluster.ts'],
    packages: 'any',
  },
  { at: 'hasura/engine/vitest.config.ts', may: [], packages: ['vitest'] },
  { at: 'hasura/engine/tests/', may: ['hasura/engine/'], packages: 'any' },
  { at: 'hasura/engine/errors.ts', may: [], packages: [] },
  { at: 'hasura/engine/json/', may: [], packages: [] },
  ...engineStages,
  {
    at: 'hasura/engine/',
    may: ['hasura/engine/'],
    packages: ['pg', 'graphql', 'graphql-ws', 'lru-cache', 'ws'],
  },

  { at: 'hasura/apply-metadata.ts', may: ['hasura/engine/metadata/load.ts'], packages: ['zod'] },
  {
    at: 'hasura/permissions/module.ts',
    may: ['hasura/engine/metadata/load.ts', 'hasura/permissions/'],
    packages: [],
  },
  { at: 'hasura/permissions/', may: [], packages: [] },

  { at: 'k8s/', may: [], packages: 'any' },
  { at: 'tests/', may: ['app/', 'db/', 'hasura/', 'dev/', 'k8s/', 'server/'], packages: 'any' },
]

/**
 * Which way imports run. Everything that is not allowed here is refused. All but the engine and
 * what belongs to Hasura may use `shared/`. Files at the root of the project configure its tools and
 * belong to no layer.
 */
export const layers: readonly Layer[] = places.map(layer =>
  /^(app|db|dev|server|tests)\//.test(layer.at)
    ? { ...layer, may: [...layer.may, 'shared/'] }
    : layer,
)

function stage(
  name: string,
  earlier: readonly string[],
  packages: readonly string[] = [],
  more: readonly string[] = [],
): Layer {
  return {
    at: `hasura/engine/${name}/`,
    may: [
      ...engineModules,
      ...earlier.flatMap(other => [
        `hasura/engine/${other}/types.ts`,
        `hasura/engine/${other}/write/types.ts`,
      ]),
      ...more,
    ],
    packages,
  }
}
