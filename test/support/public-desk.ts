import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import { makeJobHandlers } from '../../src/app/worker/priorities.ts'
import { claimJobs } from '../../src/foundation/jobs.ts'
import { knowSubject } from './known-accounts.ts'
import { type MailServer, readBody, startMailServer } from './mail-server.ts'
import { givenKey } from './people.ts'
import { startTestDesk, type TestDesk, type TestDeskOptions } from './server.ts'

export const POST_ADDRESS = 'https://harbour.example/posts/post-772'
const VISITOR = '198.51.100.7'

export type Fields = Readonly<Record<string, string>>

/** The fields of a complete notice. */
export const NOTICE: Fields = {
  kind: 'scam',
  address: POST_ADDRESS,
  reason: 'It sells tickets that do not exist.',
  name: 'Rosa Marsh',
  email: 'rosa@mail.example',
  goodFaith: 'yes',
}

export interface PublicDesk extends TestDesk {
  mail: MailServer
  /** Sends a form of fields and files from a browser, by default to the notice form. */
  post(fields: Fields, options?: PostOptions): Promise<{ status: number; body: string }>
  get(url: string, remoteAddress?: string): Promise<{ status: number; body: string }>
  /** Runs the jobs that are due, as a worker does, until none is left. */
  work(): Promise<void>
  /** Returns the path of the link in the latest mail. */
  link(): string
}

interface PostOptions {
  url?: string
  files?: readonly Buffer[]
  remoteAddress?: string
  headers?: Record<string, string>
}

export const formId = (): string => randomBytes(16).toString('hex')

/** Writes a form as a browser sends it. */
export async function writeForm(fields: Fields, files: readonly Buffer[] = []) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [at, bytes] of files.entries()) form.append('files', new Blob([new Uint8Array(bytes)]), `file-${at}.png`)
  const encoded = new Response(form)
  return {
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
    payload: Buffer.from(await encoded.arrayBuffer()),
  }
}

/** Starts a desk whose notice form is open, with a mail server and one known post. */
export async function startPublicDesk(t: TestContext, options: TestDeskOptions = {}): Promise<PublicDesk> {
  const mail = await startMailServer(t)
  const outbox = { mail: { url: mail.url, from: 'desk@platform.example' } }
  const publicPages = { name: 'Harbour', keyId: '' }
  const test = await startTestDesk(t, { routes: ROUTES, outbox, publicPages, ...options })
  const { app, desk } = test
  publicPages.keyId = (await givenKey(desk.db, ['report', 'appeals'])).id
  await knowSubject(desk.db, 'content:post-772', { id: 'mara', reach: 31 })
  const handlers = makeJobHandlers()
  return {
    ...test,
    mail,
    post: async (fields, { url = '/public/notice', files = [], remoteAddress = VISITOR, headers = {} } = {}) => {
      const form = await writeForm({ form: formId(), ...fields }, files)
      const answer = await app.inject({
        ...{ method: 'POST', url, remoteAddress, payload: form.payload },
        headers: { ...form.headers, 'sec-fetch-site': 'same-origin', ...headers },
      })
      return { status: answer.statusCode, body: answer.body }
    },
    get: async (url, remoteAddress = VISITOR) => {
      const answer = await app.inject({ url, remoteAddress })
      return { status: answer.statusCode, body: answer.body }
    },
    work: async () => {
      for (const priority of ['notice', 'background'] as const)
        for (;;) {
          const jobs = await claimJobs(desk.db, priority, 20)
          if (jobs.length === 0) break
          for (const job of jobs)
            if (job.kind === 'facts')
              await desk.db.query(sql`delete from job where kind = 'facts' and key = ${job.key}`)
            else await handlers[job.kind](desk, job)
        }
    },
    link: () => {
      const latest = mail.mails.at(-1)
      assert.ok(latest)
      const [address] = /https:\/\/\S+\/public\/\S+/.exec(readBody(latest)) ?? []
      assert.ok(address, readBody(latest))
      return new URL(address).pathname
    },
  }
}

/** Returns the path of the page of a notice, from its receipt. */
export const statusPath = (receipt: string): string => /\/public\/status\/[\w-]{43}/.exec(receipt)?.[0] ?? ''
