import { usualWeights, type ProfileBody } from './score.ts'

/** What holds in a country while its customs has approved no profile of its own. Every value is an assumption of the design [D]. */
export const defaultProfile: ProfileBody = {
  title: 'Perfil general',
  weights: usualWeights,
  tables: {
    history: [
      { when: { serious: { min: '1' } }, f: '1.00', why: 'a serious result in 36 months' },
      { when: { minor: { min: '1' } }, f: '0.60', why: 'a minor result in 36 months' },
      { when: { operations: { max: '4' } }, f: '0.40', why: 'fewer than five operations known' },
      { when: {}, f: '0.10', why: 'a clean record' },
    ],
    goods: [
      { when: { hs: ['2402', '2403', '2208', '93', '3808'] }, f: '1.00', why: 'tobacco, spirits, arms, pesticides' },
      { when: { lpco: ['permit'] }, f: '0.40', why: 'goods under permit' },
      { when: {}, f: '0.20', why: 'goods without restrictions' },
    ],
    route: [
      { when: { direction: ['import'], origin: ['XX'] }, f: '1.00', why: 'origin unknown' },
      { when: { direction: ['import'] }, f: '0.40', why: 'import' },
      { when: {}, f: '0.20', why: 'export' },
    ],
    novelty: [
      { when: { operations: { max: '0' } }, f: '0.50', why: 'first operation; never more than half (M12-5)' },
      { when: { consigneeKnown: false }, f: '0.30', why: 'a new buyer' },
    ],
    documents: [
      { when: { inconsistencies: { min: '2' } }, f: '1.00', why: 'two or more figures that do not agree' },
      { when: { inconsistencies: { min: '1' } }, f: '0.50', why: 'a figure that does not agree' },
    ],
  },
  rules: [
    {
      name: 'splitting',
      when: { splitting: true },
      channel: 'yellow',
      why: 'Varias ventas al mismo comprador en pocos días suman más que el límite',
    },
    {
      name: 'pesticide-drums',
      when: { direction: ['import'], hs: ['3808'] },
      channel: 'red',
      why: 'Canal rojo por perfil: plaguicida en tambores',
    },
  ],
}
