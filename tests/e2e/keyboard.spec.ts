import { expect, signIn, test } from './support/test.ts'

test('a goal is made by the keyboard alone', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog').getByLabel('Title')).toBeFocused()
  await page.keyboard.type('Made without a mouse')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('link', { name: 'Made without a mouse' })).toBeVisible()
})

test('the first Tab offers a way to the content, and what has the focus can be seen', async ({
  page,
  username,
}) => {
  await signIn(page, username)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: /skip/i })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('Escape closes the form and gives the focus back', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  const button = page.getByRole('button', { name: 'New goal' }).first()
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(button).toBeFocused()
})
