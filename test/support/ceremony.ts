import type { Page } from 'playwright-core'

/** What people do on the pages of the console for whoever isn't in yet, and what those answer. */
export const ceremoniesOn = (page: Page, origin: string) => ({
  /** Makes a passkey by an invitation's link, and answers what the page says of it. */
  enrol: async (link: string, label?: string): Promise<string> => {
    await page.goto(link)
    if (label !== undefined) await page.getByLabel('What you call it').fill(label)
    return press(page, 'Make your passkey')
  },
  /** Presses the button again, where one stands still. */
  press: (button: string) => press(page, button),
  /** Signs in with the passkey that the browser has, and waits for the page behind. */
  signIn: async (): Promise<void> => {
    await page.goto(`${origin}/sign-in`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
  signOut: async (): Promise<void> => {
    await page.goto(`${origin}/me`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
  },
})

/** Presses a button and answers what is then said: what became of it, or why not. */
async function press(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button }).click()
  const said = page.getByRole('status').or(page.getByRole('alert'))
  await said.filter({ hasText: /\w/ }).last().waitFor()
  return (await said.last().textContent()) ?? ''
}
