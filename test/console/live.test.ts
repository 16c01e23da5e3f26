import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { runAxe } from '../support/axe.ts'
import { startConsoleDesk } from '../support/console-desk.ts'
import { identified, MINISTER, only, STAR } from '../support/gate-flow.ts'
import { waitFor } from '../support/wait-for.ts'

const SHIFTS = `(() => {
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(...entry.sources.map(({ node, previousRect, currentRect }) => [node?.outerHTML?.slice(0, 120) ?? String(node?.nodeName), previousRect.x, previousRect.y, currentRect.x, currentRect.y, currentRect.width, previousRect.width, currentRect.height].join(' ')))
  }).observe({ type: 'layout-shift', buffered: false })
})()`
const SOUNDS = `(() => {
  window.sounds = 0
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (...when) { window.sounds += 1; return start.apply(this, when) }
})()`

test('Live filters, groups alerts and moves nothing under a hand', async (t) => {
  const desk = await startConsoleDesk(t)
  const {
    gate,
    desk: { db },
  } = desk
  const lead = await desk.sit({ roles: ['lead'] })
  const [ana, ben] = [await desk.person(), await desk.person()]
  const warn = async (subject: typeof MINISTER, who: typeof ana) =>
    only((await gate.ask(await gate.claim(subject, who), who, { action: 'warn' })).body.enforcements)
  const first = await warn(MINISTER, ana)
  const { page, keyboard } = lead
  await lead.go('/live?protected=true&text=minister')
  const row = (id: string) => page.locator('main table [data-row]').filter({ hasText: id })
  await row(first).waitFor()
  await page.getByText('1 of 1 shown').waitFor()
  await page.getByLabel('Handle or enforcement').fill('nobody')
  await page.getByText('No enforcement matches the filters.').waitFor()
  assert.match(page.url(), /text=nobody/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await row(first).waitFor()
  assert.equal(new URL(page.url()).search, '')

  await page.evaluate(SHIFTS)
  await page.mouse.move(400, 250)
  const second = await warn(MINISTER, ben)
  await row(second).waitFor()
  await gate.post(ben, `/v1/enforcements/${first}/stop`)
  await row(first).waitFor({ state: 'detached' })
  const alert = (why: string) => db.query(sql`insert into alert (kind, to_role, why) values ('drill', 'lead', ${why})`)
  assert.deepEqual(await page.evaluate('window.shifts'), [])
  await alert('the first')
  await lead.go('/live')
  await alert('the second')
  await page.reload()
  const alerts = page.getByRole('region', { name: 'Urgent alerts' })
  await alerts.getByText('the second').waitFor()
  await alerts.getByRole('button', { name: 'Show 1 more' }).click()
  await alerts.getByText('the first').waitFor()
  assert.deepEqual(await runAxe(page), [])
  await keyboard.push('button', 'Acknowledge all 2')
  await waitFor(
    'both alerts to be acknowledged',
    async () =>
      (await db.findValue<number>(sql`select count(*) from alert where kind = 'drill' and seen_at is not null`)) === 2,
  )
})

/** Records the animations of each part: its glides, and the moments in which it takes no press. */
const ANIMATIONS = `(() => {
  window.glided = []
  window.settled = []
  const animate = Element.prototype.animate
  Element.prototype.animate = function (frames, options) {
    if (frames[0].transform !== undefined) window.glided.push(this.dataset.glide)
    if (frames[0].pointerEvents === 'none') window.settled.push(this.dataset.glide)
    return animate.call(this, frames, options)
  }
})()`

test('without motion a moved row still takes no press for a moment', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const wide = { viewport: { width: 1500, height: 900 }, reducedMotion: 'reduce' } as const
  const lead = await desk.sit({ roles: ['lead'] }, wide)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const first = only((await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'warn' })).body.enforcements)
  const { page } = lead
  await page.addInitScript(ANIMATIONS)
  await lead.go('/live')
  await page.locator('main table [data-row]').filter({ hasText: first }).waitFor()
  const drift = page.getByRole('region', { name: 'Drift' })
  await drift.getByText(/No drift/).waitFor()
  await waitFor('every panel to be read', async () => (await page.locator('.loading').count()) === 0)
  const before = await drift.boundingBox()
  // A page that just opened fills without gliding.
  await waitFor('the page to be full', () => page.evaluate<boolean>('performance.now() > 2000'))

  const named = identified(STAR, 'otto_and_the_owls')
  const second = only(
    (await gate.ask(await gate.claim(STAR, ben), ben, { action: 'deactivate' }, named)).body.enforcements,
  )
  await page.locator('main table [data-row]').filter({ hasText: second }).waitFor()
  await waitFor('the moved row', () => page.evaluate<boolean>(`window.settled.includes('${first}')`))
  assert.deepEqual(await page.evaluate('window.glided'), [])
  await page.getByRole('region', { name: 'Urgent alerts' }).getByRole('link', { name: second }).waitFor()
  assert.deepEqual(await drift.boundingBox(), before, 'an alert moves no panel')
})

test('a stopped row leaves its state, and its result the focus', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const lead = await desk.sit({ roles: ['lead'] })
  const ana = await desk.person()
  const first = only((await gate.ask(await gate.claim(MINISTER, ana), ana, { action: 'warn' })).body.enforcements)
  const { page, keyboard } = lead
  await lead.go('/live')
  await keyboard.push('button', `Stop ${first}`)
  await page.locator('[role=status]:focus', { hasText: '@minister_vale' }).waitFor()
  await page.locator('main table [data-row]').filter({ hasText: first }).waitFor({ state: 'detached' })
  const ended = page.getByRole('main').getByRole('status').filter({ hasText: '@minister_vale' })
  await ended.getByText('Stopped').waitFor()
})

test('a new alert sounds only where the person chose it', async (t) => {
  const desk = await startConsoleDesk(t)
  const { page, go } = await desk.sit({ roles: ['lead'] })
  const {
    gate,
    desk: { db },
  } = desk
  const ana = await desk.person()
  await page.addInitScript(SOUNDS)
  await go('/me')
  const panel = page.getByRole('region', { name: 'Sound for alerts' })
  assert.ok(await panel.getByLabel('never').isChecked())
  const freeze = async (id: number) => {
    await gate.post(ana, '/v1/freezes', {})
    await page.getByText('reason not given yet').waitFor()
    await waitFor(
      `alert ${id}`,
      async () => (await db.findValue<number>(sql`select count(*) from alert where kind = 'freeze'`)) === id,
    )
  }
  await freeze(1)
  await panel.getByRole('button', { name: 'Play sound' }).click()
  assert.equal(await page.evaluate('window.sounds'), 2)
  await panel.getByLabel('while this tab is visible', { exact: true }).check()
  await freeze(2)
  await waitFor('the sound', async () => (await page.evaluate('window.sounds')) === 4)
})
