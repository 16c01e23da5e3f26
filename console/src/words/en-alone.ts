import type { ListedEnforcement, Offer, PoliciesAnswer } from '../api/shapes.ts'

/** Words about enforcements that one person made alone on a ground. */
export const alone = {
  grounds: {
    order: 'order of an authority',
    match: 'verified match',
    document: 'stored document',
    harm: 'irreversible harm',
    hijack: 'takeover that the platform reports',
  } satisfies Record<NonNullable<ListedEnforcement['ground']>, string>,
  harms: {
    child_abuse: 'child abuse',
    intimate_images: 'intimate images',
    home_address: 'home address',
    suicide_in_progress: 'suicide in progress',
    threat_to_life: 'threat to life',
  } satisfies Record<
    NonNullable<PoliciesAnswer['policies'][number]['harm'] | NonNullable<Offer['proof']>['harm']>,
    string
  >,
  unconfirmed: (ground: string) => `Unconfirmed, acts alone on the ground “${ground}”`,
  toConfirm: 'Waits for your confirmation',
  offDuty:
    'You can confirm these off duty. Each was done by one person alone, and on-call is alerted until another confirms it.',
  nothingToConfirm: 'Nothing waits for your confirmation.',
  since: (when: string) => `since ${when}`,
  stays: 'stays until a person undoes it',
  read: 'Read and confirm …',
  confirmTitle: 'Confirm an action of one person',
  confirmHint: 'Read the case and the ground first.',
  undoOnLive: 'If the action is wrong, undo it on the Live page.',
  undoOffDuty: 'If the action is wrong, begin a shift and undo it on the Live page, or tell on-call.',
  mayNot: (why: string) => `You can not confirm this: ${why}.`,
  confirmed: 'Confirmed and signed.',
  names: {
    title: 'What proves the ground',
    ground: 'Ground',
    policy: 'Policy',
    harm: 'Harm',
    order: 'Order',
    list: 'Verified list',
    media: 'Matching media',
    published: 'Published',
    edited: 'Edited',
    ends: 'Unconfirmed',
  },
  undoAll: 'Undo all unconfirmed actions of this person on this account',
  undone: (count: number) => `${count} being undone`,
} as const
