import { expect, test } from 'vitest'
import { rowsInView } from '../../../../app/utils/window.ts'

test('only rows in view and a few beyond are drawn', () => {
  expect(rowsInView(0, 800, 40, 2000, 5)).toEqual({ first: 0, last: 25 })
  expect(rowsInView(4000, 800, 40, 2000, 5)).toEqual({ first: 95, last: 125 })
})

test('the ends of the list are kept', () => {
  expect(rowsInView(-300, 800, 40, 10)).toEqual({ first: 0, last: 10 })
  expect(rowsInView(79_900, 800, 40, 2000, 5)).toEqual({ first: 1992, last: 2000 })
  expect(rowsInView(5000, 800, 40, 3)).toEqual({ first: 3, last: 3 })
  expect(rowsInView(0, 800, 40, 0)).toEqual({ first: 0, last: 0 })
})
