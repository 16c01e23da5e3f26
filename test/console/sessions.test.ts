import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAxe } from '../support/axe.ts'
import { findProblems } from '../support/changes.ts'
import { startConsole } from '../support/console.ts'
import { givenPasskey } from '../support/people.ts'
import { signInWith } from '../support/sign-in.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

test('a person recognises their sessions and ends the others', async (t) => {
  const { page, person, openAs, db, desk, app, trouble } = await startConsole(t)
  const wren = await person(['reviewer'])
  const key = await givenPasskey(db, wren.id)
  for (const userAgent of [FIREFOX, '<b>\u202eadmin</b>']) {
    await signInWith({ desk, app }, key, { userAgent, remoteAddress: '192.0.2.77' })
  }
  await openAs(wren, '/me')
  const sessions = page.getByRole('region', { name: 'Sessions' })
  const rows = sessions.getByRole('table', { name: 'Sessions' }).getByRole('row')
  const firefox = rows.filter({ hasText: 'Firefox · Linux' })
  await firefox.getByText('192.0.2.0/24').waitFor()
  await rows.filter({ hasText: 'this session' }).waitFor()
  await rows.getByRole('rowheader', { name: 'b', exact: true }).waitFor()
  assert.deepEqual(await runAxe(page), [])
  await sessions.getByRole('button', { name: 'End session: Firefox · Linux' }).click()
  await firefox.waitFor({ state: 'detached' })
  await sessions.getByRole('button', { name: 'End the other session' }).click()
  await sessions.getByText('1 session has ended.').waitFor()
  const { rowCount } = await db.query('select from staff_session where revoked_at is null')
  assert.equal(rowCount, 1, 'this one')
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})

test('an administrator ends the sessions of a person with a reason', async (t) => {
  const { page, person, openAs, db, desk, app, trouble } = await startConsole(t)
  const [admin, wren] = [await person(['admin']), await person(['reviewer'])]
  await signInWith({ desk, app }, await givenPasskey(db, wren.id), { userAgent: FIREFOX })
  await openAs(admin, `/team/${wren.id}`)
  const sessions = page.getByRole('region', { name: 'Sessions' })
  await sessions.getByRole('rowheader', { name: 'Firefox · Linux' }).waitFor()
  const end = sessions.getByRole('button', { name: 'End 1 session' })
  assert.equal(await end.isDisabled(), true, 'without a reason')
  await sessions.getByLabel('Reason (required)').fill('her laptop was stolen')
  await end.click()
  await sessions.getByText('1 session has ended.').waitFor()
  const { rows } = await db.query(`select to_staff from alert where kind = 'sessions' and to_staff is not null`)
  assert.deepEqual(rows, [{ to_staff: wren.id }])
  assert.deepEqual(trouble, [])
  assert.deepEqual(await findProblems(db), [])
})
