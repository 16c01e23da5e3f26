import { accountRoute } from './account.tsx'
import { automationRoute } from './automation.tsx'
import { bulkActionRoute, bulkActionsRoute, newBulkActionRoute } from './bulk-actions.tsx'
import { caseRoute } from './case.tsx'
import { changesRoute } from './changes.tsx'
import { countersignRoute } from './countersign.tsx'
import { decisionsRoute } from './decisions.tsx'
import { designRoutes } from './design.tsx'
import { deskRoute } from './desk.tsx'
import { drillsRoute } from './drills.tsx'
import { enforcementRoute } from './enforcement.tsx'
import { enrolRoute } from './enrol.tsx'
import { exceptionsRoute } from './exceptions.tsx'
import { guardsRoute } from './guards.tsx'
import { guardsBesideRoute } from './guards-beside.tsx'
import { guardsChangeRoute } from './guards-change.tsx'
import { guardsDraftRoute } from './guards-draft.tsx'
import { guardsFileDraftRoute, guardsFileRoute } from './guards-file.tsx'
import { guardsFilesRoute } from './guards-files.tsx'
import { guardsTryRoute } from './guards-try.tsx'
import { helpRoute } from './help.tsx'
import { homeRoute } from './home.tsx'
import { inboxRoute } from './inbox.tsx'
import { incidentRoute } from './incident.tsx'
import { incidentsRoute } from './incidents.tsx'
import { insightRoute, insightsRoute } from './insights.tsx'
import { lawRoute } from './law.tsx'
import { entryRoute, ledgerRoute } from './ledger.tsx'
import { liveRoute } from './live.tsx'
import { meRoute } from './me.tsx'
import { noticesRoute } from './notices.tsx'
import { offerRoute } from './offer.tsx'
import { openCaseRoute } from './open-case.tsx'
import { orderRoute, ordersRoute } from './orders.tsx'
import { organisationRoute } from './organisation.tsx'
import { apiKeysRoute, channelsRoute, connectorsRoute } from './organisation-pages.tsx'
import { personRoute } from './person.tsx'
import { queueRoute } from './queue.tsx'
import { reviewRoute } from './review.tsx'
import { reviewCaseRoute } from './review-case.tsx'
import { rootRoute } from './root.tsx'
import { searchRoute } from './search.tsx'
import { signInRoute } from './sign-in.tsx'
import { signingRoute } from './signing.tsx'
import { startRoute } from './start.tsx'
import { teamRoute } from './team.tsx'
import { transparencyRoute } from './transparency.tsx'

/** Every address of the console. */
export const routeTree = rootRoute.addChildren([
  signInRoute,
  enrolRoute,
  deskRoute.addChildren([
    homeRoute,
    startRoute,
    signingRoute,
    queueRoute,
    noticesRoute,
    openCaseRoute,
    reviewRoute,
    reviewCaseRoute,
    countersignRoute,
    offerRoute,
    liveRoute,
    accountRoute,
    caseRoute,
    enforcementRoute,
    bulkActionsRoute,
    newBulkActionRoute,
    bulkActionRoute,
    searchRoute,
    changesRoute,
    guardsRoute,
    automationRoute,
    guardsTryRoute,
    guardsBesideRoute,
    guardsDraftRoute,
    guardsFilesRoute,
    guardsFileRoute,
    guardsFileDraftRoute,
    guardsChangeRoute,
    teamRoute,
    personRoute,
    apiKeysRoute,
    channelsRoute,
    connectorsRoute,
    incidentsRoute,
    incidentRoute,
    drillsRoute,
    decisionsRoute,
    insightsRoute,
    transparencyRoute,
    insightRoute,
    ledgerRoute,
    entryRoute,
    exceptionsRoute,
    lawRoute,
    ordersRoute,
    orderRoute,
    organisationRoute,
    inboxRoute,
    meRoute,
    helpRoute,
    ...designRoutes,
  ]),
])
