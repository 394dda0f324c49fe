import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { installPeers } from './install.ts'
import type { Release } from './support/database.ts'

const usage = `usage: npm run bench [-- options]

  --full               the longest measurement: --goals 20000,1000000 --connections 1,16,50 --seconds 3
  --goals <n,…>        sizes of the databases (20000; 1000000 takes minutes to fill, once)
  --connections <n,…>  connections of the load (16)
  --rounds <n>         measurements of which the median counts (5)
  --seconds <n>        length of one measurement (1)
  --only <part,…>      dashboard, planning, live, writing (all)
  --output <file>      where the JSON goes (.data/bench/report.json)`

const parts = ['dashboard', 'planning', 'live', 'writing']

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    goals: { type: 'string' },
    connections: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string', default: parts.join() },
    output: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})

const defaults = values.full
  ? { goals: '20000,1000000', connections: '1,16,50', rounds: '5', seconds: '3' }
  : { goals: '20000', connections: '16', rounds: '5', seconds: '1' }

const numbers = (name: keyof typeof defaults): number[] =>
  (values[name] ?? defaults[name]).split(',').map((text) => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < 1)
      throw new TypeError(`--${name}: whole numbers above 0, not "${text}"`)
    return number
  })

async function main(): Promise<void> {
  const [sizes, connections, [rounds = 1], [seconds = 1]] = [
    numbers('goals'),
    numbers('connections'),
    numbers('rounds'),
    numbers('seconds'),
  ]
  const only = values.only.split(',')
  const unknown = only.find(part => !parts.includes(part))
  if (unknown !== undefined) throw new TypeError(`--only: ${parts.join(', ')}; not "${unknown}"`)
  installPeers(console.error)
  const { benchDirectory, seededDatabase, startBenchPostgres } =
    await import('./support/database.ts')
  const { measureDashboard } = await import('./dashboard.ts')
  const { measureLive } = await import('./live.ts')
  const { measurePlanning } = await import('./planning.ts')
  const { measureWriting } = await import('./writing.ts')
  const { machine, printed } = await import('./report.ts')
  const before = machine()
  const postgres = await startBenchPostgres()
  try {
    const filled = (goals: number, release?: Release) =>
      seededDatabase(postgres, goals, console.error, release)
    const dashboards = []
    for (const goals of only.includes('dashboard') ? sizes : []) {
      const databases = { today: await filled(goals), before: await filled(goals, 'before') }
      console.error(`Dashboard, ${goals.toLocaleString('en')} goals`)
      dashboards.push({
        goals,
        ...(await measureDashboard(goals, databases, connections, { rounds, seconds }, console.error)),
      })
    }
    const first = only.includes('planning') || only.includes('live') ? await filled(sizes[0]!) : ''
    const planning = only.includes('planning') ? await measurePlanning(first) : undefined
    if (only.includes('live')) console.error('Live queries')
    const live = only.includes('live') ? await measureLive(first, console.error) : []
    if (only.includes('writing')) console.error('Writing')
    const writing = only.includes('writing') ? await measureWriting(rounds) : undefined
    const report = { at: new Date().toISOString(), machine: before, dashboards, planning, live, writing }
    const output = values.output ?? path.join(benchDirectory, 'report.json')
    writeFileSync(output, `${JSON.stringify(report, undefined, 2)}\n`)
    console.log(`${printed(report)}\n\n${output}`)
  }
  finally {
    await postgres.stop()
  }
}

if (values.help) console.log(usage)
else await main()
