import type { Page } from '@playwright/test'
import { signOutElsewhere, written } from './support/actions.ts'
import { graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const form = (page: Page) => page.getByRole('form', { name: 'Language and time zone' })
const save = (page: Page) => form(page).getByRole('button', { name: 'Save' })
const dayIn = (timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone })
    .format(new Date())
    .replace(',', '')

test('days follow the time zone that a person chooses, on every device', async ({ page, username, newContext }) => {
  await signIn(page, username)
  await page.getByRole('banner').locator('summary').click()
  await page.getByRole('link', { name: 'Settings' }).click()
  // A day apart, at any hour.
  for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    await form(page).getByLabel('Time zone').selectOption(zone)
    await form(page).getByLabel('Language').selectOption('nl-BE')
    await written(page, () => save(page).click())
    await expect(form(page).getByRole('status')).toHaveText('Saved')
    await page.getByRole('link', { name: 'Dashboard', exact: true }).click()
    await expect(page.getByText(dayIn(zone))).toBeVisible()
    await page.goto('/settings')
    await hydrated(page)
    await expect(form(page).getByLabel('Time zone')).toHaveValue(zone)
    await expect(form(page).getByLabel('Language')).toHaveValue('nl-BE')
  }
  const second = await (await newContext()).newPage()
  await signIn(second, username)
  await expect(second.getByText(dayIn('Pacific/Pago_Pago'))).toBeVisible()
})

test('a phone’s menu leads there and closes', async ({ page, username }) => {
  await page.setViewportSize({ width: 390, height: 800 })
  await signIn(page, username)
  await page.getByRole('button', { name: 'Open the menu' }).click()
  const menu = page.getByRole('dialog')
  await menu.locator('summary').click()
  await menu.getByRole('link', { name: 'Settings' }).click()
  await expect(form(page)).toBeVisible()
  await expect(menu).toBeHidden()
})

test('a choice that could not be saved stays, and one made elsewhere is not overwritten', async ({ page, username }) => {
  const token = await tokenOf(username)
  const zone = form(page).getByLabel('Time zone')
  await signIn(page, username, '/settings')

  await test.step('it stays over a failure, a reload and an ended session', async () => {
    await zone.selectOption('Asia/Tokyo')
    await page.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
    await save(page).click()
    await expect(form(page).getByRole('alert')).toContainText('Not saved.')
    await page.unroute('**/v1/graphql')
    await signOutElsewhere(page)
    await signIn(page, username, '/settings')
    await expect(zone).toHaveValue('Asia/Tokyo')
  })

  await test.step('another device’s choice is shown, and one of the two kept', async () => {
    const { data } = await graphql(
      page.request,
      token,
      'mutation { update_users(where: {}, _set: { time_zone: "Europe/Oslo" }) { affected_rows } }',
    )
    expect(data).toEqual({ update_users: { affected_rows: 1 } })
    await expect(form(page).getByText('Changed elsewhere since you began')).toBeVisible()
    await expect(form(page)).toContainText('Europe/Oslo')
    await form(page).getByRole('button', { name: 'Keep mine' }).click()
    await written(page, () => save(page).click())
    await expect(form(page).getByRole('status')).toHaveText('Saved')
    await page.reload()
    await hydrated(page)
    await expect(zone).toHaveValue('Asia/Tokyo')
  })
})
