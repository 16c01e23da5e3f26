import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const drillsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/drills',
  component: lazyRouteComponent(() => import('../drills/drills-page.tsx'), 'DrillsPage'),
})
