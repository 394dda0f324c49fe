import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run, stopAll } from '../../runner/processes.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'goals-processes-'))
const log = path.join(folder, 'output.log')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const node = (program: string) => ['node', '--eval', program]
const sleeper = 'setTimeout(() => {}, 60_000)'

test('gives back the exit code and keeps both outputs', async () => {
  expect(
    await run(node('console.log("out"); console.error("err"); process.exitCode = 3'), log, {}),
  ).toBe(3)
  expect(readFileSync(log, 'utf8').split('\n').sort()).toEqual(['', 'err', 'out'])
})

test('a command that cannot start has failed', async () => {
  expect(await run(['no-such-program'], log, {})).toBe(1)
})

test('what a command leaves behind ends with it', async () => {
  const leaves = `const { spawn } = require('node:child_process')
    const left = spawn('node', ['--eval', '${sleeper}'], { stdio: 'inherit' })
    console.log(left.pid)
    process.exit(0)`
  expect(await run(node(leaves), log, {})).toBe(0)
  const pid = Number(readFileSync(log, 'utf8'))
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('everything that runs can be stopped', async () => {
  const running = run(node(sleeper), log, {})
  await stopAll()
  expect(await running).toBe(1)
})
