import { createRoute, redirect } from '@tanstack/react-router'
import { isProblem } from '../api/problem.ts'
import { meQuery } from '../shell/queries.ts'
import { rootRoute } from './root.tsx'
import { readFirst, shown } from './read-first.ts'

const SignInPage = readFirst(async () => (await import('../sign-in/sign-in-page.tsx')).SignInPage)

/** Returns an address of this console, or its start: a link must not redirect elsewhere after signing in. */
const ownAddress = (to: unknown): string => (typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/')

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => (typeof search.to === 'string' ? { to: search.to } : {}),
  // A caller who returns from single sign-on is signed in already.
  beforeLoad: async ({ context, search }) => {
    const me = await context.client.fetchQuery({ ...meQuery, staleTime: 0 }).catch((error: unknown) => {
      if (isProblem(error)) return undefined
      throw error
    })
    if (me !== undefined) throw redirect({ href: ownAddress(search.to), replace: true })
  },
  component: shown(SignInPage, function Page() {
    const { to } = signInRoute.useSearch()
    return <SignInPage to={ownAddress(to)} />
  }),
})
