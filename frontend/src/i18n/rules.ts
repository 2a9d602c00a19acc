import i18next from 'i18next';
import * as z from 'zod/mini';

/** Rules of forms whose messages are in the language on screen when they are broken. */

export const requiredText = (maximum = 200) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18next.t('rules.required') }),
      z.maxLength(maximum, { error: () => i18next.t('rules.tooLong', { count: maximum }) }),
    );

export const optionalText = (maximum = 200) =>
  z
    .string()
    .check(
      z.trim(),
      z.maxLength(maximum, { error: () => i18next.t('rules.tooLong', { count: maximum }) }),
    );

export const emailText = () =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18next.t('rules.required') }),
      z.email({ error: () => i18next.t('rules.email') }),
    );

export const requiredDate = () =>
  z.string().check(z.minLength(1, { error: () => i18next.t('rules.required') }));

export const requiredChoice = () =>
  z.string().check(z.minLength(1, { error: () => i18next.t('rules.choose') }));

/** A whole number as typed into a field. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .number({ error: () => i18next.t('rules.number') })
    .check(
      z.int({ error: () => i18next.t('rules.number') }),
      z.gte(minimum, { error: () => i18next.t('rules.atLeast', { count: minimum }) }),
      z.lte(maximum, { error: () => i18next.t('rules.atMost', { count: maximum }) }),
    );

/** bcrypt reads 72 bytes; the server holds the full policy and says what it misses. */
export const newPassword = () =>
  z.string().check(
    z.minLength(8, { error: () => i18next.t('rules.passwordShort') }),
    z.refine((value) => new TextEncoder().encode(value).length <= 72, {
      error: () => i18next.t('rules.passwordLong'),
    }),
  );
