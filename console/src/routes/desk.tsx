import { createRoute, redirect } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { isProblem } from '../api/problem.ts'
import { Frame } from '../frame/frame.tsx'
import { meQuery } from '../shell/queries.ts'
import { followChoice } from '../words/language.ts'
import { SignedIn } from '../frame/signed-in.tsx'
import { rootRoute } from './root.tsx'

/** All pages for people who are signed in. */
export const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    const me = await context.client.ensureQueryData(meQuery).catch((error: unknown) => {
      if (isProblem(error, 401)) throw redirect({ to: '/sign-in', search: { to: location.href } })
      throw error
    })
    if (followChoice(me.preferences)) await new Promise(() => undefined) // The page loads anew: nothing else is shown.
  },
  component: Desk,
})

/** Renders the frame in slices (a deferred value), between which the browser paints. */
function Desk() {
  const isBegun = useDeferredValue(true, false)
  return <SignedIn>{isBegun && <Frame />}</SignedIn>
}
