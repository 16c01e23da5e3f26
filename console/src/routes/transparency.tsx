import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

export const transparencyRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/insights/transparency',
  component: readWithTexts(async () => (await import('../transparency/transparency-page.tsx')).TransparencyPage),
})
