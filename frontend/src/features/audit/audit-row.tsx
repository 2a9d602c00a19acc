import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AuditEntry } from '~/api/types';
import { useActionText } from '~/features/audit/use-action-text';
import { useActorText } from '~/features/audit/use-actor-text';
import { useFormats } from '~/i18n/format';
import { Facts } from '~/ui/facts';

/** One thing that happened; its values unfold. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { moment } = useFormats();
  const actionText = useActionText();
  const actorText = useActorText();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        className="grid w-full grid-cols-[1fr_auto] items-center gap-x-3 px-4 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2 sm:grid-cols-[11rem_12rem_1fr_auto]"
        onClick={() => setOpen(!open)}
      >
        <span className="numeric text-[0.8125rem] text-muted max-sm:col-start-1 max-sm:row-start-2">
          {moment(entry.at)}
        </span>
        <span className="truncate max-sm:col-start-1 max-sm:row-start-3">{actorText(entry)}</span>
        <span className="min-w-0 truncate max-sm:col-start-1 max-sm:row-start-1">
          <span className="font-medium">{actionText(entry.action)}</span>
        </span>
        <ChevronDown
          aria-hidden
          className={`size-4 text-muted transition-transform max-sm:col-start-2 max-sm:row-start-1 ${open ? 'rotate-180' : ''}`}
        />
      </button>
      <div id={id} hidden={!open} className="border-t border-line bg-sunken px-4 py-3">
        {open ? <AuditDetails entry={entry} /> : null}
      </div>
    </li>
  );
}

function AuditDetails({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const values = [
    { name: t('before'), value: entry.before },
    { name: t('after'), value: entry.after },
  ].filter(({ value }) => value !== null && value !== undefined);
  return (
    <div className="flex flex-col gap-3">
      <Facts
        facts={[
          {
            label: t('record'),
            value: (
              <code className="break-all">
                {entry.record_kind} {entry.record_id}
              </code>
            ),
          },
          { label: t('from'), value: entry.address ?? '–' },
          {
            label: t('request'),
            value: <code className="break-all">{entry.request_id ?? '–'}</code>,
          },
        ]}
      />
      {values.length === 0 ? <p className="text-muted">{t('noValues')}</p> : null}
      <div className="grid gap-3 lg:grid-cols-2">
        {values.map(({ name, value }) => (
          <div key={name} className="min-w-0">
            <p className="mb-1 text-[0.8125rem] font-medium">{name}</p>
            <pre
              // A scrolling region must be reachable by keyboard.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              className="overflow-x-auto rounded-control border border-line bg-surface p-2 text-xs"
            >
              {JSON.stringify(value, null, 2)}
            </pre>
          </div>
        ))}
      </div>
    </div>
  );
}
