import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const automationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/automation',
  component: readWithTexts(async () => (await import('../automation/automation-page.tsx')).AutomationPage),
})
