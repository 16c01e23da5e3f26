import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Link, Outlet } from '@tanstack/react-router'
import { Door } from '../desk/door.tsx'
import { words } from '../words/words.ts'

export interface RouteContext {
  client: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouteContext>()({
  component: Outlet,
  notFoundComponent: () => (
    <Door title={words.errors.noSuchPage}>
      <Link to="/">{words.errors.home}</Link>
    </Door>
  ),
})
