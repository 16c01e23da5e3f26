import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const changesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/changes',
  component: readWithTexts(async () => (await import('../changes/changes-page.tsx')).ChangesPage),
})
