import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const countersignRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/countersign',
  component: readFirst(async () => (await import('../countersign/countersign-page.tsx')).CountersignPage),
})
