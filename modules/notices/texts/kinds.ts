/** Every standard notice there is. A kind without its words in each language does not compile. */
export type NoticeKind =
  // Filing and paying
  | 'filed'
  | 'paid'
  | 'orderExpired'
  | 'refundOwed'
  // A permit, to the applicant
  | 'admitted'
  | 'cure'
  | 'observed'
  | 'prolonged'
  | 'approved'
  | 'partly'
  | 'denied'
  | 'revoked'
  | 'rectified'
  | 'rectificationDeclined'
  | 'renewed'
  | 'lapsed'
  | 'breached'
  | 'expiring'
  | 'expired'
  | 'appealResolved'
  | 'slots'
  | 'missed'
  // A permit, to its agency and those it asks
  | 'cured'
  | 'answered'
  | 'appealFiled'
  | 'withdrawn'
  | 'opinion'
  | 'slotChosen'
  | 'urgentFiled'
  | 'slaHalf'
  | 'slaRisk'
  | 'slaBreached'
  // Firms, people and mandates
  | 'mandateGranted'
  | 'mandateRevoked'
  | 'mandateExpiring'
  | 'joinRequested'
  | 'memberAdded'
  | 'invited'
  | 'enterpriseVerified'
  | 'enterpriseSuspended'
  | 'accessed'
  // Bad days
  | 'contingencyDone'
  | 'contingencyRefused'
  | 'pausedByOutage'
  | 'bounced'
  // A procedure's own words
  | 'pack'

/** What happened; what to do; what follows otherwise. An empty part is said in the standard words for nothing. */
export type NoticeWords = readonly [happened: string, todo: string, otherwise: string]
export type NoticeTexts = Readonly<Record<NoticeKind, NoticeWords>>
