import { Button, DataList, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Offer } from '../api/shapes.ts'
import { Countdown } from '../components/countdown.tsx'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { useSeesEnforcements } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { useConfirm } from './use-confirm.ts'

/**
 * Shows the ground on which one person acted alone, and the button by which a second person, on or off duty, signs that
 * it is right.
 */
export function ConfirmAlone({ offer }: { offer: Offer }) {
  const { enforcementId, sentence, you } = offer
  const confirm = useConfirm(enforcementId)
  return (
    <Panel title={words.countersign.alone.confirmTitle}>
      <Stack gap="sm">
        <Text size="lg">{sentence}</Text>
        <ProofOfGround offer={offer} />
        <HowToUndo />
        {you.confirm === null && !confirm.isSuccess && (
          <Group>
            <Button
              variant="outline"
              color="var(--state-alarm)"
              loading={confirm.isPending}
              onClick={() => confirm.mutate()}
            >
              {words.countersign.confirm}
            </Button>
          </Group>
        )}
        {you.confirm !== null && !confirm.isSuccess && (
          <Text size="sm">{words.countersign.alone.mayNot({ why: you.confirm })}</Text>
        )}
        {confirm.isError && <ProblemNote error={confirm.error} />}
        {confirm.isSuccess && <Text role="status">{words.countersign.alone.confirmed}</Text>}
      </Stack>
    </Panel>
  )
}

/** Undoing takes a person on duty, and confirming does not. */
function HowToUndo() {
  const isOnDuty = useSeesEnforcements()
  return (
    <Text size="sm" c="dimmed">
      {words.countersign.alone.confirmHint}{' '}
      {isOnDuty ? (
        words.countersign.alone.undoOnLive
      ) : (
        <>
          {words.countersign.alone.undoOffDuty} <Link to="/me">{words.errors.toShift}</Link>
        </>
      )}
    </Text>
  )
}

/** Shows the proof of the ground as far as it may be read. It never contains bytes of restricted media. */
function ProofOfGround({ offer: { ground, proof, confirmBy } }: { offer: Offer }) {
  const policies = useQuery(policiesQuery).data?.policies
  if (ground === null || proof === null) return null
  const { names } = words.countersign.alone
  const title = policies?.find(({ id }) => id === proof.policyId)?.title ?? proof.policyId
  const rows: (readonly [string, ReactNode])[] = [
    [names.ground, words.countersign.alone.grounds[ground]],
    [names.policy, title],
    ...(proof.harm === null ? [] : [[names.harm, words.countersign.alone.harms[proof.harm]] as const]),
    ...(proof.authority === null ? [] : [[names.order, <SaidBy key="order" proof={proof} />] as const]),
    ...(proof.list === null ? [] : [[names.list, <Hostile key="list">{proof.list}</Hostile>] as const]),
    ...(proof.mediaId === null ? [] : [[names.media, proof.mediaId] as const]),
    ...(proof.publishedAt === null ? [] : [[names.published, formatFull(proof.publishedAt)] as const]),
    ...(proof.editedAt === null ? [] : [[names.edited, formatFull(proof.editedAt)] as const]),
    [
      names.ends,
      confirmBy === null ? (
        words.countersign.alone.stays
      ) : (
        <Countdown key="ends" until={confirmBy} say={words.enforcements.backUnless} />
      ),
    ],
  ]
  return (
    <DataList orientation="horizontal" labelWidth={140} aria-label={names.title}>
      {rows.map(([name, value]) => (
        <DataList.Item key={name}>
          <DataList.ItemLabel>{name}</DataList.ItemLabel>
          <DataList.ItemValue className="hostile">{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  )
}

/** Shows the sender and number of the enforcement, and links to its document where one was stored. */
function SaidBy({ proof }: { proof: NonNullable<Offer['proof']> }) {
  const { authority, reference, receivedAt, hasDocument, ref } = proof
  return (
    <>
      {words.authorityOrders.said({ authority: authority ?? '', reference: reference ?? '' })}
      {receivedAt !== null && ` · ${formatFull(receivedAt)}`}
      {hasDocument && ref !== null && (
        <>
          {' · '}
          <a href={`/v1/authority-orders/${ref}/document`} download>
            {words.authorityOrders.document}
          </a>
        </>
      )}
    </>
  )
}
