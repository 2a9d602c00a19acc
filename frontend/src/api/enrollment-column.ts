import type { InfiniteData } from '@tanstack/react-query';

import type { Page, Progress } from '~/api/types';

/** A column of the board as far as it is loaded, the longest waiting first. */
export type Column = InfiniteData<Page<Progress>>;

type Application = Pick<Progress, 'student_id' | 'school_year_id'>;

export function isSame(item: Application, other: Application): boolean {
  return item.student_id === other.student_id && item.school_year_id === other.school_year_id;
}

/** Whether nothing of the column is left to load. */
export function isWhole(column: Column): boolean {
  const shown = column.pages.reduce((sum, page) => sum + page.items.length, 0);
  return shown >= (column.pages[0]?.total ?? 0);
}

/** The column without a card; itself when it does not show the card. */
export function without(column: Column, card: Application): Column {
  const place = column.pages.findIndex((page) => page.items.some((item) => isSame(item, card)));
  if (place === -1) return column;
  return {
    ...column,
    pages: column.pages.map((page, number) => ({
      ...page,
      total: page.total - 1,
      // What comes after the gap moves up, on the server too.
      offset: number > place ? page.offset - 1 : page.offset,
      items: page.items.filter((item) => !isSame(item, card)),
    })),
  };
}

/** The column with a card more at its end, where whoever moved last stands. */
export function withCard(column: Column, card: Progress): Column {
  const last = column.pages.length - 1;
  return {
    ...column,
    pages: column.pages.map((page, number) => ({
      ...page,
      total: page.total + 1,
      items: number === last ? [...page.items, card] : page.items,
    })),
  };
}

/** The column with a card more beyond what is loaded. */
export function withMore(column: Column): Column {
  return {
    ...column,
    pages: column.pages.map((page) => ({ ...page, total: page.total + 1 })),
  };
}
