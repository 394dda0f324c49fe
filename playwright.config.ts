import os from 'node:os'
import { defineConfig } from '@playwright/test'
import { findBrowser } from './tests/e2e/support/browser.ts'

const browser = findBrowser()

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  forbidOnly: true,
  fullyParallel: true,
  // Tests wait a quarter of the time, some of them for a token to expire: one more than there are cores.
  workers: Math.min(os.availableParallelism() + 1, 6),
  // A browser beside a database on two cores may be late once; the summary names such a test.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: browser.executablePath,
      env: { ...process.env, ...browser.env },
    },
    screenshot: 'only-on-failure',
    // Recording every test would cost half as much again as running it.
    trace: 'on-first-retry',
  },
})
