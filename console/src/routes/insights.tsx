import { createRoute, Navigate } from '@tanstack/react-router'
import { CHARTS, LASTS, type Range } from '../insights/queries.ts'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const InsightsPage = readFirst(async () => (await import('../insights/insights-page.tsx')).InsightsPage)

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
  component: shown(InsightsPage, function Page() {
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
  }),
})
