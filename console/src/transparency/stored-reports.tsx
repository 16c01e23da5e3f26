import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull } from '../components/format.ts'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { ReportFiles } from '../components/report-files.tsx'
import type { StoredReport } from '../components/report-query.ts'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

/** Lists the stored reports, each with its state, who made it final, and its files. */
export function StoredReports({ items }: { items: readonly StoredReport[] }) {
  const mayChange = useHasRole('lead', 'policy', 'admin')
  if (items.length === 0) return <Text c="dimmed">{words.transparency.none}</Text>
  return (
    <Stack gap="md">
      {items.map((report) => (
        <Row key={report.id} report={report} mayChange={mayChange} />
      ))}
    </Stack>
  )
}

const Row = ({ report, mayChange }: { report: StoredReport; mayChange: boolean }) => {
  const { id, from, to, hash, finalAt, changeId } = report
  return (
    <Stack gap={4} component="article" aria-label={id} data-row>
      <Text size="sm" component="div">
        <State report={report} /> <b>{words.transparency.days({ from, to })}</b> · {id}
      </Text>
      <Text size="sm" component="div">
        <Told report={report} />
      </Text>
      <Text size="xs" c="dimmed" ff="monospace" className="hostile">
        SHA-256 {hash}
      </Text>
      <ReportFiles report={report} />
      {finalAt === null && changeId === null && mayChange && (
        <CollapsedForm button={words.transparency.lead}>
          <Text size="sm" c="dimmed" maw="72ch">
            {words.transparency.leadHint}
          </Text>
          <ProposeChangeForm
            wanted={{ kind: 'transparency_report', reportId: id }}
            button={words.transparency.propose}
          />
        </CollapsedForm>
      )}
    </Stack>
  )
}

const State = ({ report: { finalAt } }: { report: StoredReport }) => (
  <StatePill tone={finalAt === null ? 'waits' : 'safe'}>
    {finalAt === null ? words.transparency.draft : words.transparency.final}
  </StatePill>
)

function Told({ report: { finalAt, madeAt, changeId, finalBy } }: { report: StoredReport }) {
  if (finalAt !== null) return words.transparency.finalBy({ at: formatFull(finalAt), who: finalBy.join(', ') })
  const stored = words.transparency.storedAt({ at: formatFull(madeAt) })
  if (changeId === null) return stored
  return (
    <>
      {stored} {words.transparency.waits({ changeId })} <Link to="/changes">{words.nav.changes}</Link>
    </>
  )
}
