import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const changesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/changes',
  component: readFirst(async () => (await import('../changes/changes-page.tsx')).ChangesPage),
})
