import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { endOverCounterNotices } from '../../src/review/public/counter-notices/end-counter-notice.ts'
import { givenClaim, givenReport, send, violation } from './desk-flow.ts'
import { startGate } from './gate-flow.ts'
import { readBody, startMailServer } from './mail-server.ts'
import { givenKey } from './people.ts'
import { type Fields, formId, NOTICE, writeForm } from './public-desk.ts'

const HOLDER = 'holder@mail.example'
const CONTENT = 'pills-1'

/** A complete counter-notice by the shipped policy. */
export const COUNTER: Fields = {
  words: 'I took this picture myself.',
  name: 'Mara Quay',
  address: '12 Quay Street, Port Vale',
  phone: '+1 202 555 0100',
  email: 'mara@mail.example',
  statement: 'yes',
  consent: 'yes',
  signature: 'Mara Quay',
}

interface Options {
  /** The rights holders, by the address of each. */
  holders?: readonly string[]
  /** Another report of the content. Undefined: none. */
  report?: Record<string, unknown>
  /** The ground of the decision. */
  basis?: object
}

/** Starts a desk with public pages, whose letters and forms a test reads and sends. */
async function startPages(t: TestContext) {
  const mail = await startMailServer(t)
  const publicPages = { name: 'Harbour', keyId: '' }
  const outbox = { mail: { url: mail.url, from: 'desk@platform.example' } }
  const desk = await startGate(t, { publicPages, outbox })
  const { token, id: keyId } = await givenKey(desk.desk.db, ['report', 'appeals', 'enforcements'])
  publicPages.keyId = keyId
  desk.work()
  const get = async (url: string) => {
    const answer = await desk.app.inject({ url })
    return { status: answer.statusCode, body: answer.body }
  }
  const post = async (url: string, fields: Fields) => {
    const answer = await desk.app.inject({ method: 'POST', url, ...(await writeForm({ form: formId(), ...fields })) })
    return { status: answer.statusCode, body: answer.body }
  }
  const lettersTo = (to: string) => mail.mails.filter((each) => each.to.includes(to)).map(readBody)
  const statusOf = (email: string) => linkIn(lettersTo(email).at(-1))
  const statementOf = (id: string) =>
    desk.untilSo('the statement', async () => {
      const { body } = await send(desk, token, 'GET', `/v1/enforcements/${id}/statement`)
      return /\/public\/statement\/[\w-]{43}/.exec(JSON.stringify(body))?.[0]
    })
  return { ...desk, token, mail, get, post, lettersTo, statusOf, statementOf }
}

const linkIn = (letter: string | undefined) => /\/public\/\w+\/[\w-]{43}/.exec(letter ?? '')?.[0] ?? ''

/** Sends a signed notice for each rights holder, and confirms it by its link. */
async function sendNotices(pages: Awaited<ReturnType<typeof startPages>>, holders: readonly string[]) {
  const { demo, desk, post, lettersTo, untilSo } = pages
  const notice = {
    ...{ ...NOTICE, kind: 'copyright', address: `${demo.url}/posts/${CONTENT}` },
    ...{ work: 'Harbour at dawn (photograph)', holder: 'Quay Pictures', signature: 'Rosa Marsh' },
  }
  for (const email of holders) {
    await untilSo('the notice', async () => (await post('/public/notice', { ...notice, email })).status === 201)
    await untilSo('the letter', async () => lettersTo(email).length === 1)
    await post(linkIn(lettersTo(email)[0]), {})
  }
  await untilSo('the case', () =>
    desk.db.onlyValue<boolean>(sql`select bool_and(accepted_at is not null) as is from notice`),
  )
}

/** Starts a desk with a post that was removed after the signed and confirmed notices of rights holders. */
export async function startCountered(
  t: TestContext,
  { holders = [HOLDER], report, basis = { ground: 'illegal' } }: Options = {},
) {
  const desk = await startPages(t)
  await sendNotices(desk, holders)
  if (report !== undefined) await givenReport(desk, { kind: 'content', id: CONTENT }, report)
  const ana = await desk.person()
  const caseId = await givenClaim(desk, ana.token)
  await desk.advance(30_000)
  const decision = violation({ policyId: 'copyright', actions: [{ action: 'remove' }], basis })
  const decided = await send(desk, ana.token, 'POST', `/v1/cases/${caseId}/decisions`, decision)
  const [enforcementId = JSON.stringify(decided.body)] = decided.body.enforcements as string[]
  await desk.enforcementIn(enforcementId, 'in_effect')
  const statement = await desk.statementOf(enforcementId)
  const status = desk.statusOf(holders[0] ?? '')
  const over = () => endOverCounterNotices(desk.desk)
  // A letter arrives a moment before the desk records it. Only a recorded one counts at the end.
  const holdersTold = (count = holders.length) =>
    desk.untilSo('the rights holders to be told', async () => {
      const sent = sql`select count(*)::integer from letter where kind = 'rights_counter' and sent_at is not null`
      return (await desk.desk.db.onlyValue<number>(sent)) >= count
    })
  return { ...desk, ana, caseId, enforcementId, statement, status, over, holdersTold, HOLDER }
}
