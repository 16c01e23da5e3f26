import type { FastifyInstance } from 'fastify'
import { recordViews } from '../../oversight/views/record-views.ts'
import { ViewLog } from '../../oversight/views/view-log.ts'
import { anyCallerOf } from '../../people/access/caller.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Asked } from '../../policy/stage/view.ts'
import { findRight, nameRoute } from './enforce-rights.ts'
import { OPERATIONS } from './routes.ts'

/** The methods whose answers show something. */
const SHOWING: ReadonlySet<number> = new Set([200, 201, 206])

/**
 * Records each view of a subject by a person. A GET route for people that doesn't declare what it shows prevents the
 * server from starting.
 */
export function registerViewRecording(app: FastifyInstance, desk: Desk): void {
  const views = new ViewLog((batch) => recordViews(desk, batch), desk.log)
  const forgotten: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    const right = findRight('GET', url)
    const isForPeople = right !== undefined && right !== 'anyone' && !('key' in right)
    if ([method].flat().includes('GET') && isForPeople && !OPERATIONS[`GET ${url}`]?.shows) forgotten.push(`GET ${url}`)
  })
  app.addHook('onReady', async () => {
    if (forgotten.length === 0) return
    throw new Error(
      `${forgotten.join(', ')} must say what it shows: \`shows\` is missing in the operations of its stage`,
    )
  })
  app.addHook('preSerialization', async (request, reply, answer) => {
    const shows = OPERATIONS[nameRoute(request.method, request.routeOptions.url)]?.shows
    if (shows === undefined || !SHOWING.has(reply.statusCode)) return answer
    const by = anyCallerOf(request)
    // A machine's reading is no view by a person of the desk.
    if (by.kind !== 'staff') return answer
    const asked = { params: request.params, query: request.query, by } as Asked
    views.record(shows(answer, asked).map((view) => ({ ...view, staffId: by.id })))
    return answer
  })
  app.addHook('onClose', () => views.close())
}
