import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import sql from 'sql-template-tag'
import { runProgram } from '../../src/app/cli/program.ts'
import { findLabeler } from '../../src/connectors/open-platforms.ts'
import { readPlatforms } from '../../src/connectors/read-platforms.ts'
import { readerOf } from '../../src/foundation/settings/environment.ts'
import { makeToken, ROSA, sendReport, VALE } from '../support/atproto.ts'
import { startLabeling } from '../support/labels.ts'
import { givenStaff } from '../support/people.ts'
import { tempDir } from '../support/temp-dir.ts'
import { enforcementIn, proposeAsDecided } from '../support/working-desk.ts'

const run = promisify(execFile)
const GUIDE = readFileSync('docs/how-to/bluesky-labeler.md', 'utf8')
const blocksOf = (language: string): string[] =>
  [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) => block)
const [FIRST = '', WITH_LABELER = ''] = blocksOf('yaml')
const [REPORT = ''] = blocksOf('ts')
/** A word of a shell command: text, or text in quotes. */
const WORD = /"([^"]*)"|\S+/g

/** Runs every line of the guide in its order, the desk's own commands within this process. Returns what each printed. */
async function followGuide(t: Parameters<typeof tempDir>[0], desk: Awaited<ReturnType<typeof startLabeling>>) {
  const folder = tempDir(t)
  const file = join(folder, 'platforms.yaml')
  const { token } = await givenStaff(desk.desk.db, { roles: ['lead'] })
  const env: Record<string, string> = {
    ...{ DATABASE_URL: desk.database.url, COUNTERSIGN_TOKEN: token, COUNTERSIGN_PLATFORMS: file },
    ...{ COUNTERSIGN_ORIGIN: 'https://desk.example', COUNTERSIGN_POLICIES: 'policies' },
  }
  const url = await desk.app.listen({ host: '127.0.0.1', port: 0 })
  const said = new Map<string, { code: number; text: string }>()
  const runOne = async (line: string) => {
    const given = line
      .replaceAll('/run/secrets', folder)
      .replaceAll('https://desk.example', url)
      .replaceAll('did:plc:ewvi7nxzyoun6zhxrhs64oiz', ROSA)
    const [, name, value] = /^export (\w+)=(\S+)$/.exec(given) ?? []
    if (name !== undefined && value !== undefined) env[name] = value
    else if (given.startsWith('npx countersign ')) {
      const words = [...given.matchAll(WORD)].map(([whole, quoted]) => quoted ?? whole).slice(2)
      const lines: string[] = []
      const add = (text: string) => void lines.push(text)
      const code = await runProgram(words, { env, print: add, printError: add })
      said.set(line, { code: code ?? 0, text: lines.join('\n') })
    } else said.set(line, { code: 0, text: (await run('bash', ['-euc', given])).stdout })
  }
  const write = (yaml: string) => writeFileSync(file, yaml)
  const lines = blocksOf('sh').join('').trim().split('\n')
  return { env, file, lines, said, runOne, write }
}

test('every command of the labeler guide runs as it stands', async (t) => {
  const desk = await startLabeling(t)
  const guide = await followGuide(t, desk)
  const { id } = await proposeAsDecided(desk.desk, {
    subject: `account:bluesky~${ROSA}`,
    action: 'label',
    label: 'spam',
  })
  await enforcementIn(desk.desk, id, 'in_effect')
  guide.write(FIRST)
  for (const line of guide.lines) {
    await guide.runOne(line)
    if (line.startsWith('npx countersign key add')) {
      const keyId = await desk.desk.db.onlyValue<string>(sql`select id from api_key order by created_at desc limit 1`)
      // A did:plc has its document in the directory of this test, where a did:web would be on the internet.
      const settings = WITH_LABELER.replace('key_12', keyId).replace('did:web:desk.example', VALE)
      guide.write(`${settings.trimEnd()}\n    plc: ${desk.directory.url}\n`)
    }
  }
  const codes = [...guide.said].map(([line, { code, text }]) => [line, code, code === 0 ? '' : text])
  assert.deepEqual(
    codes.filter(([line, code]) => code !== (line === 'npx countersign labeler check' ? 3 : 0)),
    [],
  )
  const textOf = (part: string) => [...guide.said].find(([line]) => line.includes(part))?.[1].text ?? ''
  assert.match(textOf('connector propose'), /waits/)
  assert.match(textOf('labeler check'), /signPlcOperation/)
  assert.equal(JSON.parse(textOf('labeler declaration')).$type, 'app.bsky.labeler.service')
  assert.equal(JSON.parse(textOf('curl')).labels[0].val, 'spam')
  assert.match(textOf('labeler lost'), /^No lost label/)
  assert.match(textOf('retract --all'), /^Nothing was taken back/)
  const problems: string[] = []
  const platforms = readPlatforms(guide.file, readerOf(guide.env, problems), problems)
  assert.deepEqual([problems, findLabeler(platforms, { allowPrivate: [] })?.did], [[], VALE])
})

test('the report of the labeler guide is received as it stands', async (t) => {
  const desk = await startLabeling(t)
  const proxied: string[] = []
  const createReport = async (body: object) => {
    const { statusCode, body: answer } = await sendReport(desk, await makeToken(desk.rosa), body)
    assert.equal(statusCode, 200, answer)
  }
  const agent = {
    withProxy: (...to: string[]) => {
      proxied.push(...to)
      return { com: { atproto: { moderation: { createReport } } } }
    },
  }
  const follow = new Function('agent', `return (async () => { ${REPORT} })()`) as (given: object) => Promise<void>
  await follow(agent)
  assert.deepEqual(proxied, ['atproto_labeler', desk.labeler.did])
  assert.equal(await desk.desk.db.onlyValue(sql`select count(*)::integer from report`), 1)
})
