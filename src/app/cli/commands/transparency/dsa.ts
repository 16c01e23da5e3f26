import type { RegisterCommand } from '../../command-context.ts'
import { describeGroup } from '../../print/describe-command.ts'
import { addDsaExport } from './dsa-export.ts'
import { addDsaReconcile } from './dsa-reconcile.ts'
import { addDsaReview } from './dsa-review.ts'
import { addDsaSubmit } from './dsa-submit.ts'

const ABOUT = `Every restriction gets a statement of reasons, which the DSA Transparency Database of the European Commission must get too
(Regulation (EU) 2022/2065, article 24(5)). A worker sends them by itself once COUNTERSIGN_DSA_URL and COUNTERSIGN_DSA_TOKEN are
set. Warnings, ends of restrictions and what has no effect in the European Economic Area are not sent.`

export const registerDsa: RegisterCommand = (program, context) => {
  const group = program.command('dsa').description('send statements of reasons to the DSA Transparency Database')
  for (const add of [addDsaExport, addDsaSubmit, addDsaReview, addDsaReconcile]) add(group, context)
  describeGroup(group, ABOUT)
}
