import { describe, expect, it } from 'vitest'
import { samplePdf } from '../../cli/demo/sample-pdf.ts'
import { typeOfBytes } from './media-type.ts'
import { unreadable } from './readable.ts'

const of = (bytes: Uint8Array) => unreadable(typeOfBytes(bytes) ?? '', bytes)
const text = (t: string): Buffer => Buffer.from(t, 'latin1')

describe('a file that nobody could open', () => {
  const pdf = samplePdf('invoice')
  it('is told from one that opens', () => {
    expect(of(pdf)).toBeUndefined()
    expect(of(text(`\x89PNG\r\n\x1a\n${'.'.repeat(40)}IEND\xaeB\x60\x82`))).toBeUndefined()
    expect(of(text(`\xff\xd8\xff${'.'.repeat(40)}\xff\xd9`))).toBeUndefined()
    expect(of(text('<?xml version="1.0"?><a><b/></a>\n'))).toBeUndefined()
    expect(of(text('code,quantity\n1,2\n'))).toBeUndefined()
  })

  it('was cut off on the way, wherever the cut is', () => {
    for (const share of [0.2, 0.5, 0.9]) expect(of(pdf.subarray(0, Math.floor(pdf.length * share)))).toBe('cut-off')
    expect(of(text(`\x89PNG\r\n\x1a\n${'.'.repeat(40)}`))).toBe('cut-off')
    expect(of(text('PK\x03\x04 half a workbook'))).toBe('cut-off')
    expect(of(text('<?xml version="1.0"?><a><b'))).toBe('cut-off')
  })

  it('is locked with a password', () => {
    expect(of(Buffer.concat([pdf, text('trailer << /Encrypt 9 0 R >>\nstartxref\n1\n%%EOF\n')]))).toBe('locked')
  })
})
