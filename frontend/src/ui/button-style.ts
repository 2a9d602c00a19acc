import { cva, type VariantProps } from 'class-variance-authority';

/** How everything that acts looks: buttons, and links that act as one. */
export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0 print:hidden',
  {
    variants: {
      look: {
        primary: 'bg-accent text-accent-ink hover:bg-accent-hover',
        secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover',
        quiet: 'text-ink hover:bg-hover',
        danger: 'bg-bad text-bad-ink hover:bg-bad-hover',
        link: 'text-accent underline-offset-2 hover:underline',
      },
      size: {
        small: 'h-8 px-2.5 text-[0.8125rem]',
        medium: 'h-9 px-3.5 text-sm',
        icon: 'size-9',
        iconSmall: 'size-8',
        iconTouch: 'size-11',
        inline: 'h-auto px-0',
      },
    },
    defaultVariants: { look: 'secondary', size: 'medium' },
  },
);

export type ButtonLook = VariantProps<typeof buttonStyle>;
