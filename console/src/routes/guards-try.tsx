import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const guardsTryRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/try',
  component: lazyRouteComponent(() => import('../guards/try-page.tsx'), 'TryPage'),
})
