import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const guardsTryRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/try',
  component: readWithTexts(async () => (await import('../guards/try-page.tsx')).TryPage),
})
