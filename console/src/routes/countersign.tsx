import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const countersignRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/countersign',
  component: lazyRouteComponent(() => import('../countersign/countersign-page.tsx'), 'CountersignPage'),
})
