// Loaded into Electron before the panel: a box is written down instead of being shown, and counts as read.
const { dialog } = require('electron');

dialog.showErrorBox = (title, content) => process.stdout.write(`${JSON.stringify({ title, content })}\n`);
