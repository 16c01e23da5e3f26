import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const guardsDraftRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/replay',
  component: lazyRouteComponent(() => import('../guards/draft-page.tsx'), 'DraftPage'),
})
