import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { ACTIONS, ROLES } from '../../foundation/domain.ts'
import { StaffId, Timestamp } from '../../foundation/schemas/schemas.ts'
import { listGaps, listReachable } from './list-reachable.ts'

const Guards = Type.Optional(Type.Array(Type.String(), { description: 'For policy and auditors.' }))

const ReachableReply = Type.Object({
  people: Type.Array(
    Type.Object({
      staffId: StaffId,
      pseudonym: Type.String(),
      roles: Type.Array(Type.Enum([...ROLES])),
      team: Type.String(),
      employer: Type.String(),
      onShift: Type.Boolean({ description: 'Else on call.' }),
    }),
  ),
  needs: Type.Array(
    Type.Object({
      needs: Type.String({ description: 'Such as: two of senior or lead, from two teams to agree.' }),
      actions: Type.Array(Type.Enum([...ACTIONS])),
      guards: Guards,
      enough: Type.Boolean({ description: 'Whoever of those on shift asks for it, the others are enough.' }),
    }),
  ),
  planned: Type.Boolean({ description: 'Whether there is a rota; without one only this moment is looked at.' }),
  gaps: Type.Array(Type.Object({ from: Timestamp, until: Timestamp, needs: Type.String(), guards: Guards }), {
    description: 'Hours of the coming week in which too few can be reached.',
  }),
})

/** Routes that show the reachable approvers and the gaps in the coming week. */
export const reachableRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'Who could be asked to agree now, and whether they are enough, now and by the rota in the coming week',
      response: { 200: ReachableReply },
    }
    app.get('/v1/reachable', { schema }, async () => {
      const { guards } = desk.policies.guards
      const { people, needs } = await listReachable(desk.db, guards)
      const { planned, gaps } = await listGaps(desk.db, guards)
      return {
        people: people.map((person) => ({ ...person, roles: [...person.roles] })),
        needs: needs.map((need) => ({ ...need, actions: [...need.actions], guards: [...need.guards] })),
        planned,
        gaps: gaps.map(({ from, until, ...gap }) => ({
          ...gap,
          from: from.toISOString(),
          until: until.toISOString(),
        })),
      }
    })
    done()
  }
