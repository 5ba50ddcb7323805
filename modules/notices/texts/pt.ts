import type { NoticeTexts } from './kinds.ts'

export const pt: NoticeTexts = {
  filed: [
    'Recebemos o seu pedido {number}. Tem {count} procedimentos, que avançam ao mesmo tempo.',
    'Se houver uma ordem de pagamento, pague. Assim começam os prazos.',
    'Uma ordem sem pagamento vence. Os procedimentos são arquivados.',
  ],
  paid: ['Recebemos o seu pagamento de {total}, ordem {number}.', '', ''],
  orderExpired: [
    'A ordem de pagamento {number} venceu sem pagamento.',
    'Apresente de novo os procedimentos. Os seus dados continuam na pasta.',
    'Se não os apresentar, ficam arquivados.',
  ],
  refundOwed: ['Devemos-lhe {total} da ordem {number}.', 'Espere o pagamento na sua conta. Não precisa pedir.', ''],
  admitted: ['{agency} admitiu «{title}».', '', ''],
  cure: [
    '{agency} pede para corrigir «{title}». {points}',
    'Corrija os defeitos e envie de novo.',
    'Se não corrigir a tempo, o procedimento é arquivado.',
  ],
  cured: [
    'A empresa corrigiu «{title}».',
    'Veja se o procedimento pode ser admitido.',
    'Depois do prazo, a demora aparece nos números do órgão.',
  ],
  observed: [
    '{agency} fez observações em «{title}». {points}',
    'Responda a todos os pontos e junte o que falta.',
    'Se não responder a tempo, o procedimento fica abandonado.',
  ],
  answered: [
    'A empresa respondeu às observações de «{title}».',
    'Veja a resposta. O prazo do órgão corre de novo.',
    'Depois do prazo, a demora aparece nos números do órgão.',
  ],
  prolonged: ['{agency} ampliou uma vez o seu próprio prazo para «{title}». {points}', '', ''],
  approved: ['{agency} aprovou «{title}».', 'Baixe o seu documento. A aduana já o tem.', ''],
  partly: [
    '{agency} aprovou uma parte de «{title}».',
    'Baixe o seu documento. Se não concorda com o resto, recorra.',
    'Se não recorrer, o que não foi aprovado fica firme.',
  ],
  denied: [
    '{agency} negou «{title}». {points}',
    'Se não concorda, recorra.',
    'Se não recorrer a tempo, a decisão fica firme.',
  ],
  revoked: [
    '{agency} revogou «{title}». {points}',
    'Deixe de usar o documento. Se não concorda, recorra.',
    'Se não recorrer a tempo, a decisão fica firme.',
  ],
  slots: [
    '{agency} oferece horários para inspecionar «{title}». {points}',
    'Escolha um horário. O prazo do órgão espera a sua resposta.',
    'Se não escolher, o órgão oferece outros e o seu processo demora mais.',
  ],
  missed: ['A inspeção de «{title}» não foi feita. {points}', 'Espere os novos horários que o órgão oferece.', ''],
  slotChosen: [
    'A empresa escolheu horário para inspecionar «{title}». {points}',
    'Vá à visita marcada e registre o resultado.',
    'Se ninguém for, a demora é do órgão.',
  ],
  urgentFiled: [
    'Chegou um processo urgente: «{title}».',
    'Atenda-o hoje. Vai antes dos outros e o seu prazo é mais curto.',
    'Passado o prazo, a demora é publicada nos números do órgão.',
  ],
  rectified: ['{agency} retificou «{title}».', 'Baixe o documento novo. O anterior já não vale.', ''],
  rectificationDeclined: [
    '{agency} não aceitou retificar «{title}». {points}',
    'Continue com o documento que tem, ou peça outra vez.',
    '',
  ],
  renewed: ['«{title}» foi prorrogado.', 'Baixe o documento. Mostra a nova data.', ''],
  lapsed: [
    '«{title}» foi arquivado. {points}',
    'Pode apresentar de novo. Os seus dados continuam na pasta.',
    'Se não apresentar, fica arquivado.',
  ],
  breached: ['{agency} não decidiu «{title}» no prazo. A demora é publicada.', '', ''],
  expiring: [
    'O seu documento «{title}» vence em breve.',
    'Use-o, ou peça a prorrogação se o procedimento a permite.',
    'Depois dessa data já não serve.',
  ],
  expired: ['O seu documento «{title}» venceu.', 'Não o use. Se precisa dele, apresente um pedido novo.', ''],
  appealFiled: [
    'A empresa recorreu da decisão sobre «{title}».',
    'Decida o recurso. Quem participou na decisão não pode.',
    'Depois do prazo, a demora aparece nos números do órgão.',
  ],
  appealResolved: ['O seu recurso sobre «{title}» foi decidido. {points}', 'Leia a decisão e o seu fundamento.', ''],
  withdrawn: ['A empresa retirou «{title}».', '', ''],
  opinion: [
    '{agency} pede o seu parecer sobre «{title}».',
    'Dê o seu parecer, a favor ou contra.',
    'O silêncio tem o efeito que a norma fixa.',
  ],
  slaHalf: [
    'Passou a metade do prazo de «{title}».',
    'Avance a avaliação. Peça agora o que falta.',
    'No fim do prazo vale o silêncio que a norma fixa.',
  ],
  slaRisk: [
    'Resta menos de um quinto do prazo de «{title}».',
    'Proponha ou assine a decisão.',
    'No fim do prazo vale o silêncio que a norma fixa.',
  ],
  slaBreached: [
    '{agency} não decidiu «{title}» no prazo.',
    'Veja por quê e passe o caso a outra pessoa.',
    'A demora já conta nos números públicos.',
  ],
  mandateGranted: [
    '{points} pode agir em nome da sua empresa.',
    'Veja que atos pode fazer. Pode revogar o poder quando quiser.',
    '',
  ],
  mandateRevoked: ['Terminou o poder de {points} para agir em nome da empresa.', '', ''],
  mandateExpiring: [
    'O poder de {points} vence em breve.',
    'Renove-o se essa pessoa deve continuar.',
    'Depois dessa data já não poderá agir pela empresa.',
  ],
  joinRequested: [
    '{points} pede para entrar na sua empresa.',
    'Aceite ou recuse.',
    'Sem a sua resposta ninguém entra.',
  ],
  memberAdded: ['{points} já faz parte da sua empresa.', 'Se não conhece essa pessoa, retire-a e avise-nos.', ''],
  invited: ['{points} convida você para a sua empresa.', 'Entre e aceite.', 'O convite sem aceitação deixa de valer.'],
  enterpriseVerified: ['Confirmamos os dados da sua empresa no registro tributário.', '', ''],
  enterpriseSuspended: [
    'O registro da sua empresa foi suspenso. {points}',
    'Corrija a causa e peça o fim da suspensão.',
    'Enquanto isso não pode apresentar pedidos.',
  ],
  accessed: [
    'Uma pessoa de controle abriu os dados do seu caso. {points}',
    'Se não entende por quê, peça uma explicação.',
    '',
  ],
  contingencyDone: [
    'O que você enviou durante a contingência já foi feito. Vale a hora do seu recibo, {points}.',
    '',
    '',
  ],
  contingencyRefused: [
    'O que você enviou durante a contingência não pôde ser feito. {points}',
    'Corrija e envie de novo. A hora do seu recibo continua provada.',
    'Se não enviar, fica sem fazer.',
  ],
  pausedByOutage: [
    'Um serviço esteve fora do ar {points}. Esse tempo não conta contra ninguém e o seu prazo mudou.',
    '',
    '',
  ],
  bounced: [
    'Não conseguimos entregar avisos em {points}.',
    'Confira esse endereço ou registre outro.',
    'Sem um endereço válido, só verá os avisos na sua caixa.',
  ],
  pack: ['{pt} Procedimento: «{title}».', 'Leia o aviso e abra o procedimento.', ''],
}
