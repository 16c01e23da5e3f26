import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { readChecklist, SETUP_STEPS } from './read-checklist.ts'

const ChecklistReply = Type.Object({
  steps: Type.Array(
    Type.Object({
      step: Type.Enum([...SETUP_STEPS], { description: 'The step of the setup.' }),
      done: Type.Boolean(),
      count: Type.Integer({
        description:
          'people: the people here. passkeys: those without one. policies: the rule sets without a version. connector and backup: 1 when there is one. on_call: the people on call now.',
      }),
    }),
    { description: 'The steps of the setup, in the order in which they are done.' },
  ),
})

/** The route for the checklist of the setup. */
export function checklistRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read which steps of the setup are done',
    description:
      'The desk finds each step in its own rows. A backup is found where PostgreSQL archives its log or has a standby: a dump leaves no trace.',
    response: { 200: ChecklistReply },
  }
  app.get('/v1/setup-steps', { schema }, async () => ({ steps: await readChecklist(desk.db) }))
}
