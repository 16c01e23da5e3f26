import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import type { Role } from '../../src/foundation/domain.ts'
import { type ApiDocument, inline } from '../hostile/api-document.ts'
import { givenAccount, givenCase } from '../support/cases.ts'
import { givenStaff } from '../support/people.ts'
import { bearer, startTestDesk, type TestDesk } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'
import { GENERATORS, type Generator, type ListCall } from './call-lists.ts'

const PACKAGES = resolve(import.meta.dirname, 'node_modules')
/** Not the synchronous form: the desk in this process answers the client meanwhile. */
const execute = promisify(execFile)
const STEP_MAX_MS = 120_000
const LISTS_MIN = 35
/** The strict settings of other programs. Every generated file is checked with them. */
const TS_CONFIG = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'commonjs',
    moduleResolution: 'node10',
    esModuleInterop: true,
    types: [],
    outDir: 'built',
  },
  include: ['*.ts', 'client'],
}

test('clients generated from the API description compile and call every list', async (t) => {
  const { document, calls, baseUrl } = await startListedDesk(t)
  for (const generator of GENERATORS) {
    await t.test(generator.name, async () => {
      const answers = await runClient(tempDir(t), generator, document, generator.writeCalls(calls, baseUrl))
      const wrong = answers.filter(([, status, items]) => status !== 200 || items === null)
      assert.deepEqual(wrong, [])
      assert.deepEqual(
        answers.map(([operationId]) => operationId),
        calls.map(({ operationId }) => operationId),
      )
    })
  }
})

/** Generates a client, compiles it with the program that uses it, and runs that. */
async function runClient(dir: string, { command, name }: Generator, document: ApiDocument, calls: string) {
  const run = async (args: readonly string[]): Promise<string> => {
    try {
      return (await execute(process.execPath, args, { cwd: dir, timeout: STEP_MAX_MS })).stdout
    } catch (error) {
      throw new Error(`${name}: ${(error as { stdout?: string }).stdout?.slice(0, 4_000)}`, { cause: error })
    }
  }
  const runPackage = ([program = '', ...args]: readonly string[]) => run([join(PACKAGES, program), ...args])
  symlinkSync(PACKAGES, join(dir, 'node_modules'))
  writeFileSync(join(dir, 'openapi.json'), JSON.stringify(document))
  await runPackage(command)
  writeFileSync(join(dir, 'calls.ts'), calls)
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(TS_CONFIG))
  await runPackage(['typescript/bin/tsc', '-p', '.'])
  const printed = await run([join('built', 'calls.js')])
  return JSON.parse(printed) as [operationId: string, status: number, items: number | null][]
}

async function startListedDesk(t: TestContext) {
  const desk = await startTestDesk(t, { routes: ROUTES })
  await desk.database.ownerPool.query(`update database_mark set kind = 'demo'`)
  const { app } = desk
  const document = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  const calls = listCalls(document, await givenCallers(desk))
  assert.ok(calls.length > LISTS_MIN, `${calls.length} lists`)
  return { document, baseUrl, calls }
}

/** The people and objects that the lists need: their tokens by role, and the parameters of addresses and queries. */
async function givenCallers({ app, desk }: TestDesk) {
  const given = async (...roles: Role[]) => givenStaff(desk.db, { roles, onShift: true, languages: [] })
  const [worker, other] = [await given('reviewer', 'senior', 'lead', 'policy'), await given('lead')]
  const [admin, auditor] = [await given('admin'), await given('auditor')]
  const post = async (url: string, payload: object): Promise<string> => {
    const answer = await app.inject({ method: 'POST', url, headers: bearer(worker.token), payload })
    assert.equal(answer.statusCode, 201, answer.body)
    return String(answer.json().id)
  }
  const holdId = await post('/v1/legal-holds', HOLD)
  const accountId = await givenAccount(desk.db)
  const caseId = await givenCase(desk.db, { subject: `account:${accountId}`, accountId })
  const changeId = await post('/v1/changes', { change: listOf(accountId), reason: 'A public list.' })
  const tokenOf = (path: string): string => {
    if (path === '/v1/changes/{changeId}/sample') return other.token
    const right = RIGHTS[`GET ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`]
    if (typeof right !== 'object' || 'key' in right) return worker.token
    const roles: readonly Role[] = [...(right.roles ?? []), ...(right.onShift ?? [])]
    if (roles.includes('lead') || roles.includes('policy') || roles.includes('reviewer')) return worker.token
    return roles.includes('admin') ? admin.token : auditor.token
  }
  const values = { caseId, holdId, changeId, staffId: other.id, q: 'mossy', kind: 'account', reason: 'asked' }
  return { tokenOf, values }
}

const HOLD = { subject: { kind: 'account', id: 'a-1' }, reason: 'An authority asked for it.' }
const REVIEW_MS = 90 * 86_400_000
const listOf = (accountId: string) => ({
  kind: 'protect_list',
  source: 'https://list.example/2031',
  sha256: 'ab'.repeat(32),
  tag: 'newsroom',
  reviewAt: new Date(Date.now() + REVIEW_MS).toISOString(),
  list: [{ handles: [], ids: [accountId], domains: [] }],
  ticked: [accountId],
})

/** Finds each list in a description, by its answer, and the call that the desk answers. */
function listCalls(document: ApiDocument, { tokenOf, values }: Awaited<ReturnType<typeof givenCallers>>): ListCall[] {
  const known: Readonly<Record<string, string>> = values
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    const schema = get?.responses['200']?.content?.['application/json']?.schema
    if (get === undefined || schema === undefined) return []
    if (inline(document, schema).properties?.items?.type !== 'array') return []
    const { parameters = [], operationId = '' } = get
    const valuesOf = (place: string, isNeeded: (name: string, required?: boolean) => boolean) =>
      parameters
        .filter((each) => each.in === place && isNeeded(each.name, each.required))
        .map(({ name }) => [name, name === 'limit' ? 1 : (known[name] ?? '')] as const)
    return [
      {
        operationId,
        path,
        params: Object.fromEntries(valuesOf('path', () => true).map(([name, value]) => [name, String(value)])),
        query: Object.fromEntries(
          valuesOf('query', (name, required) => name === 'limit' || name === 'reason' || required === true),
        ),
        takesQuery: parameters.some((each) => each.in === 'query'),
        token: tokenOf(path),
      },
    ]
  })
}
