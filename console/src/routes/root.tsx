import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { words } from '../words/en.ts'

export interface RouteContext {
  client: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouteContext>()({
  component: Outlet,
  notFoundComponent: () => <p>{words.errors.noSuchPage}</p>,
})
