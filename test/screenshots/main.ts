// npm run screenshots -- FOLDER           every page of the console, light and dark, on a desk and on a phone
// npm run screenshots -- FOLDER live me   these pages
// npm run screenshots -- FOLDER --whole   with all that a reader scrolls to
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installChromium } from '../support/chromium.ts'
import { listPages, openShown, signInto } from '../support/console-pages.ts'
import { startDemoDesk } from '../support/demo-desk.ts'
import { launchBrowser } from '../support/launch-browser.ts'

const WINDOWS = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

const { values, positionals } = parseArgs({ allowPositionals: true, options: { whole: { type: 'boolean' } } })
const [folder, ...only] = positionals
if (folder === undefined) {
  console.error('Nothing was written: say where to, as in npm run screenshots -- /tmp/console [--whole] [PAGE …]')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
installChromium()
const nameOf = (path: string) => (path === '/' ? 'home' : path.slice(1).replaceAll('/', '-').replaceAll(':', ''))
const desk = await startDemoDesk()
const browser = await launchBrowser()
try {
  for (const { name, path, who } of await listPages(browser, desk.origin)) {
    if (only.length > 0 && !only.includes(nameOf(name))) continue
    for (const colorScheme of ['light', 'dark'] as const)
      for (const [window, viewport] of Object.entries(WINDOWS)) {
        const context = await signInto(browser, desk.origin, who, { colorScheme, viewport, reducedMotion: 'reduce' })
        const page = await context.newPage()
        await openShown(page, desk.origin, path)
        await page.locator('main .mantine-Skeleton-root').first().waitFor({ state: 'detached' })
        const file = `${nameOf(name)}.${window}.${colorScheme}.png`
        await page.screenshot({ path: join(folder, file), fullPage: values.whole === true })
        console.log(file)
        await context.close()
      }
  }
} finally {
  await browser.close()
  await desk.stop()
}
