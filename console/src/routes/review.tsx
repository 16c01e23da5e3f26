import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const reviewRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/review',
  component: readFirst(async () => (await import('../review/review-page.tsx')).ReviewPage),
})
