package line

import "unicode"

// Invisible tells whether nobody sees r: marks of the direction of text, blanks
// without width and the like. It makes two texts look alike that are not.
func Invisible(r rune) bool {
	const first = '\u00ad'
	return r >= first && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
