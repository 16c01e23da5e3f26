import type { Change, Proposal } from '../api/shapes.ts'

/** What the page of the desk's own changes says. */
export const changes = {
  title: 'Changes of the desk',
  explain:
    'What makes the desk stricter one person does at once. Everything else waits for somebody else, who reads it here and signs it.',
  waiting: 'Waiting for somebody',
  nothingWaits: 'Nothing waits. What was decided stands below.',
  history: 'Decided',
  noHistory: 'Nothing was changed yet.',
  kinds: {
    guards: 'Guards',
    queues: 'Queues',
    budgets: 'Budgets of harm',
    breaker: 'Closing a breaker',
    tag: 'A tag of an account',
    protection: 'Protection of a subject',
    role: 'A role',
    clearance: 'A clearance',
    approver: 'A new person',
    end_later: 'A later end',
    team: 'A team',
    token: 'A token',
    key: 'A key of a machine',
    webhook_secret: 'A secret of a webhook',
    passkey: 'A passkey',
    passkey_removal: 'Removing a passkey',
    unrestrict: 'Lifting a restriction',
    sign_on: 'Single sign-on of a person',
  } satisfies Record<Change['kind'], string>,
  directions: {
    looser: 'looser',
    stricter: 'stricter',
    mixed: 'looser in some way, or it can not be told',
  } satisfies Record<Change['direction'], string>,
  states: {
    proposed: 'waits',
    applied: 'done',
    declined: 'declined',
    withdrawn: 'taken back',
    expired: 'nobody answered in time',
  } satisfies Record<Change['state'], string>,
  by: (who: string, when: string) => `proposed by ${who}, ${when}`,
  lapses: (left: string) => `lapses in ${left} → nothing changes`,
  why: 'Why',
  inYourTime: 'In your time',
  readGuards: 'Read it guard by guard, and replay it',
  agreeing: 'You are agreeing that this is done at once, as it stands here.',
  agree: 'Agree with passkey',
  decline: 'Decline',
  declineWhy: 'Why not? (required to decline)',
  withdraw: 'Take it back',
  mayNot: (why: string) => `You can not agree to this one: ${why}.`,
  answers: { agree: 'agreed', decline: 'declined' },
  moved: (state: string, by: string, when: string) => `${state} by ${by}, ${when}`,
  fromDirectory: 'What a directory says of roles',
  fromDirectoryHint: 'Nothing of it holds before somebody asks for it as a change.',
  directorySays: ({ op, role, pseudonym }: Pick<Proposal, 'op' | 'role' | 'pseudonym'>) =>
    op === 'grant'
      ? `${pseudonym} should have the role ${role}`
      : `${pseudonym} should no longer have the role ${role}`,
  propose: 'Propose it',
} as const
