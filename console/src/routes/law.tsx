import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const lawRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/law',
  component: lazyRouteComponent(() => import('../law/law-page.tsx'), 'LawPage'),
})
