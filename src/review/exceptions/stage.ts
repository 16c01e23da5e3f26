import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { prepareException } from './agree-exception.ts'
import { exceptionRoutes } from './exception-routes.ts'
import { alertOverdueExceptions } from './alert-overdue-exceptions.ts'

export const exceptionsStage: Stage = {
  routes: [exceptionRoutes],
  operations: tagged('review', {
    'GET /v1/newsworthy-exceptions': { id: 'listExceptions', shows: showsList },
    'POST /v1/newsworthy-exceptions/:exceptionId/end': {
      id: 'endException',
      request: { reason: 'She left office in July.' },
    },
  }),
  periodicTasks: [{ name: 'alert-overdue-exceptions', everyMs: 10_000, run: alertOverdueExceptions }],
  signables: {
    exception_agree: prepareException,
  },
}
