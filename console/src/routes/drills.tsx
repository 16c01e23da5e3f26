import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const drillsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/drills',
  component: readWithTexts(async () => (await import('../drills/drills-page.tsx')).DrillsPage),
})
