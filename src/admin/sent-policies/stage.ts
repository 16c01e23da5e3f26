import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { replayRoutes } from './replay-routes.ts'

const ofReplay = shows<{ differing: readonly unknown[] }>(({ differing }) =>
  differing.length === 0 ? [] : [{ kind: 'list', shown: differing.length }],
)

export const sentPoliciesStage: Stage = {
  routes: [replayRoutes],
  operations: tagged('change', {
    'POST /v1/guards/replay': { id: 'replayGuards', shows: ofReplay },
  }),
}
