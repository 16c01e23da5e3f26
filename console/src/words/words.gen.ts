// Written from messages/en by: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/console.test.ts
import type { SelectParam, TextParam } from './message.ts'

export interface Words {
  readonly account: {
    readonly addTag: string
    readonly empty: string
    readonly emptyPart: string
    readonly floor: string
    readonly floorHold: string
    readonly floorPeople: string
    readonly from: string
    readonly history: string
    readonly more: string
    readonly protect: string
    readonly protectAbout: string
    readonly removeTag: string
    readonly setFloor: string
    readonly tag: string
    readonly tags: {
      readonly candidate: string
      readonly election_body: string
      readonly emergency_service: string
      readonly human_rights: string
      readonly newsroom: string
      readonly public_office: string
    }
    readonly until: string
    readonly violations: (params: { readonly count: number }) => string
  }
  readonly actingGrounds: {
    readonly harm: (params: { readonly harm: TextParam }) => string
    readonly hints: {
      readonly harm: (params: { readonly left: TextParam }) => string
      readonly match: string
    }
    readonly match: (params: { readonly list: TextParam }) => string
    readonly matchExpired: string
    readonly noHarm: {
      readonly age: string
      readonly person: string
      readonly used: string
    }
  }
  readonly actions: {
    readonly deactivate: string
    readonly hide: string
    readonly label: string
    readonly limit: string
    readonly lock: string
    readonly remove: string
    readonly suspend: string
    readonly warn: string
  }
  readonly alerts: {
    readonly all: (params: { readonly count: TextParam }) => string
    readonly fewer: string
    readonly kinds: {
      readonly acts_alone: string
      readonly approver: string
      readonly asked: string
      readonly authority_order: string
      readonly automation: string
      readonly breaker: string
      readonly budget: string
      readonly bulk_action: string
      readonly change: string
      readonly channel: string
      readonly channel_removal: string
      readonly clock: string
      readonly clock_missed: string
      readonly confirm: string
      readonly counter_notice: string
      readonly disagrees: string
      readonly dismissals: string
      readonly drill: string
      readonly drill_refused: string
      readonly dsa: string
      readonly enrolment: string
      readonly exception: string
      readonly fate: string
      readonly freeze: string
      readonly interim: string
      readonly journal: string
      readonly key_revoked: string
      readonly late: string
      readonly ledger: string
      readonly left: string
      readonly letter_undelivered: string
      readonly look: string
      readonly mention: string
      readonly no_approver: string
      readonly offline: string
      readonly openings: string
      readonly passkey: string
      readonly reading: string
      readonly recovery: string
      readonly reports_wait: string
      readonly restore: string
      readonly restricted: string
      readonly review: string
      readonly review_missed: string
      readonly sessions: string
      readonly set_aside: string
      readonly settlement: string
      readonly stalled: string
      readonly unconfirmed: string
      readonly unread: string
    }
    readonly less: string
    readonly more: (params: { readonly count: number }) => string
    readonly none: string
    readonly seen: string
    readonly seenAll: (params: { readonly count: TextParam }) => string
    readonly title: string
    readonly whole: string
  }
  readonly answers: {
    readonly agreed: (params: { readonly caseId: TextParam }) => string
    readonly answer: string
    readonly answered: (params: { readonly caseId: TextParam }) => string
    readonly askedBy: (params: { readonly who: TextParam }) => string
    readonly buttons: {
      readonly agree: string
      readonly answer: string
      readonly refuse: string
    }
    readonly choose: string
    readonly exceptionTitle: string
    readonly missing: string
    readonly refused: (params: { readonly caseId: TextParam }) => string
    readonly reviewDay: string
    readonly reviewHint: string
    readonly saysAgree: (params: { readonly policy: TextParam }) => string
    readonly saysAnswer: (params: { readonly caseId: TextParam }) => string
    readonly saysRefuse: (params: { readonly caseId: TextParam }) => string
    readonly sign: string
    readonly title: string
    readonly ways: {
      readonly agree: string
      readonly refuse: string
    }
  }
  readonly apiKeys: {
    readonly about: string
    readonly byCommand: string
    readonly columns: {
      readonly acts: string
      readonly by: string
      readonly made: string
      readonly name: string
      readonly scopes: string
      readonly used: string
    }
    readonly copy: string
    readonly fields: {
      readonly authority: string
      readonly name: string
      readonly platform: string
      readonly scopes: string
      readonly source: string
    }
    readonly fingerprint: string
    readonly hide: string
    readonly missing: {
      readonly authority: string
      readonly name: string
      readonly ordersAlone: string
      readonly scopes: string
      readonly source: string
    }
    readonly newKey: string
    readonly none: string
    readonly once: string
    readonly platformHint: string
    readonly propose: string
    readonly revoke: string
    readonly revoked: (params: { readonly name: TextParam }) => string
    readonly revokeHint: (params: { readonly name: TextParam }) => string
    readonly revoking: (params: { readonly name: TextParam }) => string
    readonly rotate: string
    readonly rotateHint: (params: { readonly name: TextParam }) => string
    readonly rotating: (params: { readonly name: TextParam }) => string
    readonly scopes: {
      readonly account_events: string
      readonly appeals: string
      readonly enforcements: string
      readonly events: string
      readonly export: string
      readonly facts: string
      readonly orders: string
      readonly report: string
      readonly scim: string
      readonly signals: string
    }
    readonly sourceHint: string
    readonly text: string
    readonly title: string
    readonly unused: string
    readonly valid: string
  }
  readonly app: {
    readonly about: string
    readonly close: string
    readonly copied: string
    readonly frozenBand: (params: { readonly until: TextParam }) => string
    readonly loading: string
    readonly menu: string
    readonly offline: (params: { readonly since: TextParam }) => string
    readonly product: string
    readonly skip: string
    readonly slow: string
  }
  readonly appealCase: {
    readonly about: (params: { readonly at: TextParam; readonly id: TextParam }) => string
    readonly against: string
    readonly ask: string
    readonly asked: (params: { readonly until: TextParam }) => string
    readonly askedAt: (params: { readonly at: TextParam; readonly until: TextParam }) => string
    readonly askHint: string
    readonly blind: string
    readonly buttons: {
      readonly lessen: string
      readonly overturn: string
      readonly uphold: string
    }
    readonly choose: string
    readonly chooseConclusion: string
    readonly chooseLesser: string
    readonly conclude: string
    readonly concludeHint: string
    readonly decidedIn: string
    readonly differed: string
    readonly differsBecause: string
    readonly earlier: (params: { readonly at: TextParam; readonly id: TextParam }) => string
    readonly firstJudgement: (params: { readonly at: TextParam }) => string
    readonly firstLesser: string
    readonly forgotten: string
    readonly goesOn: string
    readonly judge: string
    readonly judged: (params: { readonly state: TextParam }) => string
    readonly lesser: string
    readonly lesserHint: string
    readonly missing: string
    readonly missingDiffers: string
    readonly newNow: string
    readonly noAnswer: string
    readonly nothingDone: (params: { readonly at: TextParam }) => string
    readonly nothingThen: string
    readonly outcomes: {
      readonly lessen: string
      readonly overturn: string
      readonly uphold: string
    }
    readonly ownReason: string
    readonly question: string
    readonly reason: string
    readonly saidLater: string
    readonly saidThen: string
    readonly saysConclude: string
    readonly saysLessen: (params: { readonly action: TextParam; readonly enforcement: TextParam }) => string
    readonly saysNow: string
    readonly saysOverturn: (params: { readonly action: TextParam; readonly enforcement: TextParam }) => string
    readonly saysReopen: string
    readonly saysUphold: (params: { readonly action: TextParam; readonly enforcement: TextParam }) => string
    readonly saysUpholdDecision: string
    readonly second: string
    readonly sign: string
    readonly storeConclusion: string
    readonly title: string
    readonly yourConclusion: (params: { readonly at: TextParam }) => string
  }
  readonly appeals: {
    readonly became: (params: { readonly id: TextParam; readonly state: TextParam }) => string
    readonly came: (params: { readonly id: TextParam }) => string
    readonly due: (params: { readonly at: TextParam }) => string
    readonly noneOpen: string
    readonly ofBulkAction: string
    readonly onShift: string
    readonly open: (params: { readonly count: TextParam }) => string
    readonly states: {
      readonly ended: string
      readonly lessened: string
      readonly open: string
      readonly overturned: string
      readonly restored: string
      readonly upheld: string
    }
  }
  readonly authorities: {
    readonly active: string
    readonly none: string
    readonly revoked: string
    readonly since: (params: { readonly at: TextParam }) => string
    readonly title: string
  }
  readonly authorityOrders: {
    readonly choose: string
    readonly chosen: (params: { readonly name: TextParam }) => string
    readonly document: string
    readonly enter: string
    readonly enteredBy: (params: { readonly who: TextParam }) => string
    readonly fields: {
      readonly authority: string
      readonly receivedAt: string
      readonly reference: string
    }
    readonly ground: string
    readonly groundHint: string
    readonly grounds: {
      readonly document: (params: { readonly authority: TextParam; readonly reference: TextParam }) => string
      readonly order: (params: { readonly authority: TextParam; readonly reference: TextParam }) => string
    }
    readonly names: (params: { readonly contents: TextParam }) => string
    readonly noGround: string
    readonly none: string
    readonly open: string
    readonly policy: string
    readonly proofs: {
      readonly authenticated: string
      readonly document: string
      readonly revoked: string
    }
    readonly said: (params: { readonly authority: TextParam; readonly reference: TextParam }) => string
    readonly title: string
  }
  readonly automation: {
    readonly about: string
    readonly allRules: string
    readonly askedSince: (params: { readonly when: TextParam }) => string
    readonly budget: (params: { readonly acts: TextParam; readonly spent: TextParam; readonly within: TextParam }) => string
    readonly budgetName: string
    readonly columns: {
      readonly about: string
      readonly at: string
      readonly became: string
      readonly case: string
      readonly rule: string
    }
    readonly command: string
    readonly counted: (params: { readonly days: number }) => string
    readonly counts: {
      readonly done: (params: { readonly count: TextParam }) => string
      readonly foundNothing: (params: { readonly count: TextParam }) => string
      readonly foundWrong: (params: { readonly count: TextParam }) => string
      readonly left: (params: { readonly count: TextParam }) => string
      readonly nothing: string
      readonly overturned: (params: { readonly count: TextParam }) => string
      readonly stands: (params: { readonly count: TextParam }) => string
      readonly unknown: (params: { readonly count: TextParam }) => string
      readonly would: (params: { readonly count: TextParam }) => string
    }
    readonly decided: {
      readonly no_violation: string
      readonly violation: string
    }
    readonly does: {
      readonly hide: string
      readonly label: string
      readonly propose: string
      readonly route: string
    }
    readonly lastSignal: (params: { readonly ago: TextParam }) => string
    readonly mayGoLive: string
    readonly modeHints: {
      readonly live: string
      readonly paused: string
      readonly shadow: string
      readonly untried: string
    }
    readonly modes: {
      readonly live: string
      readonly paused: string
      readonly shadow: string
      readonly untried: string
    }
    readonly neverAsked: string
    readonly none: string
    readonly noneHint: string
    readonly noRules: string
    readonly noRuns: string
    readonly noRunsOf: string
    readonly ofRule: string
    readonly outcomes: {
      readonly done: string
      readonly left: string
      readonly stands: string
      readonly unknown: string
      readonly would: string
    }
    readonly overturned: string
    readonly owner: (params: { readonly who: TextParam }) => string
    readonly ownerGone: string
    readonly pausedBy: (params: { readonly when: TextParam; readonly who: TextParam }) => string
    readonly pauseWhy: (params: { readonly reason: TextParam }) => string
    readonly resume: string
    readonly resuming: string
    readonly rules: string
    readonly runs: string
    readonly signals: (params: { readonly count: SelectParam; readonly days: number }) => string
    readonly source: (params: { readonly id: TextParam }) => string
    readonly stop: (params: { readonly what: TextParam }) => string
    readonly stopAll: string
    readonly stopHint: string
    readonly stopWhy: (params: { readonly what: TextParam }) => string
    readonly title: string
    readonly undo: (params: { readonly source: TextParam }) => string
    readonly undoHint: string
    readonly written: string
  }
  readonly beside: {
    readonly about: string
    readonly account: string
    readonly action: string
    readonly asks: string
    readonly byGuard: string
    readonly byReach: string
    readonly choose: string
    readonly enforcements: string
    readonly farthest: string
    readonly file: string
    readonly from: (params: { readonly count: TextParam }) => string
    readonly guard: string
    readonly lasted: (params: { readonly lasted: TextParam }) => string
    readonly make: string
    readonly needed: string
    readonly none: string
    readonly offline: string
    readonly ordinary: string
    readonly reach: string
    readonly since: string
    readonly soFar: (params: { readonly lasted: TextParam }) => string
    readonly sum: (params: { readonly enforcements: TextParam; readonly from: TextParam; readonly needed: TextParam; readonly to: TextParam }) => string
    readonly title: string
    readonly under: (params: { readonly count: TextParam }) => string
    readonly unknown: string
    readonly unread: string
  }
  readonly budgets: {
    readonly band: (params: { readonly who: TextParam }) => string
    readonly bandOfOne: string
    readonly bands: (params: { readonly count: TextParam }) => string
    readonly change: string
    readonly close: string
    readonly closed: string
    readonly closedAt: (params: { readonly by: TextParam; readonly when: TextParam }) => string
    readonly closeHint: string
    readonly closing: string
    readonly counted: (params: { readonly enforcements: SelectParam; readonly reach: TextParam; readonly within: TextParam }) => string
    readonly explain: string
    readonly hidden: string
    readonly inForce: string
    readonly none: string
    readonly onePerson: string
    readonly opened: (params: { readonly by: TextParam; readonly since: TextParam }) => string
    readonly opener: string
    readonly quiet: string
    readonly shut: string
    readonly states: {
      readonly near: string
      readonly open: string
      readonly over: string
    }
    readonly stopLimits: string
    readonly title: string
    readonly waiting: (params: { readonly count: number }) => string
    readonly whoCloses: string
  }
  readonly bulkActions: {
    readonly about: string
    readonly acts: string
    readonly agree: string
    readonly agreedBy: (params: { readonly who: TextParam }) => string
    readonly all: string
    readonly alone: string
    readonly ask: string
    readonly asked: string
    readonly askedBy: (params: { readonly policyId: TextParam; readonly when: TextParam; readonly who: TextParam }) => string
    readonly back: string
    readonly copiesFixed: string
    readonly counts: {
      readonly appealed: string
      readonly created: string
      readonly dropped: string
      readonly fellOut: string
      readonly releasing: string
      readonly restored: string
      readonly waiting: string
    }
    readonly create: string
    readonly createAbout: string
    readonly days: string
    readonly daysOptional: string
    readonly decline: {
      readonly button: string
      readonly why: string
    }
    readonly doneOf: (params: { readonly all: TextParam; readonly done: TextParam }) => string
    readonly draw: string
    readonly file: string
    readonly forEver: string
    readonly foundBy: string
    readonly goOn: string
    readonly hash: string
    readonly highest: string
    readonly judge: string
    readonly judged: (params: { readonly all: TextParam; readonly done: TextParam }) => string
    readonly judgeFirst: (params: { readonly count: number }) => string
    readonly kept: string
    readonly keptFromYou: string
    readonly lines: (params: { readonly count: TextParam }) => string
    readonly list: string
    readonly listHint: string
    readonly listInstead: string
    readonly lookFirst: string
    readonly lookingThrough: (params: { readonly left: TextParam }) => string
    readonly mayNot: (params: { readonly why: TextParam }) => string
    readonly none: string
    readonly nothingToDo: string
    readonly notReported: string
    readonly number: (params: { readonly place: TextParam }) => string
    readonly ofResults: string
    readonly on: string
    readonly onAccounts: string
    readonly onContents: string
    readonly one: string
    readonly outcome: (params: { readonly all: TextParam; readonly wrong: number }) => string
    readonly progress: string
    readonly reported: string
    readonly says: (params: { readonly action: TextParam; readonly policyId: TextParam; readonly who: TextParam }) => string
    readonly sentence: (params: { readonly action: TextParam; readonly lasts: TextParam; readonly reach: TextParam; readonly subjects: TextParam }) => string
    readonly setFixed: string
    readonly setOf: {
      readonly account: string
      readonly case: string
    }
    readonly setOfCopies: (params: { readonly caseId: TextParam }) => string
    readonly split: (params: { readonly guarded: TextParam; readonly ordinary: TextParam }) => string
    readonly stageOf: (params: { readonly all: TextParam; readonly stage: TextParam }) => string
    readonly stages: (params: { readonly shares: TextParam }) => string
    readonly state: string
    readonly states: {
      readonly declined: string
      readonly done: string
      readonly expired: string
      readonly looking: string
      readonly preparing: string
      readonly proposed: string
      readonly running: string
      readonly stopped: string
    }
    readonly stop: {
      readonly button: string
      readonly why: string
    }
    readonly subjects: string
    readonly title: string
    readonly titleOf: (params: { readonly id: TextParam }) => string
    readonly undo: string
    readonly waitsFor: {
      readonly breaker: string
      readonly freeze: string
    }
    readonly what: string
    readonly whatFor: string
    readonly wrote: string
    readonly wroteNothing: string
  }
  readonly categories: {
    readonly ANIMAL_WELFARE: string
    readonly CONSUMER_INFORMATION: string
    readonly CYBER_VIOLENCE: string
    readonly CYBER_VIOLENCE_AGAINST_WOMEN: string
    readonly DATA_PROTECTION_AND_PRIVACY_VIOLATIONS: string
    readonly ILLEGAL_OR_HARMFUL_SPEECH: string
    readonly INTELLECTUAL_PROPERTY_INFRINGEMENTS: string
    readonly NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS: string
    readonly NOT_SPECIFIED_NOTICE: string
    readonly OTHER_VIOLATION_TC: string
    readonly PROTECTION_OF_MINORS: string
    readonly RISK_FOR_PUBLIC_SECURITY: string
    readonly SCAMS_AND_FRAUD: string
    readonly SELF_HARM: string
    readonly UNSAFE_AND_PROHIBITED_PRODUCTS: string
    readonly VIOLENCE: string
  }
  readonly changes: {
    readonly agree: string
    readonly agreeing: string
    readonly answers: {
      readonly agree: string
      readonly decline: string
    }
    readonly by: (params: { readonly when: TextParam; readonly who: TextParam }) => string
    readonly decline: string
    readonly declineWhy: string
    readonly directions: {
      readonly looser: string
      readonly mixed: string
      readonly stricter: string
    }
    readonly directorySays: (params: { readonly op: SelectParam; readonly pseudonym: TextParam; readonly role: TextParam }) => string
    readonly erases: (params: { readonly id: TextParam; readonly person: SelectParam }) => string
    readonly explain: string
    readonly fromDirectory: string
    readonly fromDirectoryHint: string
    readonly history: string
    readonly inYourTime: string
    readonly kinds: {
      readonly action_denial: string
      readonly approver: string
      readonly authority: string
      readonly authority_removal: string
      readonly automation_resume: string
      readonly breaker: string
      readonly channel_removal: string
      readonly clearance: string
      readonly connector: string
      readonly drill_account: string
      readonly election_window: string
      readonly election_window_end: string
      readonly end_later: string
      readonly end_people: string
      readonly flagger: string
      readonly flagger_suspension: string
      readonly harm_policy: string
      readonly key: string
      readonly legal_hold: string
      readonly match_list: string
      readonly match_list_end: string
      readonly passkey: string
      readonly passkey_removal: string
      readonly person_erase: string
      readonly profile: string
      readonly protect_list: string
      readonly protection: string
      readonly recovery_end: string
      readonly review_times: string
      readonly role: string
      readonly rule_set: string
      readonly sender_pause: string
      readonly settlement_correction: string
      readonly sign_on: string
      readonly tag: string
      readonly team: string
      readonly token: string
      readonly transparency_report: string
      readonly unrestrict: string
      readonly unseal: string
      readonly verified_badge: string
      readonly webhook_secret: string
    }
    readonly lapses: (params: { readonly left: TextParam }) => string
    readonly mayNot: (params: { readonly why: TextParam }) => string
    readonly moved: (params: { readonly by: TextParam; readonly state: TextParam; readonly when: TextParam }) => string
    readonly noHistory: string
    readonly nothingWaits: string
    readonly propose: string
    readonly readGuards: string
    readonly readName: string
    readonly readNameHint: string
    readonly states: {
      readonly agreed: string
      readonly applied: string
      readonly declined: string
      readonly expired: string
      readonly failed: string
      readonly proposed: string
      readonly stopped: string
      readonly withdrawn: string
    }
    readonly stop: string
    readonly stopping: string
    readonly takesEffect: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly title: string
    readonly unsealed: (params: { readonly name: TextParam; readonly pseudonym: TextParam }) => string
    readonly waiting: string
    readonly why: string
    readonly withdraw: string
  }
  readonly channels: {
    readonly about: string
    readonly add: string
    readonly addedBy: string
    readonly address: string
    readonly anotherSecret: string
    readonly anotherSecretFor: (params: { readonly name: TextParam }) => string
    readonly askNewSecret: string
    readonly copySecret: string
    readonly dead: (params: { readonly since: TextParam; readonly why: TextParam }) => string
    readonly desks: string
    readonly eventKinds: {
      readonly account: string
      readonly alert: string
      readonly appeal: string
      readonly breaker: string
      readonly bulk_action: string
      readonly case: string
      readonly change: string
      readonly enforcement: string
      readonly freeze: string
      readonly queue: string
      readonly staff: string
    }
    readonly events: string
    readonly failing: (params: { readonly since: TextParam; readonly why: TextParam }) => string
    readonly follows: (params: { readonly key: TextParam; readonly kinds: TextParam }) => string
    readonly howMuch: {
      readonly all: string
      readonly calls: string
      readonly digest: string
      readonly events: string
    }
    readonly integrationKey: string
    readonly key: string
    readonly kind: string
    readonly kinds: {
      readonly configured: string
      readonly mail: string
      readonly opsgenie: string
      readonly pagerduty: string
      readonly slack: string
      readonly webhook: string
    }
    readonly name: string
    readonly never: string
    readonly newSecret: string
    readonly newSecretWaits: (params: { readonly change: TextParam; readonly fingerprint: TextParam; readonly until: TextParam }) => string
    readonly newSecretWhy: (params: { readonly name: TextParam }) => string
    readonly noKey: string
    readonly none: string
    readonly own: string
    readonly proposeRemoval: string
    readonly remove: string
    readonly removeHint: (params: { readonly name: TextParam }) => string
    readonly removeTwoHint: (params: { readonly name: TextParam }) => string
    readonly removeWhy: (params: { readonly name: TextParam }) => string
    readonly removing: (params: { readonly name: TextParam }) => string
    readonly secret: string
    readonly secretChanged: (params: { readonly at: TextParam }) => string
    readonly takes: string
    readonly test: string
    readonly testing: (params: { readonly name: TextParam }) => string
    readonly unoffered: string
    readonly waiting: (params: { readonly count: number }) => string
    readonly well: (params: { readonly at: TextParam; readonly took: TextParam }) => string
  }
  readonly connectors: {
    readonly about: string
    readonly accountActions: string
    readonly can: string
    readonly contentActions: string
    readonly has: {
      readonly fences: string
      readonly holds: string
      readonly readsBack: string
      readonly reverts: string
      readonly verifies: string
    }
    readonly lacks: {
      readonly fences: string
      readonly holds: string
      readonly readsBack: string
      readonly reverts: string
      readonly verifies: string
    }
    readonly leftOut: string
    readonly noActions: string
    readonly none: string
    readonly states: {
      readonly answers: string
      readonly left_out: string
      readonly silent: string
    }
  }
  readonly copies: {
    readonly all: string
    readonly hidden: (params: { readonly count: number }) => string
    readonly inBulk: (params: { readonly count: number }) => string
    readonly more: string
    readonly newCase: string
    readonly none: string
    readonly openCase: (params: { readonly caseId: TextParam }) => string
    readonly protected: string
    readonly sent: string
    readonly unknownHandle: string
  }
  readonly countersign: {
    readonly account: string
    readonly agreeing: string
    readonly alone: {
      readonly confirmed: string
      readonly confirmHint: string
      readonly confirmTitle: string
      readonly grounds: {
        readonly document: string
        readonly harm: string
        readonly hijack: string
        readonly match: string
        readonly order: string
      }
      readonly harms: {
        readonly child_abuse: string
        readonly home_address: string
        readonly intimate_images: string
        readonly suicide_in_progress: string
        readonly threat_to_life: string
      }
      readonly mayNot: (params: { readonly why: TextParam }) => string
      readonly names: {
        readonly edited: string
        readonly ends: string
        readonly ground: string
        readonly harm: string
        readonly list: string
        readonly media: string
        readonly order: string
        readonly policy: string
        readonly published: string
        readonly title: string
      }
      readonly nothingToConfirm: string
      readonly offDuty: string
      readonly read: string
      readonly since: (params: { readonly when: TextParam }) => string
      readonly stays: string
      readonly toConfirm: string
      readonly unconfirmed: (params: { readonly ground: TextParam }) => string
      readonly undoAll: string
      readonly undone: (params: { readonly count: number }) => string
      readonly undoOffDuty: string
      readonly undoOnLive: string
    }
    readonly approve: string
    readonly approveIn: (params: { readonly left: TextParam }) => string
    readonly ask: string
    readonly assessment: string
    readonly canNotTell: string
    readonly compare: string
    readonly confirm: string
    readonly decline: string
    readonly declinedBefore: string
    readonly declineWhy: string
    readonly differ: string
    readonly duty: string
    readonly dutyHint: string
    readonly dutyTaken: string
    readonly dutyTitle: string
    readonly empty: string
    readonly find: string
    readonly lapses: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly list: {
      readonly about: string
      readonly asked: (params: { readonly people: TextParam }) => string
      readonly columns: {
        readonly account: string
        readonly progress: string
        readonly time: string
        readonly you: string
      }
      readonly given: (params: { readonly given: TextParam; readonly needed: number }) => string
      readonly lapses: (params: { readonly left: TextParam; readonly time: TextParam }) => string
      readonly later: string
      readonly missing: (params: { readonly what: TextParam }) => string
      readonly more: string
      readonly none: string
      readonly parts: {
        readonly may_be_asked: string
        readonly none: string
        readonly proposed: string
      }
      readonly review: string
      readonly title: string
    }
    readonly noViolation: string
    readonly one: (params: { readonly enforcementId: TextParam }) => string
    readonly otherAccount: string
    readonly own: string
    readonly ownHint: string
    readonly pass: string
    readonly pending: string
    readonly proposed: string
    readonly readFirst: string
    readonly record: string
    readonly results: {
      readonly acts: (params: { readonly account: TextParam }) => string
      readonly confirmed: (params: { readonly account: TextParam }) => string
      readonly declined: (params: { readonly account: TextParam }) => string
      readonly held: (params: { readonly account: TextParam; readonly until: TextParam }) => string
      readonly waits: (params: { readonly account: TextParam }) => string
    }
    readonly reveal: string
    readonly revealed: string
    readonly revealHint: string
    readonly same: string
    readonly sameAccount: string
    readonly signed: string
    readonly takeDuty: string
    readonly title: string
    readonly violation: string
    readonly whyNow: string
    readonly you: string
  }
  readonly databaseRecovery: {
    readonly about: string
    readonly before: string
    readonly changes: string
    readonly database: string
    readonly differs: string
    readonly entries: string
    readonly entry: (params: { readonly number: TextParam }) => string
    readonly found: string
    readonly generation: (params: { readonly number: TextParam }) => string
    readonly kinds: {
      readonly journal: string
      readonly label: string
      readonly ledger: string
      readonly platform: string
    }
    readonly label: (params: { readonly number: TextParam }) => string
    readonly lead: string
    readonly leadHint: string
    readonly more: (params: { readonly count: number }) => string
    readonly offline: string
    readonly people: string
    readonly propose: string
    readonly since: (params: { readonly at: TextParam }) => string
    readonly state: string
    readonly there: string
    readonly title: string
    readonly waits: (params: { readonly id: TextParam; readonly who: TextParam }) => string
    readonly what: string
  }
  readonly decisions: {
    readonly about: string
    readonly byPerson: string
    readonly byRule: string
    readonly columns: {
      readonly at: string
      readonly by: string
      readonly decision: string
      readonly effect: string
      readonly guards: string
      readonly policy: string
      readonly queue: string
      readonly reviewer: string
      readonly subject: string
    }
    readonly csv: string
    readonly effect: (params: { readonly action: TextParam; readonly state: TextParam }) => string
    readonly empty: string
    readonly emptyFilter: string
    readonly emptyNext: string
    readonly filters: {
      readonly action: string
      readonly clear: string
      readonly conclusion: string
      readonly guard: string
      readonly last: string
      readonly ownAction: string
      readonly platform: string
      readonly policyId: string
      readonly queue: string
      readonly rule: string
      readonly title: string
    }
    readonly older: string
    readonly subjects: {
      readonly account: string
      readonly content: string
    }
    readonly title: string
    readonly withheld: string
  }
  readonly demo: {
    readonly band: string
    readonly name: string
  }
  readonly denials: {
    readonly about: string
    readonly choose: string
    readonly denied: string
    readonly holder: string
    readonly may: string
    readonly person: (params: { readonly actions: TextParam; readonly person: TextParam }) => string
    readonly propose: string
    readonly stricter: string
    readonly title: string
  }
  readonly design: {
    readonly about: string
    readonly buttons: string
    readonly colours: string
    readonly data: string
    readonly fields: string
    readonly notes: string
    readonly refused: string
    readonly sample: string
    readonly sentence: string
    readonly states: string
    readonly title: string
    readonly type: string
  }
  readonly drift: {
    readonly account: string
    readonly accountUnread: (params: { readonly at: TextParam; readonly why: TextParam }) => string
    readonly bringUp: string
    readonly broughtUp: string
    readonly change: (params: { readonly isNow: TextParam; readonly was: TextParam }) => string
    readonly close: string
    readonly closed: (params: { readonly by: TextParam; readonly why: TextParam }) => string
    readonly detected: (params: { readonly accounts: number; readonly since: TextParam }) => string
    readonly lastRead: (params: { readonly at: TextParam }) => string
    readonly never: string
    readonly none: string
    readonly notRead: string
    readonly over: (params: { readonly at: TextParam }) => string
    readonly times: (params: { readonly times: number }) => string
    readonly title: string
    readonly unread: (params: { readonly accounts: number; readonly since: TextParam }) => string
    readonly visits: {
      readonly not_shown: string
      readonly shown: string
      readonly unknown: string
    }
    readonly why: string
  }
  readonly drills: {
    readonly about: string
    readonly account: string
    readonly accountId: string
    readonly accounts: string
    readonly accountsHint: string
    readonly alone: string
    readonly at: string
    readonly back: string
    readonly begins: string
    readonly buttons: {
      readonly again: string
      readonly now: string
      readonly once: string
    }
    readonly by: (params: { readonly who: TextParam }) => string
    readonly callOff: string
    readonly calls: string
    readonly drill: string
    readonly end: string
    readonly every: (params: { readonly day: TextParam; readonly time: TextParam; readonly weeks: number; readonly zone: TextParam }) => string
    readonly everyWeeks: string
    readonly first: string
    readonly found: string
    readonly mark: string
    readonly next: (params: { readonly at: TextParam }) => string
    readonly noAccounts: string
    readonly none: string
    readonly noneNext: string
    readonly noSchedules: string
    readonly now: (params: { readonly id: TextParam }) => string
    readonly nowLink: string
    readonly onAccounts: (params: { readonly count: number }) => string
    readonly plan: string
    readonly planned: (params: { readonly at: TextParam; readonly id: TextParam }) => string
    readonly refused: (params: { readonly why: TextParam }) => string
    readonly repeats: (params: { readonly at: TextParam }) => string
    readonly results: string
    readonly scenario: string
    readonly scenarios: {
      readonly 'last-hour': string
      readonly 'silent-on-call': string
      readonly 'stolen-session': string
      readonly 'wrong-takedown': string
    }
    readonly schedules: string
    readonly skipHint: string
    readonly skipped: (params: { readonly why: TextParam }) => string
    readonly sure: string
    readonly time: string
    readonly title: string
    readonly toCome: (params: { readonly at: TextParam }) => string
    readonly underWay: string
    readonly usual: (params: { readonly time: TextParam }) => string
    readonly weekday: string
    readonly when: string
    readonly whens: {
      readonly again: string
      readonly now: string
      readonly once: string
    }
    readonly zone: string
  }
  readonly duration: {
    readonly days: (params: { readonly n: number }) => string
    readonly hours: (params: { readonly h: TextParam }) => string
    readonly hoursMinutes: (params: { readonly h: TextParam; readonly m: TextParam }) => string
    readonly minutes: (params: { readonly n: number }) => string
    readonly minutesSeconds: (params: { readonly m: TextParam; readonly s: TextParam }) => string
    readonly seconds: (params: { readonly n: number }) => string
  }
  readonly elections: {
    readonly about: string
    readonly accounts: string
    readonly accountsHint: string
    readonly asked: string
    readonly begins: string
    readonly closeEarly: (params: { readonly id: TextParam }) => string
    readonly closeHint: string
    readonly closesAt: (params: { readonly id: TextParam; readonly when: TextParam }) => string
    readonly closing: (params: { readonly id: TextParam }) => string
    readonly covers: string
    readonly ends: string
    readonly from: (params: { readonly from: TextParam; readonly until: TextParam; readonly zone: TextParam }) => string
    readonly missing: {
      readonly enforcement: string
      readonly far: string
      readonly times: string
      readonly who: string
    }
    readonly none: string
    readonly open: string
    readonly opens: string
    readonly propose: string
    readonly proposeClosing: string
    readonly states: {
      readonly asked: string
      readonly coming: string
      readonly open: string
    }
    readonly stays: string
    readonly tagged: (params: { readonly tags: TextParam }) => string
    readonly tags: string
    readonly title: string
    readonly toChanges: string
    readonly why: (params: { readonly reason: TextParam }) => string
  }
  readonly enforcements: {
    readonly accept: string
    readonly acceptAbout: string
    readonly accepted: string
    readonly acceptIt: string
    readonly acceptWhy: string
    readonly agreeBy: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly answers: {
      readonly agree: string
      readonly confirm: string
      readonly decline: string
      readonly duty: string
    }
    readonly backUnless: (params: { readonly left: TextParam }) => string
    readonly because: (params: { readonly reason: TextParam }) => string
    readonly by: (params: { readonly who: TextParam }) => string
    readonly byLater: string
    readonly candidates: (params: { readonly count: number }) => string
    readonly causes: {
      readonly appeal: string
      readonly ended: string
      readonly left: string
      readonly mistake: string
      readonly unconfirmed: string
      readonly undo: string
    }
    readonly confirm: string
    readonly done: {
      readonly asked: string
      readonly give: string
      readonly given: string
      readonly owed: string
      readonly restoring: string
      readonly stopped: string
      readonly title: string
    }
    readonly empty: string
    readonly endsBy: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly history: string
    readonly noNeeds: string
    readonly now: string
    readonly ofCase: string
    readonly onlyIn: (params: { readonly countries: TextParam }) => string
    readonly open: (params: { readonly count: number }) => string
    readonly openShort: (params: { readonly count: number }) => string
    readonly people: string
    readonly rationale: string
    readonly readBack: {
      readonly at: (params: { readonly time: TextParam }) => string
      readonly hidden: string
      readonly limited: string
      readonly none: string
      readonly noPosts: string
      readonly title: string
      readonly visible: string
    }
    readonly reinstate: string
    readonly requirement: string
    readonly restore: string
    readonly restoreAsked: (params: { readonly cause: TextParam }) => string
    readonly resubmit: string
    readonly resubmitAbout: string
    readonly resume: string
    readonly second: string
    readonly secondAbout: string
    readonly seconded: string
    readonly secondShow: string
    readonly secondTake: (params: { readonly action: TextParam }) => string
    readonly secondWhy: string
    readonly sections: {
      readonly acting: string
      readonly confirming: string
      readonly failing: string
      readonly held: string
      readonly interim: string
      readonly offline: string
      readonly restoring: string
      readonly waiting: string
    }
    readonly seenVisible: string
    readonly shut: string
    readonly signOwn: string
    readonly signOwnAbout: string
    readonly signOwnShow: string
    readonly stop: string
    readonly summary: string
    readonly takesEffect: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly title: string
    readonly titleOf: (params: { readonly id: TextParam }) => string
    readonly until: (params: { readonly time: TextParam }) => string
    readonly version: {
      readonly changed: string
      readonly title: string
    }
    readonly void: string
    readonly waits: string
    readonly waitsUntil: (params: { readonly time: TextParam }) => string
    readonly why: string
  }
  readonly enrol: {
    readonly another: string
    readonly anotherHint: string
    readonly askRemove: string
    readonly counts: string
    readonly explain: string
    readonly failed: string
    readonly fingerprint: (params: { readonly fingerprint: TextParam }) => string
    readonly label: string
    readonly labelExample: string
    readonly make: string
    readonly mine: string
    readonly mustAgree: (params: { readonly changeId: TextParam }) => string
    readonly noInvitation: string
    readonly none: string
    readonly onlyOne: string
    readonly removalWaits: (params: { readonly changeId: TextParam }) => string
    readonly remove: string
    readonly title: string
    readonly toSignIn: string
  }
  readonly entryFields: {
    readonly names: {
      readonly about: string
      readonly acceptedReason: string
      readonly account: string
      readonly acknowledgeBy: string
      readonly act: string
      readonly action: string
      readonly actions: string
      readonly active: string
      readonly address: string
      readonly agrees: string
      readonly answer: string
      readonly answerHash: string
      readonly appealId: string
      readonly approvals: string
      readonly as: string
      readonly askedBy: string
      readonly authorityId: string
      readonly authorityOrderId: string
      readonly barred: string
      readonly before: string
      readonly beginsAt: string
      readonly breakerId: string
      readonly budget: string
      readonly bulkActionId: string
      readonly bulkId: string
      readonly businessDays: string
      readonly bytes: string
      readonly caseId: string
      readonly cases: string
      readonly category: string
      readonly cause: string
      readonly change: string
      readonly changeId: string
      readonly channel: string
      readonly channelId: string
      readonly claimsTakenBack: string
      readonly clockId: string
      readonly clocks: string
      readonly conclusion: string
      readonly contentHash: string
      readonly contents: string
      readonly counterNoticeId: string
      readonly countsFrom: string
      readonly credentialId: string
      readonly decisionId: string
      readonly desired: string
      readonly differsHash: string
      readonly direction: string
      readonly discloses: string
      readonly drift: string
      readonly driftId: string
      readonly drillId: string
      readonly durationMs: string
      readonly effectiveAt: string
      readonly endCause: string
      readonly endsAt: string
      readonly enforcementIds: string
      readonly enforcements: string
      readonly enforcementsRestored: string
      readonly enforcementsStopped: string
      readonly entries: string
      readonly entriesHash: string
      readonly entryId: string
      readonly every: string
      readonly everyDays: string
      readonly exceptionId: string
      readonly expiresAt: string
      readonly factsAt: string
      readonly filedBy: string
      readonly first: string
      readonly follows: string
      readonly freezeId: string
      readonly from: string
      readonly fromQueue: string
      readonly generation: string
      readonly graceDays: string
      readonly hash: string
      readonly holder: string
      readonly holdId: string
      readonly holdMs: string
      readonly how: string
      readonly invitationId: string
      readonly joined: string
      readonly keptNumber: string
      readonly key: string
      readonly keyId: string
      readonly knownGeneration: string
      readonly law: string
      readonly letter: string
      readonly listed: string
      readonly listHash: string
      readonly listId: string
      readonly lossId: string
      readonly lost: string
      readonly lostChain: string
      readonly lostHash: string
      readonly lostNumber: string
      readonly markId: string
      readonly marks: string
      readonly matchId: string
      readonly measureId: string
      readonly measureKind: string
      readonly mediaId: string
      readonly mentioned: string
      readonly missed: string
      readonly name: string
      readonly noteHash: string
      readonly notice: string
      readonly noticesHash: string
      readonly numbers: string
      readonly of: string
      readonly op: string
      readonly opened: string
      readonly openingId: string
      readonly organisation: string
      readonly pauseId: string
      readonly people: string
      readonly personId: string
      readonly personMetrics: string
      readonly pinId: string
      readonly place: string
      readonly platform: string
      readonly points: string
      readonly policiesHash: string
      readonly policyId: string
      readonly protected: string
      readonly reach: string
      readonly reason: string
      readonly reasonHash: string
      readonly receivedAt: string
      readonly recoveryId: string
      readonly reference: string
      readonly referral: string
      readonly referralId: string
      readonly reports: string
      readonly requestId: string
      readonly restrictionId: string
      readonly reviewBy: string
      readonly role: string
      readonly roles: string
      readonly rows: string
      readonly ruleId: string
      readonly runId: string
      readonly said: string
      readonly saidHash: string
      readonly sameTeam: string
      readonly scenario: string
      readonly scheduleId: string
      readonly scopes: string
      readonly secretFingerprint: string
      readonly seen: string
      readonly senderId: string
      readonly sentAt: string
      readonly seq: string
      readonly sessionId: string
      readonly setId: string
      readonly settlementId: string
      readonly shadow: string
      readonly signalId: string
      readonly signatureHash: string
      readonly signatureId: string
      readonly snoozeId: string
      readonly software: string
      readonly source: string
      readonly staffId: string
      readonly stage: string
      readonly standing: string
      readonly standingId: string
      readonly statementId: string
      readonly strikeCaseId: string
      readonly subjects: string
      readonly submissions: string
      readonly takesEffectAt: string
      readonly to: string
      readonly tokenId: string
      readonly tokensRevoked: string
      readonly toQueue: string
      readonly toStaff: string
      readonly until: string
      readonly urgency: string
      readonly valid: string
      readonly verdict: string
      readonly verdictHash: string
      readonly version: string
      readonly views: string
      readonly why: string
      readonly withinMs: string
      readonly wrong: string
    }
  }
  readonly entryKinds: {
    readonly groups: {
      readonly bulk: string
      readonly cases: string
      readonly enforcements: string
      readonly law: string
      readonly limits: string
      readonly organisation: string
      readonly oversight: string
      readonly people: string
      readonly platform: string
    }
    readonly names: {
      readonly actions_denied: string
      readonly alerted: string
      readonly appeal_answered: string
      readonly appeal_asked: string
      readonly appeal_concluded: string
      readonly appeal_ended: string
      readonly appeal_received: string
      readonly authority_order_acted: string
      readonly authority_order_item_found: string
      readonly authority_order_received: string
      readonly authority_orders_erased: string
      readonly authority_registered: string
      readonly authority_revoked: string
      readonly automation_paused: string
      readonly automation_resumed: string
      readonly break_ended: string
      readonly break_started: string
      readonly breaker_closed: string
      readonly breaker_opened: string
      readonly bulk_action_judged: string
      readonly bulk_action_moved: string
      readonly bulk_action_proposed: string
      readonly bulk_action_sampled: string
      readonly bulk_restore_asked: string
      readonly bulk_restore_done: string
      readonly bulk_restore_previewed: string
      readonly bulk_restore_started: string
      readonly case_answered: string
      readonly case_claimed: string
      readonly case_decided: string
      readonly case_escalated: string
      readonly case_lapsed: string
      readonly case_noted: string
      readonly case_opened: string
      readonly case_released: string
      readonly case_returned: string
      readonly case_set_dismissed: string
      readonly case_set_undone: string
      readonly case_snooze_ended: string
      readonly case_snoozed: string
      readonly case_taken_over: string
      readonly case_transferred: string
      readonly cases_late: string
      readonly change_answered: string
      readonly change_moved: string
      readonly change_proposed: string
      readonly channel_added: string
      readonly channel_dead: string
      readonly channel_removed: string
      readonly connector_pinned: string
      readonly consumer_notice_made: string
      readonly consumer_notice_repeated: string
      readonly consumers_told: string
      readonly content_matched: string
      readonly counter_notice_ended: string
      readonly counter_notice_received: string
      readonly data_loss_found: string
      readonly desired_state_reached: string
      readonly desired_state_set: string
      readonly directory_person: string
      readonly directory_person_removed: string
      readonly directory_role: string
      readonly drift_brought_up: string
      readonly drift_closed: string
      readonly drift_ended: string
      readonly drift_found: string
      readonly drift_found_again: string
      readonly drill_account_marked: string
      readonly drill_begun: string
      readonly drill_planned: string
      readonly drill_refused: string
      readonly drill_schedule_ended: string
      readonly drill_scheduled: string
      readonly drill_skipped: string
      readonly dsa_statement_reviewed: string
      readonly dsa_statements_missing: string
      readonly dsa_statements_settled: string
      readonly enforcement_answered: string
      readonly enforcement_assessed: string
      readonly enforcement_identified: string
      readonly enforcement_independent_review: string
      readonly enforcement_joined: string
      readonly enforcement_judged: string
      readonly enforcement_moved: string
      readonly enforcement_offered: string
      readonly enforcement_passed: string
      readonly enforcement_previewed: string
      readonly enforcement_proposed: string
      readonly enforcement_revealed: string
      readonly entry_restated: string
      readonly exception_agreed: string
      readonly exception_ended: string
      readonly facts_read: string
      readonly flagger_set: string
      readonly flagger_suspended: string
      readonly freeze_begun: string
      readonly freeze_ended: string
      readonly freeze_extended: string
      readonly freeze_reason_given: string
      readonly invitation_ended: string
      readonly invitation_made: string
      readonly key_added: string
      readonly key_list_made: string
      readonly key_recovery_begun: string
      readonly key_recovery_ended: string
      readonly key_revoked: string
      readonly key_window_closed: string
      readonly label_published: string
      readonly legal_clock_ended: string
      readonly legal_clocks_missed: string
      readonly legal_clocks_started: string
      readonly legal_hold_lifted: string
      readonly legal_hold_placed: string
      readonly letter_returned: string
      readonly lost_label_found: string
      readonly lost_label_retracted: string
      readonly match_list_agreed: string
      readonly match_list_ended: string
      readonly misuse_appeal_judged: string
      readonly misuse_appeal_received: string
      readonly misuse_mark_withdrawn: string
      readonly misuse_marked: string
      readonly name_read: string
      readonly name_unsealed: string
      readonly needs_attention: string
      readonly notice_answered: string
      readonly notice_clock_started: string
      readonly notice_received: string
      readonly passkey_added: string
      readonly passkey_removed: string
      readonly passkey_suspected: string
      readonly payload_erased: string
      readonly person_erased: string
      readonly person_exported: string
      readonly platform_disagreed: string
      readonly platform_holds: string
      readonly profile_set: string
      readonly protect_list_judged: string
      readonly protection_review_missed: string
      readonly protection_reviewed: string
      readonly protection_set: string
      readonly qa_sample_asked: string
      readonly reach_back: string
      readonly reading_unusual: string
      readonly recovery_begun: string
      readonly recovery_ended: string
      readonly referral_made: string
      readonly removal_request_received: string
      readonly reports_received: string
      readonly restore_asked: string
      readonly review_times_set: string
      readonly rota_added: string
      readonly rota_removed: string
      readonly rule_set_adopted: string
      readonly rule_spoke: string
      readonly sender_measure_begun: string
      readonly sender_measure_ended: string
      readonly session_began: string
      readonly session_revoked: string
      readonly settlement_recorded: string
      readonly setup_ended: string
      readonly shift_ended: string
      readonly shift_started: string
      readonly sign_on_linked: string
      readonly signal_received: string
      readonly signed: string
      readonly staff_added: string
      readonly staff_changed: string
      readonly staff_end_moved: string
      readonly staff_ended: string
      readonly staff_ending: string
      readonly staff_notice: string
      readonly staff_restricted: string
      readonly staff_token_added: string
      readonly staff_token_revoked: string
      readonly staff_unrestricted: string
      readonly standing_imported: string
      readonly standing_taken_over: string
      readonly statement_made: string
      readonly strikes_reached: string
      readonly transparency_day_counted: string
      readonly transparency_report_made: string
      readonly transparency_report_stored: string
      readonly undo_reason_given: string
      readonly views_recorded: string
      readonly webhook_secret_changed: string
    }
  }
  readonly errors: {
    readonly again: string
    readonly copy: string
    readonly home: string
    readonly noSuchPage: string
    readonly offline: string
    readonly offShift: string
    readonly onBreak: string
    readonly reference: (params: { readonly reference: TextParam }) => string
    readonly toShift: string
    readonly unknown: string
    readonly unread: string
  }
  readonly escalation: {
    readonly queues: {
      readonly child_safety: string
      readonly lead: string
      readonly legal: string
      readonly policy: string
      readonly threat_to_life: string
    }
    readonly urgencies: {
      readonly immediate: string
      readonly normal: string
      readonly urgent: string
    }
  }
  readonly evidence: {
    readonly account: string
    readonly cut: string
    readonly disarm: string
    readonly fold: string
    readonly item: (params: { readonly type: TextParam }) => string
    readonly itemBefore: (params: { readonly time: TextParam }) => string
    readonly itemNo: string
    readonly itemReported: string
    readonly itemYes: string
    readonly linksAsWritten: string
    readonly noComment: string
    readonly noText: string
    readonly post: string
    readonly reports: (params: { readonly count: number; readonly reporters: number }) => string
    readonly title: string
    readonly unfold: string
  }
  readonly exceptions: {
    readonly about: string
    readonly active: (params: { readonly count: TextParam }) => string
    readonly activeTitle: string
    readonly begin: (params: { readonly exceptionId: TextParam }) => string
    readonly end: string
    readonly ended: string
    readonly endedBy: (params: { readonly at: TextParam; readonly who: TextParam }) => string
    readonly more: string
    readonly none: string
    readonly nonePast: string
    readonly overdue: (params: { readonly at: TextParam }) => string
    readonly past: (params: { readonly count: TextParam }) => string
    readonly pastTitle: string
    readonly people: (params: { readonly at: TextParam; readonly proposer: TextParam; readonly second: TextParam }) => string
    readonly proposed: string
    readonly reason: string
    readonly result: (params: { readonly caseId: TextParam; readonly exceptionId: TextParam }) => string
    readonly reviewBy: (params: { readonly at: TextParam }) => string
    readonly show: string
    readonly title: string
  }
  readonly flaggers: {
    readonly about: string
    readonly active: string
    readonly add: string
    readonly applies: string
    readonly areas: (params: { readonly areas: TextParam }) => string
    readonly awarded: (params: { readonly coordinator: TextParam; readonly reference: TextParam; readonly until: TextParam }) => string
    readonly categories: string
    readonly columns: {
      readonly category: string
      readonly medianHours: string
      readonly name: string
      readonly notices: string
      readonly notUpheld: string
      readonly open: string
      readonly upheld: string
    }
    readonly contact: string
    readonly coordinator: string
    readonly email: string
    readonly expires: string
    readonly exportCsv: string
    readonly figures: (params: { readonly year: TextParam }) => string
    readonly lane: (params: { readonly inLane: TextParam }) => string
    readonly laneFull: string
    readonly mails: (params: { readonly email: TextParam }) => string
    readonly missing: string
    readonly name: string
    readonly none: string
    readonly nothing: (params: { readonly year: TextParam }) => string
    readonly over: string
    readonly propose: string
    readonly proposeSuspension: string
    readonly reached: (params: { readonly contact: TextParam }) => string
    readonly reference: string
    readonly suspend: (params: { readonly name: TextParam }) => string
    readonly suspendHint: string
    readonly title: string
    readonly upheld: (params: { readonly decided: TextParam; readonly upheld: TextParam }) => string
    readonly year: string
  }
  readonly forbidden: {
    readonly ask: string
    readonly title: string
    readonly why: (params: { readonly own: TextParam; readonly roles: TextParam }) => string
  }
  readonly frame: {
    readonly alerts: (params: { readonly count: number }) => string
    readonly commands: {
      readonly act: string
      readonly failed: string
      readonly freeze: string
      readonly goTo: string
      readonly none: string
      readonly open: string
      readonly placeholder: string
      readonly recent: string
      readonly search: (params: { readonly text: TextParam }) => string
      readonly stop: string
      readonly title: string
    }
    readonly endBreak: string
    readonly endShift: string
    readonly groups: {
      readonly act: string
      readonly insight: string
      readonly organisation: string
      readonly rules: string
      readonly watch: string
      readonly work: string
    }
    readonly help: string
    readonly moving: (params: { readonly count: TextParam }) => string
    readonly offShift: string
    readonly onBreak: string
    readonly onShift: string
    readonly shortcuts: string
    readonly startShift: string
    readonly takeBreak: string
    readonly theme: string
    readonly tour: string
    readonly unread: (params: { readonly count: TextParam }) => string
    readonly waiting: (params: { readonly count: TextParam }) => string
    readonly worked: (params: { readonly length: TextParam }) => string
  }
  readonly freeze: {
    readonly begun: (params: { readonly until: TextParam }) => string
    readonly button: string
    readonly end: string
    readonly ended: (params: { readonly by: TextParam }) => string
    readonly explain: string
    readonly extend: string
    readonly extended: (params: { readonly by: TextParam }) => string
    readonly lasts: (params: { readonly until: TextParam }) => string
    readonly none: string
    readonly now: string
    readonly reasonBy: (params: { readonly by: TextParam; readonly reason: TextParam }) => string
    readonly reasonMissing: string
    readonly recent: string
    readonly until: (params: { readonly until: TextParam }) => string
  }
  readonly glossary: {
    readonly account: {
      readonly meaning: string
      readonly word: string
    }
    readonly action: {
      readonly meaning: string
      readonly word: string
    }
    readonly alert: {
      readonly meaning: string
      readonly word: string
    }
    readonly appeal: {
      readonly meaning: string
      readonly word: string
    }
    readonly approval: {
      readonly meaning: string
      readonly word: string
    }
    readonly approver: {
      readonly meaning: string
      readonly word: string
    }
    readonly authorityOrder: {
      readonly meaning: string
      readonly word: string
    }
    readonly automationRule: {
      readonly meaning: string
      readonly word: string
    }
    readonly baseline: {
      readonly meaning: string
      readonly word: string
    }
    readonly budget: {
      readonly meaning: string
      readonly word: string
    }
    readonly bulkAction: {
      readonly meaning: string
      readonly word: string
    }
    readonly case: {
      readonly meaning: string
      readonly word: string
    }
    readonly circuitBreaker: {
      readonly meaning: string
      readonly word: string
    }
    readonly claim: {
      readonly meaning: string
      readonly word: string
    }
    readonly clearance: {
      readonly meaning: string
      readonly word: string
    }
    readonly confirmation: {
      readonly meaning: string
      readonly word: string
    }
    readonly decision: {
      readonly meaning: string
      readonly word: string
    }
    readonly departure: {
      readonly meaning: string
      readonly word: string
    }
    readonly drift: {
      readonly meaning: string
      readonly word: string
    }
    readonly drill: {
      readonly meaning: string
      readonly word: string
    }
    readonly electionWindow: {
      readonly meaning: string
      readonly word: string
    }
    readonly enforcement: {
      readonly meaning: string
      readonly word: string
    }
    readonly escalation: {
      readonly meaning: string
      readonly word: string
    }
    readonly fact: {
      readonly meaning: string
      readonly word: string
    }
    readonly freeze: {
      readonly meaning: string
      readonly word: string
    }
    readonly generation: {
      readonly meaning: string
      readonly word: string
    }
    readonly ground: {
      readonly meaning: string
      readonly word: string
    }
    readonly guard: {
      readonly meaning: string
      readonly word: string
    }
    readonly hijackLock: {
      readonly meaning: string
      readonly word: string
    }
    readonly hold: {
      readonly meaning: string
      readonly word: string
    }
    readonly holder: {
      readonly meaning: string
      readonly word: string
    }
    readonly independentReview: {
      readonly meaning: string
      readonly word: string
    }
    readonly interimMeasure: {
      readonly meaning: string
      readonly word: string
    }
    readonly job: {
      readonly meaning: string
      readonly word: string
    }
    readonly ledger: {
      readonly meaning: string
      readonly word: string
    }
    readonly legalClock: {
      readonly meaning: string
      readonly word: string
    }
    readonly legalDuty: {
      readonly meaning: string
      readonly word: string
    }
    readonly legalHold: {
      readonly meaning: string
      readonly word: string
    }
    readonly lookAlike: {
      readonly meaning: string
      readonly word: string
    }
    readonly newsworthyException: {
      readonly meaning: string
      readonly word: string
    }
    readonly notice: {
      readonly meaning: string
      readonly word: string
    }
    readonly notification: {
      readonly meaning: string
      readonly word: string
    }
    readonly offline: {
      readonly meaning: string
      readonly word: string
    }
    readonly organisation: {
      readonly meaning: string
      readonly word: string
    }
    readonly passkey: {
      readonly meaning: string
      readonly word: string
    }
    readonly periodicTask: {
      readonly meaning: string
      readonly word: string
    }
    readonly policy: {
      readonly meaning: string
      readonly word: string
    }
    readonly preview: {
      readonly meaning: string
      readonly word: string
    }
    readonly proposer: {
      readonly meaning: string
      readonly word: string
    }
    readonly protectedAccount: {
      readonly meaning: string
      readonly word: string
    }
    readonly qaSample: {
      readonly meaning: string
      readonly word: string
    }
    readonly queue: {
      readonly meaning: string
      readonly word: string
    }
    readonly reach: {
      readonly meaning: string
      readonly word: string
    }
    readonly readBack: {
      readonly meaning: string
      readonly word: string
    }
    readonly reconcile: {
      readonly meaning: string
      readonly word: string
    }
    readonly recoveryJournal: {
      readonly meaning: string
      readonly word: string
    }
    readonly report: {
      readonly meaning: string
      readonly word: string
    }
    readonly requirement: {
      readonly meaning: string
      readonly word: string
    }
    readonly restore: {
      readonly meaning: string
      readonly word: string
    }
    readonly restricted: {
      readonly meaning: string
      readonly word: string
    }
    readonly restrictive: {
      readonly meaning: string
      readonly word: string
    }
    readonly resubmit: {
      readonly meaning: string
      readonly word: string
    }
    readonly severeCase: {
      readonly meaning: string
      readonly word: string
    }
    readonly shadowMode: {
      readonly meaning: string
      readonly word: string
    }
    readonly signal: {
      readonly meaning: string
      readonly word: string
    }
    readonly snooze: {
      readonly meaning: string
      readonly word: string
    }
    readonly stop: {
      readonly meaning: string
      readonly word: string
    }
    readonly subject: {
      readonly meaning: string
      readonly word: string
    }
    readonly verdict: {
      readonly meaning: string
      readonly word: string
    }
    readonly wellbeingSettings: {
      readonly meaning: string
      readonly word: string
    }
  }
  readonly guards: {
    readonly absent: string
    readonly absentAt: string
    readonly account: {
      readonly begunWith: string
      readonly counts: (params: { readonly absent: TextParam; readonly known: TextParam; readonly unknown: TextParam; readonly withheld: TextParam }) => string
      readonly find: string
      readonly found: string
      readonly hint: string
      readonly name: string
      readonly none: string
      readonly pick: string
      readonly pickOf: (params: { readonly name: TextParam }) => string
      readonly protected: string
      readonly title: string
    }
    readonly action: string
    readonly allChanges: string
    readonly askedFor: string
    readonly beginWith: string
    readonly broken: (params: { readonly count: number }) => string
    readonly changeIt: string
    readonly changeTitle: (params: { readonly id: TextParam }) => string
    readonly draftHint: string
    readonly draftTitle: string
    readonly editor: {
      readonly completions: string
      readonly fold: string
      readonly folded: string
      readonly unchanged: string
      readonly unfold: string
    }
    readonly editorHint: string
    readonly enforcement: string
    readonly errored: string
    readonly examples: {
      readonly minister: string
      readonly newsroom: string
      readonly ordinary: string
      readonly tired: string
      readonly unknown: string
    }
    readonly explain: (params: { readonly enforcements: TextParam; readonly wait: TextParam }) => string
    readonly factCount: (params: { readonly count: TextParam; readonly unknown: TextParam }) => string
    readonly file: string
    readonly files: {
      readonly about: string
      readonly adopted: (params: { readonly at: TextParam }) => string
      readonly agreedBy: (params: { readonly who: TextParam }) => string
      readonly all: string
      readonly alone: string
      readonly columns: {
        readonly adoptedAt: string
        readonly approver: string
        readonly direction: string
        readonly proposer: string
        readonly reason: string
        readonly state: string
        readonly version: string
      }
      readonly compare: string
      readonly draft: string
      readonly draftHint: string
      readonly draftOf: (params: { readonly name: TextParam }) => string
      readonly effectiveAt: string
      readonly effectiveHint: string
      readonly equal: string
      readonly filter: string
      readonly fromSetup: string
      readonly more: (params: { readonly count: TextParam }) => string
      readonly names: {
        readonly automation: string
        readonly budgets: string
        readonly guards: string
        readonly items: string
        readonly notices: string
        readonly policies: string
        readonly queues: string
        readonly retention: string
      }
      readonly noMatch: string
      readonly noVersion: string
      readonly older: string
      readonly openOf: (params: { readonly name: TextParam }) => string
      readonly proposedBy: (params: { readonly who: TextParam }) => string
      readonly reset: (params: { readonly version: TextParam }) => string
      readonly same: (params: { readonly version: TextParam }) => string
      readonly showDifferences: (params: { readonly version: TextParam }) => string
      readonly states: {
        readonly in_force: (params: { readonly at: TextParam }) => string
        readonly past: (params: { readonly at: TextParam }) => string
        readonly planned: (params: { readonly at: TextParam }) => string
        readonly withdrawn: (params: { readonly at: TextParam }) => string
      }
      readonly textOf: (params: { readonly version: TextParam }) => string
      readonly title: string
      readonly version: (params: { readonly version: TextParam }) => string
      readonly versions: string
      readonly waiting: (params: { readonly count: number }) => string
      readonly withdraws: (params: { readonly at: TextParam; readonly version: TextParam }) => string
    }
    readonly filter: string
    readonly firstOf: (params: { readonly shown: TextParam }) => string
    readonly foldAll: string
    readonly form: {
      readonly actions: string
      readonly actionsHint: string
      readonly add: string
      readonly addApproval: string
      readonly addClause: string
      readonly alert: string
      readonly all: string
      readonly any: string
      readonly anyRole: string
      readonly approval: (params: { readonly place: TextParam }) => string
      readonly as: string
      readonly assessment: string
      readonly clause: (params: { readonly place: TextParam }) => string
      readonly codeOnly: (params: { readonly id: TextParam }) => string
      readonly condition: string
      readonly confirm: string
      readonly empty: string
      readonly fact: string
      readonly guard: string
      readonly hold: string
      readonly id: string
      readonly identify: string
      readonly join: string
      readonly newWhy: string
      readonly noTime: string
      readonly openCode: string
      readonly operator: string
      readonly operators: {
        readonly above: string
        readonly atLeast: string
        readonly atMost: string
        readonly below: string
        readonly contains: string
        readonly differs: string
        readonly equals: string
        readonly isFalse: string
        readonly isTrue: string
        readonly isUnknown: string
        readonly oneOf: string
      }
      readonly people: string
      readonly refused: string
      readonly remove: string
      readonly removeApproval: string
      readonly removeClause: string
      readonly removed: (params: { readonly id: TextParam }) => string
      readonly require: string
      readonly roles: string
      readonly teams: string
      readonly tooComplex: (params: { readonly id: TextParam }) => string
      readonly unit: string
      readonly units: {
        readonly h: string
        readonly m: string
        readonly s: string
      }
      readonly unreadable: string
      readonly value: string
      readonly valueNeeded: string
      readonly why: string
    }
    readonly goes: string
    readonly groups: {
      readonly account: string
      readonly actor: string
      readonly desk: string
      readonly enforcement: string
    }
    readonly inForce: string
    readonly is: string
    readonly isNew: string
    readonly needed: string
    readonly neverSpoke: string
    readonly no: string
    readonly noMatch: string
    readonly none: string
    readonly noRuleDiffers: string
    readonly notGuards: string
    readonly nothingOrdered: string
    readonly notKnown: string
    readonly off: (params: { readonly ids: TextParam }) => string
    readonly origin: {
      readonly own: string
      readonly read: (params: { readonly ago: TextParam; readonly source: TextParam }) => string
      readonly reset: string
      readonly resetOf: (params: { readonly name: TextParam }) => string
      readonly sources: {
        readonly desk: string
        readonly platform: string
      }
      readonly states: {
        readonly absent: string
        readonly known: string
        readonly unknown: string
        readonly withheld: string
      }
      readonly withheld: string
    }
    readonly outcome: string
    readonly outcomes: {
      readonly delayed: string
      readonly held: string
      readonly let_through: string
      readonly otherwise: string
      readonly same: string
    }
    readonly parts: {
      readonly actions: string
      readonly asks: string
      readonly says: string
      readonly why: string
    }
    readonly place: (params: { readonly column: TextParam; readonly line: TextParam }) => string
    readonly progress: (params: { readonly judged: TextParam; readonly total: TextParam }) => string
    readonly propose: string
    readonly proposeTitle: string
    readonly replay: string
    readonly replayButton: string
    readonly replayed: (params: { readonly differ: TextParam; readonly total: TextParam }) => string
    readonly replayHint: string
    readonly replayUnknown: (params: { readonly count: TextParam }) => string
    readonly result: string
    readonly resultAsks: (params: { readonly asks: TextParam }) => string
    readonly resultNone: string
    readonly same: string
    readonly showDifferences: string
    readonly shown: {
      readonly all: string
      readonly fired: string
      readonly silent: string
    }
    readonly spokeUp: (params: { readonly count: number }) => string
    readonly startAgain: string
    readonly stateNow: (params: { readonly by: TextParam; readonly state: TextParam; readonly when: TextParam }) => string
    readonly summary: (params: { readonly proposedBy: TextParam; readonly reason: TextParam }) => string
    readonly tagsUnknown: string
    readonly thenAsks: string
    readonly title: string
    readonly tryHint: string
    readonly tryIt: string
    readonly tryTitle: string
    readonly unchanged: string
    readonly unfoldAll: string
    readonly unknown: (params: { readonly count: TextParam }) => string
    readonly view: {
      readonly both: string
      readonly code: string
      readonly form: string
      readonly label: string
    }
    readonly waiting: string
    readonly was: string
    readonly whatChanges: string
    readonly when: string
    readonly wholeText: string
    readonly would: string
    readonly written: string
    readonly yes: string
  }
  readonly handOver: {
    readonly begin: string
    readonly buttons: {
      readonly person: string
      readonly queue: string
      readonly release: string
      readonly take_over: string
    }
    readonly missing: {
      readonly person: string
      readonly queue: string
      readonly release: string
      readonly take_over: string
    }
    readonly reason: string
    readonly reasonHint: string
    readonly results: {
      readonly person: (params: { readonly caseId: TextParam; readonly receiver: TextParam }) => string
      readonly queue: (params: { readonly caseId: TextParam; readonly receiver: TextParam }) => string
      readonly release: (params: { readonly caseId: TextParam }) => string
      readonly take_over: (params: { readonly caseId: TextParam }) => string
    }
    readonly says: {
      readonly person: (params: { readonly caseId: TextParam; readonly receiver: TextParam }) => string
      readonly queue: (params: { readonly caseId: TextParam; readonly receiver: TextParam }) => string
      readonly release: (params: { readonly caseId: TextParam }) => string
      readonly take_over: (params: { readonly caseId: TextParam; readonly holder: TextParam }) => string
    }
    readonly title: string
    readonly ways: {
      readonly person: string
      readonly queue: string
      readonly release: string
      readonly take_over: string
    }
  }
  readonly help: {
    readonly about: string
    readonly api: string
    readonly documents: string
    readonly documentsHint: string
    readonly files: {
      readonly access: string
      readonly alone: string
      readonly notifications: string
      readonly offline: string
      readonly people: string
      readonly tour: string
    }
    readonly find: string
    readonly glossary: string
    readonly keys: string
    readonly meaning: string
    readonly none: (params: { readonly text: TextParam }) => string
    readonly start: string
    readonly title: string
    readonly tour: string
    readonly tourHint: string
    readonly word: string
  }
  readonly holds: {
    readonly began: string
    readonly begin: string
    readonly by: (params: { readonly at: TextParam; readonly who: TextParam }) => string
    readonly columns: {
      readonly handle: string
      readonly items: string
      readonly name: string
      readonly reach: string
      readonly tags: string
      readonly verified: string
      readonly when: string
    }
    readonly fields: {
      readonly authority: string
      readonly reason: string
      readonly reference: string
      readonly until: string
    }
    readonly hideKnown: string
    readonly known: string
    readonly leftOut: (params: { readonly count: number }) => string
    readonly lift: string
    readonly lifting: string
    readonly noEnd: string
    readonly none: string
    readonly nothingKnown: string
    readonly now: string
    readonly over: string
    readonly place: string
    readonly since: (params: { readonly at: TextParam }) => string
    readonly stands: string
    readonly title: string
    readonly until: (params: { readonly at: TextParam }) => string
    readonly verified: {
      readonly no: string
      readonly unknown: string
      readonly yes: string
    }
  }
  readonly inbox: {
    readonly about: string
    readonly all: string
    readonly none: string
    readonly older: string
    readonly open: string
    readonly seenAt: (params: { readonly at: TextParam }) => string
    readonly title: string
    readonly to: (params: { readonly whom: SelectParam }) => string
    readonly unseen: string
    readonly which: string
  }
  readonly incidents: {
    readonly about: string
    readonly account: string
    readonly backAfter: (params: { readonly lasted: TextParam }) => string
    readonly by: string
    readonly causes: {
      readonly appeal: string
      readonly ended: string
      readonly left: string
      readonly mistake: string
      readonly unconfirmed: string
      readonly undo: string
    }
    readonly copy: string
    readonly drill: string
    readonly drillHint: string
    readonly empty: string
    readonly emptyNext: string
    readonly enforcement: string
    readonly event: string
    readonly fromLedger: string
    readonly isOffline: string
    readonly line: string
    readonly lineAbout: (params: { readonly from: TextParam; readonly until: TextParam }) => string
    readonly minutes: string
    readonly missing: string
    readonly neverOffline: string
    readonly nothingMissing: string
    readonly noticedAfter: (params: { readonly lasted: TextParam }) => string
    readonly offline: string
    readonly offlineFor: (params: { readonly time: TextParam }) => string
    readonly one: (params: { readonly who: TextParam }) => string
    readonly oneDrill: (params: { readonly name: TextParam }) => string
    readonly print: string
    readonly public: string
    readonly publicHint: string
    readonly roles: {
      readonly on_call: string
      readonly 'role:auditor': string
      readonly 'role:lead': string
      readonly 'role:policy': string
    }
    readonly saw: string
    readonly sawForAuditors: string
    readonly sawNobody: string
    readonly silence: string
    readonly stillOfflineFor: (params: { readonly time: TextParam }) => string
    readonly time: string
    readonly title: string
    readonly up: string
    readonly what: string
    readonly when: string
    readonly whom: string
    readonly why: string
  }
  readonly insights: {
    readonly aDay: (params: { readonly number: TextParam }) => string
    readonly chart: string
    readonly charts: {
      readonly approvals: {
        readonly about: string
        readonly series: {
          readonly agreed: string
          readonly always_yes: string
          readonly asked: string
          readonly declined: string
          readonly fast: string
          readonly median: string
          readonly people: string
        }
        readonly title: string
      }
      readonly decisions: {
        readonly about: string
        readonly series: {
          readonly decided: string
          readonly late: string
          readonly median: string
          readonly p95: string
        }
        readonly title: string
      }
      readonly holds: {
        readonly about: string
        readonly series: {
          readonly held: string
          readonly ran_out: string
          readonly reach_saved: string
          readonly saved: string
        }
        readonly title: string
      }
      readonly load: {
        readonly about: string
        readonly series: {
          readonly decisions: string
          readonly reports: string
        }
        readonly title: string
      }
      readonly offline: {
        readonly about: string
        readonly series: {
          readonly accounts: string
          readonly longest: string
          readonly minutes: string
          readonly wrong_minutes: string
        }
        readonly title: string
      }
      readonly overturned: {
        readonly about: string
        readonly series: {
          readonly effects: string
          readonly lapsed: string
          readonly overturned: string
          readonly rate: string
        }
        readonly title: string
      }
      readonly qa_samples: {
        readonly about: string
        readonly series: {
          readonly agreed: string
          readonly differed: string
          readonly looked: string
          readonly looked_late: string
        }
        readonly title: string
      }
      readonly queue: {
        readonly about: string
        readonly series: {
          readonly age_median: string
          readonly age_p95: string
          readonly closed: string
          readonly late: string
          readonly oldest: string
          readonly opened: string
          readonly waiting: string
        }
        readonly title: string
      }
      readonly restores: {
        readonly about: string
        readonly series: {
          readonly ended: string
          readonly lapsed: string
          readonly median: string
          readonly not_yet: string
          readonly p95: string
          readonly whole_median: string
          readonly wrong: string
        }
        readonly title: string
      }
    }
    readonly countedAt: (params: { readonly at: TextParam }) => string
    readonly csv: string
    readonly dimensions: {
      readonly language: string
      readonly platform: string
      readonly policy: string
      readonly queue: string
    }
    readonly dividing: {
      readonly all: string
      readonly by: string
      readonly clear: string
      readonly filters: {
        readonly language: string
        readonly platform: string
        readonly policyId: string
        readonly queue: string
      }
      readonly groups: (params: { readonly dimension: SelectParam }) => string
      readonly measure: string
      readonly none: (params: { readonly dimension: SelectParam }) => string
      readonly others: (params: { readonly count: number }) => string
      readonly title: string
      readonly undivided: string
      readonly withheld: string
    }
    readonly from: string
    readonly hour: string
    readonly last: string
    readonly lasts: {
      readonly '1': string
      readonly '168': string
      readonly '2208': string
      readonly '24': string
      readonly '672': string
      readonly '8760': string
    }
    readonly none: string
    readonly noPeople: string
    readonly nothing: string
    readonly nothingFilter: string
    readonly nothingNext: string
    readonly people: (params: { readonly count: number; readonly number: TextParam }) => string
    readonly period: (params: { readonly from: TextParam; readonly to: TextParam; readonly zone: TextParam }) => string
    readonly stretch: string
    readonly table: string
    readonly title: string
    readonly to: string
    readonly units: {
      readonly a_day: string
      readonly hours: string
      readonly minutes: string
      readonly people: string
      readonly percent: string
      readonly seconds: string
    }
    readonly utcDays: string
    readonly whole: string
  }
  readonly keys: {
    readonly letters: {
      readonly '?': string
      readonly a: string
      readonly b: string
      readonly c: string
      readonly e: string
      readonly f: string
      readonly g: string
      readonly h: string
      readonly i: string
      readonly j: string
      readonly k: string
      readonly n: string
      readonly p: string
      readonly r: string
      readonly s: string
      readonly t: string
      readonly v: string
      readonly w: string
      readonly x: string
    }
    readonly list: {
      readonly addAction: string
      readonly close: string
      readonly conclude: string
      readonly focus: string
      readonly limits: string
      readonly list: string
      readonly media: string
      readonly move: string
      readonly number: string
      readonly reason: string
      readonly search: string
      readonly select: string
      readonly selectRange: string
      readonly send: string
      readonly sendRestrictive: string
      readonly stop: string
      readonly translation: string
    }
    readonly title: string
  }
  readonly law: {
    readonly about: string
    readonly became: string
    readonly case: string
    readonly due: string
    readonly dueIn: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly how: {
      readonly answered: (params: { readonly at: TextParam }) => string
      readonly contested: (params: { readonly at: TextParam }) => string
      readonly decided: (params: { readonly at: TextParam }) => string
      readonly met: (params: { readonly at: TextParam }) => string
    }
    readonly known: string
    readonly missed: string
    readonly none: string
    readonly noneMissed: string
    readonly over: (params: { readonly at: TextParam }) => string
    readonly policy: string
    readonly running: string
    readonly still: string
    readonly title: string
  }
  readonly ledger: {
    readonly about: string
    readonly at: string
    readonly by: string
    readonly chain: string
    readonly chainBefore: string
    readonly checkpoint: string
    readonly checkpoints: (params: { readonly count: number }) => string
    readonly clear: string
    readonly copyCheckpoint: string
    readonly csv: string
    readonly empty: string
    readonly emptyNext: string
    readonly enforcementId: string
    readonly entry: (params: { readonly number: TextParam }) => string
    readonly erased: string
    readonly everyKind: string
    readonly filters: string
    readonly followed: (params: { readonly ago: TextParam; readonly number: TextParam }) => string
    readonly forAuditors: string
    readonly from: string
    readonly inCase: string
    readonly kind: string
    readonly leaf: string
    readonly leafHash: string
    readonly ndjson: string
    readonly next: string
    readonly noCheckpoints: string
    readonly noCheckpointYet: string
    readonly noKind: string
    readonly noNumber: string
    readonly notTold: string
    readonly number: string
    readonly older: string
    readonly ownWord: string
    readonly person: string
    readonly personHint: string
    readonly previous: string
    readonly problems: (params: { readonly count: number }) => string
    readonly proof: string
    readonly proven: string
    readonly quiet: string
    readonly reason: string
    readonly replaced: string
    readonly saw: string
    readonly says: string
    readonly shown: (params: { readonly count: number }) => string
    readonly shows: {
      readonly entries: string
      readonly views: string
    }
    readonly state: string
    readonly states: {
      readonly broken: string
      readonly holds: string
      readonly unknown: string
    }
    readonly subject: string
    readonly subjectHint: string
    readonly title: string
    readonly to: string
    readonly viewed: string
    readonly viewEmpty: string
    readonly viewKinds: {
      readonly account: string
      readonly case: string
      readonly enforcement: string
      readonly list: string
      readonly media: string
      readonly reporter: string
      readonly restricted: string
      readonly search: string
      readonly views: string
    }
    readonly waiting: (params: { readonly count: number }) => string
    readonly what: string
    readonly whole: (params: { readonly ago: TextParam; readonly entries: TextParam; readonly tables: TextParam }) => string
    readonly wholeNever: string
    readonly withheld: (params: { readonly fields: TextParam }) => string
  }
  readonly live: {
    readonly away: string
    readonly awayOnPhone: string
    readonly columns: {
      readonly account: string
      readonly action: string
      readonly by: string
      readonly since: string
      readonly state: string
    }
    readonly enforcements: string
    readonly filters: {
      readonly action: string
      readonly clear: string
      readonly none: string
      readonly platform: string
      readonly reach: string
      readonly section: string
      readonly shown: (params: { readonly count: TextParam; readonly shown: TextParam }) => string
      readonly text: string
      readonly title: string
    }
    readonly off: (params: { readonly since: TextParam }) => string
    readonly on: string
    readonly title: string
    readonly until: (params: { readonly at: TextParam }) => string
  }
  readonly lookalikes: {
    readonly capital: (params: { readonly letter: TextParam }) => string
    readonly digit: (params: { readonly digit: TextParam }) => string
    readonly extra: (params: { readonly has: TextParam }) => string
    readonly fewer: string
    readonly hidden: string
    readonly hiddenProtected: string
    readonly hyphen: string
    readonly instead: (params: { readonly has: TextParam; readonly not: TextParam }) => string
    readonly lacks: (params: { readonly not: TextParam }) => string
    readonly more: (params: { readonly count: TextParam }) => string
    readonly morePlaces: (params: { readonly count: number }) => string
    readonly ofScript: (params: { readonly letter: TextParam; readonly script: TextParam }) => string
    readonly otherHandle: string
    readonly own: string
    readonly period: string
    readonly sameHandle: string
    readonly small: (params: { readonly letter: TextParam }) => string
    readonly space: string
    readonly title: (params: { readonly count: TextParam }) => string
    readonly underscore: string
  }
  readonly matches: {
    readonly about: string
    readonly again: string
    readonly compare: string
    readonly compared: (params: { readonly count: number }) => string
    readonly comparing: (params: { readonly count: number }) => string
    readonly expired: string
    readonly good: (params: { readonly left: TextParam; readonly time: TextParam }) => string
    readonly list: string
    readonly refusals: {
      readonly author: string
      readonly young: string
    }
    readonly results: {
      readonly matches: string
      readonly no_match: string
      readonly not_offered: string
      readonly unavailable: string
    }
    readonly title: string
  }
  readonly me: {
    readonly back: string
    readonly break: string
    readonly end: string
    readonly hours: string
    readonly insteadOf: (params: { readonly does: TextParam; readonly letter: TextParam }) => string
    readonly keys: string
    readonly keysHint: string
    readonly language: string
    readonly languageHint: string
    readonly languageOfBrowser: string
    readonly notifications: string
    readonly notify: string
    readonly notifyHint: string
    readonly notifyRefused: string
    readonly offShift: string
    readonly onBreak: string
    readonly onShift: (params: { readonly minutes: TextParam; readonly rest: TextParam }) => string
    readonly otherKeys: string
    readonly playSound: string
    readonly roles: string
    readonly scheme: string
    readonly schemes: {
      readonly auto: string
      readonly dark: string
      readonly light: string
    }
    readonly shift: string
    readonly sound: string
    readonly soundFor: string
    readonly soundHint: string
    readonly sounds: {
      readonly hidden: string
      readonly off: string
      readonly visible: string
    }
    readonly start: string
    readonly timeZone: string
    readonly timeZoneOfBrowser: (params: { readonly zone: TextParam }) => string
    readonly title: string
  }
  readonly media: {
    readonly broken: string
    readonly clearly: string
    readonly cover: string
    readonly frames: {
      readonly at: (params: { readonly at: TextParam }) => string
      readonly back: string
      readonly none: string
      readonly on: string
      readonly show: string
      readonly speed: (params: { readonly speed: number }) => string
      readonly title: string
    }
    readonly gone: (params: { readonly time: TextParam }) => string
    readonly hash: string
    readonly hint: string
    readonly kinds: {
      readonly audio: string
      readonly image: string
      readonly video: string
    }
    readonly look: {
      readonly blur: string
      readonly blurGrey: string
      readonly grey: string
      readonly listen: string
      readonly listenMuted: string
      readonly plain: string
    }
    readonly number: (params: { readonly count: number; readonly kind: TextParam; readonly place: TextParam }) => string
    readonly reference: string
    readonly restricted: string
    readonly says: string
    readonly saysNothing: string
    readonly title: string
    readonly type: (params: { readonly mediaType: TextParam }) => string
    readonly withReport: (params: { readonly reportId: TextParam }) => string
    readonly zoom: {
      readonly in: string
      readonly keys: string
      readonly open: string
      readonly out: string
      readonly view: string
    }
  }
  readonly mediaStream: {
    readonly show: string
    readonly size: (params: { readonly size: TextParam }) => string
    readonly unverified: string
  }
  readonly nav: {
    readonly apiKeys: string
    readonly automation: string
    readonly bulkActions: string
    readonly changes: string
    readonly channels: string
    readonly connectors: string
    readonly countersign: string
    readonly decisions: string
    readonly drills: string
    readonly exceptions: string
    readonly guards: string
    readonly inbox: string
    readonly incidents: string
    readonly insights: string
    readonly law: string
    readonly ledger: string
    readonly live: string
    readonly me: string
    readonly notices: string
    readonly organisation: string
    readonly queue: string
    readonly review: string
    readonly search: string
    readonly start: string
    readonly team: string
  }
  readonly notes: {
    readonly add: string
    readonly by: (params: { readonly at: TextParam; readonly who: TextParam }) => string
    readonly hint: string
    readonly mention: string
    readonly mentionHint: string
    readonly mentions: (params: { readonly people: TextParam }) => string
    readonly none: string
    readonly save: string
    readonly tab: (params: { readonly count: number }) => string
    readonly title: string
  }
  readonly noticeList: {
    readonly about: string
    readonly anyFlagger: string
    readonly byKey: string
    readonly columns: {
      readonly answered: string
      readonly category: string
      readonly due: string
      readonly kind: string
      readonly received: string
      readonly sender: string
      readonly state: string
      readonly subject: string
    }
    readonly empty: {
      readonly all: string
      readonly filtered: string
      readonly filteredNext: string
      readonly next: string
      readonly title: string
    }
    readonly filters: {
      readonly category: string
      readonly clear: string
      readonly flagger: string
      readonly from: string
      readonly kind: string
      readonly language: string
      readonly late: string
      readonly platform: string
      readonly sender: string
      readonly title: string
      readonly to: string
    }
    readonly kinds: {
      readonly child_abuse: string
      readonly copyright: string
      readonly harassment: string
      readonly hate: string
      readonly impersonation: string
      readonly intimate_images: string
      readonly other: string
      readonly privacy: string
      readonly scam: string
      readonly self_harm: string
      readonly terrorism: string
      readonly threats: string
      readonly unsafe_goods: string
    }
    readonly older: string
    readonly outcomes: {
      readonly actioned: string
      readonly not_actioned: string
    }
    readonly pills: {
      readonly answered: string
      readonly decided: string
      readonly open: string
      readonly paused: string
      readonly received: string
      readonly unconfirmed: string
    }
    readonly senders: {
      readonly anonymous: string
      readonly confirmed: string
      readonly trusted_flagger: string
      readonly unconfirmed: string
    }
    readonly standings: {
      readonly marked: string
      readonly paused: string
    }
    readonly states: {
      readonly answered: string
      readonly decided: string
      readonly open: string
      readonly paused: string
      readonly received: string
      readonly unconfirmed: string
    }
    readonly tabs: string
    readonly title: string
  }
  readonly opening: {
    readonly about: string
    readonly begin: string
    readonly category: string
    readonly chooseCategory: string
    readonly find: string
    readonly found: string
    readonly isOpen: string
    readonly joined: (params: { readonly caseId: TextParam }) => string
    readonly lookUp: string
    readonly name: string
    readonly nameHint: string
    readonly needsClearance: string
    readonly none: string
    readonly open: string
    readonly opened: (params: { readonly caseId: TextParam }) => string
    readonly reason: string
    readonly reference: string
    readonly result: string
    readonly says: (params: { readonly reach: TextParam; readonly who: TextParam }) => string
    readonly saysJoin: (params: { readonly caseId: TextParam; readonly reach: TextParam; readonly who: TextParam }) => string
    readonly show: (params: { readonly caseId: TextParam }) => string
    readonly source: string
    readonly sources: {
      readonly authority: string
      readonly court: string
      readonly own_initiative: string
      readonly partner: string
      readonly press: string
    }
    readonly title: string
    readonly which: string
    readonly why: string
    readonly writeReason: string
  }
  readonly orders: {
    readonly about: string
    readonly act: string
    readonly actHints: {
      readonly answered: string
      readonly contested: string
      readonly preserved: string
      readonly resumed: string
      readonly silence_confirmed: string
      readonly silence_extended: string
      readonly verified: string
    }
    readonly actKinds: {
      readonly answered: string
      readonly contested: string
      readonly preserved: string
      readonly resumed: string
      readonly silence_confirmed: string
      readonly silence_extended: string
      readonly verified: string
    }
    readonly acts: string
    readonly actTitle: string
    readonly addresses: string
    readonly answer: string
    readonly answerHint: string
    readonly contact: string
    readonly copy: string
    readonly deadline: string
    readonly elements: {
      readonly contact: string
      readonly item: string
      readonly legalBasis: string
      readonly reasons: string
      readonly redress: string
    }
    readonly entered: string
    readonly enteredBy: string
    readonly enterHint: string
    readonly enterOpen: string
    readonly enterTitle: string
    readonly erased: string
    readonly everywhere: string
    readonly facts: string
    readonly grounds: {
      readonly called_back: string
      readonly force_majeure: string
      readonly insufficient_information: string
      readonly manifest_errors: string
      readonly signature: string
    }
    readonly items: string
    readonly kindLabel: string
    readonly kinds: {
      readonly illegal_content: string
      readonly information: string
      readonly other: string
      readonly removal_order: string
    }
    readonly lacks: string
    readonly language: string
    readonly line: (params: { readonly label: TextParam; readonly value: TextParam }) => string
    readonly memberState: string
    readonly more: string
    readonly noActs: string
    readonly noEffect: string
    readonly noFastPath: string
    readonly note: string
    readonly notStated: string
    readonly offlineSince: (params: { readonly at: TextParam }) => string
    readonly one: (params: { readonly orderId: TextParam }) => string
    readonly outcome: string
    readonly outcomes: {
      readonly given: string
      readonly not_given: string
      readonly partly: string
    }
    readonly proof: string
    readonly record: string
    readonly scope: string
    readonly show: string
    readonly silenceHint: string
    readonly silenceToConfirm: string
    readonly silentUntil: string
    readonly states: {
      readonly answered: string
      readonly contested: string
      readonly open: string
    }
    readonly title: string
    readonly unresolved: string
    readonly until: (params: { readonly at: TextParam }) => string
    readonly untilLabel: string
    readonly verified: {
      readonly called_back: string
      readonly key: string
      readonly not_verified: string
      readonly signature: string
    }
    readonly words: string
  }
  readonly organisation: {
    readonly about: string
    readonly action: string
    readonly allHolds: string
    readonly asked: string
    readonly asks: string
    readonly byAction: string
    readonly byTeam: string
    readonly could: (params: { readonly count: TextParam; readonly undone: TextParam }) => string
    readonly couldNot: string
    readonly counted: (params: { readonly asked: TextParam; readonly enforcements: number }) => string
    readonly days: string
    readonly drillBand: (params: { readonly id: TextParam }) => string
    readonly due: (params: { readonly when: TextParam }) => string
    readonly enforcements: string
    readonly floor: string
    readonly guardsHold: string
    readonly hold: {
      readonly off: string
      readonly on: string
    }
    readonly hold1: string
    readonly holds: string
    readonly holdsAlone: string
    readonly keep: string
    readonly kept: string
    readonly lastLooked: (params: { readonly when: TextParam; readonly who: TextParam }) => string
    readonly lasts: {
      readonly '1': string
      readonly '14': string
      readonly '7': string
      readonly '90': string
    }
    readonly longest: string
    readonly metric: {
      readonly off: string
      readonly on: string
    }
    readonly metrics: string
    readonly missed: {
      readonly once: string
      readonly twice: string
    }
    readonly noPeople: string
    readonly noReviews: string
    readonly noTeam: string
    readonly organisation: string
    readonly organisations: {
      readonly community: string
      readonly company: string
      readonly solo: string
    }
    readonly people: string
    readonly profile: string
    readonly propose: string
    readonly proposeHint: string
    readonly recoveryBand: string
    readonly recoverySee: string
    readonly report: string
    readonly reportOff: string
    readonly reviewBounds: (params: { readonly from: TextParam; readonly to: TextParam }) => string
    readonly reviewEvery: string
    readonly reviewGrace: string
    readonly reviews: string
    readonly reviewsHint: (params: { readonly everyDays: TextParam; readonly graceDays: TextParam }) => string
    readonly reviewTimes: string
    readonly reviewTimesHint: string
    readonly says: {
      readonly community: string
      readonly company: string
      readonly solo: string
    }
    readonly shadow: string
    readonly shadowBand: string
    readonly since: (params: { readonly when: TextParam }) => string
    readonly team: string
    readonly title: string
    readonly undone: string
    readonly why: string
  }
  readonly ownActions: {
    readonly endless: string
    readonly fillIn: (params: { readonly field: TextParam }) => string
    readonly losses: {
      readonly feature: string
      readonly money: string
      readonly posting: string
      readonly 'sign-in': string
      readonly spread: string
      readonly visibility: string
    }
    readonly oneALine: string
    readonly takes: (params: { readonly losses: TextParam }) => string
    readonly takesForGood: (params: { readonly losses: TextParam }) => string
  }
  readonly ownFacts: {
    readonly about: string
    readonly fact: string
    readonly no: string
    readonly now: (params: { readonly time: TextParam }) => string
    readonly purpose: string
    readonly title: string
    readonly unknown: string
    readonly yes: string
  }
  readonly profile: {
    readonly again: string
    readonly ageUnknown: string
    readonly answer: string
    readonly closeCopies: string
    readonly closeMembers: string
    readonly closeRelated: string
    readonly coverPicture: string
    readonly fewerPosts: string
    readonly missing: {
      readonly absent: string
      readonly busy: string
      readonly gone: string
      readonly unauthored: string
      readonly unknown: string
    }
    readonly morePosts: (params: { readonly count: TextParam }) => string
    readonly noPosts: string
    readonly openCopies: string
    readonly openMembers: string
    readonly openRelated: string
    readonly posts: string
    readonly reachUnknown: string
    readonly read: (params: { readonly ago: TextParam }) => string
    readonly reported: string
    readonly showPicture: string
    readonly timeUnknown: string
    readonly title: string
    readonly withheld: string
  }
  readonly protectionLists: {
    readonly about: string
    readonly by: {
      readonly domain: string
      readonly handle: string
      readonly handle_and_domain: string
      readonly id: string
    }
    readonly choose: string
    readonly columns: {
      readonly account: string
      readonly by: string
      readonly note: string
    }
    readonly counts: (params: { readonly added: TextParam; readonly entries: number; readonly refused: TextParam; readonly tagged: TextParam; readonly unmatched: TextParam }) => string
    readonly doubts: {
      readonly domain_only: string
      readonly handle_only: string
      readonly open_case: string
      readonly sanctioned: string
      readonly young: string
    }
    readonly file: string
    readonly judge: (params: { readonly count: number }) => string
    readonly judged: string
    readonly judging: string
    readonly large: string
    readonly line: (params: { readonly line: TextParam; readonly why: TextParam }) => string
    readonly matches: string
    readonly matching: string
    readonly propose: (params: { readonly count: number }) => string
    readonly reach: (params: { readonly reach: TextParam }) => string
    readonly refusals: {
      readonly long: string
      readonly many: string
      readonly nothing: string
      readonly over: string
      readonly unreadable: string
    }
    readonly reviewOn: string
    readonly sample: string
    readonly states: {
      readonly added: string
      readonly tagged: string
    }
    readonly tag: string
    readonly title: string
  }
  readonly queue: {
    readonly acts: {
      readonly assign: string
      readonly assignMe: string
      readonly dismiss: (params: { readonly count: number }) => string
      readonly move: string
      readonly snooze: string
    }
    readonly all: string
    readonly assignees: {
      readonly me: string
      readonly none: string
    }
    readonly atLeast: (params: { readonly count: TextParam }) => string
    readonly byLaw: (params: { readonly when: TextParam }) => string
    readonly columns: {
      readonly age: string
      readonly assignee: string
      readonly category: string
      readonly due: string
      readonly language: string
      readonly reports: string
      readonly select: string
      readonly state: string
      readonly subject: string
    }
    readonly done: {
      readonly assign: (params: { readonly count: number }) => string
      readonly claim: (params: { readonly count: number }) => string
      readonly move: (params: { readonly count: number }) => string
      readonly snooze: (params: { readonly count: number }) => string
    }
    readonly empty: {
      readonly filtered: string
      readonly filteredNext: string
      readonly next: string
      readonly title: string
    }
    readonly filters: {
      readonly assignee: string
      readonly category: string
      readonly clear: string
      readonly language: string
      readonly platform: string
      readonly reach: string
      readonly show: string
      readonly sort: string
      readonly text: string
      readonly textHint: string
      readonly title: string
    }
    readonly flags: {
      readonly appeal: string
      readonly breached: string
      readonly escalated: string
      readonly returned: string
      readonly signal: string
    }
    readonly kinds: {
      readonly account: string
      readonly content: string
    }
    readonly late: (params: { readonly ago: TextParam }) => string
    readonly lateCount: (params: { readonly count: TextParam }) => string
    readonly more: string
    readonly news: (params: { readonly count: number }) => string
    readonly preview: {
      readonly due: (params: { readonly time: TextParam; readonly when: TextParam }) => string
      readonly heldBy: (params: { readonly person: TextParam }) => string
      readonly keptFor: (params: { readonly person: TextParam }) => string
      readonly media: (params: { readonly count: number }) => string
      readonly none: string
      readonly open: string
      readonly opened: (params: { readonly ago: TextParam; readonly caseId: TextParam; readonly queue: TextParam }) => string
      readonly said: (params: { readonly comment: TextParam }) => string
      readonly sensitive: (params: { readonly count: number }) => string
      readonly title: string
    }
    readonly reachFrom: (params: { readonly count: TextParam }) => string
    readonly reachUnknown: string
    readonly refusals: {
      readonly appeal: string
      readonly closed: string
      readonly danger: string
      readonly escalated: string
      readonly held: string
      readonly legal: string
      readonly not_at_work: string
      readonly not_yours: string
      readonly protected: string
      readonly unknown: string
    }
    readonly select: (params: { readonly caseId: TextParam; readonly name: TextParam }) => string
    readonly set: {
      readonly clear: string
      readonly dismissed: (params: { readonly count: number }) => string
      readonly dismissOutcome: (params: { readonly count: number }) => string
      readonly leaveOut: (params: { readonly count: number }) => string
      readonly person: string
      readonly queue: string
      readonly reason: string
      readonly refused: (params: { readonly count: number }) => string
      readonly reopened: (params: { readonly count: number }) => string
      readonly selected: (params: { readonly count: number }) => string
      readonly title: string
      readonly touched: (params: { readonly count: number }) => string
      readonly undo: (params: { readonly count: number }) => string
    }
    readonly sorts: {
      readonly age: string
      readonly due: string
      readonly priority: string
      readonly reach: string
    }
    readonly states: {
      readonly appeal: string
      readonly claimed: string
      readonly closed: string
      readonly escalated: string
      readonly reserved: string
      readonly returned: string
      readonly snoozed: string
      readonly waiting: string
    }
    readonly tabs: string
    readonly title: string
    readonly unknownInitial: string
    readonly views: {
      readonly kept: string
      readonly name: string
      readonly nothing: string
      readonly remove: (params: { readonly name: TextParam }) => string
      readonly save: string
      readonly title: string
    }
  }
  readonly referrals: {
    readonly by: (params: { readonly who: TextParam }) => string
    readonly byWith: (params: { readonly pieces: TextParam; readonly who: TextParam }) => string
    readonly correctedBy: (params: { readonly id: TextParam }) => string
    readonly correcting: string
    readonly corrects: (params: { readonly id: TextParam }) => string
    readonly fields: {
      readonly authority: string
      readonly reference: string
      readonly sentAt: string
      readonly what: string
    }
    readonly kind: string
    readonly kinds: {
      readonly child_safety: string
      readonly threat_to_life: string
    }
    readonly none: string
    readonly noPieces: string
    readonly piece: (params: { readonly id: TextParam; readonly type: TextParam }) => string
    readonly pieces: string
    readonly record: string
    readonly restrictedPiece: (params: { readonly id: TextParam }) => string
    readonly sentNow: (params: { readonly zone: TextParam }) => string
    readonly title: string
    readonly told: (params: { readonly at: TextParam; readonly authority: TextParam; readonly reference: TextParam }) => string
  }
  readonly related: {
    readonly absent: string
    readonly hidden: (params: { readonly count: number }) => string
    readonly kind: {
      readonly device: (params: { readonly count: TextParam; readonly name: TextParam }) => string
      readonly members: (params: { readonly count: TextParam }) => string
      readonly network: (params: { readonly count: TextParam; readonly name: TextParam }) => string
      readonly payment: (params: { readonly count: TextParam; readonly name: TextParam }) => string
    }
    readonly left: (params: { readonly count: number }) => string
    readonly noMembers: string
    readonly noMembersRead: string
    readonly none: string
    readonly openCases: (params: { readonly count: number }) => string
    readonly state: {
      readonly offline: string
      readonly online: string
      readonly restricted: string
    }
    readonly unknown: string
    readonly violations: (params: { readonly count: number }) => string
  }
  readonly removalRequests: {
    readonly enter: string
    readonly fields: {
      readonly contact: string
      readonly goodFaith: string
      readonly identification: string
      readonly receivedAt: string
      readonly signature: string
    }
    readonly invalid: string
    readonly lacks: (params: { readonly fields: TextParam }) => string
    readonly none: string
    readonly open: string
    readonly policy: string
    readonly title: string
    readonly valid: string
  }
  readonly reporters: {
    readonly before: (params: { readonly decided: number; readonly upheld: TextParam }) => string
    readonly begin: string
    readonly flaggers: (params: { readonly names: TextParam }) => string
    readonly gravities: {
      readonly grave: string
      readonly serious: string
      readonly slight: string
    }
    readonly gravity: string
    readonly intent: string
    readonly intents: {
      readonly careless: string
      readonly deliberate: string
      readonly unknown: string
    }
    readonly is: (params: { readonly reporterId: TextParam; readonly reportId: TextParam }) => string
    readonly isMarked: (params: { readonly id: TextParam; readonly sender: TextParam }) => string
    readonly littleKnown: (params: { readonly count: TextParam }) => string
    readonly mark: string
    readonly marked: string
    readonly markHint: string
    readonly markIt: string
    readonly markReason: string
    readonly mixed: (params: { readonly count: TextParam }) => string
    readonly of: (params: { readonly counted: number }) => string
    readonly oftenRight: (params: { readonly count: TextParam }) => string
    readonly oftenWrong: (params: { readonly count: TextParam }) => string
    readonly report: string
    readonly show: string
  }
  readonly rest: {
    readonly due: string
    readonly later: (params: { readonly minutes: TextParam }) => string
    readonly near: string
  }
  readonly restricted: {
    readonly isThere: string
    readonly look: string
    readonly noLink: (params: { readonly why: TextParam }) => string
    readonly open: (params: { readonly host: TextParam; readonly until: TextParam }) => string
    readonly takes: string
    readonly why: (params: { readonly id: TextParam }) => string
  }
  readonly results: {
    readonly enforcements: string
    readonly filters: {
      readonly clear: string
      readonly counted: string
      readonly item: string
      readonly language: string
      readonly more: (params: { readonly count: TextParam }) => string
      readonly platform: string
      readonly queue: string
      readonly state: string
      readonly title: string
      readonly within: string
    }
    readonly kinds: {
      readonly account: string
      readonly all: string
      readonly case: string
      readonly enforcement: string
      readonly person: string
    }
    readonly more: string
    readonly newestComments: string
    readonly noPeople: (params: { readonly text: TextParam }) => string
    readonly people: string
    readonly peopleNext: string
    readonly recent: {
      readonly clear: string
      readonly title: string
    }
    readonly spans: {
      readonly day: string
      readonly month: string
      readonly week: string
      readonly year: string
    }
  }
  readonly review: {
    readonly action: string
    readonly addAction: string
    readonly alternatives: string
    readonly assessment: string
    readonly came: {
      readonly answered: string
      readonly returned: string
    }
    readonly caseCloses: (params: { readonly who: TextParam }) => string
    readonly chooseConclusion: string
    readonly choosePolicy: string
    readonly chooseReal: string
    readonly chord: string
    readonly closeCase: string
    readonly closed: string
    readonly conclusions: {
      readonly escalate: string
      readonly newsworthy_exception: string
      readonly no_violation: string
      readonly violation: string
    }
    readonly countries: string
    readonly countriesHint: string
    readonly days: (params: { readonly count: number }) => string
    readonly decide: string
    readonly denied: (params: { readonly action: TextParam; readonly roles: TextParam }) => string
    readonly deniedToAll: (params: { readonly action: TextParam }) => string
    readonly due: (params: { readonly time: TextParam }) => string
    readonly duration: string
    readonly empty: string
    readonly escalates: (params: { readonly queue: TextParam }) => string
    readonly escalateTo: string
    readonly excepts: string
    readonly furtherAction: (params: { readonly number: TextParam }) => string
    readonly giveBack: string
    readonly harm: string
    readonly held: (params: { readonly left: TextParam }) => string
    readonly hijack: string
    readonly hijackHint: string
    readonly interim: string
    readonly interimTaken: string
    readonly interimWhy: string
    readonly interimWhyFirst: string
    readonly isNew: (params: { readonly count: number }) => string
    readonly label: string
    readonly legal: (params: { readonly count: number }) => string
    readonly lookalikes: (params: { readonly count: number }) => string
    readonly lost: string
    readonly next: string
    readonly noCountry: string
    readonly noneHeld: string
    readonly notReady: (params: { readonly what: TextParam }) => string
    readonly policy: string
    readonly policyVersion: (params: { readonly since: TextParam; readonly version: TextParam }) => string
    readonly publicInterest: string
    readonly recorded: (params: { readonly caseId: TextParam }) => string
    readonly removeAction: string
    readonly restrictiveChord: string
    readonly savedReasons: string
    readonly sendActions: (params: { readonly count: TextParam }) => string
    readonly sendEscalation: string
    readonly sendException: string
    readonly title: string
    readonly toDecision: string
    readonly toQueue: string
    readonly typeHandle: string
    readonly urgency: string
    readonly whichAccount: string
    readonly whoSpeaks: string
    readonly why: string
    readonly workingItOut: string
    readonly writeAssessment: string
    readonly writeLabel: string
    readonly writeWhy: string
  }
  readonly roleMatrix: {
    readonly abilities: {
      readonly approve: string
      readonly approveBulk: string
      readonly change: string
      readonly claimCases: string
      readonly confirm: string
      readonly decide: string
      readonly dismissSets: string
      readonly endExceptions: string
      readonly endMeasures: string
      readonly endPeople: string
      readonly freeze: string
      readonly giveReason: string
      readonly interimMeasure: string
      readonly legal: string
      readonly manageChannels: string
      readonly markMisuse: string
      readonly openCases: string
      readonly openRestricted: string
      readonly ownSettings: string
      readonly pauseAutomation: string
      readonly planDrills: string
      readonly planRota: string
      readonly postponeEnd: string
      readonly proposeBulk: string
      readonly readAlerts: string
      readonly readAuthorities: string
      readonly readAutomation: string
      readonly readCases: string
      readonly readChanges: string
      readonly readDrills: string
      readonly readEnforcements: string
      readonly readIncidents: string
      readonly readInsights: string
      readonly readLedger: string
      readonly readPeople: string
      readonly readShadow: string
      readonly readShifts: string
      readonly readSubmissions: string
      readonly readTransparency: string
      readonly recordSettlements: string
      readonly releaseClaim: string
      readonly restoreSets: string
      readonly restrict: string
      readonly resume: string
      readonly reviewProtections: string
      readonly signKeyLists: string
      readonly snooze: string
      readonly stopAndRestore: string
      readonly stopChanges: string
      readonly storeTransparency: string
      readonly takeOver: string
      readonly tryGuards: string
      readonly warnSenders: string
    }
    readonly ability: string
    readonly about: string
    readonly access: {
      readonly always: string
      readonly onDuty: string
      readonly onShift: string
    }
    readonly limited: string
    readonly limitedAbout: string
    readonly limitedNone: string
    readonly title: string
  }
  readonly roles: {
    readonly admin: string
    readonly auditor: string
    readonly lead: string
    readonly policy: string
    readonly reviewer: string
    readonly senior: string
  }
  readonly search: {
    readonly accounts: string
    readonly cases: string
    readonly hint: string
    readonly incomplete: string
    readonly label: string
    readonly noReporter: (params: { readonly text: TextParam }) => string
    readonly nothing: (params: { readonly text: TextParam }) => string
    readonly nothingNext: string
    readonly notReporter: string
    readonly open: {
      readonly account: string
      readonly case: string
      readonly enforcement: string
    }
    readonly reporter: string
    readonly reporterNext: string
    readonly states: {
      readonly closed: string
      readonly open: string
    }
    readonly title: string
  }
  readonly senders: {
    readonly about: string
    readonly appeal: (params: { readonly state: TextParam; readonly words: TextParam }) => string
    readonly appealed: string
    readonly causes: {
      readonly illegal: string
      readonly unfounded: string
    }
    readonly days: string
    readonly end: (params: { readonly id: TextParam }) => string
    readonly ended: (params: { readonly at: TextParam }) => string
    readonly endReason: string
    readonly figures: (params: { readonly markers: number; readonly marks: TextParam; readonly submissions: TextParam }) => string
    readonly judgeReason: string
    readonly kinds: {
      readonly account: string
      readonly reporter: string
    }
    readonly latest: (params: { readonly at: TextParam }) => string
    readonly mark: (params: { readonly about: TextParam; readonly by: TextParam; readonly gravity: TextParam; readonly intent: TextParam; readonly reason: TextParam }) => string
    readonly none: string
    readonly open: (params: { readonly id: TextParam }) => string
    readonly overturn: string
    readonly pause: (params: { readonly from: TextParam; readonly id: TextParam; readonly until: TextParam }) => string
    readonly paused: string
    readonly pauseHint: string
    readonly person: (params: { readonly person: TextParam }) => string
    readonly propose: string
    readonly reached: string
    readonly received: string
    readonly states: {
      readonly open: string
      readonly overturned: string
      readonly upheld: string
    }
    readonly title: string
    readonly uphold: string
    readonly warn: (params: { readonly id: TextParam }) => string
    readonly warned: string
    readonly warning: (params: { readonly from: TextParam; readonly id: TextParam }) => string
    readonly withdraw: (params: { readonly id: TextParam }) => string
  }
  readonly sessions: {
    readonly all: (params: { readonly count: TextParam }) => string
    readonly columns: {
      readonly act: string
      readonly began: string
      readonly device: string
      readonly lastUsed: string
      readonly network: string
    }
    readonly end: (params: { readonly count: number }) => string
    readonly ended: (params: { readonly count: number }) => string
    readonly endHint: string
    readonly ending: (params: { readonly device: TextParam }) => string
    readonly endOne: string
    readonly endOthers: (params: { readonly count: number }) => string
    readonly hint: string
    readonly none: string
    readonly thisOne: string
    readonly title: string
    readonly unknownDevice: string
    readonly unknownNetwork: string
    readonly until: (params: { readonly until: TextParam }) => string
  }
  readonly settlements: {
    readonly correct: string
    readonly correctedBy: (params: { readonly id: TextParam }) => string
    readonly correctHint: string
    readonly corrects: (params: { readonly id: TextParam }) => string
    readonly effects: {
      readonly not_in_effect: string
      readonly nothing: string
      readonly reopened: string
      readonly second_person: string
      readonly undone: string
    }
    readonly fields: {
      readonly body: string
      readonly decidedOn: string
      readonly reason: string
      readonly reference: string
    }
    readonly followed: string
    readonly follows: string
    readonly none: string
    readonly notFollowed: string
    readonly open: string
    readonly outcome: string
    readonly outcomes: {
      readonly appellant: string
      readonly platform: string
      readonly settled: string
    }
    readonly proposeCorrection: string
    readonly record: string
    readonly saysGivesBack: string
    readonly saysRecords: string
    readonly title: string
    readonly told: (params: { readonly body: TextParam; readonly day: TextParam; readonly reference: TextParam }) => string
  }
  readonly setup: {
    readonly about: (params: { readonly count: TextParam; readonly done: TextParam }) => string
    readonly close: string
    readonly done: string
    readonly open: string
    readonly steps: {
      readonly backup: {
        readonly go: string
        readonly says: (params: { readonly count: number }) => string
        readonly title: string
      }
      readonly connector: {
        readonly go: string
        readonly says: (params: { readonly count: number }) => string
        readonly title: string
      }
      readonly on_call: {
        readonly go: string
        readonly says: (params: { readonly count: number }) => string
        readonly title: string
      }
      readonly passkeys: {
        readonly go: string
        readonly says: (params: { readonly count: number }) => string
        readonly title: string
      }
      readonly people: {
        readonly go: string
        readonly says: (params: { readonly count: number }) => string
        readonly title: string
      }
      readonly policies: {
        readonly go: string
        readonly says: (params: { readonly count: number }) => string
        readonly title: string
      }
    }
    readonly title: string
  }
  readonly shifts: {
    readonly began: string
    readonly breaks: string
    readonly empty: string
    readonly ended: string
    readonly forLeads: string
    readonly from: string
    readonly goesOn: string
    readonly kept: string
    readonly mine: string
    readonly none: string
    readonly ofNobody: string
    readonly onAverage: string
    readonly onBreak: string
    readonly people: string
    readonly planned: string
    readonly team: string
    readonly title: string
    readonly tooFew: string
    readonly who: string
  }
  readonly signals: {
    readonly about: string
    readonly classifier: (params: { readonly name: TextParam; readonly score: TextParam; readonly version: TextParam }) => string
    readonly clause: (params: { readonly clause: TextParam }) => string
    readonly hideSpans: string
    readonly listed: (params: { readonly list: TextParam }) => string
    readonly model: (params: { readonly model: TextParam }) => string
    readonly of: (params: { readonly ago: TextParam; readonly category: TextParam; readonly source: TextParam }) => string
    readonly otherText: string
    readonly showSpans: (params: { readonly count: number }) => string
    readonly title: string
  }
  readonly signIn: {
    readonly demo: string
    readonly demoHint: string
    readonly failed: string
    readonly out: string
    readonly passkey: string
    readonly signOn: string
    readonly signOnHint: string
    readonly title: string
    readonly tries: {
      readonly admin: string
      readonly auditor: string
      readonly lead: string
      readonly policy: string
      readonly reviewer: string
      readonly senior: string
    }
  }
  readonly signing: {
    readonly done: string
    readonly failed: string
    readonly nothing: string
    readonly sign: string
    readonly title: string
    readonly words: string
    readonly wordsNeeded: string
  }
  readonly snoozes: {
    readonly begin: string
    readonly end: (params: { readonly caseId: TextParam }) => string
    readonly fields: {
      readonly reason: string
      readonly until: string
    }
    readonly how: {
      readonly ended: (params: { readonly at: TextParam; readonly by: TextParam }) => string
      readonly passed: (params: { readonly at: TextParam }) => string
    }
    readonly lead: string
    readonly none: string
    readonly snooze: string
    readonly title: string
    readonly until: (params: { readonly at: TextParam; readonly by: TextParam }) => string
  }
  readonly start: {
    readonly about: string
    readonly asked: string
    readonly broken: string
    readonly deadline: (params: { readonly action: TextParam; readonly due: TextParam }) => string
    readonly due: (params: { readonly category: TextParam; readonly due: TextParam }) => string
    readonly enough: string
    readonly entries: string
    readonly failingSince: (params: { readonly at: TextParam }) => string
    readonly followed: (params: { readonly ago: TextParam; readonly number: TextParam }) => string
    readonly gapFrom: (params: { readonly at: TextParam }) => string
    readonly holds: string
    readonly key: (params: { readonly ago: TextParam; readonly scopes: TextParam }) => string
    readonly late: string
    readonly offShift: string
    readonly overdue: string
    readonly panels: {
      readonly alerts: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly approvals: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly changes: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly channels: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly coverage: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly escalated: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly exceptions: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly keys: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly late: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly ledger: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly next: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly own: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
      readonly setup: {
        readonly empty: string
        readonly go: string
        readonly next: string
        readonly title: string
      }
    }
    readonly problems: string
    readonly reviewBy: (params: { readonly at: TextParam }) => string
    readonly tooFew: string
    readonly unnumbered: string
    readonly until: (params: { readonly at: TextParam }) => string
    readonly verified: (params: { readonly ago: TextParam }) => string
    readonly withheld: string
  }
  readonly statement: {
    readonly automated: string
    readonly basis: string
    readonly clause: string
    readonly consumers: {
      readonly again: (params: { readonly at: TextParam }) => string
      readonly erased: string
      readonly from: (params: { readonly at: TextParam }) => string
      readonly kinds: {
        readonly consumers: string
        readonly correction: string
      }
      readonly title: string
      readonly told: (params: { readonly at: TextParam; readonly told: number; readonly without: number }) => string
      readonly waiting: (params: { readonly from: TextParam }) => string
      readonly withdrawn: string
    }
    readonly contentDate: string
    readonly contentLanguage: string
    readonly counter: {
      readonly erased: string
      readonly liftAt: (params: { readonly at: TextParam }) => string
      readonly reference: (params: { readonly reference: TextParam }) => string
      readonly states: {
        readonly action_filed: string
        readonly ended: string
        readonly lifted: string
        readonly open: string
        readonly referred: string
        readonly withdrawn: string
      }
      readonly title: string
    }
    readonly delivery: {
      readonly shown: string
      readonly unsupported: string
      readonly withheld: string
    }
    readonly explanation: string
    readonly facts: string
    readonly ground: string
    readonly grounds: {
      readonly illegal: string
      readonly terms: string
    }
    readonly kinds: {
      readonly ended: string
      readonly mistake: string
      readonly restriction: string
      readonly warning: string
    }
    readonly law: string
    readonly letter: {
      readonly addressOf: {
        readonly appeal: string
        readonly platform: string
      }
      readonly attempts: (params: { readonly count: number }) => string
      readonly given_up: (params: { readonly at: TextParam; readonly why: TextParam }) => string
      readonly returned: (params: { readonly at: TextParam; readonly status: TextParam }) => string
      readonly sent: (params: { readonly at: TextParam }) => string
      readonly waiting: (params: { readonly at: TextParam }) => string
      readonly why: {
        readonly no_address: string
        readonly over: string
        readonly refused: string
        readonly taken_over: string
        readonly too_many: string
        readonly too_old: string
      }
    }
    readonly noText: string
    readonly onTheWay: string
    readonly preview: string
    readonly reads: string
    readonly redress: {
      readonly appeal: string
      readonly court: string
      readonly settlement: string
    }
    readonly source: string
    readonly sources: {
      readonly authority_order: string
      readonly notice: string
      readonly other_report: string
      readonly own_initiative: string
      readonly trusted_flagger: string
    }
    readonly title: string
  }
  readonly states: {
    readonly awaiting_approval: string
    readonly confirmed: string
    readonly declined: string
    readonly expired: string
    readonly failed: string
    readonly held: string
    readonly in_effect: string
    readonly proposed: string
    readonly releasing: string
    readonly restored: string
    readonly restoring: string
    readonly stopped: string
    readonly superseded: string
  }
  readonly strikes: {
    readonly opened: (params: { readonly action: TextParam; readonly points: number }) => string
    readonly points: (params: { readonly count: number }) => string
    readonly proposed: (params: { readonly action: TextParam; readonly time: TextParam }) => string
    readonly threshold: (params: { readonly action: TextParam; readonly counted: TextParam; readonly people: number; readonly points: TextParam }) => string
    readonly times: (params: { readonly from: TextParam; readonly until: TextParam }) => string
    readonly title: string
  }
  readonly summary: {
    readonly counts: {
      readonly agreed: string
      readonly asked: string
      readonly casesDecided: string
      readonly casesHeld: string
      readonly declined: string
      readonly enforcementsAnswered: string
      readonly givenBack: string
      readonly overturned: string
      readonly proposed: string
      readonly transferred: string
      readonly waitsForAgreement: string
      readonly waitsForAnswer: string
      readonly waitsForConfirmation: string
      readonly waitsForHold: string
      readonly waitsForMe: string
    }
    readonly nothing: string
    readonly now: (params: { readonly from: TextParam }) => string
    readonly of: (params: { readonly from: TextParam; readonly to: TextParam }) => string
    readonly parts: {
      readonly became: string
      readonly did: string
      readonly handedOn: string
      readonly waits: string
    }
    readonly severe: (params: { readonly given: TextParam }) => string
    readonly severeOf: (params: { readonly given: TextParam; readonly most: TextParam }) => string
    readonly title: string
  }
  readonly team: {
    readonly aboutYou: string
    readonly add: string
    readonly addHint: string
    readonly asking: string
    readonly back: string
    readonly begins: string
    readonly betweenDays: (params: { readonly from: TextParam; readonly until: TextParam }) => string
    readonly call: string
    readonly changeDone: (params: { readonly id: TextParam }) => string
    readonly changeWaits: (params: { readonly id: TextParam; readonly until: TextParam }) => string
    readonly clearance: string
    readonly clearanceForm: string
    readonly clearances: string
    readonly clearancesHint: string
    readonly copyLink: string
    readonly countsFrom: (params: { readonly from: TextParam }) => string
    readonly dates: string
    readonly days: string
    readonly employer: string
    readonly employment: string
    readonly employments: {
      readonly contractor: string
      readonly employee: string
    }
    readonly end: string
    readonly ended: (params: { readonly restored: TextParam; readonly stopped: TextParam }) => string
    readonly endHint: string
    readonly endMany: string
    readonly endManyAt: string
    readonly endManyHint: string
    readonly endManyMore: (params: { readonly count: TextParam; readonly names: TextParam }) => string
    readonly endManyPaste: string
    readonly endManySays: (params: { readonly count: number; readonly names: TextParam }) => string
    readonly endManySaysAt: (params: { readonly at: TextParam; readonly count: number; readonly names: TextParam }) => string
    readonly endManyUnknown: (params: { readonly lines: TextParam }) => string
    readonly ends: string
    readonly endTask: (params: { readonly pseudonym: TextParam }) => string
    readonly enough: string
    readonly facts: {
      readonly began: string
      readonly clearances: string
      readonly languages: string
      readonly none: string
      readonly notice: string
      readonly site: string
    }
    readonly firstDay: string
    readonly forOthers: string
    readonly from: string
    readonly gap: (params: { readonly from: TextParam; readonly needs: TextParam; readonly until: TextParam }) => string
    readonly gaps: string
    readonly grantHint: string
    readonly hideLink: string
    readonly hours: string
    readonly invitationEnded: (params: { readonly at: TextParam; readonly how: TextParam }) => string
    readonly invitationMade: (params: { readonly at: TextParam; readonly by: TextParam }) => string
    readonly invitations: string
    readonly invitationStates: {
      readonly expired: string
      readonly open: string
      readonly revoked: string
      readonly used: string
    }
    readonly invitationUntil: (params: { readonly until: TextParam }) => string
    readonly invite: string
    readonly inviteHint: string
    readonly inviteOnce: string
    readonly keyLine: (params: { readonly added: TextParam; readonly fingerprint: TextParam }) => string
    readonly keys: string
    readonly lastDay: string
    readonly later: string
    readonly laterAt: string
    readonly laterHint: string
    readonly leavesIn: (params: { readonly at: TextParam; readonly left: TextParam }) => string
    readonly leaving: string
    readonly leavingNone: string
    readonly lift: string
    readonly liftHint: string
    readonly limited: (params: { readonly platforms: TextParam; readonly role: TextParam }) => string
    readonly link: string
    readonly linkUntil: (params: { readonly until: TextParam }) => string
    readonly name: string
    readonly needs: string
    readonly noEnd: string
    readonly noGaps: string
    readonly noInvitations: string
    readonly noKeys: string
    readonly none: string
    readonly noNeeds: string
    readonly noRota: string
    readonly noSuchPerson: string
    readonly notAnnounced: string
    readonly notice: string
    readonly noticeAt: string
    readonly noticeGiven: string
    readonly noticeHint: string
    readonly noticeKind: string
    readonly notices: {
      readonly involuntary: string
      readonly voluntary: string
    }
    readonly notNow: string
    readonly now: string
    readonly ops: {
      readonly grant: string
      readonly revoke: string
    }
    readonly otherTeam: string
    readonly otherTeamHint: string
    readonly people: string
    readonly plan: string
    readonly planHint: string
    readonly planned: string
    readonly platforms: string
    readonly platformsHint: string
    readonly postpone: string
    readonly postponed: (params: { readonly at: TextParam }) => string
    readonly postponeHint: string
    readonly propose: string
    readonly pseudonym: string
    readonly reachable: string
    readonly reachableNone: string
    readonly reason: string
    readonly remove: string
    readonly removeKey: string
    readonly restrict: string
    readonly restricted: (params: { readonly count: TextParam }) => string
    readonly restrictHint: string
    readonly revokeInvitation: string
    readonly role: string
    readonly roles: string
    readonly rolesAct: string
    readonly rota: string
    readonly rotaNone: string
    readonly seeChanges: string
    readonly shift: string
    readonly sinceDay: (params: { readonly from: TextParam }) => string
    readonly site: string
    readonly states: {
      readonly ended: string
      readonly later: string
      readonly off: string
      readonly onCall: string
      readonly onShift: string
      readonly restricted: string
    }
    readonly team: string
    readonly title: string
    readonly tooFew: string
    readonly turn: string
    readonly turns: {
      readonly primary: string
      readonly secondary: string
    }
    readonly until: string
    readonly what: string
    readonly who: string
    readonly withEnded: string
    readonly zone: string
  }
  readonly teamTabs: {
    readonly covered: string
    readonly hours: (params: { readonly from: TextParam; readonly until: TextParam }) => string
    readonly names: {
      readonly duty: string
      readonly joining: string
      readonly people: string
      readonly roles: string
    }
    readonly tooFew: (params: { readonly hours: TextParam }) => string
    readonly week: string
    readonly wholeDay: string
  }
  readonly thread: {
    readonly after: string
    readonly before: string
    readonly close: string
    readonly closeWhole: string
    readonly media: (params: { readonly count: number }) => string
    readonly open: (params: { readonly count: number }) => string
    readonly openWhole: string
    readonly title: string
    readonly unknown: string
  }
  readonly timeline: {
    readonly allDay: string
    readonly byDesk: string
    readonly byKey: (params: { readonly id: TextParam }) => string
    readonly bySomebody: string
    readonly bySource: (params: { readonly id: TextParam }) => string
    readonly copy: string
    readonly filter: string
    readonly filters: {
      readonly all: string
      readonly case: string
      readonly decision: string
      readonly enforcement: string
      readonly reports: string
    }
    readonly link: (params: { readonly id: TextParam }) => string
    readonly more: string
    readonly olderReports: (params: { readonly count: number }) => string
    readonly print: string
    readonly printed: (params: { readonly address: TextParam; readonly at: TextParam; readonly by: TextParam }) => string
    readonly quiet: (params: { readonly days: number }) => string
    readonly reports: (params: { readonly count: number }) => string
    readonly title: string
    readonly turns: {
      readonly answered: string
      readonly claimed: string
      readonly decided: string
      readonly escalated: string
      readonly lapsed: string
      readonly late: string
      readonly note: string
      readonly opened: string
      readonly qa_sample: string
      readonly released: string
      readonly requested: string
      readonly returned: string
      readonly taken_over: string
      readonly transferred: string
    }
  }
  readonly tour: {
    readonly back: string
    readonly close: string
    readonly done: string
    readonly name: string
    readonly next: string
    readonly place: (params: { readonly step: TextParam; readonly steps: TextParam }) => string
    readonly steps: {
      readonly alerts: {
        readonly text: string
        readonly title: string
      }
      readonly commands: {
        readonly text: string
        readonly title: string
      }
      readonly limits: {
        readonly text: string
        readonly title: string
      }
      readonly places: {
        readonly text: string
        readonly title: string
      }
      readonly user: {
        readonly text: string
        readonly title: string
      }
    }
  }
  readonly translation: {
    readonly ask: string
    readonly by: (params: { readonly from: TextParam; readonly to: TextParam }) => string
    readonly hide: string
    readonly none: string
    readonly unknown: string
  }
  readonly transparency: {
    readonly about: string
    readonly counted: (params: { readonly day: TextParam }) => string
    readonly csv: string
    readonly days: (params: { readonly from: TextParam; readonly to: TextParam }) => string
    readonly draft: string
    readonly dsa: string
    readonly dsaCounts: (params: { readonly held: number; readonly refused: number; readonly waiting: number }) => string
    readonly dsaHeld: string
    readonly dsaLastSent: (params: { readonly at: TextParam }) => string
    readonly dsaNeverSent: string
    readonly dsaOff: string
    readonly dsaRefused: string
    readonly dsaReview: string
    readonly dsaSince: (params: { readonly at: TextParam }) => string
    readonly final: string
    readonly finalBy: (params: { readonly at: TextParam; readonly who: TextParam }) => string
    readonly from: string
    readonly gaps: (params: { readonly count: number; readonly first: TextParam }) => string
    readonly isStored: (params: { readonly id: TextParam }) => string
    readonly json: string
    readonly lead: string
    readonly leadHint: string
    readonly noGaps: string
    readonly none: string
    readonly notCounted: string
    readonly part: string
    readonly period: string
    readonly propose: string
    readonly show: string
    readonly store: string
    readonly stored: string
    readonly storedAt: (params: { readonly at: TextParam }) => string
    readonly storeHint: string
    readonly title: string
    readonly to: string
    readonly waits: (params: { readonly changeId: TextParam }) => string
  }
  readonly undo: {
    readonly about: string
    readonly another: string
    readonly ask: (params: { readonly count: number }) => string
    readonly asked: string
    readonly askedBy: (params: { readonly who: TextParam }) => string
    readonly by: {
      readonly key: string
      readonly source: string
      readonly staff: string
    }
    readonly counts: {
      readonly restored: string
      readonly restoring: string
      readonly skipped: string
      readonly stopped: string
      readonly waiting: string
    }
    readonly done: string
    readonly forOthers: string
    readonly found: (params: { readonly by: TextParam; readonly enforcements: number; readonly from: TextParam; readonly reach: TextParam; readonly until: TextParam }) => string
    readonly hours: (params: { readonly hours: TextParam }) => string
    readonly kind: string
    readonly kinds: {
      readonly key: string
      readonly source: string
      readonly staff: string
    }
    readonly more: string
    readonly nothing: (params: { readonly by: TextParam }) => string
    readonly preview: string
    readonly progress: string
    readonly second: string
    readonly set: string
    readonly since: string
    readonly start: (params: { readonly count: number }) => string
    readonly title: string
    readonly two: (params: { readonly why: TextParam }) => string
    readonly unlisted: (params: { readonly count: number }) => string
    readonly why: string
  }
  readonly wellbeing: {
    readonly hint: string
    readonly settings: {
      readonly blur: string
      readonly grey: string
      readonly mute: string
    }
    readonly title: string
  }
  readonly who: {
    readonly age: (params: { readonly age: TextParam }) => string
    readonly atPlatform: (params: { readonly platform: TextParam }) => string
    readonly collections: {
      readonly community: string
      readonly domain: string
      readonly list: string
    }
    readonly defaultPlatform: string
    readonly factsRead: (params: { readonly ago: TextParam }) => string
    readonly followers: (params: { readonly count: TextParam }) => string
    readonly history: string
    readonly members: (params: { readonly count: TextParam }) => string
    readonly noHistory: string
    readonly noOffice: string
    readonly notVerified: string
    readonly protected: string
    readonly reachAbsent: string
    readonly reachUnknown: string
    readonly timeline: string
    readonly title: string
    readonly unknownHandle: string
    readonly verified: string
  }
  readonly wholeThread: {
    readonly again: string
    readonly earlier: string
    readonly kind: {
      readonly session_log: string
      readonly thread: string
      readonly transcript: string
    }
    readonly later: string
    readonly missing: {
      readonly absent: string
      readonly account: string
      readonly busy: string
      readonly gone: string
      readonly unknown: string
    }
    readonly noAuthor: string
    readonly noText: string
    readonly reported: string
    readonly restricted: string
    readonly state: {
      readonly deleted: string
      readonly hidden: string
      readonly withheld: string
    }
    readonly title: string
    readonly translate: string
    readonly translateAll: (params: { readonly count: number }) => string
    readonly translated: (params: { readonly from: TextParam }) => string
    readonly unknownLanguage: string
  }
  readonly why: {
    readonly account: string
    readonly download: string
    readonly export: string
    readonly hint: string
    readonly label: string
    readonly look: string
    readonly reporter: string
    readonly search: string
  }
}
