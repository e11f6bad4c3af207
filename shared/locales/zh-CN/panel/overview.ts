import type { overview as source } from '../../en/panel/overview.ts';
import type { SameShape } from '../../shape.ts';

export const overview: SameShape<typeof source> = {
  summary: {
    safe_other: '全部 {{count}} 个应用均有可靠备份',
    alarm: '{{stack}} 没有可用的备份',
    attention: '{{stack}} 需要留意',
    none: '{{stack}} 尚无备份',
    alarmMany: '{{total}} 个应用中有 {{count}} 个没有可用的备份',
    attentionMany: '{{total}} 个应用中有 {{count}} 个需要留意',
    noneMany: '{{total}} 个应用中有 {{count}} 个尚无备份',
    unknown: '应用的状态未知',
  },
  reason: {
    fresh: '最近一次有效备份：{{when}}。',
    old: '距今已超过一天。',
    never: '尚无备份。',
    cancelled: '尚无有效备份：最近一次备份已取消。',
    failed: '最近一次备份失败。',
    failedWith: '最近一次备份失败：{{why}}',
    unusable: '最新的备份不能算数：未经校验，或文件已不在。',
  },
  fact: {
    size: '大小',
    version: '版本',
    backups: '备份',
    unknown: '–',
    someGood: '{{all}} 个，其中 {{good}} 个有效',
  },
  trend: '最近 {{count}} 次有效备份的大小：{{smallest}} 至 {{largest}}，最近一次 {{last}}',
  backUp: '立即备份',
  backUpOf: '立即备份：{{stack}}',
  loading: '正在读取应用',
  again: '重试',
  empty: {
    title: '还没有应用',
    body: '应用是 Lifeboat 备份和回滚的对象，从添加第一个开始。',
  },
  strip: {
    label: '正在进行：{{kind}}',
    bytes: '{{done}} / {{total}}',
    left: '剩余 {{time}}',
    cancel: '取消',
    cancelling: '正在取消…',
  },
};
