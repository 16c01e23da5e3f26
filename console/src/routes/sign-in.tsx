import { createRoute, redirect } from '@tanstack/react-router'
import { isProblem } from '../api/problem.ts'
import { meQuery } from '../shell/queries.ts'
import { rootRoute } from './root.tsx'
import { readFirst, shown } from './read-first.ts'

const SignInPage = readFirst(async () => (await import('../sign-in/sign-in-page.tsx')).SignInPage)

/** Only an address of this console: a link must not lead anybody elsewhere after they signed in. */
const ownAddress = (to: unknown): string => (typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/')

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => (typeof search.to === 'string' ? { to: search.to } : {}),
  // Whoever comes back from single sign-on is in already.
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
