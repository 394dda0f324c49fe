import type { Browser, Page } from '@playwright/test'
import type { RunningCheckout } from './checkout.ts'
import type { Figures } from './figures.ts'

/** The processor is slowed down so many times: a phone of the middle class. */
const slowdown = 4

/** What the page notes about itself. */
interface Notes {
  paint: number
  longTasks: number
  hydrated: number
}

/** Milliseconds after hydration in which long tasks still count. */
const aftermath = 1000

/** Opens the dashboard with an empty cache. */
export async function visit(browser: Browser, checkout: RunningCheckout): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addCookies(checkout.cookies)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.addInitScript(takeNotes)
  await page.goto(checkout.url)
  await page.waitForFunction(() => (window as unknown as { notes: Notes }).notes.hydrated > 0)
  await page.waitForTimeout(aftermath)
  const figures = await readFigures(page)
  await context.close()
  return figures
}

function takeNotes(): void {
  const notes: Notes = { paint: 0, longTasks: 0, hydrated: 0 }
  const page = window as unknown as { notes: Notes, useNuxtApp?: () => { isHydrating?: boolean } }
  page.notes = notes
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) notes.paint = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) notes.longTasks += duration
  }).observe({ type: 'longtask', buffered: true })
  const timer = setInterval(() => {
    if (page.useNuxtApp?.().isHydrating !== false) return
    notes.hydrated = performance.now()
    clearInterval(timer)
  }, 5)
}

function readFigures(page: Page): Promise<Figures> {
  return page.evaluate(() => {
    const { notes } = window as unknown as { notes: Notes }
    const scripts = performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.endsWith('.js')) as PerformanceResourceTiming[]
    const needed = scripts.filter(({ startTime }) => startTime <= notes.hydrated)
    return {
      'largest paint, ms': notes.paint,
      'hydrated, ms': notes.hydrated,
      'long tasks, ms': notes.longTasks,
      'scripts until hydrated': needed.length,
      'their KiB':
        needed.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0) / 1024,
    }
  })
}
