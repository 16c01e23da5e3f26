import { Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AuthorityOrder, Case, Preview } from '../api/shapes.ts'
import { authorityOrdersQuery } from '../components/law-query.ts'
import { useSecond } from '../components/use-now.tsx'
import { words } from '../words/words.ts'
import type { Draft, Ground, Policy } from './draft.ts'
import { groundsIn, matchesQuery } from './matches-query.ts'

interface Props {
  draft: Draft
  policy: Policy | undefined
  reviewed: Case
  /** The desk's last answer on whether irreversible harm is a ground; null where the question does not arise. */
  harm: Preview['harm']
  onChange: (part: Partial<Draft>) => void
}

interface Offered {
  ground: Ground
  label: string
}

const NONE = 'none'

/**
 * The field for the ground of acting alone, only for hiding a content of a protected account. It offers authorities'
 * orders, matches of the last five minutes, and irreversible harm if the policy covers it.
 */
export function ChooseGround({ draft, policy, reviewed, harm, onChange }: Props) {
  const isAsked = reviewed.subject.kind === 'content' && draft.action === 'hide'
  const isProtected = reviewed.account?.protected !== false
  const { ground } = draft
  const offered = useOffered({ policy, reviewed, harm, isAsked: isAsked && isProtected })
  if (!isAsked || !isProtected) return null
  // The chosen ground stays in the list, so that the reviewer can clear it.
  const isGone = ground !== null && !offered.some((each) => keyOf(each.ground) === keyOf(ground))
  const listed = isGone ? [...offered, { ground, label: labelOfGone(ground) }] : offered
  return (
    <>
      {listed.length > 0 && (
        <Select
          label={words.authorityOrders.ground}
          description={hintOf(ground, harm)}
          data={[
            { value: NONE, label: words.authorityOrders.noGround },
            ...listed.map((each) => ({ value: keyOf(each.ground), label: each.label })),
          ]}
          value={ground === null ? NONE : keyOf(ground)}
          allowDeselect={false}
          onChange={(key) => onChange({ ground: listed.find((each) => keyOf(each.ground) === key)?.ground ?? null })}
        />
      )}
      {harm !== null && harm.refusal !== null && (
        <Text size="sm" c="dimmed">
          {words.actingGrounds.noHarm[harm.refusal]}
        </Text>
      )}
    </>
  )
}

function useOffered({
  policy,
  reviewed,
  harm,
  isAsked,
}: Pick<Props, 'policy' | 'reviewed' | 'harm'> & { isAsked: boolean }): Offered[] {
  const now = useSecond()
  const mayHaveOrder = isAsked && policy?.legalDuty === true
  const orders = useQuery({ ...authorityOrdersQuery(reviewed.subject.id), enabled: mayHaveOrder }).data?.items ?? []
  const found = useQuery(matchesQuery(reviewed.id)).data
  if (!isAsked || policy === undefined) return []
  const named = mayHaveOrder
    ? orders.filter((order) => order.kind === 'removal_order' && order.policyId === policy.id).map(offerOrder)
    : []
  const matched = found !== undefined && Date.parse(found.goodUntil) > now ? groundsIn(found) : []
  return [
    ...named,
    ...matched.map(({ ref, list }) => ({
      ground: { kind: 'match', ref } as const,
      label: words.actingGrounds.match({ list }),
    })),
    ...(harm === null || harm.refusal !== null
      ? []
      : [
          {
            ground: { kind: 'harm' } as const,
            label: words.actingGrounds.harm({ harm: words.countersign.alone.harms[harm.harm] }),
          },
        ]),
  ]
}

/**
 * An authenticated order stays offline; a document entered by a person ends after an hour unless another person
 * confirms it.
 */
function offerOrder({ id, authority, reference, authenticated, revoked }: AuthorityOrder): Offered {
  const kind = authenticated && !revoked ? 'order' : 'document'
  return { ground: { kind, ref: id }, label: words.authorityOrders.grounds[kind]({ authority, reference }) }
}

const keyOf = ({ kind, ref }: Ground): string => ref ?? kind

function hintOf(ground: Ground | null, harm: Preview['harm']): string {
  if (ground?.kind === 'match') return words.actingGrounds.hints.match
  if (ground?.kind === 'harm' && harm !== null) return words.actingGrounds.hints.harm({ left: harm.left })
  return words.authorityOrders.groundHint
}

const labelOfGone = ({ kind, ref }: Ground): string => {
  if (kind === 'match') return words.actingGrounds.matchExpired
  return ref === undefined ? words.countersign.alone.grounds[kind] : `${words.countersign.alone.grounds[kind]} ${ref}`
}
