import type { Page } from 'playwright-core'

/** Drives the console's pages for people who aren't signed in yet, and returns their messages. */
export const ceremoniesOn = (page: Page, origin: string) => ({
  /** Creates a passkey through an invitation's link; returns the page's message. */
  enrol: async (link: string, label?: string): Promise<string> => {
    await page.goto(link)
    if (label !== undefined) await page.getByLabel('Name of the passkey').fill(label)
    return press(page, 'Create passkey')
  },
  /** Presses the button again, if the page still shows one. */
  press: (button: string) => press(page, button),
  /** Signs in with the passkey of the browser, and waits for the first page. */
  signIn: async (): Promise<void> => {
    await page.goto(`${origin}/sign-in`)
    await page.getByRole('button', { name: 'Sign in with passkey' }).click()
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
  signOut: async (): Promise<void> => {
    await page.goto(`${origin}/me`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with passkey' }).waitFor()
  },
})

/** Presses a button; returns the status or the error that the page then shows. */
async function press(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button }).click()
  const said = page.getByRole('status').or(page.getByRole('alert'))
  await said.filter({ hasText: /\w/ }).last().waitFor()
  return (await said.last().textContent()) ?? ''
}
