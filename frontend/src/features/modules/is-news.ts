import type { Module } from '~/api/modules-types';

/** Whether it is news to the reader; who teaches with it knows it. */
export function isNews({ opened, manageable, opened_count }: Module): boolean {
  return !opened && !manageable && opened_count === null;
}
