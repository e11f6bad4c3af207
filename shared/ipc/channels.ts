/** The only two channels between the panel's window and its main process. */
export const callChannel = 'lifeboat:call';
export const eventChannel = 'lifeboat:event';
