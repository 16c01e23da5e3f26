import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const guardsDraftRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/replay',
  component: readWithTexts(async () => (await import('../guards/draft-page.tsx')).DraftPage),
})
