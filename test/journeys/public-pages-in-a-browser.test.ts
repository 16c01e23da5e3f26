import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { PUBLIC_LANGUAGES } from '../../src/foundation/messages/render-message.ts'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { runAxe } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { startTestDesk } from '../support/server.ts'

const PHONE = { width: 320, height: 640 }
const OVERHANG = 'document.documentElement.scrollWidth - innerWidth'

test('public pages fit a phone and every reader, in each language', async (t) => {
  const { page } = await openBrowser(t)
  const port = await findFreePort()
  const relyingParty = localParty(port)
  const { app } = await startTestDesk(t, { routes: ROUTES, relyingParty, publicPages: { name: 'Harbour' } })
  await app.listen({ host: '127.0.0.1', port })
  await page.setViewportSize(PHONE)
  const faults: string[] = []
  for (const path of ['/public'])
    for (const language of PUBLIC_LANGUAGES) {
      await page.goto(`${relyingParty.origin}${path}?language=${language}`)
      const over = await page.evaluate<number>(OVERHANG)
      const found = [...(await runAxe(page)), ...(over > 0 ? [`${over} pixels too wide`] : [])]
      faults.push(...found.map((fault) => `${path} ${language}: ${fault}`))
    }
  assert.deepEqual(faults, [])
})
