import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const lawRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/law',
  component: readFirst(async () => (await import('../law/law-page.tsx')).LawPage),
})
