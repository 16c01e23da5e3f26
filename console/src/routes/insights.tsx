import { createRoute, Navigate } from '@tanstack/react-router'
import { CHARTS, fitTo, readView } from '../insights/charts.ts'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const InsightsPage = readWithTexts(async () => (await import('../insights/insights-page.tsx')).InsightsPage)

export const insightsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/insights',
  component: () => <Navigate to="/insights/$chart" params={{ chart: 'queue' }} search={{}} replace />,
})

export const insightRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/insights/$chart',
  validateSearch: readView,
  component: shown(InsightsPage, function Page() {
    const { chart } = insightRoute.useParams()
    const view = insightRoute.useSearch()
    const navigate = insightRoute.useNavigate()
    const known = CHARTS.find((each) => each === chart) ?? 'queue'
    return (
      <InsightsPage
        chart={known}
        view={fitTo(known, view)}
        onChart={(chosen) => {
          const { measure: _other, ...kept } = fitTo(chosen, view)
          void navigate({ params: { chart: chosen }, search: kept, replace: true })
        }}
        onView={(search) => void navigate({ search, replace: true })}
      />
    )
  }),
})
