import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const guardsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards',
  component: readWithTexts(async () => (await import('../guards/guards-page.tsx')).GuardsPage),
})
