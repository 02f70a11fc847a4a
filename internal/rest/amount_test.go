package rest

import "testing"

func TestAmount(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 bytes", 999: "999 bytes", 1000: "1 kB", 12_345_678: "12.3 MB", 999_949: "999.9 kB", 999_951: "1 MB",
		500_000_000: "500 MB", 2_500_000_000: "2.5 GB", 7_000_000_000_000: "7000 GB",
	} {
		if got := amount(n); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
}
