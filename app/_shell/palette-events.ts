/** The event that asks the palette to open, wherever on the screen its button is. */
export const openPalette = "probity:palette";
