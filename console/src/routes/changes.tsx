import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const changesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/changes',
  component: lazyRouteComponent(() => import('../changes/changes-page.tsx'), 'ChangesPage'),
})
