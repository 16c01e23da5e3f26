import { Type } from 'typebox'
import type { CoopTypes } from '../../foundation/coop/coop-item.ts'
import type { KeyCaller } from '../../foundation/domain.ts'
import { requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { keyOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { openReportGroups } from '../intake/group-commit.ts'
import { nameOwn, receiveReport } from '../intake/receive-report.ts'
import { CoopItems, CoopPolicies, CoopReport, CoopReported } from './coop-body.ts'
import { recordItems } from './record-items.ts'
import { toReport } from './to-report.ts'

const BODY_BYTES_MAX = 1_048_576

const reporting = {
  summary: 'Receive a report in the form of Coop',
  description: 'For platforms that were integrated with Coop. The key may come in the header x-api-key.',
  body: CoopReport,
  response: { 201: CoopReported, 404: Problem, 409: Problem, 413: Problem },
}

const submitting = {
  summary: 'Record items in the form of Coop',
  description:
    'The fields of users and contents become facts. A content without an author is left out. No rule of Coop runs.',
  body: CoopItems,
  response: {
    // Answered without a body.
    202: Type.Unsafe<undefined>({ type: 'null', description: 'The facts are stored.' }),
    404: Problem,
    409: Problem,
    413: Problem,
  },
}

const listing = {
  summary: 'List the policies in the form of Coop',
  response: { 200: CoopPolicies, 404: Problem },
}

/** Routes for platforms that were integrated with Coop: reports, items and policies. */
export function coopRoutes(app: App, desk: Desk): void {
  const { reports } = openReportGroups(app, desk, ['reports'])
  app.post('/api/v1/report', { schema: reporting, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const key = keyOf(request)
    const report = nameOwn(key, toReport(desk.policies, requireTypes(desk, key), request.body))
    const received = await receiveReport((given) => reports.submit(given), key.id, report)
    // Coop's answer has no place for a pause of the reporter: the report has no id of the desk then.
    return reply.code(201).send({ reportId: 'paused' in received ? report.id : received.answer.reportId })
  })
  app.post('/api/v1/items/async/', { schema: submitting, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const key = keyOf(request)
    await recordItems(desk, key, requireTypes(desk, key), request.body.items)
    return reply.code(202).send(undefined)
  })
  app.get('/api/v1/policies/', { schema: listing }, async (request) => {
    requireTypes(desk, keyOf(request))
    const policies = Array.from(desk.policies.policies.values(), ({ id, title }) => ({ id, name: title }))
    return { policies: policies.map((policy) => ({ ...policy, parentId: null })) }
  })
}

/** Finds the types of the key's platform. Refuses a key whose platform does not speak Coop's API. */
export const requireTypes = (desk: Pick<Desk, 'coop'>, { platform = DEFAULT_PLATFORM }: KeyCaller): CoopTypes =>
  requireFound(desk.coop?.get(platform), message('coop.none', { platform }))
