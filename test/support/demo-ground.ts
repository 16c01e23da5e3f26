import { after } from 'node:test'
import type { Browser } from 'playwright-core'
import { listPages, type ShownPage } from './console-pages.ts'
import { startDemoDesk } from './demo-desk.ts'
import { launchBrowser } from './launch-browser.ts'

/** The demo's desk after its morning, a browser, and every address of its console. */
export interface DemoGround {
  browser: Browser
  origin: string
  pages: readonly ShownPage[]
}

const endings: (() => Promise<void>)[] = []
let opened: Promise<DemoGround> | undefined

/**
 * Starts one desk and one browser for all tests of a process that only look at the demo: its morning takes longer than most of
 * them. Where none runs, nothing starts that must be ended.
 */
export function openDemoGround(): Promise<DemoGround> {
  opened ??= open()
  return opened
}

async function open(): Promise<DemoGround> {
  const desk = await startDemoDesk()
  endings.unshift(desk.stop)
  const browser = await launchBrowser()
  endings.unshift(() => browser.close())
  return { browser, origin: desk.origin, pages: await listPages(browser, desk.origin) }
}

after(async () => {
  for (const end of endings) await end()
})
