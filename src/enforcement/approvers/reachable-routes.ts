import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTIONS, ROLES } from '../../foundation/domain.ts'
import { said } from '../../foundation/schemas/said.ts'
import { StaffId, Timestamp } from '../../foundation/schemas/schemas.ts'
import { listGaps, listReachable } from './list-reachable.ts'

const Guards = Type.Optional(
  Type.Array(Type.String(), { description: 'The guards that require it. Shown to policy and auditors.' }),
)

const ReachableReply = Type.Object({
  people: Type.Array(
    Type.Object({
      staffId: StaffId,
      pseudonym: Type.String(),
      roles: Type.Array(Type.Enum([...ROLES])),
      team: Type.String(),
      employer: Type.String(),
      onShift: Type.Boolean({ description: 'True: on shift. False: on call.' }),
    }),
  ),
  needs: Type.Array(
    Type.Object({
      needs: said('The requirement, such as: two of senior or lead, from two teams.'),
      actions: Type.Array(Type.Enum([...ACTIONS])),
      guards: Guards,
      enough: Type.Boolean({ description: 'True when any person on shift can propose it and the others suffice.' }),
    }),
  ),
  planned: Type.Boolean({ description: 'True when there is a rota; without one only the present is checked.' }),
  gaps: Type.Array(Type.Object({ from: Timestamp, until: Timestamp, needs: said(), guards: Guards }), {
    description: 'The hours of the coming week in which too few people are reachable.',
  }),
})

/** Routes that show the reachable approvers and the gaps in the coming week. */
export function reachableRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List people who could approve now, and check the rota of the coming week',
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
      gaps,
    }
  })
}
