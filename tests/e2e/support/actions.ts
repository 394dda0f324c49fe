import type { Locator, Page, Request } from '@playwright/test'

/** Opens the form for a new goal with the mouse. */
export async function openGoalForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'New goal' }).first().click()
  const form = page.getByRole('dialog', { name: 'New goal' })
  await form.waitFor()
  return form
}

/**
 * Does what makes the page write, and waits for the server's answer: the page itself shows the
 * change before that.
 */
export async function written(page: Page, action: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse(response => isWrite(response.request()))
  await action()
  await (await answer).finished()
}

/**
 * Lets every write of a page fail until `unroute`. What the page reads meanwhile arrives: it would
 * otherwise ask to try that again, too.
 */
export async function failWrites(page: Page): Promise<void> {
  await page.route('**/v1/graphql', route =>
    isWrite(route.request()) ? route.fulfill({ status: 503, body: '' }) : route.fallback(),
  )
}

function isWrite(request: Request): boolean {
  return (request.postData() ?? '').includes('mutation ')
}

/** Makes a goal by the form. */
export async function addGoal(page: Page, title: string): Promise<void> {
  const form = await openGoalForm(page)
  await form.getByLabel('Title').fill(title)
  await form.getByRole('button', { name: 'Add goal' }).click()
  await form.waitFor({ state: 'hidden' })
}

/** Signs out by the user menu of a wide screen. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('banner').locator('summary').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
}

/**
 * Ends the session as another device would: this browser's cookies open nothing any more, and no
 * page of it is told.
 */
export async function signOutElsewhere(page: Page): Promise<void> {
  await page.context().clearCookies()
}
