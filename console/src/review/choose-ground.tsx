import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AuthorityOrder, Case } from '../api/shapes.ts'
import { authorityOrdersQuery } from '../desk/law-query.ts'
import { words } from '../words/en.ts'
import type { Draft, Ground, Policy } from './draft.ts'

interface Props {
  draft: Draft
  policy: Policy | undefined
  reviewed: Case
  onChange: (part: Partial<Draft>) => void
}

const NONE = 'none'

/** On which order one acts alone: only where a post of a protected account is hidden under a legal duty, and an order names it. */
export function ChooseGround({ draft, policy, reviewed, onChange }: Props) {
  const { kind, id } = reviewed.subject
  const isAsked = kind === 'content' && draft.action === 'hide' && policy?.legalDuty === true
  const isProtected = reviewed.account?.protected !== false
  const { data } = useQuery({ ...authorityOrdersQuery(id), enabled: isAsked && isProtected })
  const named = data?.items.filter((order) => order.kind === 'removal_order' && order.policyId === policy?.id) ?? []
  if (!isAsked || !isProtected || named.length === 0) return null
  const grounds = named.map((order) => ({ ground: groundOf(order), order }))
  return (
    <Select
      label={words.authorityOrders.ground}
      description={words.authorityOrders.groundHint}
      data={[
        { value: NONE, label: words.authorityOrders.noGround },
        ...grounds.map(({ ground, order }) => ({
          value: ground.ref,
          label: words.authorityOrders.grounds[ground.kind](order.authority, order.reference),
        })),
      ]}
      value={draft.ground?.ref ?? NONE}
      allowDeselect={false}
      onChange={(ref) => onChange({ ground: grounds.find(({ ground }) => ground.ref === ref)?.ground ?? null })}
    />
  )
}

/** An authenticated order stays offline; a document that somebody entered ends after an hour unless another confirms it. */
const groundOf = ({ id, authenticated, revoked }: AuthorityOrder): Ground => ({
  kind: authenticated && !revoked ? 'order' : 'document',
  ref: id,
})
