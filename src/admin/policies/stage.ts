import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { guardRoutes } from './guard-routes.ts'

export const policiesStage: Stage = {
  routes: [guardRoutes],
  operations: tagged('change', {
    'GET /v1/guards': { id: 'readGuards', shows: showsNothing },
    'POST /v1/guards/try': { id: 'tryOrder' },
    'POST /v1/guards/check': { id: 'checkGuards' },
  }),
}
