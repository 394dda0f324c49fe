import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { installPeers } from './install.ts'

const usage = `usage: npm run bench [-- options]

  --goals <n,…>        sizes of the databases (20000,1000000; the large one takes minutes to fill, once)
  --connections <n,…>  connections of the load (1,16,50)
  --rounds <n>         measurements of which the median counts (5)
  --seconds <n>        length of one measurement (3)
  --only <part,…>      dashboard, planning, live, writing (all)
  --output <file>      where the JSON goes (.data/bench/report.json)`

const parts = ['dashboard', 'planning', 'live', 'writing']

const { values } = parseArgs({
  options: {
    goals: { type: 'string', default: '20000,1000000' },
    connections: { type: 'string', default: '1,16,50' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: parts.join() },
    output: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})

const numbers = (name: 'goals' | 'connections' | 'rounds' | 'seconds'): number[] =>
  values[name].split(',').map((text) => {
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
    const databases: { goals: number, url: string }[] = []
    const needed = only.includes('dashboard') ? sizes : sizes.slice(0, only.join() === 'writing' ? 0 : 1)
    for (const goals of needed)
      databases.push({ goals, url: await seededDatabase(postgres, goals, console.error) })
    const dashboards = []
    for (const { goals, url } of only.includes('dashboard') ? databases : []) {
      console.error(`Dashboard, ${goals.toLocaleString('en')} goals`)
      dashboards.push({
        goals,
        ...(await measureDashboard(goals, url, connections, { rounds, seconds }, console.error)),
      })
    }
    const first = databases[0]?.url ?? ''
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
