import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startConsole } from '../support/console.ts'

test('one click signs in a demo person and opens the page', async (t) => {
  const { page, person, desk } = await startConsole(t)
  const { origin } = desk.relyingParty
  const [admin, wren] = [await person(['admin']), await person(['reviewer'], { onShift: true })]
  await page.goto(`${origin}/live`)
  await page.waitForURL(`${origin}/sign-in?to=%2Flive`)
  await page.getByText('These people exist only in this demo.').waitFor()
  await page.getByRole('button', { name: wren.pseudonym }).click()
  await page.getByRole('heading', { level: 1, name: 'Live' }).waitFor()
  await page.goto(`${origin}/sign-in`)
  await page.waitForURL(`${origin}/start`)
  await page.context().clearCookies()
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('button', { name: admin.pseudonym }).click()
  await page.waitForURL(`${origin}/start`)
})

test('signing in never leads to an address of another site', async (t) => {
  const { page, person, desk } = await startConsole(t)
  const { origin } = desk.relyingParty
  const wren = await person(['reviewer'], { onShift: true })
  for (const to of ['//example.org', '/\\example.org', 'https://example.org/', 'javascript:alert(1)']) {
    await page.goto(`${origin}/sign-in?to=${encodeURIComponent(to)}`)
    await page.getByRole('button', { name: wren.pseudonym }).click()
    await page.waitForURL(`${origin}/start`)
    await page.context().clearCookies()
  }
})

test('a demo behind a proxy offers no sign-in by click', async (t) => {
  const { page, person, desk } = await startConsole(t)
  await person(['reviewer'])
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '192.0.2.7' })
  await page.goto(`${desk.relyingParty.origin}/sign-in`)
  await page.getByRole('button', { name: 'Sign in with passkey' }).waitFor()
  await page.waitForLoadState('networkidle')
  assert.equal(await page.getByText('Demo people').count(), 0)
  assert.equal(await page.getByRole('button', { name: 'Sign in with single sign-on' }).count(), 0)
})
