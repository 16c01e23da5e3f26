import { createRoute, Navigate } from '@tanstack/react-router'
import { lazy } from 'react'
import type { ChartName } from '../api/shapes.ts'
import type { Range } from '../insights/queries.ts'
import { deskRoute } from './desk.tsx'

const InsightsPage = lazy(async () => ({ default: (await import('../insights/insights-page.tsx')).InsightsPage }))

const CHARTS: readonly ChartName[] = [
  'queue',
  'decisions',
  'overturned',
  'approvals',
  'holds',
  'dark',
  'restores',
  'load',
]
const LASTS = [1, 24, 168, 672, 2_208] as const
const DAY = /^\d{4}-\d\d-\d\d$/

export const insightsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/insights',
  component: () => <Navigate to="/insights/$chart" params={{ chart: 'queue' }} search={{}} replace />,
})

export const insightRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/insights/$chart',
  validateSearch: (search): Range => {
    const last = LASTS.find((known) => known === search.last)
    const [from, to] = [search.from, search.to].map((day) =>
      typeof day === 'string' && DAY.test(day) ? day : undefined,
    )
    return { ...(last && { last }), ...(from && { from }), ...(from && to && { to }) }
  },
  component: function Page() {
    const { chart } = insightRoute.useParams()
    const range = insightRoute.useSearch()
    const navigate = insightRoute.useNavigate()
    return (
      <InsightsPage
        chart={CHARTS.find((known) => known === chart) ?? 'queue'}
        range={range}
        onChart={(chosen) => void navigate({ params: { chart: chosen }, search: range, replace: true })}
        onRange={(search) => void navigate({ search, replace: true })}
      />
    )
  },
})
