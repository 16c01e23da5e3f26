import type { RegisterCommand } from './command-context.ts'

/** The commands that begin with one of these words. */
interface Family {
  words: readonly string[]
  /** Their files, each behind the one to whose command it adds. */
  load: readonly (() => Promise<RegisterCommand>)[]
}

/**
 * A command loads no more of the program than it runs: most need a quarter of it. The families stand in the order of the
 * groups in print/command-groups.ts, since the help and the reference list commands in the order in which they load.
 */
const FAMILIES: readonly Family[] = [
  { words: ['start'], load: [async () => (await import('./commands/start.ts')).registerStart] },
  { words: ['serve'], load: [async () => (await import('./commands/serve.ts')).registerServe] },
  { words: ['work'], load: [async () => (await import('./commands/work.ts')).registerWork] },
  { words: ['migrate'], load: [async () => (await import('./commands/migrate.ts')).registerMigrate] },
  { words: ['init'], load: [async () => (await import('./commands/init.ts')).registerInit] },
  { words: ['doctor'], load: [async () => (await import('./commands/doctor.ts')).registerDoctor] },
  { words: ['config'], load: [async () => (await import('./commands/config-check.ts')).registerConfigCheck] },
  { words: ['demo'], load: [async () => (await import('./commands/demo-load.ts')).registerDemo] },
  { words: ['restore'], load: [async () => (await import('./commands/enforcements/restore.ts')).registerRestore] },
  { words: ['incident'], load: [async () => (await import('./commands/enforcements/incident.ts')).registerIncident] },
  { words: ['drill'], load: [async () => (await import('./commands/enforcements/drill.ts')).registerDrill] },
  { words: ['recover'], load: [async () => (await import('./commands/people/recover.ts')).registerRecover] },
  {
    words: ['recovery'],
    load: [async () => (await import('./commands/enforcements/recovery.ts')).registerRecovery],
  },
  {
    words: ['staff'],
    load: [
      async () => (await import('./commands/people/staff.ts')).registerStaff,
      async () => (await import('./commands/people/staff-leave.ts')).registerStaffLeave,
      async () => (await import('./commands/people/staff-unseal.ts')).registerStaffUnseal,
      async () => (await import('./commands/people/staff-change.ts')).registerStaffChange,
      async () => (await import('./commands/people/staff-token.ts')).registerStaffToken,
      async () => (await import('./commands/people/staff-invite.ts')).registerStaffInvite,
    ],
  },
  { words: ['person'], load: [async () => (await import('./commands/person.ts')).registerPerson] },
  { words: ['rota'], load: [async () => (await import('./commands/people/rota.ts')).registerRota] },
  { words: ['key'], load: [async () => (await import('./commands/people/key.ts')).registerKey] },
  { words: ['keys'], load: [async () => (await import('./commands/people/keys.ts')).registerKeys] },
  {
    words: ['change'],
    load: [
      async () => (await import('./commands/policies/change.ts')).registerChange,
      async () => (await import('./commands/policies/change-subject.ts')).registerChangeSubject,
      async () => (await import('./commands/people/change-end-people.ts')).registerChangeEndPeople,
      async () => (await import('./commands/protections/election-window.ts')).registerElectionWindow,
    ],
  },
  {
    words: ['guard', 'budgets', 'automation', 'queues', 'policies', 'items', 'notices', 'retention'],
    load: [
      async () => (await import('./commands/policies/guard.ts')).registerGuard,
      async () => (await import('./commands/policies/budgets.ts')).registerBudgets,
      async () => (await import('./commands/policies/automation.ts')).registerAutomation,
      async () => (await import('./commands/policies/adopt.ts')).registerAdopt,
    ],
  },
  {
    words: ['profile', 'shadow'],
    load: [async () => (await import('./commands/policies/profile.ts')).registerProfile],
  },
  { words: ['import'], load: [async () => (await import('./commands/import/import.ts')).registerImport] },
  { words: ['inbox'], load: [async () => (await import('./commands/reports/inbox.ts')).registerInbox] },
  {
    words: ['protect'],
    load: [async () => (await import('./commands/protections/protect-import.ts')).registerProtectImport],
  },
  {
    words: ['protection'],
    load: [async () => (await import('./commands/protections/protection.ts')).registerProtection],
  },
  { words: ['matches'], load: [async () => (await import('./commands/policies/matches.ts')).registerMatches] },
  { words: ['connector'], load: [async () => (await import('./commands/platform/connector.ts')).registerConnector] },
  {
    words: ['conformance'],
    load: [async () => (await import('./commands/platform/conformance.ts')).registerConformance],
  },
  { words: ['labeler'], load: [async () => (await import('./commands/platform/labeler.ts')).registerLabeler] },
  { words: ['channel'], load: [async () => (await import('./commands/channel.ts')).registerChannel] },
  { words: ['mail'], load: [async () => (await import('./commands/mail/returned.ts')).registerMail] },
  { words: ['verify'], load: [async () => (await import('./commands/verify.ts')).registerVerify] },
  { words: ['replay'], load: [async () => (await import('./commands/replay.ts')).registerReplay] },
  { words: ['export'], load: [async () => (await import('./commands/transparency/export.ts')).registerExport] },
  { words: ['dsa'], load: [async () => (await import('./commands/transparency/dsa.ts')).registerDsa] },
  { words: ['report'], load: [async () => (await import('./commands/transparency/report.ts')).registerReport] },
]

/** Words that the program answers without any command. */
const ALONE = ['--version', '-V']

/** Loads the commands that these arguments may call: all, when their first word is no command, for help and suggestions. */
export async function loadCommands([first = '']: readonly string[] = []): Promise<readonly RegisterCommand[]> {
  if (ALONE.includes(first)) return []
  const called = FAMILIES.filter(({ words }) => words.includes(first))
  return Promise.all((called.length > 0 ? called : FAMILIES).flatMap(({ load }) => load.map((each) => each())))
}
