import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const guardsBesideRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/beside',
  component: readWithTexts(async () => (await import('../guards/beside-page.tsx')).BesidePage),
})
