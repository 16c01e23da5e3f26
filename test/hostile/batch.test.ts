import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BREAK_BODY } from './break-body.ts'
import { checkContract, checkOf } from './check-contract.ts'
import { startHostileDesk } from './hostile-desk.ts'
import { jsonText } from './json-text.ts'
import { validRequest } from './make-request.ts'
import { changedTables } from './table-contents.ts'

const RUNS = Number(process.env.HOSTILE_RUNS ?? 6)
const LINES = 20
const NO_LINES: readonly (string | Buffer)[] = [
  '{',
  '[]',
  'null',
  '"',
  '\u0000',
  '\ufeff{',
  '[[[[',
  Buffer.from('{"id":"\xff"}', 'latin1'),
  'x'.repeat(1_048_577),
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
]

test('broken lines of a batch of reports harm no other', async (t) => {
  const ground = await startHostileDesk(t)
  const one = ground.operations.find(({ path }) => path === '/v1/reports')
  const many = ground.operations.find(({ path }) => path === '/v1/reports/batch')
  assert.ok(one?.body && many)
  const errorsOf = checkOf(ground.document, one.body)
  const breaks = Object.entries(BREAK_BODY)
  const brokenLine = fc
    .tuple(validRequest(one, ground.known), fc.constantFrom(...breaks), fc.nat())
    .map(([{ body }, [way, breakIt], pick]) => ({ way, broken: breakIt(body)[pick % breakIt(body).length] }))
    .filter(({ broken }) => {
      if (broken === undefined) return false
      return !broken.bySchema || errorsOf(JSON.parse(jsonText(broken.body))).length > 0
    })
    .map(({ way, broken }) => ({ way, line: jsonText(broken?.body) }))
  const unreadable = fc.constantFrom(...NO_LINES).map((line) => ({ way: 'no JSON', line }))
  const lines = fc.array(fc.oneof({ weight: 5, arbitrary: brokenLine }, { weight: 1, arbitrary: unreadable }), {
    minLength: 1,
    maxLength: LINES,
  })
  const property = fc.asyncProperty(lines, async (bad) => {
    const before = await ground.takeStock()
    const refused = await send(bad.map(({ line }) => line))
    refused.forEach(({ status, detail }, index) => {
      assert.equal(
        status >= 400 && status < 500,
        true,
        `${bad[index]?.way}: ${status} ${JSON.stringify(bad[index]?.line).slice(0, 400)}`,
      )
      assert.ok(detail.length > 0 && detail.length < 16_384)
    })
    assert.equal(refused.length, bad.length)
    assert.deepEqual(changedTables(before, await ground.takeStock(), { ledgerToo: true }), [])
  })
  await fc.assert(property, { numRuns: RUNS * 5, endOnFailure: true })

  async function send(sent: readonly (string | Buffer)[]) {
    const payload = Buffer.concat(sent.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))
    const wire = { url: '/v1/reports/batch', headers: { 'content-type': 'application/x-ndjson' }, payload }
    const answer = await ground.send({ method: 'POST', path: '/v1/reports/batch' }, wire)
    assert.equal(answer.status, 207)
    if (many) checkContract(ground.document, many, answer)
    const answers = answer.body.split('\n').filter(Boolean)
    return answers.map((text) => JSON.parse(text) as { status: number; detail: string })
  }
})
