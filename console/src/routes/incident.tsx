import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const IncidentPage = readWithTexts(async () => (await import('../incident/incident-page.tsx')).IncidentPage)

export const incidentRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/incidents/$incidentId',
  component: shown(IncidentPage, function Page() {
    const { incidentId } = incidentRoute.useParams()
    return <IncidentPage key={incidentId} incidentId={incidentId} />
  }),
})
