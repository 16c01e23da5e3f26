import type { Page } from 'playwright-core'

/**
 * For one case: the time from each key press until the screen showed its effect, and until the next case was readable.
 */
export interface Measured {
  keysMs: number[]
  openedMs: number
  /** The time the desk alone takes to answer for that case, measured by the same browser. */
  askedMs: number
}

/** The keys that choose each conclusion, ending with the conclusion that is sent. */
const CHOICES = ['v', 'w', 'e', 'n'] as const
const WHY = 'Rude, and about no person in particular.'
/** With a shorter pause, each key would wait for the frame of the key before it; people do not type faster. */
const BETWEEN_LETTERS_MS = 40
const BETWEEN_CHOICES_MS = 150
/** A case that has just opened accepts no key yet, so that a key meant for the previous case cannot decide it. */
const SETTLED_MS = 700

/**
 * Closes the case on the screen by keyboard, without a violation, and claims the next one. The page measures by its own
 * clock, with `watch-paints.js`.
 */
export async function closeAndGoOn(page: Page): Promise<Measured> {
  const why = page.getByLabel('Reason for the decision')
  await why.waitFor()
  await page.waitForTimeout(SETTLED_MS)
  await page.evaluate('painted.splice(0)')
  for (const key of CHOICES) {
    await page.keyboard.press(key)
    await page.waitForTimeout(BETWEEN_CHOICES_MS)
  }
  await why.focus()
  await page.keyboard.type(WHY, { delay: BETWEEN_LETTERS_MS })
  await page.waitForTimeout(BETWEEN_CHOICES_MS)
  const keysMs = await page.evaluate<number[]>('painted')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Take next case' }).waitFor()
  await page.evaluate('awaitCase()')
  await page.keyboard.press('Enter')
  const openedMs = await page.evaluate<number>('opened')
  const askedMs = await page.evaluate<number>('askForCase()')
  return { keysMs, openedMs, askedMs }
}
