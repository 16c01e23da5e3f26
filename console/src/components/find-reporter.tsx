import { Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { CollapsedForm } from './collapsed-form.tsx'
import { VIEW_REASON_CHARS_MAX } from './reason-field.tsx'
import { ReasonForm } from './reason-form.tsx'
import { useHasRole } from './use-roles.ts'

/** Shows who made one report, for the holder of the case and for those who may see reporters. Each look is recorded. */
export function FindReporter({ of: reviewed }: { of: Case }) {
  const me = useQuery(meQuery).data?.pseudonym
  const sees = useHasRole('lead', 'policy', 'auditor')
  const isHolder = me !== undefined && reviewed.claimedBy === me
  if ((!sees && !isHolder) || reviewed.appeal !== null || reviewed.reports.items.length === 0) return null
  return (
    <CollapsedForm button={words.reporters.begin}>
      <Form of={reviewed} />
    </CollapsedForm>
  )
}

function Form({ of: { id: caseId, reports } }: { of: Case }) {
  const ids = reports.items.map(({ id }) => id)
  const [reportId, setReportId] = useState(ids[0] ?? '')
  const read = useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.GET('/v1/cases/{caseId}/reports/{reportId}/reporter', {
          params: { path: { caseId, reportId }, query: { reason } },
        }),
      ),
  })
  const choose = (id: string | null) => {
    read.reset()
    setReportId(id ?? '')
  }
  return (
    <Stack gap="xs" mt="sm">
      <Select label={words.reporters.report} data={ids} value={reportId} allowDeselect={false} onChange={choose} />
      <ReasonForm label={words.why.label} max={VIEW_REASON_CHARS_MAX} button={words.reporters.show} act={read} />
      {read.data !== undefined && (
        <Text size="sm" role="status" className="hostile">
          {words.reporters.is({ reportId, reporterId: read.data.reporterId ?? '' })}
        </Text>
      )}
    </Stack>
  )
}
