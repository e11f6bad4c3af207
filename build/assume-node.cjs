// Loaded into npm while it installs. npm leaves an optional package out, silently, when the Node that runs npm is too
// old for it; ours are run by the Node of the lock file, so that is the version they are chosen for.
Object.defineProperty(process, 'version', { value: process.env['LIFEBOAT_NODE_VERSION'] });
