import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Secp256k1Keypair } from '@atproto/crypto'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

const DID = `did:plc:${'l'.repeat(24)}`
const ORIGIN = 'https://desk.example'
const LABELER_KEY = 'a1'.repeat(32)

/** The settings of a labeler, and a PLC directory with a document that the test changes. */
async function startLabeler(t: TestContext) {
  const document: { id: string; verificationMethod: object[]; service: object[] } = {
    ...{ id: DID, verificationMethod: [], service: [] },
  }
  const server = createServer((_request, response) => response.end(JSON.stringify(document)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const file = join(tempDir(t), 'platforms.yaml')
  const settings = [
    'connector: atproto',
    `labeler: ${DID}`,
    'reportKey: key_12',
    'labelActions: [hide]',
    `plc: http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ]
  writeFileSync(file, ['platforms:', '  bluesky:', ...settings.map((line) => `    ${line}`)].join('\n'))
  const env = {
    ...{ COUNTERSIGN_PLATFORMS: file, COUNTERSIGN_ORIGIN: ORIGIN, COUNTERSIGN_POLICIES: 'policies' },
    COUNTERSIGN_PLATFORM_BLUESKY_LABELER_KEY: LABELER_KEY,
  }
  const run = async (...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runProgram(['labeler', ...args, '--json'], {
      env,
      print: (line) => void out.push(line),
      printError: (line) => void err.push(line),
    })
    return { code, said: out.length === 0 ? undefined : JSON.parse(out.join('')), err: err.join('\n') }
  }
  return { document, run }
}

test('"labeler check" says what the DID document lacks', async (t) => {
  const { document, run } = await startLabeler(t)
  const key = (await Secp256k1Keypair.import(LABELER_KEY)).did()
  const before = await run('check')
  assert.equal(before.code, 3, before.err)
  assert.deepEqual(before.said.found, { key: null, endpoint: null })
  assert.deepEqual(before.said.plc, {
    verificationMethods: { atproto_label: key },
    services: { atproto_labeler: { type: 'AtprotoLabeler', endpoint: ORIGIN } },
  })
  const publicKeyMultibase = key.slice('did:key:'.length)
  document.verificationMethod = [{ id: `${DID}#atproto_label`, type: 'Multikey', controller: DID, publicKeyMultibase }]
  document.service = [{ id: '#atproto_labeler', type: 'AtprotoLabeler', serviceEndpoint: ORIGIN }]
  const after = await run('check')
  assert.deepEqual([after.code, after.said.found, after.said.plc], [0, { key, endpoint: ORIGIN }, undefined])
})

test('"labeler declaration" defines a label for each policy that allows one', async (t) => {
  const { run } = await startLabeler(t)
  const { code, said, err } = await run('declaration', '--language', 'de')
  assert.equal(code, 0, err)
  const { policies, $type } = said.record
  assert.equal($type, 'app.bsky.labeler.service')
  assert.ok(policies.labelValues.includes('impersonation') && policies.labelValues.includes('hide'))
  assert.ok(!policies.labelValues.includes('hijacked-account'), 'its policy allows no label')
  const [first] = policies.labelValueDefinitions
  assert.deepEqual([first.identifier, first.locales[0].lang], [policies.labelValues[0], 'de'])
})
