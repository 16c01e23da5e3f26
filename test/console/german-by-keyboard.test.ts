import { test } from 'node:test'
import { type Sitting, startConsoleDesk } from '../support/console-desk.ts'
import { identified, MINISTER, only, STAR } from '../support/gate-flow.ts'

const GERMAN = { locale: 'de-DE', timezoneId: 'Europe/Berlin' }

test('in German by keyboard: an enforcement is stopped, an approval declined', async (t) => {
  const desk = await startConsoleDesk(t)
  const { gate } = desk
  const ana = await desk.person()
  const propose = async (subject: typeof STAR | typeof MINISTER, action: string, more: object = {}) =>
    only((await gate.ask(await gate.claim(subject, ana), ana, { action }, more)).body.enforcements)
  const stopped = await propose(MINISTER, 'warn')
  const declined = await propose(STAR, 'deactivate', identified(STAR, 'otto_and_the_owls'))
  const lead = await desk.sit({ roles: ['lead'] }, GERMAN)
  await lead.go('/me')
  await lead.page.getByRole('heading', { level: 1 }).waitFor()
  await stop(lead, stopped)
  await desk.enforcementIn(stopped, 'stopped')
  await decline(lead)
  await desk.enforcementIn(declined, 'declined')
})

async function stop({ page, keyboard }: Sitting, enforcementId: string): Promise<void> {
  await keyboard.press('g', 'l')
  await page.locator('main table [data-row]').filter({ hasText: enforcementId }).waitFor()
  await keyboard.push('button', `Stoppen ${enforcementId}`)
  await page.locator('[role=status]:focus', { hasText: 'wurde gestoppt' }).waitFor()
}

/** Reviews the next request independently, declines it, and reads the result. */
async function decline({ page, keyboard }: Sitting): Promise<void> {
  await keyboard.press('g', 'c')
  await page.getByRole('main').getByText('kann Ihnen angeboten werden').waitFor()
  await keyboard.push('button', 'Nächsten Antrag zeigen')
  await page.getByRole('radiogroup', { name: 'Ergebnis' }).waitFor()
  await keyboard.press('n')
  await keyboard.choose('Gemeintes Konto', /Otto and the Owls/)
  await keyboard.fill('Begründung der Entscheidung', 'Das ist der Sänger selbst.')
  await keyboard.push('button', 'Ergebnis festhalten und vergleichen')
  await page.getByText('0 von 1 Genehmigung').waitFor()
  await keyboard.fill('Ablehnungsgrund', 'Das ist der Sänger selbst.')
  await keyboard.push('button', 'Ablehnen')
  await page.locator('[role=status]:focus', { hasText: 'Sie haben abgelehnt. @otto_and_the_owls (' }).waitFor()
}
