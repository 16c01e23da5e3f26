import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const guardsDraftRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/replay',
  component: readFirst(async () => (await import('../guards/draft-page.tsx')).DraftPage),
})
