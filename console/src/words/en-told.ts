/** The watch, the inbox and where people are told. */
export const watch = {
  title: 'What nobody ordered',
  none: 'Nothing: each protected account is as it should be.',
  watched: (accounts: number, since: string) => `${accounts} protected accounts are watched, each read since ${since}.`,
  never: 'Protected accounts are watched: none was read yet.',
  unread: (accounts: number, since: string) =>
    `${accounts} could not be read since ${since}. That says nothing of what they are.`,
  account: 'Watched',
  lastRead: (at: string) => `Last read ${at}.`,
  notRead: 'Not read yet.',
  accountUnread: (at: string, why: string) => `Could not be read since ${at}: ${why}.`,
  visits: { shown: 'A visitor sees it.', not_shown: 'A visitor does not see it.', unknown: 'A visit got no answer.' },
  change: (was: string, isNow: string) => `Was ${was}, is ${isNow}.`,
  times: (times: number) => `Found ${times} times.`,
  broughtUp: 'The desk told the platform to bring it up.',
  over: (at: string) => `As it was since ${at}.`,
  closed: (by: string, why: string) => `Seen to by ${by}: ${why}`,
  bringUp: 'Bring it up again',
  why: 'How it was seen to',
  close: 'It is seen to',
}

export const inbox = {
  title: 'Inbox',
  about:
    'What concerns you and your roles. What can’t wait calls whoever is on call; all else waits here until somebody has seen to it.',
  unseen: 'To see to',
  all: 'All',
  none: 'Nothing here.',
  which: 'Which to show',
  to: (whom: string) => (whom === 'you' ? 'to you' : `to every ${whom}`),
  seenAt: (at: string) => `seen ${at}`,
  open: 'Open',
  older: 'Show older ones',
}

export const channels = {
  own: 'Where you are told',
  desks: 'Where the desk tells people',
  about: 'Messages carry a link and, of somebody protected, no handle. Nothing is done by opening one.',
  none: 'Nowhere but here.',
  unoffered:
    'This desk has no mail server and no Slack channel of its own, so there is nowhere else you could be told.',
  kind: 'How',
  kinds: { configured: 'environment', webhook: 'webhook', slack: 'Slack', mail: 'mail' },
  name: 'Name',
  address: 'Address',
  takes: 'What is told',
  howMuch: {
    calls: 'Only what can’t wait',
    digest: 'What can’t wait, and a digest once a day',
    all: 'Each thing as it comes',
  },
  add: 'Add it',
  test: 'Send a test',
  remove: 'Remove',
  removing: (name: string) => `Remove ${name}`,
  testing: (name: string) => `Send a test to ${name}`,
  state: 'State',
  never: 'nothing sent yet',
  well: (at: string, took: string) => `last taken ${at}, after ${took}`,
  waiting: (count: number) => `${count} on the way`,
  failing: (since: string, why: string) => `failing since ${since}: ${why}`,
  dead: (since: string, why: string) => `took nothing for long, since ${since}: ${why}`,
  secret: 'Its messages are signed with this secret. It is shown this once:',
}
