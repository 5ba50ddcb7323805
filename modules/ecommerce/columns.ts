/** Columns of the file, in the order of the header (M14). */
export const columns = [
  'order_id',
  'sold_at',
  'platform',
  'buyer_name',
  'buyer_country',
  'buyer_city',
  'buyer_postcode',
  'sku',
  'description_en',
  'hs6',
  'origin',
  'qty',
  'unit',
  'unit_price',
  'currency',
  'discount',
  'shipping_charged',
  'insurance',
  'tracking_no',
  'carrier',
  'incoterm',
  'ioss_no',
  'payment_ref',
  'is_return',
] as const
export type Column = (typeof columns)[number]

/** One row as it was written. */
export type RowData = Readonly<Record<Column, string>>

export const MOST_ROWS = 10_000
export const LARGEST_FILE = 20 * 1024 * 1024
export const expectedHeader = columns.join(';')
