import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PUBLIC_LANGUAGES, type PublicLanguage } from '../../src/foundation/messages/render-message.ts'
import { insertLink } from '../../src/foundation/outgoing/public-link.ts'
import { localParty } from '../../src/foundation/settings/relying-party.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { writeCounterForm } from '../../src/review/public/counter-notices/counter-notice-form.ts'
import { COUNTER_FIELDS } from '../../src/review/public/counter-notices/read-counter-notice.ts'
import { writePage } from '../../src/review/public/pages/page.ts'
import { makeStyle } from '../../src/review/public/pages/page-style.ts'
import { writeProducts } from '../../src/review/public/products/products-page.ts'
import { runAxe } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { readBody } from '../support/mail-server.ts'
import { givenStaff } from '../support/people.ts'
import { NOTICE, type PublicDesk, startPublicDesk } from '../support/public-desk.ts'

/** Decides the case of every notice without an action, and answers them. */
async function concludeWithoutAction({ desk, database, work }: PublicDesk) {
  const { id: staffId } = await givenStaff(desk.db)
  await database.ownerPool.query(`
    insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case)
      select case_id, '${staffId}', 'draft', sha256(''), 'no_violation', 'It is fine.', 1 from notice where case_id is not null;
    update review_case set state = 'closed', closed_at = desk_now();
    insert into job (kind, key, priority) select 'answer', case_id, 'background' from notice where case_id is not null`)
  await work()
}

/** Makes a statement with a link, and returns the path of its page. */
async function givenStatement({ desk, database }: PublicDesk): Promise<string> {
  const texts = JSON.stringify([{ language: 'en', text: 'We hide your post.\n\nFrom: today\nUntil: tomorrow' }])
  const redress = JSON.stringify([{ kind: 'court', address: 'https://courts.example/' }])
  await database.ownerPool.query(`
    alter table statement drop constraint statement_enforcement_id_fkey;
    insert into statement (id, kind, enforcement_id, subject) values ('stm_1', 'restriction', 'enf_1', 'content:post-772');
    insert into statement_content (statement_id, facts, texts, redress, hash, policies_hash, notices_hash)
      values ('stm_1', '{}', '${texts}', '${redress}', sha256(''), sha256(''), sha256(''))`)
  return `/public/statement/${await insertLink(desk.db, 'statement', 'stm_1')}`
}

/** Has counts of a month, so that the page of figures has some. */
const givenFigures = ({ database }: PublicDesk) =>
  database.ownerPool.query(`insert into transparency_day (day) values ('2026-01-31');
    insert into transparency_count (day, figure, facets, seconds, cases) values ('2026-01-31', 'restore', '{"cause": "mistake"}', 40, 3);
    update transparency_progress set counted_until = '2026-02-28'`)

/** Writes the form of a counter-notice by the shipped policy, with a fault in each field. */
function writeCounterPage({ desk }: PublicDesk, language: PublicLanguage): string {
  const rules = desk.policies.policies.get('copyright')?.counterNotice
  assert.ok(rules)
  const { references } = desk.policies
  const form = { path: '/public', language, rules, references, values: new Map(), faults: COUNTER_FIELDS }
  const content = { title: 'Counter-notice', path: '/public', body: writeCounterForm(form) }
  return writePage(content, { language, name: 'Harbour', style: makeStyle(undefined) })
}

/** Writes the page of illegal offers with a text and a correction. */
function writeProductsPage({ desk }: PublicDesk, language: PublicLanguage): string {
  const about = { product: 'Silver gramophone', trader: 'Old tunes (@old_tunes)', law: 'national-criminal' }
  const times = { madeAt: new Date(0), listedAt: new Date(0), soldFrom: new Date(0), statedAt: null }
  const rest = { subject: 'content:t1', countries: ['DE', 'AT'], isWithdrawn: false, told: null, withoutContact: null }
  const notices = (['consumers', 'correction'] as const).map((kind) => ({
    ...{ id: 'cnt_1', enforcementId: 'enf_1', kind, ...about, ...times, ...rest },
  }))
  const page = writeProducts(desk.policies, notices, { language, older: 'WyIxIl0' })
  return writePage(page, { language, name: 'Harbour', style: makeStyle(undefined) })
}

const PHONE = { width: 320, height: 640 }
const OVERHANG = 'document.documentElement.scrollWidth - innerWidth'

test('a person notifies on a phone, and each page fits every reader', async (t) => {
  const { page } = await openBrowser(t)
  const port = await findFreePort()
  const relyingParty = localParty(port)
  const { origin } = relyingParty
  const desk = await startPublicDesk(t, { relyingParty, transparency: { page: true } })
  await givenFigures(desk)
  await desk.app.listen({ host: '127.0.0.1', port })
  await page.setViewportSize(PHONE)
  const faults: string[] = []
  const look = async (what: string) => {
    const over = await page.evaluate<number>(OVERHANG)
    const found = [...(await runAxe(page)), ...(over > 0 ? [`${over} pixels too wide`] : [])]
    faults.push(...found.map((fault) => `${what}: ${fault}`))
  }
  const lookAt = async (path: string) => {
    for (const language of PUBLIC_LANGUAGES) {
      await page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}language=${language}`)
      await look(`${path} ${language}`)
    }
  }
  for (const path of [
    '/public',
    '/public/transparency',
    '/public/notice',
    '/public/notice?kind=intimate_images',
    '/public/notice?kind=copyright',
    '/public/status/nothing',
  ])
    await lookAt(path)
  await page.goto(`${origin}/public/notice?kind=scam&language=de`)
  await page.getByLabel('Adresse des Inhalts').fill('https://harbour.example/posts/none-such')
  await page.getByLabel('Warum Sie ihn für rechtswidrig halten').fill('Betrug')
  await page.getByLabel('Ihr Name').fill('Rosa Marsh')
  await page.getByLabel('Ihre E-Mail-Adresse').fill('rosa@mail.example')
  await page.getByLabel('Ich bin in gutem Glauben').check()
  await page.getByRole('button', { name: 'Senden' }).click()
  await page.getByRole('alert').waitFor()
  await look('a form with a fault')
  await page.getByLabel('Adresse des Inhalts').fill(NOTICE.address ?? '')
  await page.getByRole('button', { name: 'Senden' }).click()
  await page.getByRole('heading', { name: 'Bestätigen Sie Ihre E-Mail-Adresse' }).waitFor()
  await look('a receipt')
  const status = new URL((await page.getByRole('main').getByRole('link').getAttribute('href')) ?? '', origin).pathname
  await desk.work()
  const [mail] = desk.mail.mails
  const [link = ''] = /http:\S+\/public\/confirm\/\S+/.exec(mail === undefined ? '' : readBody(mail)) ?? []
  await lookAt(new URL(link).pathname)
  await page.getByRole('button').click()
  await page.getByRole('heading', { name: 'تم تأكيد بلاغك' }).waitFor()
  await desk.work()
  await lookAt(status)
  await concludeWithoutAction(desk)
  await lookAt(status)
  await lookAt(`${status}/appeal`)
  await lookAt(await givenStatement(desk))
  for (const language of PUBLIC_LANGUAGES) {
    await page.setContent(writeCounterPage(desk, language))
    await look(`a counter-notice ${language}`)
    await page.setContent(writeProductsPage(desk, language))
    await look(`notices to buyers ${language}`)
  }
  assert.deepEqual(faults, [])
})
