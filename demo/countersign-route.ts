import type { Answer, Platform, Subject } from '@countersign/platform-kit'
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { type DemoStore, toSubject } from './demo-store.ts'
import type { CallAbout, Faults } from './faults.ts'

export interface CountersignDoor {
  /** States no batch, as a platform with an older platform-kit does. */
  singleCalls: boolean
  platform: Platform
  store: DemoStore
  faults: Faults
}

/** The one URL that the desk calls. Without a fault set, it is only the `handle` of platform-kit. */
export const countersignRoute =
  (door: CountersignDoor): FastifyPluginCallback =>
  (app, _options, done) => {
    // Applies in this scope only, because the signature covers the text exactly as it arrived.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body))
    app.post<{ Body: string }>('/countersign', async (request, reply) => {
      if (door.faults.list().length === 0) return send(reply, await handle(door, request))
      return answerFaultily(door, request, reply)
    })
    done()
  }

type CountersignRequest = FastifyRequest<{ Body: string }>

async function answerFaultily(door: CountersignDoor, request: CountersignRequest, reply: FastifyReply) {
  const { faults } = door
  const about = describeCall(request.body)
  if (faults.catch('down', about)) return closeSocket(request, reply)
  const late = faults.catch('late', about)
  if (late) {
    closeSocket(request, reply)
    if (await faults.hold(late)) await handle(door, request)
    return reply
  }
  if (faults.catch('failing', about)) return send(reply, UNAVAILABLE)

  const slow = faults.catch('slow', about)
  if (slow?.when === 'before' && !(await faults.hold(slow))) return closeSocket(request, reply)
  const honest = await handle(door, request)
  if (slow?.when === 'after' && !(await faults.hold(slow))) return closeSocket(request, reply)
  const timedOut = faults.catch('applied_but_timed_out', about)
  if (timedOut) return timedOut.socket === 'close' ? closeSocket(request, reply) : reply.hijack()
  return send(reply, lie(door, about, honest))
}

const UNAVAILABLE: Answer = {
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ refusal: 'unavailable', detail: 'This platform was told to fail.' }),
}

async function handle({ platform, singleCalls }: CountersignDoor, request: CountersignRequest): Promise<Answer> {
  const answer = await platform.handle({ headers: request.headers, body: request.body })
  return singleCalls ? withoutBatch(answer) : answer
}

function withoutBatch(answer: Answer): Answer {
  const { batch, ...rest } = asObject(parseJson(answer.body))
  return batch === undefined ? answer : { ...answer, body: JSON.stringify(rest) }
}

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body)
}

function closeSocket(request: CountersignRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

/** Only a successful read-back is falsified: a refusal stays as it is. */
function lie({ store, faults }: CountersignDoor, about: CallAbout, honest: Answer): Answer {
  const [subject, ...others] = about.subjects
  if (!about.types.includes('subject.read_back') || honest.status !== 200 || !subject || others.length > 0)
    return honest
  const lying = faults.catch('lying', about)
  if (!lying) return honest
  const readBack = JSON.parse(honest.body)
  if (lying.about === 'visible') readBack.state.visible = !readBack.state.visible
  if (lying.about === 'old_state') readBack.state = findStateBefore(store, subject) ?? readBack.state
  if (lying.about === 'reach' && typeof readBack.reach === 'number') readBack.reach = Math.floor(readBack.reach / 2)
  return { ...honest, body: JSON.stringify(readBack) }
}

function findStateBefore(store: DemoStore, { kind, id }: Subject): unknown {
  const row = store.committed.get`
    select from_state from effect where kind = ${kind} and id = ${id} and event_id is null order by seq desc limit 1`
  return row && JSON.parse(String(row.from_state))
}

/** Reads the subjects of a call before anything is verified: enough to pick a fault by. */
function describeCall(body: string): CallAbout {
  const call = asObject(parseJson(body))
  const type = typeof call.type === 'string' ? [call.type] : []
  const parts = [call, ...asList(call.instructions), ...asList(call.subjects)].map(asObject)
  return {
    types: type.flatMap((each) => [each, each.replace(/_batch$/, '')]),
    subjects: parts
      .map((part) => asObject(part.subject ?? asObject(part.instruction).subject ?? part))
      .flatMap(({ kind, id }) => (kind === undefined ? [] : [toSubject(kind, id)])),
  }
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
