import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts } from './read-first.ts'

/**
 * The page of components, in development alone: a build leaves out the branch and so the page. Typed as no route, because
 * no page links to it.
 */
export const designRoutes = (import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => deskRoute,
        path: '/design',
        component: readWithTexts(async () => (await import('../design/design-page.tsx')).DesignPage),
      }),
    ]
  : []) as unknown as []
