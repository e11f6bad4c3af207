/** What a program of the server's container said when it failed. */
export class ServerSaid extends Error {}
