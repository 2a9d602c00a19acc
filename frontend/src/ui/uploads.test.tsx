import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { Dropzone } from '~/ui/dropzone';
import { UploadList } from '~/ui/upload-list';

const text = (name: string) => new File(['text'], name, { type: 'text/plain' });

/** What a browser hands over when something is dropped. */
function dropped(...entries: { file: File; folder?: boolean }[]) {
  return {
    types: ['Files'],
    files: entries.map(({ file }) => file),
    items: entries.map(({ file, folder = false }) => ({
      kind: 'file',
      getAsFile: () => file,
      webkitGetAsEntry: () => ({ isDirectory: folder }),
    })),
  };
}

describe('the place for files', () => {
  it('takes several that are chosen, and the same ones again', async () => {
    const take = vi.fn<(files: File[]) => void>();
    render(<Dropzone onFiles={take} note="At most 50 MB each." />);
    const input = screen.getByLabelText(/^Choose files/);
    expect(input).toHaveAccessibleDescription('At most 50 MB each.');
    await userEvent.upload(input, [text('a.txt'), text('b.txt')]);
    await userEvent.upload(input, [text('a.txt'), text('b.txt')]);
    expect(take.mock.calls.map(([files]) => files.map((file) => file.name))).toEqual([
      ['a.txt', 'b.txt'],
      ['a.txt', 'b.txt'],
    ]);
  });

  it('takes what is dropped, but no folders', () => {
    const take = vi.fn<(files: File[]) => void>();
    render(<Dropzone onFiles={take} />);
    fireEvent.drop(screen.getByText(/^Choose files/), {
      dataTransfer: dropped({ file: text('a.txt') }, { file: text('folder'), folder: true }),
    });
    expect(take).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ name: 'a.txt' })]);
  });

  it('takes one file where only one belongs, and none while it is busy', () => {
    const take = vi.fn<(files: File[]) => void>();
    const { rerender } = render(<Dropzone onFiles={take} multiple={false} />);
    const drop = () =>
      fireEvent.drop(screen.getByText(/^Choose a file/), {
        dataTransfer: dropped({ file: text('a.txt') }, { file: text('b.txt') }),
      });
    drop();
    expect(take.mock.calls[0]![0]).toHaveLength(1);
    rerender(<Dropzone onFiles={take} multiple={false} disabled />);
    drop();
    expect(take).toHaveBeenCalledOnce();
  });

  it('keeps the page when a file is dropped beside it', () => {
    render(<Dropzone onFiles={() => undefined} />);
    expect(fireEvent.drop(document.body, { dataTransfer: dropped({ file: text('a') }) })).toBe(
      false,
    );
  });
});

describe('the list of uploads', () => {
  it('shows how far each is, and offers what can be done', async () => {
    const [cancel, retry, remove] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
    render(
      <UploadList
        items={[
          { id: '1', file: text('one.txt'), state: { kind: 'sending', share: 0.4 } },
          { id: '2', file: text('two.txt'), state: { kind: 'failed', reason: 'No room.' } },
          { id: '3', file: text('three.txt'), state: { kind: 'done' } },
        ]}
        onCancel={cancel}
        onRetry={retry}
        onRemove={remove}
      />,
    );
    expect(screen.getByRole('progressbar', { name: 'Progress of one.txt' })).toHaveAttribute(
      'aria-valuenow',
      '40',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('No room.');
    expect(screen.getByText('1 of 3 uploaded, 1 failed.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /Cancel .* one.txt/ }));
    await userEvent.click(screen.getByRole('button', { name: /two.txt again/ }));
    await userEvent.click(screen.getByRole('button', { name: /Take two.txt/ }));
    expect(cancel).toHaveBeenCalledWith('1');
    expect(retry).toHaveBeenCalledWith('2');
    expect(remove).toHaveBeenCalledWith('2');
  });
});
