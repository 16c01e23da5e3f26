import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const meRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/me',
  component: readFirst(async () => (await import('../me/me-page.tsx')).MePage),
})
