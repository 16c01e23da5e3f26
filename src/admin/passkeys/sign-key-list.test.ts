import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followKeyLists, KeyListRefused, parseKeyList, type SignedKeyList } from '@countersign/platform-kit'
import { send } from '../../../test/support/desk-flow.ts'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { sendSigned } from '../../../test/support/sign.ts'
import { runProgram } from '../../app/cli/program.ts'
import { DESK } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { verifyLedger } from '../../oversight/ledger/verify.ts'
import { makeKeyList } from '../../people/passkeys/key-list.ts'
import { LEDGER_CHECKS } from '../../app/ledger-checks.ts'

async function start(t: Parameters<typeof startTestDesk>[0]) {
  const working = await startTestDesk(t, { routes: ROUTES })
  const { desk, database } = working
  const lead = async () => {
    const person = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
    await givenPasskey(desk.db, person.id)
    return person
  }
  const make = async () =>
    JSON.parse((await makeKeyList(desk, { relyingParty: desk.relyingParty, days: 90, by: DESK })).body)
  const exported = async (...options: string[]) => {
    const said: string[] = []
    const print = (line: string) => void said.push(line)
    const code = await runProgram(['keys', 'export', ...options], {
      env: { DATABASE_URL: database.url },
      print,
      printError: (line) => options.length === 0 && print(line),
    })
    return { code, said: said.join('\n') }
  }
  const sign = (who: { id: string; token: string }, version: number) =>
    sendSigned(working, who, `/v1/key-lists/${version}/signatures`)
  return { working, lead, make, exported, sign }
}

test('a platform accepts a key list that two former members signed', async (t) => {
  const { working, lead, make, exported, sign } = await start(t)
  const [ana, ben] = [await lead(), await lead()]
  const pinned = parseKeyList(await make())
  const eve = await lead()
  await make()
  assert.deepEqual((await sign(eve, 2)).body, { version: 2, signatures: 0 }, 'who comes with it does not count')
  assert.deepEqual((await sign(ana, 2)).body, { version: 2, signatures: 1 })
  assert.deepEqual((await sign(ana, 2)).body, { version: 2, signatures: 1 }, 'one person is one')
  const early = await exported()
  assert.deepEqual([early.code, /has 1 signature, and needs 2 of people/.test(early.said)], [1, true])
  assert.deepEqual((await sign(ben, 2)).body, { version: 2, signatures: 2 })
  const { code, said } = await exported()
  assert.equal(code, 0)
  const signed: SignedKeyList = JSON.parse(said)
  const list = await followKeyLists(pinned, [signed])
  assert.deepEqual([list.version, list.keys.length], [2, 3])
  await assert.rejects(followKeyLists(pinned, [{ ...signed, signatures: signed.signatures.slice(1) }]), KeyListRefused)
  assert.deepEqual(parseKeyList(JSON.parse((await exported('--pin')).said)), list)
  assert.deepEqual((await verifyLedger(working.desk.db, LEDGER_CHECKS)).problems, [])
})

test('403: a restricted person signs no key list and is excluded', async (t) => {
  const { working, lead, make, exported, sign } = await start(t)
  const [ana, ben, eve] = [await lead(), await lead(), await lead()]
  await make()
  await lead()
  await make()
  assert.deepEqual((await sign(eve, 2)).body, { version: 2, signatures: 1 })
  for (const { id } of [eve, ben]) {
    const url = `/v1/staff/${id}/restrict`
    assert.equal((await sendSigned(working, ana, url, { reason: 'a stolen key' })).status, 200)
  }
  const refused = await sign(ben, 2)
  assert.deepEqual([refused.status, refused.body.why], [403, 'restricted'])
  assert.deepEqual((await sign(ana, 2)).body, { version: 2, signatures: 1 })
  assert.match((await exported()).said, /has 1 signature, and needs 2 of people/)
})

test('404, 409: only the newest key list is signed', async (t) => {
  const { working, lead, make, sign } = await start(t)
  const ana = await lead()
  assert.equal((await sign(ana, 1)).status, 404)
  await make()
  assert.equal((await sign(ana, 1)).status, 409)
  assert.equal((await sign(ana, 2)).status, 404)
  const unsigned = await send(working, ana.token, 'POST', '/v1/key-lists/1/signatures', {})
  assert.equal(unsigned.status, 400)
})
