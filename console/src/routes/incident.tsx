import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const IncidentPage = lazy(async () => ({ default: (await import('../incident/incident-page.tsx')).IncidentPage }))

export const incidentRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/incidents/$incidentId',
  component: function Page() {
    const { incidentId } = incidentRoute.useParams()
    return <IncidentPage key={incidentId} incidentId={incidentId} />
  },
})
