import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList, showsNothing } from '../../policy/stage/view.ts'
import { electionRoutes } from './election-routes.ts'
import { reviewProtections } from './review-protections.ts'
import { reviewRoutes } from './review-routes.ts'

export const protectionsStage: Stage = {
  routes: [electionRoutes, reviewRoutes],
  operations: tagged('change', {
    'GET /v1/protection-reviews': { id: 'listProtectionReviews', shows: showsList },
    'POST /v1/protection-reviews': { id: 'renewProtection' },
    'GET /v1/election-windows': { id: 'listElectionWindows', shows: showsNothing },
  }),
  periodicTasks: [{ name: 'review-protections', everyMs: 60_000, run: reviewProtections }],
}
