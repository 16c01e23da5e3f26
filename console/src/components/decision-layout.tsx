import { Button, Stack } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { words } from '../words/words.ts'

interface Props {
  evidence: ReactNode
  decision: ReactNode
  /** True where the reader may conclude: a button then leads past long evidence in a narrow window. */
  concludes?: boolean
}

/**
 * A page on which a person concludes: the evidence scrolls on the left, and the account and the decision stay in view on
 * the right. In a narrow window both are one column.
 */
export function DecisionLayout({ evidence, decision, concludes = false }: Props) {
  const column = useRef<HTMLDivElement>(null)
  const show = () => {
    column.current?.focus({ preventScroll: true })
    column.current?.scrollIntoView()
  }
  return (
    <div className="with-decision">
      <Stack gap="md">
        {evidence}
        {concludes && (
          <Button
            className="to-decision no-print"
            rightSection={<IconArrowDown size={16} stroke={1.8} aria-hidden="true" />}
            onClick={show}
          >
            {words.review.toDecision}
          </Button>
        )}
      </Stack>
      <Stack gap="md" className="decision" ref={column} tabIndex={-1}>
        {decision}
      </Stack>
    </div>
  )
}
