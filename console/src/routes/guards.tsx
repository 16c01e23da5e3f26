import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const guardsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards',
  component: lazyRouteComponent(() => import('../guards/guards-page.tsx'), 'GuardsPage'),
})
