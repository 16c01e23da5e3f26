// The limit of report intake: the same HTTP server without the desk. Prints its address.
import Fastify from 'fastify'
import pg from 'pg'
import { Type } from 'typebox'
import { CATEGORIES, GROUNDS, SUBJECT_KINDS } from '../src/foundation/domain.ts'

const BATCH_MAX = 256
const BATCHES_AT_ONCE = 2

/** The table that the server fills. It does nothing else with a report. */
export const BARE_REPORT_TABLE = `create table bare_report (
  id bigint generated always as identity primary key, received_at timestamptz not null default clock_timestamp(),
  client_id text not null, body jsonb not null)`

const text = Type.String({ minLength: 1, maxLength: 256 })
const Body = Type.Object(
  {
    id: text,
    subject: Type.Object({ kind: Type.Enum(SUBJECT_KINDS), id: text }, { additionalProperties: false }),
    ground: Type.Enum(GROUNDS),
    category: Type.Enum(CATEGORIES),
    reporterId: text,
    reportedAt: text,
    comment: Type.Optional(Type.String({ maxLength: 10_000 })),
    language: Type.Optional(text),
    region: Type.Optional(text),
  },
  { additionalProperties: false },
)
type Body = Type.Static<typeof Body>
const Answer = Type.Object({ id: Type.String(), reportId: Type.String() })

interface Waiting {
  body: Body
  resolve: (reportId: string) => void
  reject: (error: unknown) => void
}

if (import.meta.main) {
  const [databaseUrl, how] = process.argv.slice(2)
  if (databaseUrl === undefined) throw new Error('node bench/bare-server.ts DATABASE_URL [answer]')
  console.log(`Bare server on ${await serve(databaseUrl, how !== 'answer')}`)
}

/** Without `stores` it answers each report at once, and stores none. */
async function serve(databaseUrl: string, stores: boolean): Promise<string> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: BATCHES_AT_ONCE })
  const waiting: Waiting[] = []
  let running = 0
  const run = async (): Promise<void> => {
    if (running >= BATCHES_AT_ONCE || waiting.length === 0) return
    running++
    await insert(pool, waiting.splice(0, BATCH_MAX))
    running--
    setImmediate(run)
  }
  const app = Fastify()
  app.post<{ Body: Body }>(
    '/v1/reports',
    { schema: { body: Body, response: { 201: Answer } } },
    async (request, reply) => {
      if (!stores) return reply.code(201).send({ id: request.body.id, reportId: '0' })
      const reportId = await new Promise<string>((resolve, reject) => {
        waiting.push({ body: request.body, resolve, reject })
        setImmediate(run) // Requests read in the same turn of the event loop share a batch.
      })
      return reply.code(201).send({ id: request.body.id, reportId })
    },
  )
  process.once('SIGTERM', () => void app.close().then(() => pool.end()))
  return app.listen({ host: '127.0.0.1', port: 0 })
}

async function insert(pool: pg.Pool, batch: readonly Waiting[]): Promise<void> {
  try {
    const { rows } = await pool.query<{ id: string }>({
      name: 'insert',
      text: `insert into bare_report (client_id, body)
        select * from unnest($1::text[], $2::jsonb[]) returning id`,
      values: [batch.map(({ body }) => body.id), batch.map(({ body }) => JSON.stringify(body))],
    })
    for (const [place, { resolve }] of batch.entries()) resolve(rows[place]?.id ?? '')
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
