/** The design system: tokens in `styles/`, parts here, all of them on the living page `/design`. */
export { Button, ButtonLink } from './buttons.tsx'
export { Steps, Table, Tabs, Timeline, type Column } from './collections.tsx'
export { Combobox, type Suggestion } from './combobox.tsx'
export { ErrorSummary, type SummaryItem } from './error-summary.tsx'
export { Facts, Figures, Pairs, SourceTag, type Fact, type SourceKind } from './facts.tsx'
export { ariaOf, Checkbox, Choices, Faults, Field, type Fault } from './fields.tsx'
export { FileInput } from './file-input.tsx'
export {
  countryName,
  FormatsContext,
  nearness,
  offsetOf,
  parseDecimal,
  showDay,
  showDecimal,
  showMoment,
  showMoney,
  showQuantity,
  showShare,
  unitName,
  useFormats,
  type Formats,
} from './format.ts'
export { Arch, Icon, Mark } from './icon.tsx'
export { DateInput, NumberInput, Select, TextArea, TextInput, type Option } from './inputs.tsx'
export { KeyList, useKeys, type Shortcut } from './keys.tsx'
export { Note, Why } from './notes.tsx'
export { Road, segmentsOf, ShortRoad, stepOf, type Stage, type Stop } from './road.tsx'
export { Sla } from './sla.tsx'
export { Empty, Failure, Locked, Partial, Skeleton, useAfter } from './states.tsx'
export { Thread, Turno, type Holder, type Segment } from './turno.tsx'
export { useMedia, VirtualRows } from './virtual-rows.tsx'
