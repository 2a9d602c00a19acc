import { render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';

import { Radio } from '~/ui/choice';
import { Dialog, DialogBody } from '~/ui/dialog';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input, Select } from '~/ui/input';

function open(children: ReactNode) {
  render(
    <FormDialog
      open
      onClose={() => undefined}
      title="Change"
      submitLabel="Save"
      busy={false}
      dirty={false}
      onSubmit={() => Promise.resolve()}
    >
      {children}
    </FormDialog>,
  );
}

it('begins in the first field that can be filled in', async () => {
  open(
    <>
      <Field label="Section">
        <Select disabled />
      </Field>
      <input type="hidden" name="version" />
      <input tabIndex={-1} aria-label="Only for scripts" />
      <Field label="Name">
        <Input />
      </Field>
      <Field label="Link">
        <Input />
      </Field>
    </>,
  );
  await waitFor(() => expect(screen.getByLabelText('Name')).toHaveFocus());
});

it('begins with the choice that is made', async () => {
  open(
    <>
      <Radio name="kind" label="A person" />
      <Radio name="kind" label="A group" defaultChecked />
      <Radio name="other" label="Something else" defaultChecked />
    </>,
  );
  await waitFor(() => expect(screen.getByLabelText('A group')).toHaveFocus());
});

it('begins with what leaves all as it is where nothing can be filled in', async () => {
  open(<p>This was the last step.</p>);
  await waitFor(() => expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus());
});

it('leaves the first focus of dialogs without a form where it is', async () => {
  render(
    <Dialog open onOpenChange={() => undefined} title="Keys">
      <DialogBody>
        <input aria-label="Find" />
      </DialogBody>
    </Dialog>,
  );
  await waitFor(() => expect(screen.getByRole('button', { name: 'Close' })).toHaveFocus());
});
