import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const NewCampaignPage = readFirst(async () => (await import('../campaigns/new-campaign-page.tsx')).NewCampaignPage)
const CampaignPage = readFirst(async () => (await import('../campaigns/campaign-page.tsx')).CampaignPage)

export const campaignsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/campaigns',
  component: readFirst(async () => (await import('../campaigns/campaigns-page.tsx')).CampaignsPage),
})

export const newCampaignRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/campaigns/new',
  validateSearch: ({ q, kind }): { q?: string; kind?: 'account' | 'case' } =>
    typeof q === 'string' && q !== '' && (kind === 'account' || kind === 'case') ? { q, kind } : {},
  component: shown(NewCampaignPage, function Page() {
    const { q, kind } = newCampaignRoute.useSearch()
    const navigate = newCampaignRoute.useNavigate()
    return (
      <NewCampaignPage
        key={`${kind} ${q}`}
        search={q === undefined || kind === undefined ? undefined : { q, kind }}
        onAsked={(campaignId) => void navigate({ to: '/campaigns/$campaignId', params: { campaignId } })}
      />
    )
  }),
})

export const campaignRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/campaigns/$campaignId',
  component: shown(CampaignPage, function Page() {
    const { campaignId } = campaignRoute.useParams()
    const navigate = campaignRoute.useNavigate()
    return (
      <CampaignPage
        key={campaignId}
        campaignId={campaignId}
        onUndo={(restore) => void navigate({ to: '/live', search: { restore } })}
      />
    )
  }),
})
