import type { add as source } from '../../en/panel/add.ts';
import type { SameShape } from '../../shape.ts';

export const add: SameShape<typeof source> = {
  title: 'Lifeboat 应该保护什么？',
  what: '应用类型',
  way: {
    project: '本机的 Compose 项目',
    'compose-file': 'compose 文件',
    folder: '文件夹',
    sample: '内置示例',
  },
  wayHint: {
    project: '备份它的卷、绑定挂载和配置。它的容器就在本机。',
    'compose-file': '适用于本机还没有容器，或没有被找到的项目。',
    folder: '不使用 Docker 的应用，以及它的 SQLite 数据库。',
    sample: '位于 Lifeboat 自己目录中的小应用，可以放心尝试所有功能。',
  },
  act: {
    project: '添加项目',
    'compose-file': '添加 compose 文件',
    folder: '添加文件夹',
    sample: '添加示例',
  },
  adding: '正在添加…',
  close: '不添加',
  projects: '尚未保护的项目',
  services: '{{services}} 个服务，{{running}} 个容器在运行',
  looking: '正在查找 Compose 项目',
  notFound: '现在无法查找 Compose 项目。其他三种方式不需要 Docker。',
  noProjects: '本机没有尚未保护的 Compose 项目。',
  lookAgain: '重新查找',
  chooseFile: '选择 compose 文件…',
  chooseAnotherFile: '选择其他文件…',
  folders: '文件夹',
  chooseFolder: '选择文件夹…',
  chooseAnotherFolder: '再选一个文件夹…',
  sqlite: 'SQLite 数据库',
  sqliteHint: '复制期间仍在写入的数据库：在这里列出后，将使用 SQLite 自带的备份方式复制。',
  chooseSqlite: '选择 SQLite 文件…',
  takeBack: '去掉 {{path}}',
  exclude: '不备份的内容',
  excludeHint: '每行一个模式，相对于文件夹，例如 cache/** 或 *.tmp。回滚时这些文件保持原样。',
};
