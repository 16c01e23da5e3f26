import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, readWithTexts } from './read-first.ts'

export const apiKeysRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/api-keys',
  component: readWithTexts(async () => (await import('../api-keys/api-keys-page.tsx')).ApiKeysPage),
})

export const channelsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/channels',
  component: readFirst(async () => (await import('../channels/channels-page.tsx')).ChannelsPage),
})

export const connectorsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/connectors',
  component: readWithTexts(async () => (await import('../connectors/connectors-page.tsx')).ConnectorsPage),
})
