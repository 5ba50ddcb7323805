import type { NoticeTexts } from './kinds.ts'

export const en: NoticeTexts = {
  filed: [
    'We received your application {number}. It has {count} procedures, which advance at the same time.',
    'If there is a payment order, pay it. That starts the clocks.',
    'An unpaid order expires. Its procedures lapse.',
  ],
  paid: ['We received your payment of {total}, order {number}.', '', ''],
  orderExpired: [
    'Payment order {number} expired unpaid.',
    'File the procedures again. Your data are still in the dossier.',
    'If you do not file them, they stay closed.',
  ],
  refundOwed: ['We owe you {total} of order {number}.', 'Wait for it in your account. You need not ask.', ''],
  admitted: ['{agency} admitted “{title}”.', '', ''],
  cure: [
    '{agency} asks you to correct “{title}”. {points}',
    'Correct the defects and send it again.',
    'If you do not correct it in time, the procedure lapses.',
  ],
  cured: [
    'The firm corrected “{title}”.',
    'See whether it can be admitted.',
    'After the period the delay shows in the agency’s figures.',
  ],
  observed: [
    '{agency} made observations on “{title}”. {points}',
    'Answer every point and attach what is missing.',
    'If you do not answer in time, the procedure is abandoned.',
  ],
  answered: [
    'The firm answered the observations on “{title}”.',
    'Look at the answer. The agency’s period runs again.',
    'After the period the delay shows in the agency’s figures.',
  ],
  prolonged: ['{agency} prolonged its own period for “{title}” once. {points}', '', ''],
  approved: ['{agency} approved “{title}”.', 'Download your document. Customs already has it.', ''],
  partly: [
    '{agency} approved a part of “{title}”.',
    'Download your document. If you disagree with the rest, appeal.',
    'If you do not appeal, what was not approved stays refused.',
  ],
  denied: [
    '{agency} denied “{title}”. {points}',
    'If you disagree, appeal.',
    'If you do not appeal in time, the decision stands.',
  ],
  revoked: [
    '{agency} revoked “{title}”. {points}',
    'Stop using the document. If you disagree, appeal.',
    'If you do not appeal in time, the decision stands.',
  ],
  slots: [
    '{agency} offers times to inspect «{title}». {points}',
    'Choose a time. The agency’s period waits for your answer.',
    'If you do not choose, other times are offered and your case takes longer.',
  ],
  missed: [
    'The inspection of «{title}» did not take place. {points}',
    'Wait for the new times that the agency offers.',
    '',
  ],
  slotChosen: [
    'The firm chose a time to inspect «{title}». {points}',
    'Go to the appointment and record the result.',
    'If nobody goes, the delay is the agency’s.',
  ],
  urgentFiled: [
    'An urgent case has come: «{title}».',
    'Take care of it today. It goes before the others and its period is shorter.',
    'After the period the delay is published among the agency’s figures.',
  ],
  rectified: ['{agency} rectified “{title}”.', 'Download the new document. The old one is no longer valid.', ''],
  rectificationDeclined: [
    '{agency} did not accept to rectify “{title}”. {points}',
    'Go on with the document you have, or ask again.',
    '',
  ],
  renewed: ['“{title}” was extended.', 'Download the document. It shows the new date.', ''],
  lapsed: [
    '“{title}” lapsed. {points}',
    'You may file it again. Your data are still in the dossier.',
    'If you do not, it stays closed.',
  ],
  breached: ['{agency} did not decide “{title}” within its period. The delay is published.', '', ''],
  expiring: [
    'Your document “{title}” expires soon.',
    'Use it, or ask for an extension if the procedure allows one.',
    'After that date it is of no use.',
  ],
  expired: ['Your document “{title}” expired.', 'Do not use it. If you need it, file again.', ''],
  appealFiled: [
    'The firm appealed the decision on “{title}”.',
    'Decide the appeal. Nobody who took part in the decision may.',
    'After the period the delay shows in the agency’s figures.',
  ],
  appealResolved: ['Your appeal on “{title}” was decided. {points}', 'Read the decision and its grounds.', ''],
  withdrawn: ['The firm withdrew “{title}”.', '', ''],
  opinion: [
    '{agency} asks for your opinion on “{title}”.',
    'Give your opinion, for or against.',
    'Silence has the effect the norm gives it.',
  ],
  slaHalf: [
    'Half of the period for “{title}” is over.',
    'Move the evaluation on. Ask now for what is missing.',
    'At the end of the period silence has its legal effect.',
  ],
  slaRisk: [
    'Less than a fifth of the period for “{title}” is left.',
    'Propose or sign the decision.',
    'At the end of the period silence has its legal effect.',
  ],
  slaBreached: [
    '{agency} did not decide “{title}” within its period.',
    'Find out why, and give the case to somebody else.',
    'The delay already counts in the public figures.',
  ],
  mandateGranted: [
    '{points} may act for your firm.',
    'Check which acts are allowed. You may revoke the mandate at any time.',
    '',
  ],
  mandateRevoked: ['The mandate of {points} to act for the firm has ended.', '', ''],
  mandateExpiring: [
    'The mandate of {points} ends soon.',
    'Renew it if that person must go on acting.',
    'After that date they cannot act for the firm.',
  ],
  joinRequested: ['{points} asks to join your firm.', 'Accept or refuse.', 'Without your answer nobody joins.'],
  memberAdded: ['{points} now belongs to your firm.', 'If you do not know them, remove them and tell us.', ''],
  invited: ['{points} invites you to their firm.', 'Sign in and accept.', 'An invitation not accepted ends.'],
  enterpriseVerified: ['We confirmed your firm’s data at the tax registry.', '', ''],
  enterpriseSuspended: [
    'The registration of your firm was suspended. {points}',
    'Put the cause right and ask for it to be lifted.',
    'Meanwhile you cannot file.',
  ],
  accessed: ['A control officer opened the data of your case. {points}', 'If you do not see why, ask.', ''],
  contingencyDone: ['What you sent during the contingency is done. The time of your receipt counts, {points}.', '', ''],
  contingencyRefused: [
    'What you sent during the contingency could not be done. {points}',
    'Correct it and send it again. The time of your receipt stays proved.',
    'If you do not send it, it stays undone.',
  ],
  pausedByOutage: ['A service was down {points}. That time counts against nobody, and your deadline moved.', '', ''],
  bounced: [
    'We could not deliver notices to {points}.',
    'Check that address or register another.',
    'Without a valid address you see notices in your mailbox only.',
  ],
  pack: ['{en} Procedure: “{title}”.', 'Read the notice and open the procedure.', ''],
}
