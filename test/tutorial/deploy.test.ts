import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { createPlatform, memoryStore } from '@countersign/platform-kit'
import pg from 'pg'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { cleanUp } from '../support/clean-up.ts'
import { listenOnLoopback } from '../support/listen.ts'
import { tempDir } from '../support/temp-dir.ts'
import { testCluster, withDatabase } from '../support/test-cluster.ts'
import { assertShown, listSteps, MAIN, readPage, runBlocks } from './tutorial.ts'

const PAGE = readPage('../how-to/deploy.md')
/** The steps that one reader follows in terminals; those before need a superuser, those after a browser. */
const STEPS = listSteps(PAGE.slice(PAGE.indexOf('## 2.'), PAGE.indexOf('## 6.')))
const DATABASE = 'deployed'

test('the commands of "Deploy" lead to a desk that is ready', async (t) => {
  const folder = tempDir(t)
  const { superUrl, ownerUrl, deskUrl } = testCluster()
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  cleanUp(t, () => admin.end())
  await admin.query(`create database ${DATABASE} owner countersign_owner`)
  const platformUrl = await startPlatform(t, () => readFileSync(join(folder, 'platform-secret'), 'utf8').trim())
  const port = await findFreePort()
  const blocks = STEPS.map(({ commands }) =>
    commands
      .replaceAll(
        'postgres://countersign_owner:choose-one@db.example:5432/countersign',
        withDatabase(ownerUrl, DATABASE),
      )
      .replaceAll(
        'postgres://countersign_desk:choose-another@db.example:5432/countersign',
        withDatabase(deskUrl, DATABASE),
      )
      .replaceAll('https://platform.example/countersign', platformUrl)
      .replaceAll('$PWD/data', folder)
      .replaceAll(/(?<=^|[ =])data(?=\/|$)/gm, folder)
      .replaceAll(/npx countersign (serve|work)$/gm, `${MAIN} $1 > ${folder}/$1.txt 2>&1 &`)
      .replaceAll('npx countersign', MAIN),
  )
  const ready = `for _ in $(seq 60); do curl -fsS http://127.0.0.1:${port}/readyz 2>/dev/null && break; sleep 1; done; cat ${folder}/*.txt`
  const outputs = await runBlocks([...blocks, ready], {
    setUp: "set -u; trap 'kill $(jobs -p); wait' EXIT",
    env: { COUNTERSIGN_DATA: folder, COUNTERSIGN_PORT: String(port) },
  })
  for (const [place, { shown }] of STEPS.entries()) assertShown(outputs[place] ?? '', shown)
  assertShown(outputs.at(-1) ?? '', '"status":"ok"…staff invite admin')
})

/** Starts a platform without accounts, whose secret the page writes later. */
async function startPlatform(t: Parameters<typeof tempDir>[0], secret: () => string): Promise<string> {
  const server = createServer(async (request, response) => {
    const platform = createPlatform({
      secrets: [secret()],
      clock: { now: () => new Date() },
      store: memoryStore(),
      handlers: {
        read: () => undefined,
        write: () => {},
        warn: () => {},
        facts: () => undefined,
        capabilities: () => ({ name: 'Empty', subjects: ['account'], absentFacts: [] }),
      },
      onError: console.error,
    })
    const { status, headers, body } = await platform.handle({
      headers: request.headers,
      body: await text(request),
    })
    response.writeHead(status, headers).end(body)
  })
  return `${await listenOnLoopback(t, server)}/countersign`
}
