import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { KeyList } from '@countersign/platform-kit'
import { startDemo } from '../../../../../demo/start-demo.ts'
import { openBrowser } from '../../../../../test/support/browser.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { waitFor } from '../../../../../test/support/wait-for.ts'
import { SECRET } from '../../../../../test/support/working-desk.ts'
import { signingKeyOf } from '../../../../foundation/outgoing/signing-key.ts'
import { webhookConnector } from '../../../../connectors/webhook/webhook-connector.ts'
import { UNTOUCHED } from '../../../../foundation/domain.ts'
import { RecoveryJournal } from '../../../../foundation/recovery-journal/recovery-journal.ts'
import { readJournal } from '../../../../foundation/recovery-journal/read-journal.ts'
import { systemNow } from '../../../../foundation/time/clock.ts'
import { localParty } from '../../../../foundation/settings/relying-party.ts'
import { toJwk } from '../../../../people/passkeys/key-list.ts'
import {
  makeSoftwareKey,
  type SoftwareKey,
  signWithSoftwareKey,
} from '../../../../people/passkeys/software-authenticator.ts'
import { findFreePort } from '../../../../foundation/store/embedded/free-port.ts'
import type { OfflinePrepared } from '../../offline/offline-signing.ts'
import { runProgram } from '../../program.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const ENFORCEMENT = 'enf_7'
const OFFLINE = { ...UNTOUCHED, visible: false, mayPost: false }
const REASON = 'the court has lifted it'
const FAR = '2100-01-01T00:00:00.000Z'

/** A platform that pinned the keys of ana and ben, with rosa offline because the law asked for it; and no desk. */
async function givenLawfullyOffline(t: TestContext, { pins = true } = {}) {
  const [ana, anaAgain, ben, mallory] = [makeSoftwareKey(), makeSoftwareKey(), makeSoftwareKey(), makeSoftwareKey()]
  const port = await findFreePort()
  const party = localParty(port)
  const people: [SoftwareKey, string][] = [
    [ana, 'staff_1'],
    [anaAgain, 'staff_1'],
    [ben, 'staff_2'],
  ]
  const list: KeyList = {
    version: 1,
    expiresAt: FAR,
    rpId: party.rpId,
    origins: [party.origin],
    keys: people.flatMap(([{ credentialId, publicKey }, person]) => {
      const jwk = toJwk(publicKey)
      return jwk ? [{ credentialId, publicKey: jwk, person }] : []
    }),
  }
  const dataDir = tempDir(t)
  const findKey = signingKeyOf(dataDir, undefined)
  const deskKeys = [(await findKey()).publicKey]
  const authority = async (audience: string) => ({ audience, deskKeys, ...(pins && { keys: list }) })
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets: [SECRET], authority })
  t.after(() => demo.close())
  const platform = webhookConnector({ url: `${demo.url}/countersign`, secret: SECRET, findKey, now: systemNow })
  const lawful = { enforcement: ENFORCEMENT, action: 'deactivate', legalDuty: true, until: null }
  const instruction = { subject: ROSA, generation: 1, desired: OFFLINE, baseline: UNTOUCHED, reverts: [], events: [] }
  await platform.apply(instruction, { enforcements: [lawful], approvals: [] })
  const file = new RecoveryJournal(join(dataDir, 'recovery-journal.ndjson'))
  const at = systemNow().toISOString()
  const line = { subject: 'account:rosa', generation: 1, baseline: UNTOUCHED, at }
  await file.keep({ kind: 'way_back', ...line, legalDuty: [ENFORCEMENT] })
  const keys = join(dataDir, 'keys.json')
  writeFileSync(keys, JSON.stringify({ list, signatures: [] }))
  const env = {
    COUNTERSIGN_PLATFORM_URL: `${demo.url}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: SECRET,
    COUNTERSIGN_DATA: dataDir,
  }
  const said: string[] = []
  const printLine = (text: string) => void said.push(text)
  const run = (...args: string[]) =>
    runProgram(['restore', '--offline', ...args], { env, print: printLine, printError: printLine }).then((code) => ({
      code,
    }))
  const asked = ['--subject', 'account:rosa', '--reason', REASON]
  const visit = async () => (await fetch(`${demo.url}/@rosa_bakes`)).status
  assert.equal(await visit(), 410)
  const begin = async () => {
    const ended = run(...asked, '--keys', keys, '--port', String(port))
    await waitFor('somebody to be asked to sign', () =>
      Promise.resolve(said.some((text) => text.includes(party.origin))),
    )
    return { ended }
  }
  return { ana, anaAgain, ben, mallory, party, platform, file, line, keys, asked, said, run, begin, visit }
}

type Given = Awaited<ReturnType<typeof givenLawfullyOffline>>

async function post({ party }: Given, path: string, body: object) {
  const response = await fetch(`http://127.0.0.1:${new URL(party.origin).port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** Acts as a person's browser and authenticator on that page. */
async function signOffline(given: Given, key: SoftwareKey, by = key) {
  const prepared = await post(given, '/prepare', { credentialId: key.credentialId })
  if (prepared.status !== 200) return prepared
  const [signing] = prepared.body.signings as OfflinePrepared[]
  assert.ok(signing)
  assert.match(signing.text, new RegExp(`${ENFORCEMENT}\n.*${REASON}`))
  const { credentialId: _, ...assertion } = signWithSoftwareKey(by, signing.options.challenge, given.party)
  return post(given, '/sign', { signingId: signing.signingId, ...assertion })
}

test('two signatures restore a legal restriction while the desk is down', async (t) => {
  for (const pins of [true, false]) {
    const given = await givenLawfullyOffline(t, { pins })
    const { ana, anaAgain, ben, mallory, said, visit, begin } = given
    assert.equal((await given.run('--list')).code, 0)
    assert.match(said.join('\n'), /account:rosa .* two$/m)
    assert.equal((await given.run(...given.asked)).code, 1)
    assert.match(said.join('\n'), /Nothing was done: the law asked for this \(enf_7\).* --keys/)

    const { ended } = await begin()
    assert.equal((await signOffline(given, mallory)).status, 403, 'who is not on the list')
    assert.equal((await signOffline(given, ben, mallory)).status, 403, 'another key than the one it says')
    assert.equal((await signOffline(given, ana)).status, 200)
    assert.equal((await signOffline(given, anaAgain)).status, 200, 'one person with two keys')
    assert.equal(await visit(), 410, 'who are one')
    assert.equal((await signOffline(given, ben)).status, 200)
    assert.equal((await ended).code, 0, said.join('\n'))
    assert.equal(await visit(), 200)
    const { at: _, ...line } = (await readJournal(given.file.path)).get('account:rosa') ?? {}
    assert.deepEqual(line, {
      ...{ kind: 'brought_back', subject: 'account:rosa', generation: 1_000_001, baseline: UNTOUCHED },
      ...{ reason: REASON, legalDuty: [ENFORCEMENT] },
    })
  }
})

test('a platform with a key list refuses a journal-only restore', async (t) => {
  const { file, line, run, asked, said, visit } = await givenLawfullyOffline(t)
  await file.keep({ kind: 'way_back', ...line })
  assert.equal((await run(...asked)).code, 1)
  assert.match(said.join('\n'), /not seen up: .*The law asked for this/)
  assert.equal(await visit(), 410)
})

test('a malformed key list is reported and restores nothing', async (t) => {
  const { keys, run, asked, said, visit } = await givenLawfullyOffline(t)
  writeFileSync(keys, '{"list":{}}')
  assert.equal((await run(...asked, '--keys', keys)).code, 1)
  assert.match(said.join('\n'), /Nothing was done: .*keys\.json is no list of keys/)
  assert.equal(await visit(), 410)
})

test('two people sign an offline restore in a browser', async (t) => {
  const given = await givenLawfullyOffline(t)
  const { page, addAuthenticator } = await openBrowser(t)
  const { ended } = await given.begin()
  for (const key of [given.ana, given.ben]) {
    const authenticator = await addAuthenticator()
    await authenticator.addKey(key, given.party.rpId)
    await page.goto(`${given.party.origin}/`)
    await page.locator('#read').click()
    await page.locator('#sign').click()
    await page.locator('#said', { hasText: 'Signed.' }).waitFor()
    await authenticator.remove()
  }
  assert.equal((await ended).code, 0, given.said.join('\n'))
  assert.equal(await given.visit(), 200)
})

test('two people restore after secret and signing key were stolen', async (t) => {
  const given = await givenLawfullyOffline(t)
  const { ana, ben, platform, said, run } = given
  const lawful = { enforcement: ENFORCEMENT, action: 'deactivate', legalDuty: true, until: null }
  const vale = { ...ROSA, id: 'ines' }
  const stolen = { subject: vale, generation: 2 ** 20, desired: OFFLINE, baseline: OFFLINE, reverts: [], events: [] }
  await platform.apply(stolen, { enforcements: [{ ...lawful, legalDuty: false }], approvals: [] })
  const asked = ['--by-two', '--keys', given.keys, '--port', new URL(given.party.origin).port, '--reason', REASON]
  assert.equal((await run('--by-two', '--subject', 'account:ines', '--reason', REASON)).code, 1)
  assert.match(said.join('\n'), /two people's signatures. Add --keys/)
  for (const [subject, code] of [
    ['account:ines', 0],
    ['account:rosa', 1],
  ] as const) {
    said.length = 0
    const ended = run('--subject', subject, ...asked)
    await waitFor('somebody to be asked', () => Promise.resolve(said.some((text) => text.includes(given.party.origin))))
    for (const key of [ana, ben]) assert.equal((await signEpoch(given, key)).status, 200)
    assert.equal((await ended).code, code, said.join('\n'))
  }
  assert.equal((await platform.readBack(vale))?.state.visible, true)
  assert.equal((await platform.readBack(vale))?.epoch, 1)
  assert.match(said.join('\n'), /what the law asked for stays/)
  assert.equal(await given.visit(), 410)
})

async function signEpoch(given: Given, key: SoftwareKey) {
  const prepared = await post(given, '/prepare', { credentialId: key.credentialId })
  const [signing] = prepared.body.signings as OfflinePrepared[]
  assert.ok(signing)
  assert.match(signing.text, /Epoch: 1\n/)
  const { credentialId: _, ...assertion } = signWithSoftwareKey(key, signing.options.challenge, given.party)
  return post(given, '/sign', { signingId: signing.signingId, ...assertion })
}
