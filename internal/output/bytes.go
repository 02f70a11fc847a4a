package output

import "fmt"

// Bytes is a size for people: decimal units, as file managers and providers
// count.
func Bytes(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	size, unit := float64(n)/1000, 0
	for size >= 999.95 && unit < 3 {
		size, unit = size/1000, unit+1
	}
	return fmt.Sprintf("%.1f %s", size, [...]string{"kB", "MB", "GB", "TB"}[unit])
}
