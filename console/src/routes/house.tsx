import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const houseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/house',
  component: readFirst(async () => (await import('../house/house-page.tsx')).HousePage),
})
