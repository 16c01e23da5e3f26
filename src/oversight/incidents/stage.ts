import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsList } from '../../policy/stage/view.ts'
import { incidentRoutes } from './routes.ts'

const ofIncident = shows<{ id: string; subject: { kind: 'account' | 'content'; id: string } }>(({ id, subject }) => [
  { kind: 'enforcement', enforcementId: id, subject: subjectKey(subject) },
])

export const incidentsStage: Stage = {
  routes: [incidentRoutes],
  operations: tagged('incident', {
    'GET /v1/incidents': { id: 'listIncidents', shows: showsList },
    'GET /v1/incidents/:incidentId': { id: 'readIncident', shows: ofIncident },
  }),
}
