import { Button, Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LiveEnforcement } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { Countdown } from '../components/countdown.tsx'
import {
  formatAgo,
  formatCount,
  formatCountries,
  formatDurationText,
  formatFull,
  formatMinute,
} from '../components/format.ts'
import { LawDue } from '../components/law-due.tsx'
import { formatDone } from '../components/format-action.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { useNow } from '../components/use-now.tsx'
import { Unconfirmed } from '../components/unconfirmed.tsx'
import { StopOrRestore } from '../components/stop-or-restore.tsx'
import { SubjectName } from '../components/subject-name.tsx'

/** Shows one enforcement as a row of the table: account, action, state with its clock, times, proposer, and stop or restore. */
export function EnforcementRow({ enforcement }: { enforcement: LiveEnforcement }) {
  return (
    <Table.Tr data-row data-glide={enforcement.id}>
      <Table.Td className="account">
        <SubjectName handle={enforcement.handle} id={enforcement.subject.id} />
        {enforcement.reach !== null && (
          <Text size="xs" c="dimmed">
            {words.who.followers({ count: formatCount(enforcement.reach) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm" className="capital">
          {formatDone(enforcement)}
          {enforcement.durationMs !== null && ` ${formatDurationText(enforcement.durationMs)}`}
          {enforcement.countries !== null &&
            ` · ${words.enforcements.onlyIn({ countries: formatCountries(enforcement.countries) })}`}
        </Text>
        <Link to="/enforcements/$enforcementId" params={{ enforcementId: enforcement.id }} className="id">
          {enforcement.id}
        </Link>
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          <StateBadge state={enforcement.state} />
          <Text span size="sm">
            <Clock enforcement={enforcement} />
          </Text>
          <LawDue at={enforcement.lawDueAt} />
        </Group>
        {enforcement.reason !== null && (
          <Text size="sm" c="dimmed" className="hostile" lineClamp={2}>
            {words.enforcements.because({ reason: enforcement.reason })}
          </Text>
        )}
        <Unconfirmed enforcement={enforcement} />
        {enforcement.needsAttention !== null && <Text size="sm">{enforcement.needsAttention}</Text>}
      </Table.Td>
      <Table.Td>
        <Times enforcement={enforcement} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{enforcement.proposedBy ?? words.enforcements.byLater}</Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          {enforcement.mayConfirm && <ToConfirm enforcementId={enforcement.id} />}
          <StopOrRestore enforcement={enforcement} />
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

/** Shows since when an enforcement is in effect or was proposed, and when it ends by itself. */
function Times({ enforcement: { inEffectAt, proposedAt, endsAt } }: { enforcement: LiveEnforcement }) {
  const now = useNow()
  const since = inEffectAt ?? proposedAt
  return (
    <>
      <Text size="sm" title={formatFull(since)}>
        {formatAgo(since, now)}
      </Text>
      {endsAt !== null && (
        <Text size="xs" c="dimmed">
          {words.live.until({ at: formatMinute(endsAt) })}
        </Text>
      )}
    </>
  )
}

/** The link to the page where the confirming person reads an enforcement again and signs that it is right. */
const ToConfirm = ({ enforcementId }: { enforcementId: string }) => (
  <Button
    renderRoot={(props) => <Link to="/countersign/$enforcementId" params={{ enforcementId }} {...props} />}
    size="compact-sm"
    variant="default"
    aria-label={`${words.enforcements.confirm} ${enforcementId}`}
  >
    {words.enforcements.confirm}
  </Button>
)

function Clock({ enforcement }: { enforcement: LiveEnforcement }) {
  if (enforcement.isBreakerOpen) return words.enforcements.shut
  if (enforcement.heldUntil !== null)
    return <Countdown until={enforcement.heldUntil} say={words.enforcements.takesEffect} />
  if (enforcement.agreeBy !== null) return <Countdown until={enforcement.agreeBy} say={words.enforcements.agreeBy} />
  if (enforcement.confirmBy !== null && enforcement.state !== 'confirmed')
    return <Countdown until={enforcement.confirmBy} say={words.enforcements.backUnless} />
  if (enforcement.interim && enforcement.endsAt !== null && enforcement.state !== 'restoring')
    return <Countdown until={enforcement.endsAt} say={words.enforcements.endsBy} />
  return null
}
