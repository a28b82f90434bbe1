/** Signatures, lengths and limits of APPNOTE.TXT 6.3.10, for the writer and the reader. */
export const localHeaderSignature = 0x04034b50;
export const localHeaderLength = 30;
export const descriptorSignature = 0x08074b50;
export const centralHeaderSignature = 0x02014b50;
export const centralHeaderLength = 46;
export const endSignature = 0x06054b50;
export const endLength = 22;
export const zip64EndSignature = 0x06064b50;
export const zip64EndLength = 56;
export const zip64LocatorSignature = 0x07064b50;
export const zip64LocatorLength = 20;

/** The value that stands for "see the ZIP64 record" (4.4.1.4), and the first that needs one. */
export const max32 = 0xffff_ffff;
export const max16 = 0xffff;

/** General purpose bits (4.4.4). */
export const encryptedFlag = 0x0001;
export const descriptorFlag = 0x0008;
export const patchFlag = 0x0020;
export const strongEncryptionFlag = 0x0040;
export const utf8Flag = 0x0800;
export const maskedHeadersFlag = 0x2000;

/** Compression methods (4.4.5). */
export const storedMethod = 0;
export const deflatedMethod = 8;

/** Extra fields: ZIP64 (4.5.3), the times of NTFS (4.5.5), and of Info-ZIP the extended timestamp and the name in Unicode (4.6.9). */
export const zip64ExtraId = 0x0001;
export const ntfsExtraId = 0x000a;
export const timestampExtraId = 0x5455;
export const unicodePathExtraId = 0x7075;

/** What zlib takes by default. */
export const deflateLevel = 6;
