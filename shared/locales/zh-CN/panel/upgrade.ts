import type { upgrade as source } from '../../en/panel/upgrade.ts';
import type { SameShape } from '../../shape.ts';

export const upgrade = {
  protect: '保护升级',
  title: '保护 {{stack}} 的升级？',
  body: {
    compose:
      'Lifeboat 会创建升级点：数据、compose 文件、.env 以及正在运行的镜像。然后由你在终端中升级。如果没有按时保留新版本，一切将自动恢复到升级点。',
    folder:
      'Lifeboat 会为数据创建升级点。然后由你升级。如果没有按时保留新版本，数据将自动恢复到升级点。Lifeboat 无法判断此类应用是否正在运行。',
  },
  version: '当前运行的版本',
  versionHint: '可选；会成为备份名称的一部分。',
  confirmMinutes: '升级的时限（分钟）',
  confirmHint: '恢复健康后，等待你答复的时限与此相同。',
  healthMinutes: '恢复健康的时限（分钟）',
  healthHint: '从“检查健康”开始计算。',
  notMinutes: '应为 1 到 {{most}} 的整数分钟。',
  images: '同时保存镜像层',
  imagesHint: '升级会删除旧镜像时需要。',
  notNow: '暂不',
  begin: '创建升级点',
  banner: '受保护的升级',
  doing: {
    byHand: '升级点已创建。现在请升级，然后检查健康。',
    byCommand: '升级命令正在终端中运行。',
    checking: '正在等待新版本恢复健康；否则一切将恢复到升级之前。',
    confirming: '新版本健康。保留它？',
    goingBack: '正在恢复到升级之前。',
  },
  undone: '升级已撤销。',
  left: '剩余 {{left}}，之后一切将自动恢复到升级之前。',
  check: '检查健康',
  keep: '保留新版本',
  back: '立即回滚',
  backTitle: '将 {{stack}} 恢复到升级之前？',
  backBody: {
    compose: '新版本的容器将停止。数据、compose 文件、.env 和镜像名称将恢复，旧版本会重新运行。',
    folder: '数据将恢复到升级之前。',
  },
  backKeeps: '新版本写入的数据会一直保留，直到你将其释放。',
  point: '上次升级之前的升级点，创建于',
  pointOf: '上次升级之前的升级点，版本 {{version}}，创建于',
  toPoint: '回滚到此处',
} as const satisfies SameShape<typeof source>;
