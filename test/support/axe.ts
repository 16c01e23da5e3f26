import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Lists the faults that axe finds on a page once it has its heading, each with its place. */
export async function runAxe(page: Page, options: object = {}): Promise<string[]> {
  await page.locator('h1').first().waitFor()
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE)
  const run = `axe.run(document, { ...${JSON.stringify(options)}, resultTypes: ['violations'], preload: false })`
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(run)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
}
