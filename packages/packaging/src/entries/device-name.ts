/** Names of devices for Windows, with or without an extension, also with blanks before it (Win32, "Naming Files"). */
export const deviceName: RegExp = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;
