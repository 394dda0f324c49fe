import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadMetadata } from './engine/metadata/load.ts'

const usage = `Installs the metadata of this project in a Hasura: all of it, or nothing when anything in it does not fit.

  npm run metadata:apply [-- --metadata <folder or file>] [--wait <seconds>]

  --metadata  default: hasura/metadata
  --wait      for how long to try again while Hasura does not answer (default: 60)

HASURA_GRAPHQL_ENDPOINT       the address of /v1/graphql; the metadata API (HASURA_GRAPHQL_ENABLED_APIS) must be on
HASURA_GRAPHQL_ADMIN_SECRET   the admin secret of that Hasura`

const inconsistency = z.object({
  name: z.string().default('metadata'),
  reason: z.string().default('inconsistent'),
})

/** An error of Hasura's metadata API; `internal` lists objects only where they are the reason. */
const answer = z.object({ error: z.string(), internal: z.array(inconsistency).catch([]) })

/** The Hasura whose metadata is replaced. */
export interface MetadataTarget {
  /** The address of `/v1/graphql`; the metadata API is its neighbour `/v1/metadata`. */
  readonly endpoint: string
  readonly adminSecret: string
  /** For how long to try again while nothing answers, in milliseconds. */
  readonly patience: number
}

/**
 * Replaces the whole metadata by the given document. Hasura refuses it as a whole when a table,
 * column or permission in it does not fit the database (Hasura's metadata API, `replace_metadata`
 * version 2).
 *
 * @throws Error that says what does not fit, or that nothing answered in time
 */
export async function applyMetadata(metadata: unknown, target: MetadataTarget): Promise<void> {
  const response = await postPatiently(
    new URL('metadata', target.endpoint),
    {
      headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': target.adminSecret },
      body: JSON.stringify({
        type: 'replace_metadata',
        version: 2,
        args: { allow_inconsistent_metadata: false, metadata },
      }),
    },
    target.patience,
  )
  if (!response.ok) throw new Error(refusal(response.status, await response.text()))
}

async function postPatiently(
  url: URL,
  request: { headers: Record<string, string>, body: string },
  patience: number,
): Promise<Response> {
  const giveUpAt = Date.now() + patience
  for (;;) {
    try {
      return await fetch(url, { method: 'POST', ...request })
    }
    catch (cause) {
      if (Date.now() >= giveUpAt) throw new Error(`${url.origin} does not answer.`, { cause })
      await sleep(1000)
    }
  }
}

/**
 * Hasura's reasons, object by object; or the beginning of an answer that is not Hasura's, such as a
 * gateway's page.
 */
function refusal(status: number, body: string): string {
  const parsed = answer.safeParse(jsonOf(body))
  if (!parsed.success) return `Hasura answered ${status}: ${body.slice(0, 500)}`
  const { error, internal } = parsed.data
  return `Hasura refused the metadata (${status}): ${error}${internal.map(({ name, reason }) => `\n  ${name}: ${reason}`).join('')}`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return undefined
  }
}

function optionsFrom(
  args: string[],
  env: NodeJS.ProcessEnv,
): MetadataTarget & { metadata: string } {
  const { values } = parseArgs({
    args,
    options: {
      metadata: { type: 'string', default: path.join('hasura', 'metadata') },
      wait: { type: 'string', default: '60' },
    },
  })
  const endpoint = env.HASURA_GRAPHQL_ENDPOINT
  const adminSecret = env.HASURA_GRAPHQL_ADMIN_SECRET
  if (!endpoint || !URL.canParse(endpoint))
    throw new TypeError('HASURA_GRAPHQL_ENDPOINT: set the address of /v1/graphql.')
  if (!adminSecret)
    throw new TypeError('HASURA_GRAPHQL_ADMIN_SECRET: set the admin secret of that Hasura.')
  const seconds = Number(values.wait)
  if (!(seconds >= 0)) throw new TypeError('--wait: give a number of seconds.')
  return { metadata: values.metadata, endpoint, adminSecret, patience: seconds * 1000 }
}

if (import.meta.main) {
  try {
    const { metadata, ...target } = optionsFrom(process.argv.slice(2), process.env)
    await applyMetadata(await loadMetadata(metadata), target)
    console.log(`Applied ${metadata} to ${new URL(target.endpoint).origin}.`)
  }
  catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.error(error instanceof TypeError ? `${message}\n\n${usage}` : message)
    process.exitCode = 1
  }
}
