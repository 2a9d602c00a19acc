import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText, faultText } from '~/api/error-text';
import { hasCode, hasStatus, isApiError } from '~/api/problem';
import {
  gradeSubmission,
  returnSubmission,
  submissionQuery,
  submissionsKey,
  tasksKey,
} from '~/api/tasks';
import type { Submission } from '~/api/tasks-types';
import { parsedScore } from '~/features/tasks/score';

/** What is typed for a hand-in, and the version that it is about. */
export interface GradeWords {
  score: string;
  comment: string;
  version: number;
}

export interface GradeFault {
  field: 'score' | 'comment' | 'form';
  text: string;
}

export type Grades = ReturnType<typeof usePendingGrades>;

function wordsOf(submission: Submission): GradeWords {
  const { score, comment, version } = submission;
  return { score: score === null ? '' : String(score), comment: comment ?? '', version };
}

/**
 * Scores and comments that are typed and not saved. They stay while the teacher looks at others,
 * so that going on never loses a word.
 */
export function usePendingGrades(submission: Submission | null) {
  const { t } = useTranslation('tasks');
  const queries = useQueryClient();
  const [pending, setPending] = useState<Readonly<Record<string, GradeWords>>>({});
  const [fault, setFault] = useState<(GradeFault & { id: string }) | null>(null);
  /** What somebody else has given meanwhile. */
  const [clash, setClash] = useState<Submission | null>(null);
  const [busy, setBusy] = useState(false);
  const id = submission?.id ?? '';
  const words = submission === null ? null : (pending[id] ?? wordsOf(submission));
  const unsaved = useMemo(() => new Set(Object.keys(pending)), [pending]);

  const drop = (key: string) =>
    setPending((all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== key)));
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: submissionsKey }),
      queries.invalidateQueries({ queryKey: tasksKey }),
    ]);

  const type = (part: Partial<GradeWords>) => {
    if (submission === null || words === null) return;
    const next = { ...words, ...part };
    const saved = wordsOf(submission);
    setFault(null);
    if (next.score === saved.score && next.comment === saved.comment) drop(id);
    else setPending((all) => ({ ...all, [id]: next }));
  };

  const refused = async (error: unknown): Promise<void> => {
    if (hasStatus(error, 412)) {
      try {
        setClash(await queries.fetchQuery({ ...submissionQuery(id), staleTime: 0 }));
      } catch (failure) {
        setFault({ id, field: 'form', text: errorText(failure) });
      }
      return;
    }
    const [first] = isApiError(error) ? (error.problem.errors ?? []) : [];
    const field = first?.field === 'score' || first?.field === 'comment' ? first.field : 'form';
    const text = hasCode(error, 'not_latest') ? t('notLatest') : faultText(error);
    setFault({ id, field, text });
    if (hasCode(error, 'not_latest')) await refresh();
  };

  /** Runs one step against the server: how the hand-in stands after it, or null when it was refused. */
  const take = async (step: () => Promise<Submission>): Promise<Submission | null> => {
    setBusy(true);
    setFault(null);
    try {
      const taken = await step();
      drop(id);
      setClash(null);
      await refresh();
      return taken;
    } catch (error) {
      await refused(error);
      return null;
    } finally {
      setBusy(false);
    }
  };

  const send = async (version: number): Promise<Submission | null> => {
    if (submission === null || words === null) return null;
    const score = parsedScore(words.score, submission.points);
    if (typeof score === 'string') {
      setFault({ id, field: 'score', text: score });
      return null;
    }
    const comment = words.comment.trim() === '' ? null : words.comment.trim();
    return take(() => gradeSubmission({ id, version }, { score, comment }));
  };

  const mayGrade = submission?.gradable === true && submission.is_latest;

  /** True when there is nothing left to save. */
  const save = async (): Promise<boolean> => {
    if (busy || (clash !== null && clash.id === id)) return false;
    if (!mayGrade || words === null || !unsaved.has(id)) return true;
    return (await send(words.version)) !== null;
  };

  /** Saves what is typed first, so that what the student sees is what stands here. */
  const giveBack = async (): Promise<boolean> => {
    if (busy || submission === null || words === null || !mayGrade) return false;
    const graded = unsaved.has(id) ? await send(words.version) : submission;
    return graded !== null && (await take(() => returnSubmission(graded))) !== null;
  };

  return {
    words,
    unsaved,
    busy,
    mayGrade,
    fault: fault?.id === id ? fault : null,
    clash: clash?.id === id ? clash : null,
    type,
    save,
    giveBack,
    /** What stands here replaces what somebody else has given. */
    keepMine: () => (clash === null ? Promise.resolve(null) : send(clash.version)),
    takeTheirs: async () => {
      drop(id);
      setClash(null);
      await refresh();
    },
  };
}
