import { createRoute } from '@tanstack/react-router'
import { EARLY_PATHS } from '../start/early-paths.ts'
import { approvalsQuery, casesQuery } from '../start/queries.ts'
import { StartPage } from '../start/start-page.tsx'
import { deskRoute } from './desk.tsx'
import { readEarly, waitBriefly } from './read-early.ts'

/** Its code and its texts are part of the first load: every session begins here. */
export const startRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/start',
  loader: ({ context: { client } }) =>
    waitBriefly([
      readEarly(client, EARLY_PATHS.own, casesQuery('own')),
      readEarly(client, EARLY_PATHS.next, casesQuery('next')),
      readEarly(client, EARLY_PATHS.late, casesQuery('late')),
      readEarly(client, EARLY_PATHS.approvals, approvalsQuery),
    ]),
  component: StartPage,
})
