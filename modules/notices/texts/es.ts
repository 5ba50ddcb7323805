import type { NoticeTexts } from './kinds.ts'

/** Spanish, level B1: usted, verb first, no sentence over twenty words. */
export const es: NoticeTexts = {
  filed: [
    'Recibimos su solicitud {number}. Tiene {count} trámites, que avanzan a la vez.',
    'Si hay una orden de pago, páguela. Así empiezan los plazos.',
    'Una orden sin pagar vence. Sus trámites se archivan.',
  ],
  paid: ['Recibimos su pago de {total}, orden {number}.', '', ''],
  orderExpired: [
    'La orden de pago {number} venció sin pago.',
    'Presente de nuevo los trámites. Sus datos siguen en la carpeta.',
    'Si no los presenta, quedan archivados.',
  ],
  refundOwed: ['Le debemos {total} de la orden {number}.', 'Espere el pago en su cuenta. No hace falta pedirlo.', ''],
  admitted: ['{agency} admitió «{title}».', '', ''],
  cure: [
    '{agency} pide corregir «{title}». {points}',
    'Corrija los defectos y envíe el trámite otra vez.',
    'Si no corrige a tiempo, el trámite se archiva.',
  ],
  cured: [
    'La firma corrigió «{title}».',
    'Revise si el trámite se admite.',
    'Pasado el plazo, la demora se publica en las cifras del organismo.',
  ],
  observed: [
    '{agency} observó «{title}». {points}',
    'Responda todos los puntos y adjunte lo que falta.',
    'Si no responde a tiempo, el trámite queda en abandono.',
  ],
  answered: [
    'La firma respondió las observaciones de «{title}».',
    'Revise la respuesta. El plazo del organismo corre otra vez.',
    'Pasado el plazo, la demora se publica en las cifras del organismo.',
  ],
  prolonged: ['{agency} amplió una vez su propio plazo para «{title}». {points}', '', ''],
  approved: ['{agency} aprobó «{title}».', 'Descargue su documento. La aduana ya lo tiene.', ''],
  partly: [
    '{agency} aprobó una parte de «{title}».',
    'Descargue su documento. Si no está de acuerdo con el resto, apele.',
    'Si no apela, lo no aprobado queda firme.',
  ],
  denied: [
    '{agency} denegó «{title}». {points}',
    'Si no está de acuerdo, apele.',
    'Si no apela a tiempo, la decisión queda firme.',
  ],
  revoked: [
    '{agency} revocó «{title}». {points}',
    'Deje de usar el documento. Si no está de acuerdo, apele.',
    'Si no apela a tiempo, la decisión queda firme.',
  ],
  slots: [
    '{agency} ofrece horarios para inspeccionar «{title}». {points}',
    'Elija un horario. El plazo del organismo espera su respuesta.',
    'Si no elige, el organismo ofrece otros y su trámite tarda más.',
  ],
  missed: [
    'No se hizo la inspección de «{title}». {points}',
    'Espere los horarios nuevos que ofrece el organismo.',
    '',
  ],
  slotChosen: [
    'La firma eligió horario para inspeccionar «{title}». {points}',
    'Vaya a la cita y registre el resultado.',
    'Si nadie va, la demora es del organismo.',
  ],
  urgentFiled: [
    'Llegó un trámite urgente: «{title}».',
    'Atiéndalo hoy. Va antes que los demás y su plazo es más corto.',
    'Pasado el plazo, la demora se publica en las cifras del organismo.',
  ],
  rectified: ['{agency} rectificó «{title}».', 'Descargue el documento nuevo. El anterior ya no vale.', ''],
  rectificationDeclined: [
    '{agency} no aceptó rectificar «{title}». {points}',
    'Siga con el documento que tiene, o pida otra rectificación.',
    '',
  ],
  renewed: ['Se prorrogó «{title}».', 'Descargue el documento. Muestra la nueva fecha.', ''],
  lapsed: [
    'Se archivó «{title}». {points}',
    'Puede presentarlo otra vez. Sus datos siguen en la carpeta.',
    'Si no lo presenta, el trámite queda archivado.',
  ],
  breached: ['{agency} no resolvió «{title}» en su plazo. La demora se publica.', '', ''],
  expiring: [
    'Su documento «{title}» vence pronto.',
    'Úselo, o pida la prórroga si el trámite la permite.',
    'Después de esa fecha ya no sirve.',
  ],
  expired: ['Su documento «{title}» venció.', 'No lo use. Si lo necesita, presente un trámite nuevo.', ''],
  appealFiled: [
    'La firma apeló la decisión sobre «{title}».',
    'Resuelva la apelación. No puede hacerlo quien participó en la decisión.',
    'Pasado el plazo, la demora se publica en las cifras del organismo.',
  ],
  appealResolved: ['Se resolvió su apelación sobre «{title}». {points}', 'Lea la decisión y su fundamento.', ''],
  withdrawn: ['La firma retiró «{title}».', '', ''],
  opinion: [
    '{agency} pide su opinión sobre «{title}».',
    'Dé su opinión, a favor o en contra.',
    'El silencio tiene el efecto que fija la norma.',
  ],
  slaHalf: [
    'Pasó la mitad del plazo de «{title}».',
    'Avance la evaluación. Puede pedir ahora lo que falte.',
    'Al vencer el plazo rige el silencio que fija la norma.',
  ],
  slaRisk: [
    'Queda menos de un quinto del plazo de «{title}».',
    'Proponga o firme la decisión.',
    'Al vencer el plazo rige el silencio que fija la norma.',
  ],
  slaBreached: [
    '{agency} no decidió «{title}» en su plazo.',
    'Averigüe por qué y asigne el caso a otra persona.',
    'La demora ya cuenta en las cifras públicas.',
  ],
  mandateGranted: [
    '{points} puede actuar en nombre de su firma.',
    'Revise qué actos puede hacer. Puede revocar el poder cuando quiera.',
    '',
  ],
  mandateRevoked: ['Terminó el poder de {points} para actuar en nombre de la firma.', '', ''],
  mandateExpiring: [
    'El poder de {points} vence pronto.',
    'Renuévelo si esa persona debe seguir actuando.',
    'Después de esa fecha ya no podrá actuar por la firma.',
  ],
  joinRequested: [
    '{points} pide entrar en su firma.',
    'Acepte o rechace el pedido.',
    'Sin su respuesta, esa persona no entra.',
  ],
  memberAdded: ['{points} ya forma parte de su firma.', 'Si no conoce a esa persona, quítela y avísenos.', ''],
  invited: [
    '{points} le invita a su firma.',
    'Entre y acepte la invitación.',
    'La invitación sin aceptar deja de valer.',
  ],
  enterpriseVerified: ['Confirmamos los datos de su firma en el registro tributario.', '', ''],
  enterpriseSuspended: [
    'Se suspendió el registro de su firma. {points}',
    'Corrija la causa y pida que se levante la suspensión.',
    'Mientras tanto no puede presentar trámites.',
  ],
  accessed: [
    'Una persona de control abrió los datos de su caso. {points}',
    'Si no entiende por qué, pida una explicación.',
    '',
  ],
  contingencyDone: [
    'Ya se hizo lo que usted envió durante la contingencia. Vale la hora de su acuse, {points}.',
    '',
    '',
  ],
  contingencyRefused: [
    'No se pudo hacer lo que usted envió durante la contingencia. {points}',
    'Corríjalo y envíelo otra vez. La hora de su acuse sigue probada.',
    'Si no lo envía, queda sin hacer.',
  ],
  pausedByOutage: [
    'Un servicio estuvo caído {points}. Ese tiempo no cuenta contra nadie y su plazo se corrió.',
    '',
    '',
  ],
  bounced: [
    'No pudimos entregar avisos en {points}.',
    'Revise esa dirección o registre otra.',
    'Sin una dirección válida, solo verá los avisos en su buzón.',
  ],
  // A procedure's own words, which say themselves what to do.
  pack: ['{es} Trámite: «{title}».', 'Lea el aviso y abra el trámite.', ''],
}
