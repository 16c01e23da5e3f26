import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'

/**
 * A page on which a person concludes: the evidence scrolls on the left, and the account and the decision stay in view on
 * the right. In a narrow window both are one column.
 */
export const DecisionLayout = ({ evidence, decision }: { evidence: ReactNode; decision: ReactNode }) => (
  <div className="with-decision">
    <Stack gap="md">{evidence}</Stack>
    <Stack gap="md" className="decision">
      {decision}
    </Stack>
  </div>
)
