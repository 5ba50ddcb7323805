import type { Texts } from '../es.ts'

export const ui: Texts['ui'] = {
  optional: 'se tiver',
  change: 'Alterar',
  keep: 'Salvar a alteração',
  leave: 'Deixar como estava',
  loading: 'Carregando',
  slow: 'Ainda carregando. A sua conexão está lenta; nada se perde.',
  again: 'Tentar de novo',
  correct: (n) => (n === 1 ? 'Corrija 1 dado para continuar' : `Corrija ${n} dados para continuar`),
  suggestions: 'Sugestões',
  found: (n) => (n === 0 ? 'Sem resultados' : n === 1 ? '1 resultado' : `${n} resultados`),
  chooseFile: 'Escolher arquivo ou tirar foto',
  fileKinds: 'PDF, foto ou XML, até 25 MB.',
  stop: {
    done: 'feito',
    'mine-now': 'é a sua vez',
    other: 'é a vez de outro',
    next: 'ainda não',
    bad: 'não concedido',
  },
  atOnce: (n) => `${n} caminhos ao mesmo tempo: `,
  step: (at, of) => `Passo ${at} de ${of}. Ver o mapa`,
  why: 'Por quê?',
  today: 'hoje',
  tomorrow: 'amanhã',
  more: 'Ver mais',
}
