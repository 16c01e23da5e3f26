import type { FastifyInstance } from 'fastify'
import { recordViews } from '../../oversight/views/record-views.ts'
import { ViewLog } from '../../oversight/views/view-log.ts'
import type { Desk } from '../../policy/desk.ts'
import { staffOf } from '../../people/access/caller.ts'
import { findRight } from './enforce-rights.ts'
import type { Asked } from './views.ts'
import { VIEWS } from './views.ts'

/** With these something is answered. */
const SHOWING: ReadonlySet<number> = new Set([200, 201])

/** Shows nobody anything of a subject without taking note of it, and lets no way to read exist of which that isn't said. */
export function keepViews(app: FastifyInstance, desk: Desk): void {
  const views = new ViewLog((batch) => recordViews(desk, batch), desk.log)
  const forgotten: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    const right = findRight('GET', url)
    const isForPeople = right !== undefined && right !== 'anyone' && !('key' in right)
    if ([method].flat().includes('GET') && isForPeople && !VIEWS[`GET ${url}`]) forgotten.push(`GET ${url}`)
  })
  app.addHook('onReady', async () => {
    if (forgotten.length === 0) return
    throw new Error(`nobody said what ${forgotten.join(', ')} shows: missing in the table of views`)
  })
  app.addHook('preSerialization', async (request, reply, answer) => {
    const shows = VIEWS[`${request.method} ${request.routeOptions.url}`]
    if (shows === undefined || !SHOWING.has(reply.statusCode)) return answer
    const by = staffOf(request)
    const asked = { params: request.params, query: request.query, by } as Asked
    views.record(shows(answer, asked).map((view) => ({ ...view, staffId: by.id })))
    return answer
  })
  app.addHook('onClose', () => views.close())
}
