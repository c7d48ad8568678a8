/** The country calling codes of ITU-T E.164. No code is a prefix of another. */
export const COUNTRY_CODE =
	/^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(2[1-689]|3[578]|42|5[09]|6[789]|8[0578]|9[679])\d)$/;

/** Countries in which a first zero is part of the number and dialled from abroad: Italy, and some without a trunk prefix. */
export const ZERO_IS_DIALLED = new Set(['39', '225', '226', '229', '242', '378']);
