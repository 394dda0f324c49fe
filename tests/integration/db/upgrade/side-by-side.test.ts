import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../../../db/migrate.ts'
import { until } from '../../../../hasura/engine/tests/support/until.ts'
import { verifyHistory } from '../../../../db/history/verify.ts'
import { readContent } from '../figures/content.ts'
import { recompute } from '../figures/recompute.ts'
import { ids, readPages, signInAndOut, startOldServer, workOnGoal, type OldServer } from './old-server.ts'
import { createRelease } from './release.ts'

const metadata = fileURLToPath(new URL('../../../../hasura/metadata', import.meta.url))

test('the release before works on while the database is upgraded, and beside the new one', async () => {
  const database = await createRelease()
  onTestFinished(() => database.drop())
  const old = await startOldServer(database)
  onTestFinished(() => old.close())
  const shown = await readPages(old)

  const during = workOn(old)
  await during.rounds(2)
  await migrate(database.url)
  await during.rounds(2)
  await during.stop()

  expect(withoutMembersFromAbove(await readPages(old))).toEqual(withoutMembersFromAbove(shown))

  // The new permissions serve the pages of the release before too: those that are open meanwhile.
  const renewed = await startOldServer(database, metadata)
  onTestFinished(() => renewed.close())
  expect(await readPages(renewed)).toEqual(await readPages(old))
  const both = [workOn(old), workOn(renewed)]
  for (const work of both) await work.rounds(2)
  for (const work of both) await work.stop()

  const content = await readContent(database.pool, [ids.alice, ids.bob])
  expect(content.figures).toEqual(recompute(content))
  expect(await verifyHistory(database.url)).toMatchObject({ first: undefined })
  expect(withoutMembersFromAbove(await readPages(old))).toEqual(withoutMembersFromAbove(shown))
})

test('whoever writes to one table after another while the upgrade begins gets to the end', async () => {
  const database = await createRelease()
  onTestFinished(() => database.drop())
  const writer = await database.pool.connect()
  await writer.query('begin; lock table tasks in row exclusive mode')
  const migrated = migrate(database.url)
  await until(async () =>
    (await writer.query('select from pg_locks where relation = \'tasks\'::regclass and not granted')).rowCount === 1,
  )
  for (const relation of ['deleted_tasks', 'users', 'goals', 'deleted_goals', 'settings'])
    await writer.query(`lock table ${relation} in row exclusive mode`)
  await writer.query('commit')
  writer.release()
  await expect(migrated).resolves.toBeUndefined()
})

/** Lets two people and a server work without a pause, until somebody's error or `stop`. */
function workOn(server: OldServer) {
  let isDone = false
  const counts = [0, 0, 0]
  const again = async (index: number, work: () => Promise<void>) => {
    for (; !isDone; counts[index]!++) await work()
  }
  const all = Promise.all([
    again(0, () => workOnGoal(server.as('member', ids.alice), ids.alice)),
    again(1, () => workOnGoal(server.as('member', ids.bob), ids.bob)),
    again(2, () => signInAndOut(server.server)),
  ])
  return {
    /** Waits until each has done its whole work so many times more. */
    rounds: async (count: number) => {
      const wanted = counts.map(done => done + count)
      while (!counts.every((done, index) => done >= wanted[index]!))
        await Promise.race([all, setTimeout(10)])
    },
    stop: async () => {
      isDone = true
      await all
    },
  }
}

/** Whoever sees a goal sees what is below it from now on; the pages show them among the members. */
function withoutMembersFromAbove(pages: unknown): unknown {
  return JSON.parse(JSON.stringify(pages, (key, value: unknown) =>
    ['members', 'last_login_at', 'memberships_aggregate'].includes(key) ? undefined : value,
  ))
}
