import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const houseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/house',
  component: lazyRouteComponent(() => import('../house/house-page.tsx'), 'HousePage'),
})
