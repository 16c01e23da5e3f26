import { Select, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { VIEW_REASON_CHARS_MAX } from './reason-field.tsx'
import { ReasonForm } from './reason-form.tsx'

/** The form that shows the reporter of one report. */
export function FindReporterForm({ of: { id: caseId, reports } }: { of: Case }) {
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
