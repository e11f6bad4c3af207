import type { ReactNode } from 'react';
import { useWords } from '../../words.tsx';
import { barsOf } from './trend.ts';

const drawing = { width: 96, height: 24, step: 7, bar: 5 } as const;

/** Sizes of backups side by side; in words for who cannot see it. Keeps its place when there is nothing to compare. */
export function TrendBars({ sizes }: { readonly sizes: readonly number[] }): ReactNode {
  const { text, bytes } = useWords();
  const last = sizes.at(-1);
  if (last === undefined || sizes.length === 1) return <span className="trend" />;
  const said = text('panel.overview.trend', {
    count: sizes.length,
    smallest: bytes(Math.min(...sizes)),
    largest: bytes(Math.max(...sizes)),
    last: bytes(last),
  });
  return (
    <svg className="trend" role="img" aria-label={said} viewBox={`0 0 ${drawing.width} ${drawing.height}`}>
      <title>{said}</title>
      {barsOf(sizes, drawing).map(({ x, y, height }) => (
        <rect key={x} x={x} y={y} width={drawing.bar} height={height} />
      ))}
    </svg>
  );
}
