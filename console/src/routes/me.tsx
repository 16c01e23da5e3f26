import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const meRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/me',
  component: readWithTexts(async () => (await import('../me/me-page.tsx')).MePage),
})
