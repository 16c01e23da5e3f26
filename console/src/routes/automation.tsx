import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'

export const automationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/automation',
  component: lazyRouteComponent(() => import('../automation/automation-page.tsx'), 'AutomationPage'),
})
