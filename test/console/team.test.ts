import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveNotice } from '../../src/admin/offboarding/give-notice.ts'
import { listPasskeys } from '../../src/people/passkeys/queries.ts'
import { addToRota } from '../../src/people/shifts/rota.ts'
import { changeByTwo } from '../support/authority.ts'
import { runAxe } from '../support/axe.ts'
import { findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { givenPasskey } from '../support/people.ts'

const NIGHTS = {
  turn: 'primary',
  zone: 'UTC',
  days: [1, 3],
  begins: '22:00',
  ends: '06:00',
  fromDay: '2026-01-01',
} as const

test('a lead sees the team and restricts a person', async (t) => {
  const { desk, page, person, openAs, trouble, db } = await startConsole(t)
  const [admin, lead] = [await person(['admin']), await person(['lead'], { onShift: true, team: 'south' })]
  const [wren, knot] = [await person(['reviewer', 'senior'], { onShift: true }), await person(['reviewer'])]
  const by = { kind: 'staff', id: admin.id } as const
  await giveNotice(desk, { staffId: knot.id, kind: 'involuntary', endsAt: new Date('2031-05-17T09:00:00Z') }, by)
  await addToRota(desk, { ...NIGHTS, staffId: wren.id, untilDay: null }, admin)

  await openAs(lead, '/team')
  const rowOf = (pseudonym: string) =>
    page.getByRole('table', { name: 'People' }).getByRole('row').filter({ hasText: pseudonym })
  await rowOf(wren.pseudonym).getByText('on shift').waitFor()
  assert.match((await rowOf(knot.pseudonym).textContent()) ?? '', /no end$/)
  assert.equal(await page.getByRole('tab', { name: 'Joining and leaving' }).count(), 0)
  await page.getByRole('tab', { name: 'On duty' }).click()
  await page
    .getByRole('region', { name: 'Available approvers' })
    .getByText('one other person to agree')
    .first()
    .waitFor()
  const days = page.getByRole('list', { name: 'Coverage, next week' }).getByRole('listitem')
  await days
    .filter({ hasText: /too few: / })
    .first()
    .waitFor()
  await page.getByRole('table', { name: 'On-call rota' }).getByText('22:00–06:00 UTC').waitFor()
  assert.equal(await page.getByText('New person').count(), 0)

  const shifts = page.getByRole('table', { name: 'Shifts' })
  await shifts.getByRole('row').filter({ hasText: wren.pseudonym }).getByText('ongoing').waitFor()

  await page.getByRole('tab', { name: 'People' }).click()
  await rowOf(wren.pseudonym).getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: wren.pseudonym }).waitFor()
  await page.getByRole('button', { name: 'Restrict at once' }).click()
  const act = page.getByRole('region', { name: 'Restrict at once' })
  await page.getByRole('button', { name: 'Clearance change' }).click()
  const clearance = page.getByRole('region', { name: 'Clearance change' })
  await clearance.getByRole('combobox', { name: 'Clearance' }).fill('Night Watch')
  await clearance.getByText('Lower-case letters, digits and hyphens').waitFor()
  await clearance.getByRole('combobox', { name: 'Clearance' }).fill('night-watch')
  await clearance.getByLabel('Reason (required)').fill('she knows the town')
  await clearance.getByRole('button', { name: 'Propose change' }).click()
  await clearance.getByText(/waits: a second person must agree/).waitFor()
  await page.getByRole('button', { name: 'Team change' }).click()
  const team = page.getByRole('region', { name: 'Team change' })
  await team.getByRole('combobox', { name: 'Team' }).fill('west')
  await team.getByLabel('Reason (required)').fill('the west is short of people')
  await team.getByRole('button', { name: 'Propose change' }).click()
  await team.getByText(/waits: a second person must agree/).waitFor()
  const asked = await db.query(`select kind from desk_change order by proposed_at`)
  assert.deepEqual(
    asked.rows.map(({ kind }) => kind),
    ['clearance', 'team'],
  )
  await page.getByRole('button', { name: 'Restrict at once' }).click()
  await act.getByLabel('Reason (required)').fill('her laptop was stolen')
  await act.getByRole('button', { name: 'Restrict at once' }).click()
  await page.getByRole('button', { name: 'Propose lifting restriction' }).waitFor()
  await page.goto(page.url().replace(wren.id, lead.id))
  await page.getByText('This is you').waitFor()
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

test('an administrator and a second person end all people of vendors', async (t) => {
  const { page, person, openAs, trouble, db } = await startConsole(t)
  const admin = await person(['admin'])
  const [wren, knot] = [await person(['reviewer'], { employer: 'Harbour' }), await person(['reviewer'])]
  await openAs(admin, '/team?tab=joining')
  const form = page.getByRole('region', { name: 'Propose ending access of several people' })
  const propose = form.getByRole('button', { name: 'Propose ending access of several people' })
  await form.getByLabel('Reason (required)').fill('the contract ends')
  assert.equal(await propose.isDisabled(), true, 'of nobody')
  await form.getByRole('combobox', { name: 'People' }).click()
  await page.getByRole('option', { name: wren.pseudonym }).click()
  const pasted = form.getByLabel('Or paste a list')
  await pasted.fill(`${knot.id},\nraven\n\n${admin.pseudonym}`)
  await form.getByText(`Lines: 2 (raven), 4 (${admin.pseudonym})`).waitFor()
  assert.equal(await propose.isDisabled(), true, 'nor of somebody who is not here, nor of oneself')
  await pasted.fill(`${knot.pseudonym}\n${wren.pseudonym}`)
  await form.getByText('You are requesting that these 2 people lose access as soon as a second person agrees').waitFor()
  await form.getByLabel('End of access').fill('2031-05-17T18:00')
  await form.getByText(/these 2 people lose access on .*2031.*, once a second person has agreed: /).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await propose.click()
  await form.getByText(/waits: a second person must agree/).waitFor()
  const { rows } = await db.query<{ body: string; state: string }>('select body, state from desk_change')
  assert.deepEqual(
    rows.map(({ body, state }) => [state, JSON.parse(body).staffIds.toSorted(), JSON.parse(body).endsAt.slice(0, 10)]),
    [['proposed', [wren.id, knot.id].toSorted(), '2031-05-17']],
  )
  assert.deepEqual(trouble, [])
})

test('an administrator sees dates, shows each link once, ends people', async (t) => {
  const { desk, page, person, openAs, db } = await startConsole(t)
  const [admin, other] = [await person(['admin']), await person(['admin'])]
  const knot = await person(['reviewer'])
  const by = { kind: 'staff', id: other.id } as const
  await giveNotice(desk, { staffId: knot.id, kind: 'involuntary', endsAt: new Date('2031-05-17T09:00:00Z') }, by)

  await openAs(admin, `/team/${knot.id}`)
  await page.getByText('involuntary').first().waitFor()
  await page.getByText('2031').waitFor()
  await page.getByRole('button', { name: 'Create passkey invitation' }).click()
  const link = await page.getByLabel('Invitation link').textContent()
  assert.match(link ?? '', /^http:\/\/localhost:\d+\/enrol#cs_inv_[\w-]{43}$/)
  await page.getByRole('button', { name: 'Hide link' }).click()
  await page.getByLabel('Invitation link').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Revoke invitation inv_/ }).click()
  await page
    .getByText(/revoked .* UTC|revoked/)
    .first()
    .waitFor()
  assert.equal((await db.query(`select from invitation where revoked_at is not null`)).rowCount, 1)

  const [key] = await listPasskeys(db, knot.id)
  await page
    .getByText(key?.label ?? '')
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'End access now' }).click()
  const end = page.getByRole('region', { name: 'End access now' }).getByRole('button', { name: 'End access now' })
  assert.equal(await end.isDisabled(), true)
  await page.getByLabel(`Type ${knot.pseudonym}`).fill(knot.pseudonym)
  await end.click()
  await page.getByText('departed').first().waitFor()
  assert.deepEqual(await findProblems(db), [])
})

test("removing one's own passkey requires a second person", async (t) => {
  const { page, person, openAs, db, trouble } = await startConsole(t)
  const wren = await person(['reviewer'], { onShift: true })
  await openAs(wren, '/me')
  await page.getByText('This is your only passkey').waitFor()
  assert.equal(await page.getByRole('button', { name: /^Remove/ }).count(), 0)
  await givenPasskey(db, wren.id)
  await openAs(wren, '/me')
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click()
  await page.getByLabel('Reason (required)').fill('an old laptop')
  await page.getByRole('button', { name: 'Propose removal' }).click()
  await page.getByText('stays active until a second person agrees').waitFor()
  const asked = await db.query(`select from desk_change where kind = 'passkey_removal' and state = 'proposed'`)
  assert.equal(asked.rowCount, 1)
  assert.deepEqual(trouble, [])
})

test('a reviewer sees who is on call', async (t) => {
  const { page, person, openAs, trouble } = await startConsole(t)
  await openAs(await person(['reviewer'], { onShift: true }), '/team')
  await page.getByText('Leads on shift, auditors and administrators see').waitFor()
  await page.getByText('The rota is empty.').waitFor()
  assert.equal(await page.getByRole('table', { name: 'People' }).count(), 0)
  assert.deepEqual(trouble, [])
})

test('a lead denies a role an action, with a second person', async (t) => {
  const { desk, page, person, openAs, trouble } = await startConsole(t)
  const lead = await person(['lead'], { onShift: true })
  await openAs(lead, '/team?tab=roles')
  const denials = page.getByRole('region', { name: 'Actions by role' })
  await denials.getByRole('combobox', { name: 'Role or person' }).click()
  await page.getByRole('option', { name: 'reviewer', exact: true }).click()
  await denials.getByText('suspend', { exact: true }).last().click()
  await denials.getByLabel('Reason (required)').fill('the vendor hides only')
  await denials.getByRole('button', { name: 'Propose denial' }).click()
  await denials.getByText(/waits: a second person must agree/).waitFor()
  await changeByTwo({ desk }, { kind: 'action_denial', role: 'reviewer', actions: ['deactivate'] })
  await page.reload()
  const row = denials.getByRole('row', { name: /^deactivate/ })
  await row.waitFor()
  assert.deepEqual(await row.getByRole('cell').allInnerTexts(), ['Denied', 'May', 'May'])
  assert.deepEqual(await runAxe(page), [])
  assert.deepEqual(trouble, [])
})
