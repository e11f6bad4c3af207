import type { upgradeErrors as source } from '../../en/errors/upgrade.ts';
import type { SameShape } from '../../shape.ts';

export const upgradeErrors = {
  UPGRADE_NOT_FOUND: {
    message: '没有受保护的升级 {{job}}。',
    action: '请选择已有的升级（`lifeboat upgrades`）。',
  },
  UPGRADE_OPEN: {
    message: '{{stack}} 已有一次受保护的升级正在进行：{{job}}。未做任何更改。',
    action: '请先保留或回滚它（`lifeboat upgrade-confirm {{job}}`、`lifeboat upgrade-rollback {{job}}`）。',
  },
  UPGRADE_NOT_WAITING: {
    message: '受保护的升级 {{job}} 已不再等待答复：{{upgradeState}}。',
    action: '可在任务详情中查看其过程（`lifeboat job {{job}}`）。',
  },
  UPGRADE_PATIENCE_INVALID: {
    message: '{{value}} 分钟不是有效的等待时间：应大于 0 且不超过 {{most}}。未做任何更改。',
    action: '请给出其他分钟数。',
  },
  UPGRADE_COMMAND_NOT_FOUND: {
    message: '找不到可在 {{detail}} 中运行的程序 {{command}}。未做任何更改。',
    action: '请更正 -- 之后的命令。命令不经过 shell 运行；需要 shell 时请写 sh -c "…"。',
  },
  UPGRADE_COMPOSE_MISSING: {
    message: '本机既没有 docker compose，也没有 docker-compose，因此无法重新创建 {{stack}} 的旧容器。',
    action: '请安装 Docker 的 compose 插件，然后重新开始。',
  },
  UPGRADE_COMPOSE_UNKNOWN: {
    message: 'Lifeboat 不知道 {{stack}} 的 compose 文件，因此无法回到升级之前。未做任何更改。',
    action: '请按 compose 文件添加该应用（`lifeboat stack add --compose FILE`），然后重新开始。',
  },
  UPGRADE_ENV_FILE: {
    message: '{{stack}} 的容器使用了 {{path}} 中的变量，而任何备份都不包含该文件。未做任何更改。',
    action: '请将这些变量移到 compose 文件旁的 .env 中，运行 `docker compose up -d`，然后重新开始。',
  },
  UPGRADE_IMAGE_GONE: {
    message: '以下镜像已不在本机，升级点中也没有它们的层：{{images}}。没有它们，旧版本无法运行。',
    action: '请重新拉取或构建这些镜像，然后重试。使用 `--images` 时，升级点也会保存镜像层。',
  },
  UPGRADE_COMMAND_FAILED: {
    message: '命令失败（{{detail}}）：{{command}}',
    action: '请查看其输出（`lifeboat jobs`，然后 `lifeboat job JOB --log`）。',
  },
  UPGRADE_COMMAND_ALIVE: {
    message: '命令已被结束，但它启动的程序仍在运行：{{command}}',
    action: '请结束该程序，以免它在恢复应用时更改内容。',
  },
  UPGRADE_UNHEALTHY: {
    message: '新版本未能按时恢复健康：{{detail}}。',
    action: '再次尝试之前，请查看其容器的日志。',
  },
  UPGRADE_NOT_CONFIRMED: {
    message: '{{minutes}} 分钟内无人确认此次升级。',
    action: '请重新开始，并按时确认，或给出更长的时间（`--confirm`）。',
  },
  UPGRADE_DECLINED: {
    message: '操作者选择回到升级之前。',
    action: '准备好后请重新开始。',
  },
  UPGRADE_UNDONE: {
    message: '{{cause}}{{stack}} 已与升级之前相同：数据、配置以及容器（如有）均已恢复并检查。',
    action:
      '请查看升级的过程（`lifeboat jobs`，然后 `lifeboat job JOB --log`）。新版本写入的数据会一直保留，直到你将其释放。',
  },
  UPGRADE_NOT_BACK: {
    message: '无法将 {{stack}} 恢复到升级 {{job}} 之前：{{cause}}旧版本的容器由以下命令创建：{{manual}}',
    action: '请排除原因，然后运行 `lifeboat upgrade-rollback {{job}}`。它会从可以继续的地方继续。',
  },
} as const satisfies SameShape<typeof source>;
