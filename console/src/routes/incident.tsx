import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { shown } from './shown.ts'

const IncidentPage = lazyRouteComponent(() => import('../incident/incident-page.tsx'), 'IncidentPage')

export const incidentRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/incidents/$incidentId',
  component: shown(IncidentPage, function Page() {
    const { incidentId } = incidentRoute.useParams()
    return <IncidentPage key={incidentId} incidentId={incidentId} />
  }),
})
