import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const INCIDENTS_MAX = 100
const VIEWS_MAX = 200

export const incidentsQuery = queryOptions({
  queryKey: ['incident'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/incidents', { params: { query: { limit: INCIDENTS_MAX } }, signal })),
})

export const incidentQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['incident', incidentId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/incidents/{incidentId}', { params: { path: { incidentId } }, signal })),
  })

/** The people who were shown a subject in a period, for auditors. */
export const viewsQuery = (subject: string, since: string, until: string) =>
  queryOptions({
    queryKey: ['incident', 'views', subject, since, until],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/views', { params: { query: { subject, since, until, limit: VIEWS_MAX } }, signal })),
  })
