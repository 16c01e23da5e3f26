import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { CONSOLE_PAGES } from '../../src/app/http/console-pages.ts'

/** One address of the console that shows real data, and a person who may open it. */
export interface ShownPage {
  /** The route's pattern: /cases/:caseId */
  name: string
  path: string
  who: Who
}

type Who = string | undefined

/** The time after which a wait fails, long enough for a busy machine. */
const WAIT_MS = 180_000

/** The person who opens the pages under each first path segment; Wren opens all others. Undefined: not signed in. */
const WHO: Readonly<Record<string, Who>> = {
  ...{ 'sign-in': undefined, enrol: undefined },
  ...{ countersign: 'egret', bulkActions: 'egret', live: 'egret', incidents: 'egret', team: 'egret' },
  ...{ 'api-keys': 'egret', channels: 'egret', connectors: 'egret' },
  ...{
    enforcements: 'crane',
    guards: 'crane',
    automation: 'crane',
    changes: 'crane',
    decisions: 'crane',
    insights: 'crane',
    organisation: 'crane',
    drills: 'crane',
    exceptions: 'crane',
    law: 'crane',
    ledger: 'finch',
  },
}

/** The source of each path parameter's value: the first of its kind, where none is named here. */
const PARTS: Readonly<Record<string, { who: string; path: string; find: (answer: never) => unknown }>> = {
  ':caseId': { who: 'wren', path: '/v1/cases?claimedBy=me', find: firstId },
  ':accountId': { who: 'wren', path: '/v1/cases?claimedBy=me', find: firstAccount },
  ':enforcementId': { who: 'egret', path: '/v1/enforcements?state=held', find: firstId },
  ':incidentId': { who: 'egret', path: '/v1/incidents', find: firstId },
  ':bulkActionId': { who: 'egret', path: '/v1/bulk-actions', find: firstId },
  ':changeId': { who: 'crane', path: '/v1/changes', find: firstOfGuards },
  ':orderId': { who: 'crane', path: '/v1/authority-orders', find: firstId },
  ':staffId': { who: 'egret', path: '/v1/staff', find: firstId },
}
const FIXED: Readonly<Record<string, string>> = { ':chart': 'load', ':name': 'policies' }

function firstId({ items }: { items: { id: unknown }[] }): unknown {
  return items[0]?.id
}

function firstAccount({ items }: { items: { accountId: unknown }[] }): unknown {
  return items[0]?.accountId
}

function firstOfGuards({ items }: { items: { id: string; ruleSet: string | null }[] }): unknown {
  return items.find(({ ruleSet }) => ruleSet === 'guards')?.id
}

/** Opens the console for a person of the demo in a browser of their own; undefined: not signed in. */
export async function signInto(browser: Browser, origin: string, who: Who, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(WAIT_MS)
  if (who !== undefined) {
    const answer = await context.request.post(`${origin}/v1/demo/sign-in`, {
      data: { pseudonym: who },
      headers: { origin },
    })
    if (!answer.ok()) throw new Error(`${who} could not sign in: ${answer.status()} ${await answer.text()}`)
  }
  return context
}

/** Lists every address of the console, from its own list of routes. */
export async function listPages(browser: Browser, origin: string): Promise<ShownPage[]> {
  const contexts = new Map<string, BrowserContext>()
  const as = async (who: string) => {
    const context = contexts.get(who) ?? (await signInto(browser, origin, who))
    contexts.set(who, context)
    return context.request
  }
  const post = async (who: string, path: string) => {
    const answer = await (await as(who)).post(`${origin}${path}`, { headers: { origin } })
    return answer.status() === 200 ? ((await answer.json()) as Record<string, unknown>) : {}
  }
  await post('wren', '/v1/cases/claim-next')
  const offered = String((await post('egret', '/v1/approvals/next')).enforcementId)
  const fill = async (part: string): Promise<string> => {
    const known = PARTS[part]
    if (known === undefined) return FIXED[part] ?? '1'
    const answer = await (await as(known.who)).get(`${origin}${known.path}`)
    return String(known.find((await answer.json()) as never))
  }
  const pages = []
  for (const name of CONSOLE_PAGES) {
    const [, first = ''] = name.split('/')
    const parts = await Promise.all(name.split('/').map(async (part) => (part.startsWith(':') ? fill(part) : part)))
    const path = name === '/countersign/:enforcementId' ? `/countersign/${offered}` : parts.join('/')
    pages.push({ name, path, who: first in WHO ? WHO[first] : 'wren' })
  }
  for (const context of contexts.values()) await context.close()
  return pages
}

/** Opens a page and waits until it shows its content. */
export async function openShown(page: Page, origin: string, path: string): Promise<void> {
  await page.goto(`${origin}${path}`)
  await waitForContent(page)
}

async function waitForContent(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('[role=status]:has(.loading)').first().waitFor({ state: 'detached' })
}

/** The console's router shows a page when it has loaded what the page needs; some pages give way to another. */
const MOVE = (path: string): string => `(async () => {
  const router = window.__TSR_ROUTER__
  router.history.push(${JSON.stringify(path)})
  do await new Promise((done) => setTimeout(done, 20))
  while (router.state.status !== 'idle' || router.state.resolvedLocation?.href !== router.state.location.href)
})()`

/**
 * Goes from one page of the console to another as its links do, and waits until it shows its content. To load the console anew
 * takes longer than most that is asked of a page.
 */
export async function moveTo(page: Page, path: string): Promise<void> {
  await page.evaluate(MOVE(path))
  await waitForContent(page)
}
