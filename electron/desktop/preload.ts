import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel } from '../../shared/ipc/channels.ts';

// The whole bridge: two functions with fixed channels. What a call may be is decided in the main process.
contextBridge.exposeInMainWorld('lifeboat', {
  call: (name: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke(callChannel, name, input),
  on: (listener: (event: unknown) => void): (() => void) => {
    const hear = (_event: unknown, told: unknown): void => listener(told);
    ipcRenderer.on(eventChannel, hear);
    return () => ipcRenderer.off(eventChannel, hear);
  },
});
