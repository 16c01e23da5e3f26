import { Alert, Avatar, DataList, Group, Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Enforcement } from '../api/shapes.ts'
import { DecisionLayout } from '../components/decision-layout.tsx'
import { enforcementQuery } from '../components/enforcement-query.ts'
import { formatCount, formatCountries, formatDurationText, formatFull } from '../components/format.ts'
import { formatDone } from '../components/format-action.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { LawDue } from '../components/law-due.tsx'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { formatPolicyVersion } from '../components/policy-version.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { StopOrRestore } from '../components/stop-or-restore.tsx'
import { PlatformPill } from '../components/subject-name.tsx'
import { Unconfirmed } from '../components/unconfirmed.tsx'
import { words } from '../words/words.ts'
import { AcceptReach } from './accept-reach.tsx'
import { EnforcementHistory } from './enforcement-history.tsx'
import { OwedReason } from './owed-reason.tsx'
import { Resubmit } from './resubmit.tsx'
import { SecondMeasure } from './second-measure.tsx'
import { SignOwn } from './sign-own.tsx'
import { Told } from './told.tsx'

/** Shows one enforcement: its subject, action and history, with the forms that stop, restore or resubmit it. */
export function EnforcementPage({ enforcementId }: { enforcementId: string }) {
  const found = useQuery(enforcementQuery(enforcementId))
  return (
    <Page title={words.enforcements.titleOf({ id: enforcementId })}>
      <Shown query={found}>
        {(enforcement) => (
          <>
            <Subject enforcement={enforcement} />
            <Unconfirmed enforcement={enforcement} />
            {enforcement.needsAttention !== null && (
              <Alert variant="outline" color="yellow" role="note">
                {enforcement.needsAttention}
              </Alert>
            )}
            <DecisionLayout
              evidence={
                <>
                  <What enforcement={enforcement} />
                  <Waits enforcement={enforcement} />
                  <Told enforcement={enforcement} />
                  <OwedReason enforcement={enforcement} />
                  <SignOwn enforcement={enforcement} />
                  <AcceptReach enforcement={enforcement} />
                  <SecondMeasure enforcement={enforcement} />
                  <Resubmit enforcement={enforcement} />
                </>
              }
              decision={
                <>
                  <People enforcement={enforcement} />
                  <EnforcementHistory enforcement={enforcement} />
                </>
              }
            />
          </>
        )}
      </Shown>
    </Page>
  )
}

/** Shows whose account it is, with its reach and the state of the enforcement, beside the button that stops or restores it. */
function Subject({ enforcement }: { enforcement: Enforcement }) {
  const { accountId, handle, reach, state, endsAt, subject } = enforcement
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <Group gap="md" wrap="nowrap" miw={0}>
          <Avatar name={handle ?? ''} color="accent" size={44} radius="xl" aria-hidden="true" />
          <div>
            <Group gap="sm">
              {accountId === null ? (
                <Handle handle={handle} />
              ) : (
                <Link to="/accounts/$accountId" params={{ accountId }}>
                  <Handle handle={handle ?? accountId} />
                </Link>
              )}
              <PlatformPill id={subject.id} />
              <StateBadge state={state} />
              <LawDue at={enforcement.lawDueAt} />
            </Group>
            <Text size="sm" c="dimmed">
              {reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(reach) })}
              {endsAt !== null && ` · ${words.live.until({ at: formatFull(endsAt) })}`}
            </Text>
          </div>
        </Group>
        <StopOrRestore enforcement={enforcement} size="md" />
      </Group>
      {enforcement.sentence !== null && (
        <Text mt="sm" maw="72ch" className="hostile">
          {enforcement.sentence}
        </Text>
      )}
    </Paper>
  )
}

/** Shows the action, its policy and its reason. */
function What({ enforcement }: { enforcement: Enforcement }) {
  const { durationMs, countries, policyId, caseId, reason, rationale } = enforcement
  const why = reason ?? rationale
  return (
    <Panel title={words.enforcements.summary}>
      <DataList>
        <Field label={words.review.action}>
          {formatDone(enforcement)} {durationMs !== null && formatDurationText(durationMs)}
          {countries !== null && ` · ${words.enforcements.onlyIn({ countries: formatCountries(countries) })}`}
        </Field>
        {policyId !== null && (
          <Field label={words.review.policy}>
            {policyId}
            {formatPolicyVersion(enforcement)}
          </Field>
        )}
        {caseId !== null && (
          <Field label={words.enforcements.ofCase}>
            <Link to="/cases/$caseId" params={{ caseId }}>
              {caseId}
            </Link>
          </Field>
        )}
        {why !== null && (
          <Field label={words.enforcements.rationale}>
            <span className="hostile">
              <Hostile full>{why}</Hostile>
            </span>
          </Field>
        )}
        <Field label={words.enforcements.readBack.title}>
          <ReadBack readBack={enforcement.readBack} />
        </Field>
        {enforcement.contentVersions !== null && (
          <Field label={words.enforcements.version.title}>
            <Versions {...enforcement.contentVersions} />
          </Field>
        )}
        <Field label={words.enforcements.requirement}>{formatRequirement(enforcement)}</Field>
      </DataList>
    </Panel>
  )
}

const formatRequirement = ({ requirement, asks }: Enforcement): string => {
  if (requirement === null || asks === null) return words.countersign.list.later
  return requirement.approvals.length === 0 ? words.enforcements.noNeeds : asks
}

/** Shows the state that the platform showed when it was last read, and the time of that read. */
function ReadBack({ readBack }: Pick<Enforcement, 'readBack'>) {
  if (readBack === null) return words.enforcements.readBack.none
  const { at, visible, mayPost, spread } = readBack
  const { readBack: texts } = words.enforcements
  const states = [
    visible ? texts.visible : texts.hidden,
    ...(mayPost ? [] : [texts.noPosts]),
    ...(spread === 'limited' ? [texts.limited] : []),
  ]
  return `${states.join(' · ')} · ${texts.at({ time: formatFull(at) })}`
}

/** Shows the version of the content that was decided about, and whether its author has changed it since. */
function Versions({ decided, now }: NonNullable<Enforcement['contentVersions']>) {
  return (
    <>
      <code>{decided}</code>
      {now !== decided && (
        <>
          <br />
          {words.enforcements.version.changed} <code>{now}</code>
        </>
      )}
    </>
  )
}

/** Shows the proposer, and each person who has answered, as far as the reader may know them. */
function People({ enforcement: { proposedBy, answers } }: { enforcement: Enforcement }) {
  return (
    <Panel title={words.enforcements.people}>
      <DataList>
        <Field label={words.live.columns.by}>{proposedBy ?? words.enforcements.byLater}</Field>
        {answers.map(({ by, answer, at, stands }) => (
          <Field key={`${by} ${at}`} label={words.enforcements.answers[answer]}>
            {by} {!stands && <StatePill tone="ended">{words.enforcements.void}</StatePill>}
          </Field>
        ))}
      </DataList>
    </Panel>
  )
}

const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  <DataList.Item>
    <DataList.ItemLabel>{label}</DataList.ItemLabel>
    <DataList.ItemValue miw={0} style={{ overflowWrap: 'anywhere' }}>
      {children}
    </DataList.ItemValue>
  </DataList.Item>
)

/** Everything a waiting enforcement still lacks, by when, and how many on duty can give it. */
function Waits({ enforcement: { waits } }: { enforcement: Enforcement }) {
  if (waits.length === 0) return null
  return (
    <Panel title={words.enforcements.waits}>
      {waits.map(({ for: what, says, until, candidates }) => (
        <Text key={what}>
          {says}
          {until !== null && ` · ${words.enforcements.waitsUntil({ time: formatFull(until) })}`}
          {candidates !== null && ` · ${words.enforcements.candidates({ count: candidates })}`}
        </Text>
      ))}
    </Panel>
  )
}
