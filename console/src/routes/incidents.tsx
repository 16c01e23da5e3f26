import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const incidentsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/incidents',
  component: lazyRouteComponent(() => import('../incident/incidents-page.tsx'), 'IncidentsPage'),
})
