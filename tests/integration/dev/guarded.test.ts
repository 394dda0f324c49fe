import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runGuarded } from '../../../dev/guarded.ts'

const guarded = fileURLToPath(new URL('../../../dev/guarded.ts', import.meta.url))

async function endsSoon(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      process.kill(pid, 0)
    }
    catch {
      return true
    }
    await setTimeout(50)
  }
  return false
}

/** Prints its process id and waits for ever. */
const waiting = 'console.log(process.pid); setInterval(() => {}, 1000)'

test('a program ends with the process that started it, also when that is killed', async () => {
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
    import { runGuarded } from ${JSON.stringify(guarded)}
    runGuarded([process.execPath, '-e', ${JSON.stringify(waiting)}], { signal: 'SIGTERM', env: process.env, output: { stdout: 'inherit', stderr: 'inherit' } })
  `,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line)
  parent.kill('SIGKILL')
  expect(await endsSoon(pid)).toBe(true)
})

test('a program ends when it is asked to, and its end is waited for', async () => {
  const { process: guard, stop } = runGuarded([process.execPath, '-e', waiting], {
    signal: 'SIGTERM',
    env: process.env,
    output: { stdout: 'pipe', stderr: 'inherit' },
  })
  const [line] = (await once(guard.stdout!, 'data')) as [Buffer]
  await stop()
  expect(await endsSoon(Number(line))).toBe(true)
  await stop()
})
