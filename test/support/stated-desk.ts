import type { TestContext } from 'node:test'
import { startAppeals } from './appeals.ts'
import { only, startGate } from './gate-flow.ts'
import { startMailServer } from './mail-server.ts'
import { givenKey } from './people.ts'
import { type Fields, formId, writeForm } from './public-desk.ts'
import { waitFor } from './wait-for.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const SUSPEND = { action: 'suspend', durationMs: 604_800_000 }

/** Starts a desk with a suspended account, and the path of its statement as the platform shows it to its owner. */
export async function startStated(t: TestContext) {
  const mail = await startMailServer(t)
  const publicPages = { name: 'Harbour', keyId: '' }
  const desk = await startGate(t, { publicPages, outbox: { mail: { url: mail.url, from: 'desk@platform.example' } } })
  publicPages.keyId = (await givenKey(desk.desk.db, ['appeals'])).id
  desk.work()
  const ana = await desk.person()
  const enforcementId = only((await desk.gate.ask(await desk.gate.claim(ROSA, ana), ana, SUSPEND)).body.enforcements)
  await desk.enforcementIn(enforcementId, 'in_effect')
  const readPlatform = async () => (await fetch(`${desk.demo.url}/@rosa_bakes/statements`)).text()
  const page = await waitFor('the platform to show the statement', async () => {
    const text = await readPlatform()
    return text.includes('/public/statement/') && text
  })
  const path = /\/public\/statement\/[\w-]{43}/.exec(page)?.[0] ?? ''
  const get = async (url: string) => {
    const answer = await desk.app.inject({ url })
    return { status: answer.statusCode, body: answer.body }
  }
  const post = async (fields: Fields, files: readonly Buffer[] = [], url = `${path}/appeal`) => {
    const answer = await desk.app.inject({
      method: 'POST',
      url,
      ...(await writeForm({ form: formId(), ...fields }, files)),
    })
    return { status: answer.statusCode, body: answer.body }
  }
  return { ...desk, ana, enforcementId, mail, path, get, post, ...(await startAppeals(desk)) }
}
