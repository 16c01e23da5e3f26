import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Link, Outlet } from '@tanstack/react-router'
import { SignedOutPage } from '../components/signed-out-page.tsx'
import { words } from '../words/words.ts'

export interface RouteContext {
  client: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouteContext>()({
  component: Outlet,
  notFoundComponent: () => (
    <SignedOutPage title={words.errors.noSuchPage}>
      <Link to="/">{words.errors.home}</Link>
    </SignedOutPage>
  ),
})
