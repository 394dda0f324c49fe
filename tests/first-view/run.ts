// Compares the dashboard of checkouts: how soon it is there in a browser, how many a server renders.
// Every round measures each of them, so that other load on the machine hits all.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { findBrowser } from '../e2e/support/browser.ts'
import { startCheckout, type RunningCheckout } from './checkout.ts'
import { printed, type Figures } from './figures.ts'
import { load } from './load.ts'
import { visit } from './visit.ts'

const usage = `usage: npm run bench:first-view -- [options] <folder> …

  <folder>         a checkout with its dependencies installed, such as . or one of an earlier release
  --rounds <n>     measurements of each, of which the median counts (7)
  --seconds <n>    length of one measurement of a server (3)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
  },
})

async function main(): Promise<void> {
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
  if (positionals.length === 0 || !(rounds >= 1) || !(seconds > 0)) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  const found = findBrowser()
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.env },
  })
  const checkouts: RunningCheckout[] = []
  try {
    for (const folder of positionals)
      checkouts.push(await startCheckout(path.resolve(folder), browser))
    console.log(`${' '.repeat(28)}${positionals.map(folder => folder.padEnd(28)).join('')}`)
    console.log(printed(await measure(checkouts, rounds, checkout => visit(browser, checkout))))
    console.log(printed(await measure(checkouts, rounds, checkout => load(checkout, seconds))))
  }
  finally {
    await browser.close()
    await Promise.all(checkouts.map(({ stop }) => stop()))
  }
}

/** The figures of each checkout, without those of a first round. */
async function measure(
  checkouts: readonly RunningCheckout[],
  rounds: number,
  once: (checkout: RunningCheckout) => Promise<Figures>,
): Promise<Figures[][]> {
  const sides = checkouts.map((): Figures[] => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, checkout] of checkouts.entries()) sides[index]?.push(await once(checkout))
  }
  return sides.map(figures => figures.slice(1))
}

await main()
