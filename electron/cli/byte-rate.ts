const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Bytes per second from `10MB`, `500k`, `2.5 MB/s` or plain bytes, in 1000s; null for anything else, also for 0. */
export function parseByteRate(text: string): number | null {
  const match = /^(?<amount>\d+(?:\.\d+)?)\s*(?<unit>[kmg]?)b?(?:\/s)?$/iu.exec(text.trim());
  const rate = Math.round(
    Number(match?.groups?.['amount']) * (units[match?.groups?.['unit']?.toLowerCase() ?? ''] ?? Number.NaN),
  );
  return Number.isSafeInteger(rate) && rate > 0 ? rate : null;
}
