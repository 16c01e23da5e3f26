import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { rootRoute } from './root.tsx'

const SignInPage = lazy(async () => ({ default: (await import('../sign-in/sign-in-page.tsx')).SignInPage }))

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enter',
  // Only an address of this console: a link must not lead anybody elsewhere after they signed in.
  validateSearch: (search): { to?: string } =>
    typeof search.to === 'string' && /^\/(?!\/)/.test(search.to) ? { to: search.to } : {},
  component: function Page() {
    const { to = '/review' } = signInRoute.useSearch()
    return <SignInPage to={to} />
  },
})
