/** What a share is made with. */
export interface ShareFacts {
  /** Of the folder on the Windows machine, e.g. `D:\Lifeboat`. */
  readonly path: string;
  readonly share: string;
  /** The stack's folder below it. */
  readonly folder: string;
  readonly user: string;
}

/**
 * PowerShell for an administrator of a Windows machine: a folder, a user that may do nothing but use it, and a share that
 * signs and encrypts. The password is asked for.
 */
export function shareScript({ path, share, folder, user }: ShareFacts): string {
  return [
    "$ErrorActionPreference = 'Stop'",
    `$path = ${quoted(path)}`,
    `$share = ${quoted(share)}`,
    `$user = ${quoted(user)}`,
    `New-Item -ItemType Directory -Force -Path $path, (Join-Path $path ${quoted(folder)}) | Out-Null`,
    'if (-not (Get-LocalUser -Name $user -ErrorAction SilentlyContinue)) {',
    "  New-LocalUser -Name $user -Password (Read-Host -AsSecureString 'Password') -PasswordNeverExpires | Out-Null",
    '}',
    // By number: the names of these two are translated on a Windows that is.
    'icacls $path /inheritance:r /grant:r "*S-1-5-32-544:(OI)(CI)F" "*S-1-5-18:(OI)(CI)F" "${user}:(OI)(CI)M" | Out-Null',
    'New-SmbShare -Name $share -Path $path -ChangeAccess "$env:COMPUTERNAME\\$user" -EncryptData $true -CachingMode None | Out-Null',
    'Set-SmbServerConfiguration -RequireSecuritySignature $true -EnableSMB1Protocol $false -Force',
    "Enable-NetFirewallRule -Group '@FirewallAPI.dll,-28502'",
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
