// Runs one program and ends it when this process's standard input closes, which the kernel does
// also when the parent is killed. The exit code is the program's. Usage: guard.ts <signal>
// <uid:gid, or - for this user> <program> [argument …]
import { spawn } from 'node:child_process'

const [signal, user, program, ...args] = process.argv.slice(2)
if (!signal || !user || !program)
  throw new Error('usage: guard.ts <signal> <uid:gid or -> <program> [argument …]')

const [uid, gid] = user.split(':').map(Number)
const identity = user === '-' ? {} : { uid, gid }
const child = spawn(program, args, {
  ...identity,
  cwd: user === '-' ? undefined : '/',
  stdio: ['ignore', 'inherit', 'inherit'],
})
child.on('error', (error) => {
  console.error(error.message)
  process.exit(127)
})
child.on('exit', code => process.exit(code ?? 1))

let isEnding = false
/** A program that does not end within 15 seconds is killed. */
function end(): void {
  if (isEnding) return
  isEnding = true
  child.kill(signal as NodeJS.Signals)
  setTimeout(() => child.kill('SIGKILL'), 15_000)
}
process.stdin.on('end', end).on('error', end).resume()
process.on('SIGTERM', end)
process.on('SIGINT', end)
