import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const reviewRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/review',
  component: lazyRouteComponent(() => import('../review/review-page.tsx'), 'ReviewPage'),
})
