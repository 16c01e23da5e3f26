import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst } from './read-first.ts'

export const inboxRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inbox',
  component: readFirst(async () => (await import('../inbox/inbox-page.tsx')).InboxPage),
})
