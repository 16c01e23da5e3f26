import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './chromium.ts'

/** Starts the browser that stands on this machine. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error('There is no Chromium: npm test installs it, or says why it can not.')
  return chromium.launch({
    executablePath,
    // As root it has no sandbox; it sees pages of this machine alone.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}
