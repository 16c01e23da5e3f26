import { createRoute } from '@tanstack/react-router'
import { approvalsQuery, casesQuery } from '../start/queries.ts'
import { StartPage } from '../start/start-page.tsx'
import { deskRoute } from './desk.tsx'
import { readEarly, waitBriefly } from './read-early.ts'

const CASES = '/v1/cases?state=open'

/** Its code and its texts are part of the first load: every session begins here. */
export const startRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/start',
  loader: ({ context: { client } }) =>
    waitBriefly([
      readEarly(client, `${CASES}&claimedBy=me&sort=due&limit=5`, casesQuery('own')),
      readEarly(client, `${CASES}&assignee=none&sort=priority&limit=5`, casesQuery('next')),
      readEarly(client, `${CASES}&breached=true&sort=due&limit=5`, casesQuery('late')),
      readEarly(client, '/v1/approvals', approvalsQuery),
    ]),
  component: StartPage,
})
