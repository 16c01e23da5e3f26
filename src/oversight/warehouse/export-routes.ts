import { Readable } from 'node:stream'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { Problem, strict } from '../../foundation/schemas/schemas.ts'
import type { Link } from '../../ledger/chain.ts'
import { keyOf, readmitKey } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ExportedLine } from './exported-line.ts'
import { type ExportBatch, findPosition, formatChain, readExport } from './read-export.ts'

const NDJSON = 'application/x-ndjson'
const ENTRIES_DEFAULT = 10_000
const ENTRIES_MAX = 100_000
/** A reader that starts again before the desk notices that its first connection is dead needs a second one. */
const STREAMS_EACH_MAX = 2
/** The time without a byte taken after which a reader's connection is closed: it resumes with its cursor. */
const STALLED_MS = 60_000

const Query = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 0,
        description: 'The number of the last entry that the reader has. 0: none.',
      }),
    ),
    chain: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{43}$',
        maxLength: 43,
        description:
          'The chain of that cursor. With it a ledger that was restored and has grown again is refused, too.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: ENTRIES_MAX,
        default: ENTRIES_DEFAULT,
        description: 'The most ledger entries of one answer. One entry may have several lines.',
      }),
    ),
  },
  strict,
)

/** Streams the changes of a platform's cases, enforcements and appeals to a data warehouse. */
export function exportRoutes(app: App, desk: Desk): void {
  const open = new Map<string, number>()
  const schema = {
    summary: 'Export changes for a data warehouse, in the order of the ledger',
    description: `One JSON object in each line. Each ledger number after the cursor has at least one line, so a reader can count that none is missing; what is not for the key is a line of the kind withheld. number and part identify a line: the same line has the same two in every reading. The last line has the kind cursor: send its number as after and its chain as chain. An answer without it was cut off: continue after the number before that of its last line. A line of the kind erased says that the lines of the entry erased must be deleted. Enforcements appear once they took effect or ended without one. A key reads its own platform alone. 409: the cursor is not of this ledger, such as after a restored backup. 429: ${STREAMS_EACH_MAX} exports of the key are running.`,
    produces: [NDJSON],
    querystring: Query,
    response: {
      200: { description: 'The lines', content: { [NDJSON]: { schema: ExportedLine } } },
      409: Problem,
      429: Problem,
    },
  }
  app.get('/v1/export', { schema }, async (request, reply) => {
    if (request.method === 'HEAD') return reply.type(NDJSON).send('')
    const { after = 0, chain, limit = ENTRIES_DEFAULT } = request.query
    const { id, platform = DEFAULT_PLATFORM } = keyOf(request)
    admitStream(open, id, reply)
    const from = await findPosition(desk.db, { after, chain })
    const batches = readExport(desk.db, from, { limit, platform })
    const first = await batches.next()
    return reply.type(NDJSON).send(Readable.from(writeLines(request, from, first, batches)))
  })
}

/** Refuses a further export of a key while others run: until their answers are sent or their readers have left. */
function admitStream(open: Map<string, number>, keyId: string, { raw }: FastifyReply): void {
  const count = open.get(keyId) ?? 0
  if (count >= STREAMS_EACH_MAX) throw new DeskError('too_many', message('export.running', { limit: STREAMS_EACH_MAX }))
  if (raw.destroyed) return
  open.set(keyId, count + 1)
  raw.once('close', () => {
    const left = (open.get(keyId) ?? 1) - 1
    if (left > 0) open.set(keyId, left)
    else open.delete(keyId)
  })
  raw.setTimeout(STALLED_MS, () => raw.destroy())
}

/**
 * Writes the lines of all batches and the cursor. A failure and the end of the key's right break the connection, so no
 * answer that was cut has a cursor. The next batch is read when the reader has taken this one.
 */
async function* writeLines(
  request: FastifyRequest,
  from: Link,
  first: IteratorResult<ExportBatch, unknown>,
  others: AsyncGenerator<ExportBatch>,
): AsyncGenerator<string> {
  let [last, more] = [from, false]
  const write = (batch: ExportBatch): string => {
    ;[last, more] = [batch.last, batch.more]
    return batch.lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  }
  if (!first.done) yield write(first.value)
  for await (const batch of others) {
    await readmitKey(request)
    yield write(batch)
  }
  yield `${JSON.stringify({ kind: 'cursor', number: last.number, chain: formatChain(last), more })}\n`
}
