import { Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Referral } from '../api/shapes.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { caseQuery } from './case-query.ts'
import { choicesOf } from './choices.ts'
import { formatFull } from './format.ts'
import { referralsQuery } from './law-query.ts'
import { toInstant } from './local-time.ts'
import { Panel, Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useHasRole } from './use-roles.ts'

const SHORT_MAX = 200
const WHAT_MAX = 2_000

/** Shows referrals to authorities; for a case, with the form that records another. */
export function Referrals({ of }: { of: { case?: string; account?: string } }) {
  const found = useQuery(referralsQuery(of))
  const mayRefer = useHasRole('senior', 'lead', 'policy')
  return (
    <Panel title={words.referrals.title}>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.referrals.none}</Text>}
            {items.map((referral) => (
              <Row key={referral.id} referral={referral} />
            ))}
            {of.case !== undefined && mayRefer && <Refer caseId={of.case} made={items} />}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

function Row({ referral }: { referral: Referral }) {
  const { id, kind, authority, reference, sentAt, what, pieces, corrects, correctedBy, by, caseId } = referral
  return (
    <Stack gap={0} data-row>
      <Text size="sm" td={correctedBy === null ? undefined : 'line-through'}>
        <b>{id}</b> {words.referrals.kinds[kind]} ·{' '}
        {words.referrals.told({ authority, reference, at: formatFull(sentAt) })} ·{' '}
        <Link to="/cases/$caseId" params={{ caseId }}>
          {caseId}
        </Link>
      </Text>
      <Text size="sm" className="hostile">
        {what}
      </Text>
      <Text size="sm" c="dimmed">
        {pieces.length === 0 ? words.referrals.by({ who: by }) : words.referrals.byWith({ who: by, pieces })}
        {corrects !== null && ` ${words.referrals.corrects({ id: corrects })}`}
        {correctedBy !== null && ` ${words.referrals.correctedBy({ id: correctedBy })}`}
      </Text>
    </Stack>
  )
}

const EMPTY = { authority: '', reference: '', what: '', sentAt: '' }

function Refer({ caseId, made }: { caseId: string; made: readonly Referral[] }) {
  const client = useQueryClient()
  const [kind, setKind] = useState<Referral['kind']>('child_safety')
  const [said, setSaid] = useState(EMPTY)
  const [corrects, setCorrects] = useState<string | null>(null)
  const [pieces, setPieces] = useState<string[]>([])
  const refer = useMutation({
    mutationFn: () => {
      const { sentAt, ...rest } = said
      const when = sentAt === '' ? {} : { sentAt: toInstant(sentAt) }
      const body = { kind, ...rest, pieces, ...when, ...(corrects === null ? {} : { corrects }) }
      return unwrap(api.POST('/v1/cases/{caseId}/referrals', { params: { path: { caseId } }, body }))
    },
    onSuccess: () => {
      setSaid(EMPTY)
      setCorrects(null)
      setPieces([])
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['law'] }),
  })
  const isWhole = said.authority.trim() !== '' && said.reference.trim() !== '' && said.what.trim() !== ''
  const field = (name: keyof typeof EMPTY, max: number) => (
    <TextInput
      label={words.referrals.fields[name]}
      value={said[name]}
      maxLength={max}
      {...(name === 'sentAt' && { type: 'datetime-local', description: words.referrals.sentNow({ zone: ZONE }) })}
      style={{ flex: '1 1 200px' }}
      onChange={({ currentTarget: { value } }) => setSaid({ ...said, [name]: value })}
    />
  )
  return (
    <Stack gap="xs" mt="sm" className="no-print">
      <Group gap="sm" align="flex-end">
        <Select
          label={words.referrals.kind}
          data={choicesOf(words.referrals.kinds)}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value !== null && setKind(value as Referral['kind'])}
        />
        {field('authority', SHORT_MAX)}
        {field('reference', SHORT_MAX)}
        {field('what', WHAT_MAX)}
        <Pieces caseId={caseId} chosen={pieces} onChoose={setPieces} />
        {field('sentAt', SHORT_MAX)}
        {made.length > 0 && (
          <Select
            label={words.referrals.correcting}
            data={made.map(({ id }) => id)}
            value={corrects}
            clearable
            onChange={setCorrects}
          />
        )}
        <Button variant="default" disabled={!isWhole} loading={refer.isPending} onClick={() => refer.mutate()}>
          {words.referrals.record}
        </Button>
      </Group>
      {refer.isError && <ProblemNote error={refer.error} />}
    </Stack>
  )
}

interface PiecesProps {
  caseId: string
  chosen: string[]
  onChoose: (pieces: string[]) => void
}

/** The field for the pieces of a case that were sent, by id. A restricted piece shows only that it exists. */
function Pieces({ caseId, chosen, onChoose }: PiecesProps) {
  const found = useQuery(caseQuery(caseId)).data
  if (found === undefined) return null
  const all = [...found.evidence, ...found.media].map((piece) => ({
    value: piece.id,
    label:
      piece.class === 'restricted'
        ? words.referrals.restrictedPiece({ id: piece.id })
        : words.referrals.piece({ id: piece.id, type: piece.mediaType }),
  }))
  const data = [...new Map(all.map((piece) => [piece.value, piece])).values()]
  return (
    <MultiSelect
      label={words.referrals.pieces}
      data={data}
      value={chosen}
      searchable
      disabled={data.length === 0}
      {...(data.length === 0 && { description: words.referrals.noPieces })}
      style={{ flex: '1 1 220px' }}
      onChange={onChoose}
    />
  )
}
